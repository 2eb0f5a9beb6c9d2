"""One user signs in with a code in a browser, and what that gives is kept where the configuration says."""

import json
import stat

import pytest

from connectors.microsoft365 import Microsoft365
from connectors.microsoft365.options import Options
from connectors.sandbox.loopback import loopback
from connectors.sandbox.microsoft365.app import HOSTS
from connectors.sandbox.microsoft365.problems import Answer
from connectors.testing.world import listening
from scanner.cli import run
from scanner.connector import System
from scanner.errors import AuthFailed, ConfigError, Malformed, SourceError


@pytest.fixture
def entra(pand):
    pand.ms.me = pand.anna
    pand.ms.entra.interval = 0
    return pand.ms.entra


def consent(pand, show, **options):
    entra = pand.ms.entra
    given = {"tenant_id": entra.tenant_id, "client_id": entra.client_id}
    return Microsoft365.consent(System("microsoft", Options(**given | options), transport=pand.network), show)


def test_who_consents_is_read_with_the_token_that_this_gives(pand, entra):
    pand.mail(1)
    shown = []

    def show(address, code):
        shown.append((address, code))
        entra.consent()

    token = consent(pand, show)
    assert shown == [("https://microsoft.com/devicelogin", "FZ7K-2QXN")]
    sweep = pand.sweep(pand.connector(client_secret=None, refresh_token=token))
    assert "messages" in {ref.stream for ref in sweep.records}


def test_only_rights_to_read_are_asked_for(pand, entra):
    consent(pand, lambda *_: entra.consent())
    rights = {scope.rpartition("/")[2] for scope in entra.asked_for} - {"openid", "profile", "offline_access"}
    assert "Mail.Read" in rights
    assert "Notes.Read" in rights
    assert [right for right in rights if not right.endswith(".Read")] == []


def test_it_waits_until_the_code_is_entered(pand, entra, monkeypatch):
    answer, asked = entra.answer, []

    def slowly(method, path, form):
        if form.get("device_code"):
            asked.append(path)
            if len(asked) == 3:
                entra.consent()
        return answer(method, path, form)

    monkeypatch.setattr(entra, "answer", slowly)
    assert consent(pand, lambda *_: None)
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("authorization_declined", "refused"),
        ("expired_token", "not entered in time"),
        ("invalid_client", "allow public client flows"),
        ("something_new", "gave no token"),
    ],
)
def test_a_refusal_says_what_to_do(pand, entra, error, words):
    def show(_address, _code):
        entra._codes[next(reversed(entra._codes))] = error

    with pytest.raises(AuthFailed, match=words):
        consent(pand, show)


def test_an_unknown_application_says_so(pand, entra):
    with pytest.raises(AuthFailed, match="client_id"):
        consent(pand, lambda *_: entra.consent(), client_id="somebody-else")


def test_without_an_application_there_is_nothing_to_sign_in_to(pand, entra):
    with pytest.raises(ConfigError, match="tenant_id and client_id"):
        consent(pand, lambda *_: entra.consent(), client_id="")


@pytest.mark.parametrize("said", [b"hush-4711", b'["hush-4711"]', b'{"error": "hush-4711"}', b'{"interval": "hush-4711"}'])
@pytest.mark.parametrize("path", ["devicecode", "token"])
def test_an_answer_that_is_not_one_is_not_repeated(pand, entra, monkeypatch, said, path):
    answer = entra.answer

    def endpoint(method, asked, form):
        return Answer(200, said) if asked.endswith(path) else answer(method, asked, form)

    monkeypatch.setattr(entra, "answer", endpoint)
    with listening() as overheard:
        with pytest.raises(SourceError) as raised:
            consent(pand, lambda *_: entra.consent())
        overheard.note(raised.value)
    assert type(raised.value) in {AuthFailed, Malformed}
    assert overheard.leaks({"hush-4711"}) == []


