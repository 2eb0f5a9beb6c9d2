"""The demo, as a newcomer runs it: one command, from nothing to a verified answer."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("inzage")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run([PROGRAM, "demo", "--json", "--out", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout)


def test_everything_is_run_and_the_answer_verifies(demo):
    _, document = demo
    by_name = dict(zip(("inventory", "new", "scan", "verify", "decide", "pack", "verified"), document["steps"], strict=True))
    assert by_name["inventory"]["records"] > 900
    assert {match["verdict"] for match in by_name["scan"]["matches"]} == {"match", "possible"}
    # every other platform has a number of its own for her; nothing else about her is new
    assert {one["entity_type"] for one in by_name["scan"]["offered"]} == {"CUSTOMER_NUMBER"}
    assert by_name["pack"]["draft"] is False
    assert by_name["verified"]["fingerprint"] == by_name["pack"]["fingerprint"]


def test_every_platform_that_can_be_read_is_in_the_coverage(demo):
    """A connector that is added gets its place in the demo, or this fails."""
    from scanner import plugins

    out, document = demo
    systems = tomllib.loads((out / "inzage.toml").read_text(encoding="utf-8"))["systems"]
    read = {row["system"] for row in document["steps"][0]["coverage"] if row["status"] in {"read", "partial"} and row["records"]}
    assert {systems[name]["connector"] for name in read} == set(plugins.names())


def test_the_gaps_are_those_that_were_planted(demo):
    _, document = demo
    from connectors.sandbox.studio import studio

    planted = {one.record_id for one in studio().truth.troubles}
    told = {next((one for one in planted if one in gap["where"]), gap["where"]) for gap in document["steps"][0]["gaps"]}
    assert told == planted


def test_the_pages_open_offline_and_the_rest_is_private(demo):
    out, document = demo
    for page in ((out / "reports" / "inventory.html"), (out / "reports" / "scan-demo-1.html")):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert ' src="http' not in text
        assert page.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(document["pack"]) as pack:
        names = [name.partition("/")[2] for name in pack.namelist()]
    assert {
        "bagit.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt.sig",
        "data/report.html",
        "data/data.json",
        "data/README.txt",
    } <= set(names)
    assert any(name.startswith("data/originals/") for name in names)
    assert any(name.startswith("data/csv/") for name in names)


def test_no_stranger_goes_along(demo):
    """Whoever else the studio knows, their mailboxes, phones and accounts are in no file of the answer."""
    _, document = demo
    from connectors.sandbox.studio import studio

    made = studio()
    subject = made.named[1]
    own = {one.value for one in subject.identifiers} | set(made.house.domains)
    strangers = {
        value
        for person in made.people
        if person.person_id != subject.subject_id
        for value in (person.email, person.iban)
        if value and value not in own and value.rpartition("@")[2] not in made.house.domains
    }
    assert len(strangers) > 60
    with zipfile.ZipFile(document["pack"]) as pack:
        for name in pack.namelist():
            text = pack.read(name).decode("utf-8", "replace")
            assert [one for one in strangers if one in text] == [], name


@contextlib.contextmanager
def studio_kept_up(out):
    """Serve the studio until Ctrl-C; yields what is then told, in the end with all that was printed."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    served = subprocess.Popen(
        [PROGRAM, "demo", "--serve", "--out", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    told = [served.stderr.readline() + served.stderr.readline()]
    try:
        yield told
    finally:
        served.send_signal(signal.SIGINT)
        printed, _ = served.communicate(timeout=20)
    assert served.returncode == 0
    told.append(printed)


def test_the_studio_can_be_kept_up(tmp_path):
    with studio_kept_up(tmp_path / "out") as told:
        assert "inzage check --config" in told[0]
        done = subprocess.run(
            [PROGRAM, "check", "--json", "--config", tmp_path / "out" / "inzage.toml"],
            capture_output=True,
            text=True,
            check=False,
        )
        rows = json.loads(done.stdout)["systems"]["google"]
        assert len(rows) > 10
        assert all(row["visible"] for row in rows)
    assert "[systems.google]" in told[1]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_an_inventory_that_is_told_to_end_can_be_gone_on_with(tmp_path, sign):
    """A service that is stopped leaves nobody behind, says what to do, and nothing else."""
    with studio_kept_up(tmp_path / "out"):
        command = [PROGRAM, "inventory", "--config", tmp_path / "out" / "inzage.toml"]
        told = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        database = tmp_path / "out" / "inzage.db"
        while told.poll() is None and not _records(database):
            time.sleep(0.05)
        told.send_signal(sign)
        _, said = told.communicate(timeout=30)
        assert told.returncode == 1
        assert said.strip() == "inzage: Stopped. What was read so far is kept; run the same command again to go on."
        assert 0 < _records(database) < 900
        done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["records"] > 900


def _records(database):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as read:
            return read.execute("SELECT COUNT(*) FROM record").fetchone()[0]
    except sqlite3.Error:
        return 0


def test_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    done = subprocess.run([PROGRAM, "demo", "--out", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (tmp_path / "letter.txt").read_text() == "mine"
