"""A run that was cut goes on only where its settings still say the same."""

import json
import sqlite3

import pytest

from connectors.devices.machines import Settings
from scanner import cli
from scanner.connector import Secret, System

CONFIG = """
[organisation]
name = 'Studio'
contact = 'privacy@studio.example'
[store]
path = 'state/inzage.db'
key = 'key/inzage.key'
[workers]
detection_processes = 0
[systems.pc]
connector = 'devices'
"""
FENNA = "Fenna Zonnebloem, fenna@zonnebloem.example"


@pytest.fixture
def inzage(tmp_path, capsys):
    """Return what runs a command with the given settings of the system, and returns its JSON document."""
    (tmp_path / "wrong" / "letters").mkdir(parents=True)
    (tmp_path / "wrong" / "letters" / "a.txt").write_text("nobody")
    (tmp_path / "right" / "letters").mkdir(parents=True)
    (tmp_path / "right" / "letters" / "b.txt").write_text(FENNA)
    (tmp_path / "right" / "letters" / "c.txt").write_text("nobody")

    def run(command, settings):
        path = tmp_path / "inzage.toml"
        path.write_text(CONFIG + settings)
        cli.run([*command, "--json", "--config", str(path)])
        return json.loads(capsys.readouterr().out)

    return run


def cut(tmp_path):
    """Leave the database as a run does that is killed after the last page and before its end."""
    with sqlite3.connect(tmp_path / "state" / "inzage.db") as database:
        database.execute("UPDATE run SET ended_at=NULL")


SCAN = ("scan", "--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("folders = { pc = 'wrong' }", "folders = { pc = 'right' }"),
        ("folders = { pc = 'right' }\nleave_out = ['b.txt']", "folders = { pc = 'right' }"),
    ],
)
def test_a_scan_begins_anew_where_a_setting_was_mended(inzage, tmp_path, before, after):
    assert inzage(SCAN, before)["matches"] == []
    cut(tmp_path)
    assert [one["record_id"] for one in inzage(SCAN, after)["matches"]] == ["letters/b.txt"]


def test_an_inventory_begins_anew_where_a_setting_was_mended(inzage, tmp_path):
    assert inzage(("inventory",), "folders = { pc = 'wrong' }")["tallies"] == []
    cut(tmp_path)
    assert inzage(("inventory",), "folders = { pc = 'right' }")["tallies"]


def test_no_answer_is_built_from_a_scan_of_other_folders(inzage):
    case = inzage(("case", "new", *SCAN[1:]), "folders = { pc = 'wrong' }")["case"]
    inzage(("scan", "--case", case), "folders = { pc = 'wrong' }")
    refused = inzage(("pack", case), "folders = { pc = 'right' }")
    assert refused["exit_code"] == 3
    assert f"inzage scan --case {case}" in refused["error"]


def test_what_a_system_may_read_tells_no_secret_and_no_pace():
    one = System("pc", Settings({"pc": "/srv"}), pace=1)
    assert one.reach() == System("pc", Settings({"pc": "/srv"}), token=Secret("x"), pace=0).reach()
    assert one.reach() != System("pc", Settings({"pc": "/mnt"})).reach()
    assert "hush" not in System("pc", Settings({"pc": "/srv"}), token=Secret("hush")).reach()