@pytest.fixture
def written(pand, entra, tmp_path):
    """A configuration before a tenant on this machine, whose user enters each code at once."""
    answer = entra.answer

    def obliging(method, path, form):
        said = answer(method, path, form)
        if path.endswith("/devicecode") and said.status == 200:
            entra.consent()
        return said

    entra.answer = obliging
    with loopback(dict.fromkeys(HOSTS, pand.ms)) as endpoint:
        path = tmp_path / "inzage.toml"

        def write(reference='refresh_token = { file = "secrets/microsoft" }'):
            path.write_text(f"""
[organisation]
name = "Pand"
contact = "info@pand.example"
[store]
path = "inzage.db"
key = "inzage.key"
[systems.microsoft]
connector = "microsoft365"
endpoint = "{endpoint}"
pace = 0
tenant_id = "{entra.tenant_id}"
client_id = "{entra.client_id}"
{reference}
[systems.kees]
connector = "bookkeeping_exports"
folder = "."
""")
            return str(path)

        yield write


def test_the_command_keeps_the_token_for_its_owner_alone(pand, written, tmp_path, capsys):
    pand.there.note(pand.anna, "intakes", {"id": "n1", "title": "Intake"}, "<p></p>")
    config = written()
    assert run(["check", "--config", config]) == 2, "there is no token yet"
    assert run(["signin", "microsoft", "--config", config]) == 0
    told = capsys.readouterr().out
    assert "https://microsoft.com/devicelogin" in told
    assert "FZ7K-2QXN" in told
    kept = tmp_path / "secrets" / "microsoft"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert list(kept.parent.iterdir()) == [kept]
    token = kept.read_text().strip()
    assert token not in told
    assert run(["check", "--config", config]) == 1, "what takes an application is not visible"
    assert "OneNote" in capsys.readouterr().out
    assert run(["signin", "microsoft", "--config", config]) == 0
    assert kept.read_text().strip() != token, "signing in again gives another"


def test_the_command_as_json_prints_one_document(written, capsys):
    assert run(["signin", "microsoft", "--config", written(), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"exit_code": 0, "system": "microsoft", "signed_in": True}
    assert "FZ7K-2QXN" in said.err


@pytest.mark.parametrize(
    ("reference", "name", "words"),
    [
        ("", "microsoft", "say where the token is to be kept"),
        ('refresh_token = { env = "TOKEN" }', "microsoft", "env is only read"),
        ('refresh_token = "text"', "microsoft", "never as text"),
        ("", "mircosoft", "did you mean 'microsoft'"),
        ("", "kees", "not signed in to this way"),
    ],
)
def test_what_cannot_be_signed_in_to_says_why_and_asks_nobody(pand, written, capsys, reference, name, words):
    assert run(["signin", name, "--config", written(reference)]) == 2
    assert words in capsys.readouterr().err
    assert pand.ms.entra.asked_for == set()


def test_a_place_that_cannot_be_written_is_an_error_and_leaves_nothing(written, tmp_path, capsys):
    (tmp_path / "secrets").write_text("a file")
    assert run(["signin", "microsoft", "--config", written()]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(("file", "words"), [("~nobody-here/token", "home of nobody"), ("a\\u0000b", "cannot be written")])
def test_a_place_that_is_none_is_an_error_in_words(written, capsys, file, words):
    config = written(f'refresh_token = {{ file = "{file}" }}')
    assert run(["signin", "microsoft", "--config", config]) == 2
    assert words in capsys.readouterr().err
    assert run(["check", "--config", config]) == 2


def test_the_keyring_keeps_it(written, monkeypatch):
    kept = {}

    class Keyring:
        @staticmethod
        def set_password(service, user, value):
            kept[service, user] = value

    monkeypatch.setitem(__import__("sys").modules, "keyring", Keyring)
    assert run(["signin", "microsoft", "--config", written('refresh_token = { keyring = "inzage/microsoft" }')]) == 0
    assert list(kept) == [("inzage", "microsoft")]
