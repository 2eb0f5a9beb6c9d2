"""Settings are read as written, or refused with a word on what to do."""

import dataclasses
import os
import re
import tomllib
import typing
from pathlib import Path

import pytest

from scanner import config, plugins
from scanner.connector import Secret
from scanner.errors import ConfigError
from scanner.organisation import Organisation, Processing, Recipient

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
MINIMUM = '[organisation]\nname = "Studio"\ncontact = "privacy@studio.example"\n'


def load(tmp_path, text):
    path = tmp_path / "inzage.toml"
    path.write_text(text)
    return config.load(path)


def test_the_example_loads(tmp_path):
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name in re.findall(r'file = "secrets/([^"]+)"', EXAMPLE.read_text()):
        (folder / name).write_text("invented")
        (folder / name).chmod(0o600)
    loaded = load(tmp_path, EXAMPLE.read_text())
    assert loaded.organisation.country == "NL"
    assert {system.name for system in loaded.systems} >= {"google", "kees"}
    assert loaded.processing["google"].purposes


def nested(table, cls):
    for one in dataclasses.fields(cls):
        yield table, one.name
        if dataclasses.is_dataclass(typing.get_type_hints(cls)[one.name]):
            yield from nested(table, typing.get_type_hints(cls)[one.name])


def settings():
    """Every setting the code reads: (table, key)."""
    yield from (("organisation", one.name) for one in dataclasses.fields(Organisation))
    yield from (("processing", one.name) for one in dataclasses.fields(Processing))
    yield from (("processing", one.name) for one in dataclasses.fields(Recipient))
    for table, cls in (
        ("store", config.StoreSettings),
        ("workers", config.WorkerSettings),
        ("limits", config.LimitSettings),
        ("pictures", config.PictureSettings),
        ("detection", config.DetectionSettings),
        ("systems", config.SystemSettings),
    ):
        yield from ((table, one.name) for one in dataclasses.fields(cls))
    for name in plugins.names():
        yield from nested("systems", plugins.connector_class(name, "").Options)


def explained():
    """Every setting the example shows, also where it is commented out: (first word of the table, key)."""
    table = ""
    for line in EXAMPLE.read_text().splitlines():
        text = line.removeprefix("#").strip().removeprefix("- ")
        if match := re.match(r"\[([a-z]+)", text):
            table = match[1]
        else:
            yield from ((table, key) for key in re.findall(r"(?:^|[{,] *)([a-z_]+) *= ", text))


def test_the_example_explains_every_setting_and_no_other():
    known = set(settings())
    shown = set(explained())
    assert known - shown == set()
    references = {"file", "credential", "keyring", "env"}
    assert {(table, key) for table, key in shown - known if table != "manual" and key not in references} == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[organisatio]\n", "did you mean 'organisation'"),
        (MINIMUM + "countri = 'NL'\n", "did you mean 'country'"),
        (MINIMUM + "[systems.a]\nconnector = 'google_workspac'\n", "did you mean 'google_workspace'"),
        (MINIMUM + "[systems.a]\nconnector = 'bookkeeping_exports'\nfoldr = 'x'\n", "did you mean 'folder'"),
        (MINIMUM + "[systems.a]\nconnector = 'bookkeeping_exports'\n", "folder"),
        (MINIMUM + "[systems.a]\nfolder = 'x'\n", "connector"),
        (MINIMUM + "[workers]\nthreads = 'many'\n", "threads"),
        (MINIMUM + "[store]\npath = 3\n", "path"),
        (MINIMUM + "[processing.nowhere]\n", "no configured system"),
        (MINIMUM + "[processing.post]\nrecipients = [{nam = 'x'}]\n[manual]\npost = 'by hand'\n", "recipients 0"),
        (MINIMUM + "[systems.a]\nconnector = 'bookkeeping_exports'\nfolder = 'x'\ntoken = 'abc-secret'\n", "by reference"),
        (MINIMUM + "[pictures]\nlanguages = ['-x']\n", "tesseract"),
        ("[organisation]\nname = 'x'\n", "contact"),
        ("", "organisation"),
        ("name = \n", "TOML"),
        (MINIMUM + '[store]\npath = "C:\\Users\\x.db"\n', "single quotes: 'C:"),
        (MINIMUM + "[store]\npath = \u201cx.db\u201d\n", "straight ones"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, told):
    with pytest.raises(ConfigError, match=re.escape(told)) as caught:
        load(tmp_path, text)
    assert "abc-secret" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_that_notepad_saved_is_read(tmp_path, encoding, end):
    path = tmp_path / "inzage.toml"
    path.write_bytes(MINIMUM.replace("\n", end).encode(encoding))
    assert config.load(path).organisation.contact


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_named(tmp_path, encoding):
    path = tmp_path / "inzage.toml"
    path.write_bytes((MINIMUM + "# caf\u00e9\n").encode(encoding))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(path)


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="inzage demo"):
        config.load(tmp_path / "none.toml")


