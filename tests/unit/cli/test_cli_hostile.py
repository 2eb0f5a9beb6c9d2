"""What a hurried owner does to the command line: always one sentence, the right exit code, and one JSON document."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner import cli
from scanner.store.database import open_database

INZAGE = Path(sys.executable).with_name("inzage")


@pytest.fixture
def settings(tmp_path):
    """Return what writes a configuration with more tables in it."""

    def write(more="", organisation=""):
        (tmp_path / "drop").mkdir(exist_ok=True)
        (tmp_path / "drop" / "klanten.csv").write_text(
            "Naam;E-mail\nFenna Zonnebloem;fenna@zonnebloem.example\nOtto Klaver;otto@klaver.example\n", encoding="utf-8"
        )
        path = tmp_path / "inzage.toml"
        path.write_text(
            f"[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\n{organisation}\n"
            "[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n[workers]\ndetection_processes = 0\n" + more,
            encoding="utf-8",
        )
        return path

    return write


BOOKS = "[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n"
MORE = "[systems.more]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n"
FENNA = ("--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example")


def run(capsys, *arguments):
    code = cli.run([str(one) for one in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    assert "A fault in inzage itself" not in printed.err + printed.out
    if "--json" in arguments:
        json.loads(printed.out)
    return code, printed.out, printed.err


@pytest.mark.parametrize("command", [("inventory",), ("scan", *FENNA), ("scan", *FENNA, "--quick")])
def test_nothing_configured_is_not_nothing_found(capsys, settings, command):
    code, _, err = run(capsys, *command, "--config", settings(), "--json")
    assert code == 2
    assert "No system is configured" in err


class TestPack:
    """An answer is built on a whole search for what the subject is known by, where it is configured now."""

    @pytest.fixture
    def case(self, capsys, settings):
        config = settings(BOOKS)
        run(capsys, "case", "new", *FENNA, "--id", "fenna-1", "--config", config)
        run(capsys, "scan", "--case", "fenna-1", "--config", config)
        run(capsys, "case", "verify", "fenna-1", "--method", "desk", "--by", "Kim", "--config", config)
        return config

    def pack(self, capsys, config):
        return run(capsys, "pack", "fenna-1", "--out", config.parent / "out", "--config", config)

    def test_not_where_an_identifier_was_added_since(self, capsys, case, monkeypatch):
        monkeypatch.setattr("scanner.engine.Engine.run", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(capsys, "scan", "--case", "fenna-1", "--phone", "020 000 0000", "--config", case)[0] == 1
        code, _, err = self.pack(capsys, case)
        assert code == 3
        assert "inzage scan --case fenna-1" in err

    def test_not_where_a_system_was_added_since(self, capsys, case, settings):
        code, _, err = self.pack(capsys, settings(BOOKS + MORE))
        assert code == 3
        assert "inzage scan --case fenna-1" in err

    def test_not_on_a_scan_of_some_systems(self, capsys, settings):
        config = settings(BOOKS + MORE)
        run(capsys, "case", "new", *FENNA, "--id", "fenna-1", "--config", config)
        assert run(capsys, "scan", "--case", "fenna-1", "--system", "books", "--config", config)[0] == 1
        code, _, err = self.pack(capsys, config)
        assert code == 3
        assert "part only" in err

    def test_but_on_the_last_whole_one(self, capsys, case):
        run(capsys, "scan", "--case", "fenna-1", "--quick", "--config", case)
        assert "part only" not in self.pack(capsys, case)[2]

    def test_not_beside_a_scan(self, capsys, case):
        with open_database(case.parent / "state" / "inzage.db", case.parent / "key" / "inzage.key") as other, other.running():
            assert run(capsys, "pack", "fenna-1", "--config", case)[0] == 2
            code, _, err = run(capsys, "case", "close", "fenna-1", "--config", case)
        assert code == 2
        assert "Another inzage" in err

    def test_a_folder_that_is_a_file(self, capsys, case):
        code, _, err = run(capsys, "pack", "fenna-1", "--draft", "--out", case, "--config", case)
        assert code == 2
        assert "--out" in err


def test_a_place_for_the_report_is_looked_at_before_reading(capsys, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("scanner.engine.Engine.run", lambda *_: pytest.fail("read before"))
    config = settings(BOOKS)
    for command in (("inventory",), ("scan", *FENNA)):
        code, _, err = run(capsys, *command, "--out", tmp_path, "--config", config, "--json")
        assert code == 2
        assert "--out" in err


def test_closing_removes_what_a_killed_run_left_of_its_report(capsys, settings, tmp_path):
    config = settings(BOOKS)
    run(capsys, "case", "new", *FENNA, "--id", "f", "--config", config)
    run(capsys, "scan", "--case", "f", "--config", config)
    (tmp_path / "state" / "reports" / ".scan-f.html.999999999").write_text("half of Fenna's report", encoding="utf-8")
    run(capsys, "case", "close", "f", "--config", config)
    assert list((tmp_path / "state" / "reports").iterdir()) == []


def test_a_decision_on_no_case_is_a_mistake(capsys, settings):
    code, _, err = run(capsys, "case", "decide", "nope", "include", "--possible", "--by", "Kim", "--config", settings(BOOKS))
    assert code == 2
    assert "no case" in err


def test_the_same_question_after_more_was_accepted_is_one_case(capsys, settings, monkeypatch):
    config = settings(BOOKS)
    from scanner.cli import scan as command
    from scanner.entities import EntityType
    from scanner.model import Identifier

    plain = command.gather

    def gather(house, case, done):
        from dataclasses import replace

        more = (Identifier(EntityType.PHONE_NUMBER, "020 000 0000", "books"),)
        return replace(plain(house, case, done), offered=more)

    monkeypatch.setattr(command, "gather", gather)
    for _ in range(2):
        assert run(capsys, "scan", *FENNA, "--accept", "--config", config)[0] == 0
    assert len(json.loads(run(capsys, "case", "list", "--json", "--config", config)[1])) == 1


@pytest.mark.parametrize(
    ("more", "organisation", "told"),
    [
        ("[workers.x]\n", "", "workers"),
        ("[limits]\nseconds = 0\n", "", "seconds"),
        ("[limits]\ndepth = -1\n", "", "depth"),
        ("[limits]\nfile_megabytes = 0\n", "", "file_megabytes"),
        ("[detection]\nmin_score = 7\n", "", "min_score"),
        ("[detection]\nprefilter = 'fast'\n", "", "prefilter"),
        (BOOKS + "pace = -1\n", "", "pace"),
        (BOOKS + "pace = nan\n", "", "pace"),
        ("", "country = 'Nederland'", "country"),
        ("", "language = 'fr'", "language"),
        (BOOKS.replace("books", '"bo/oks"'), "", "bo/oks"),
        ("[manual]\nbooks = 'by hand'\n" + BOOKS, "", "books"),
    ],
)
def test_a_setting_out_of_its_range_starts_nothing(capsys, settings, more, organisation, told):
    config = settings(more, organisation)
    code, _, err = run(capsys, "scan", *FENNA, "--config", config, "--json")
    assert (code, told in err) == (2, True), err


@pytest.mark.parametrize("secret", ["{ file = 'nowhere' }", "{ env = 'NOT_SET' }"])
def test_a_case_is_handled_without_the_platforms_secrets(capsys, settings, secret):
    config = settings(f"[systems.shop]\nconnector = 'mollie'\ntoken = {secret}\n")
    assert run(capsys, "case", "new", *FENNA, "--id", "een", "--config", config)[0] == 0
    assert run(capsys, "case", "show", "een", "--config", config)[0] == 0
    code, _, err = run(capsys, "scan", "--case", "een", "--config", config)
    assert (code, "[systems.shop] token" in err) == (2, True), err
    assert run(capsys, "case", "close", "een", "--config", config)[0] == 0


@pytest.mark.parametrize(("name", "value"), [("threads", 0), ("threads", -3), ("detection_processes", -1), ("threads", 100_000)])
def test_a_number_of_workers_that_cannot_be(capsys, settings, name, value):
    config = settings(BOOKS)
    config.write_text(config.read_text().replace("detection_processes = 0\n", f"{name} = {value}\n"))
    code, _, err = run(capsys, "inventory", "--config", config)
    assert code == 2
    assert name in err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\0" * 100, "folder"])
def test_verifying_what_is_no_pack(capsys, tmp_path, content):
    path = tmp_path / "x.zip"
    path.mkdir() if content == "folder" else path.write_bytes(content)
    assert run(capsys, "verify", path, "--json")[0] == 3
    assert run(capsys, "verify", tmp_path / "nowhere.zip", "--json")[0] in {2, 3}


def test_the_demo_in_a_file(capsys, tmp_path):
    (tmp_path / "demo").touch()
    code, _, err = run(capsys, "demo", "--out", tmp_path / "demo", "--json")
    assert code == 2
    assert "--out" in err


@pytest.mark.parametrize("received", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_date_of_receipt_that_cannot_be(capsys, settings, received):
    code, _, err = run(capsys, "case", "new", *FENNA, "--received", received, "--config", settings(BOOKS), "--json")
    assert code == 2
    assert "--received" in err


def test_a_reader_that_leaves_is_no_traceback(settings):
    config = settings(BOOKS)
    listing = subprocess.Popen(
        [INZAGE, "check", "--reads", "--json", "--config", config], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    listing.stdout.close()
    told = listing.stderr.read()
    listing.stderr.close()
    assert listing.wait() == 1
    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def test_a_plain_terminal_is_enough(settings):
    config = settings(BOOKS)
    plain = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    made = subprocess.run([INZAGE, "scan", *FENNA, "--config", config], capture_output=True, env=plain, check=False)
    assert made.returncode == 0, made.stderr


def test_a_number_is_looked_up_as_it_is_dialled_where_the_organisation_is(capsys, settings, tmp_path):
    config = settings(BOOKS, "country = 'BE'")
    (tmp_path / "drop" / "klanten.csv").write_text("Naam;Telefoon\nFenna Zonnebloem;+32 470 12 34 56\n", encoding="utf-8")
    run(capsys, "inventory", "--config", config)
    asked = ("--phone", "0470 12 34 56")
    found = json.loads(run(capsys, "scan", *asked, "--quick", "--json", "--config", config)[1])
    assert [one["record_id"] for one in found["matches"]] == ["klanten.csv#/2"]
