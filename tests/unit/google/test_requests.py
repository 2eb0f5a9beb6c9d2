"""Every request is one of Google's own description, read-only, signed for one user and one scope, and nobody overhears it."""

import re
import sys
from subprocess import run

import pytest

from connectors.google_workspace import GoogleWorkspace, quotas
from connectors.google_workspace.options import Options
from connectors.sandbox.google import discovery
from connectors.sandbox.tenant import Contact
from connectors.testing.world import listening
from scanner.connector import Secret, System
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import DataSubject, Gap, Identifier, Partition, RecordRef

ANNA, BRAM = "anna@pand.example", "bram@pand.example"

READ_SCOPES = {scope.rpartition("/")[2] for scope in GoogleWorkspace.scopes}


@pytest.mark.parametrize("read", [read for read in quotas.READS if read != quotas.TOKEN], ids=lambda read: read.path)
def test_every_read_is_described_and_a_read_only_scope_opens_it(read):
    method, _ = discovery.find(read.method, read.host, re.sub(r"\{[^}]*\}", "x", read.path))
    opening = method.scopes & READ_SCOPES
    assert opening, f"{method.id} is not opened by any scope we ask for"
    assert read.method == "GET" or method.id == "drive.files.download"


def test_only_read_only_scopes_are_asked_for():
    assert all(scope.endswith(".readonly") for scope in GoogleWorkspace.scopes)


def test_each_stream_is_read_under_its_own_scope(pand):
    pand.sweep()
    granted = {(grant.subject, grant.scopes) for grant in pand.google.oauth.issued}
    assert all(len(scopes) == 1 and scopes <= READ_SCOPES for _, scopes in granted)
    assert (BRAM, frozenset({"gmail.readonly"})) in granted
    assert (BRAM, frozenset({"admin.directory.user.readonly"})) not in granted


def test_a_token_is_asked_for_once_and_again_when_it_is_refused(pand):
    connector = pand.connector()
    pand.sweep(connector)
    first = len(pand.google.oauth.issued)
    assert pand.sweep(connector).complaints == []
    assert len(pand.google.oauth.issued) == first
    pand.google.oauth.revoke()
    assert pand.sweep(connector).complaints == []
    assert len(pand.google.oauth.issued) == 2 * first


def test_one_users_token_does_not_open_anothers_mailbox(pand):
    sweep = pand.sweep(pand.with_token(BRAM, users=(ANNA,)))
    assert any("may not see" in text for text in sweep.complaints)
    assert not [ref for ref in sweep.records if ref.stream == "messages"]


def test_the_user_who_signed_in_is_me(pand):
    sweep = pand.sweep(pand.with_token(ANNA))
    assert sweep.complaints == []
    assert RecordRef("google", "me", "messages", "m1") in sweep.records
    assert RecordRef("google", "me", "files", "f1") in sweep.records


@pytest.mark.parametrize(
    ("options", "token"),
    [
        (Options(), None),
        (Options(service_account=Secret("{}")), None),
        (Options(service_account=Secret("{}"), admin=ANNA), None),
        (Options(service_account=Secret("not json"), admin=ANNA), None),
        (Options(client_id="c"), None),
        (Options(users=(ANNA, BRAM)), Secret("t")),
        (Options(service_account=Secret("{}"), admin=ANNA), Secret("t")),
    ],
)
def test_a_sign_in_that_is_none_starts_nothing(options, token):
    with pytest.raises(ConfigError, match=r"\[systems\.google\]"):
        GoogleWorkspace(System("google", options, token=token))


def test_quotes_in_a_name_do_not_escape_the_question(pand):
    pand.google.drive.details["f1"] = {"description": "van O'Brien \\ zn"}
    subject = DataSubject("s", (Identifier(EntityType.PERSON, 'O\'Brien \\ "zn"'),))
    found = list(pand.connector().search(subject))
    assert {item.partition.stream for item in found if isinstance(item, Gap)} == {"comments"}, "which nobody searches"
    asked = [q for seen in pand.asked("drive.files.list") if "mimeType" not in (q := seen.query["q"][0])]
    assert all(query.startswith("fullText contains '\"O\\'Brien \\\\ zn\"' or name") for query in asked)
    assert {seen.query["q"][0] for seen in pand.asked("gmail.users.messages.list")} == {'{"O\'Brien \\ zn"}'}


def test_search_finds_a_phone_number_however_it_is_written(domain):
    person = {
        "resourceName": "people/c1",
        "names": [{"displayName": "Zandbergen, Mirthe"}],
        "phoneNumbers": [{"value": "06-123 456 78"}],
    }
    pand = domain(contacts=(Contact(ANNA, "contact", person),))
    for kind, value in ((EntityType.PHONE_NUMBER, "+31 6 12345678"), (EntityType.PERSON, "mirthe zandbergen")):
        found = pand.connector().search(DataSubject("s", (Identifier(kind, value),)))
        assert [hit for hit in found if not isinstance(hit, Gap)] == [RecordRef("google", ANNA, "connections", "people/c1")]


def test_a_long_question_is_still_a_read(pand):
    subject = DataSubject("s", (Identifier(EntityType.PERSON, "x" * 3000),))
    gaps = [item for item in pand.connector().search(subject) if isinstance(item, Gap)]
    assert {gap.partition.stream for gap in gaps} == {"comments"}


def test_nothing_is_overheard(pand):
    subject = DataSubject("s", (Identifier(EntityType.EMAIL_ADDRESS, "geheim@post.example"),))
    connector = pand.connector()
    with listening() as overheard:
        list(connector.search(subject))
        pand.sweep(connector)
        overheard.note(connector, connector._domain, connector._domain.google, Partition(ANNA, "messages"))
    key = pand.google.oauth.key_file()
    assert overheard.leaks({"geheim", "geheim%40", "ya29.", key[60:120], "anna@", "anna%40"}) == []


def test_the_library_is_not_loaded_with_the_connector():
    code = "import sys, connectors.google_workspace; sys.exit(any(m in sys.modules for m in ('googleapiclient', 'google.auth', 'httplib2')))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