class TestSecrets:
    def token(self, tmp_path, reference):
        text = f"{MINIMUM}[systems.a]\nconnector = 'bookkeeping_exports'\nfolder = 'x'\ntoken = {reference}\n"
        return load(tmp_path, text).systems[0].token

    def test_a_file_only_its_owner_reads(self, tmp_path):
        path = tmp_path / "t"
        path.write_text("tok-123\n")
        path.chmod(0o600)
        secret = self.token(tmp_path, "{ file = 't' }")
        assert secret.reveal() == "tok-123"
        assert "tok" not in f"{secret} {secret!r}"

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_a_file_others_read_is_refused(self, tmp_path, mode):
        path = tmp_path / "t"
        path.write_text("tok-123\n")
        path.chmod(mode)
        with pytest.raises(ConfigError, match="chmod 600") as caught:
            self.token(tmp_path, "{ file = 't' }")
        assert "tok-123" not in str(caught.value)

    def test_environment_and_credential(self, tmp_path, monkeypatch):
        monkeypatch.setenv("STUDIO_TOKEN", "tok-env")
        assert self.token(tmp_path, "{ env = 'STUDIO_TOKEN' }").reveal() == "tok-env"
        (tmp_path / "google").write_text("tok-cred")
        (tmp_path / "google").chmod(0o600)
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert self.token(tmp_path, "{ credential = 'google' }").reveal() == "tok-cred"
        with pytest.raises(ConfigError, match="bare name"):
            self.token(tmp_path, "{ credential = '../google' }")

    @pytest.mark.parametrize(
        "reference", ["{ file = 'none' }", "{ env = 'NOT_SET_ANYWHERE' }", "{ vault = 'x' }", "{ file = 'a', env = 'b' }"]
    )
    def test_what_cannot_be_had_is_refused(self, tmp_path, reference):
        with pytest.raises(ConfigError):
            self.token(tmp_path, reference)

    def test_a_secret_is_not_shown_by_its_settings(self):
        assert "abc-1" not in repr(config.SystemSettings("a", token=Secret("abc-1")))


def test_where_the_configuration_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("INZAGE_CONFIG", raising=False)
    assert config.find(None) == Path("inzage.toml")
    (tmp_path / "xdg" / "inzage").mkdir(parents=True)
    (tmp_path / "xdg" / "inzage" / "inzage.toml").touch()
    assert config.find(None) == tmp_path / "xdg" / "inzage" / "inzage.toml"
    (tmp_path / "inzage.toml").touch()
    assert config.find(None) == Path("inzage.toml")
    monkeypatch.setenv("INZAGE_CONFIG", "/elsewhere.toml")
    assert config.find(None) == Path("/elsewhere.toml")
    assert config.find(Path("given.toml")) == Path("given.toml")
    assert os.environ["INZAGE_CONFIG"]


def test_the_example_is_toml():
    assert tomllib.loads(EXAMPLE.read_text())["organisation"]["name"]


def test_settings_within_settings_and_named_folders(tmp_path):
    @dataclasses.dataclass(frozen=True)
    class Inner:
        page: int = 200

    @dataclasses.dataclass(frozen=True)
    class Outer:
        folders: typing.Mapping[str, Path]
        limits: Inner = dataclasses.field(default_factory=Inner)

    read = config.parse(Outer, {"folders": {"pc": "here", "nas": "/srv/nas"}, "limits": {"page": 5}}, "systems.x", tmp_path)
    assert read == Outer({"pc": tmp_path / "here", "nas": Path("/srv/nas")}, Inner(5))
    with pytest.raises(ConfigError, match=r"systems\.x\.limits.*pages"):
        config.parse(Outer, {"folders": {}, "limits": {"pages": 5}}, "systems.x", tmp_path)
    with pytest.raises(ConfigError, match=r"systems\.x\.limits"):
        config.parse(Outer, {"folders": {}, "limits": 5}, "systems.x", tmp_path)
