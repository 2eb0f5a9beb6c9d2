"""The pack: what its files hold, what the self-check sees, and what the controller keeps."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packed import data, files, fits
from reported import (
    AT,
    BUILT_ON,
    FACTS,
    OTHER_MAIL,
    OTHER_NAME,
    OTHER_PHONE,
    blob,
    crowd,
    kept,
    possible,
)

from reports.pack.build import build
from reports.pack.portrayal import SCHEMA, defused
from reports.pack.verify import verify
from reports.redaction import Redactor
from scanner.entities import EntityType
from scanner.errors import Refused
from scanner.model import Choice, Decision, Field, RecordRef

OTHERS = (OTHER_MAIL, OTHER_NAME, OTHER_PHONE, "joep@smit.example", "Joep Smit")
EXCLUDED = Decision(Choice.EXCLUDE, "Noor Bakker", AT, "iemand anders")


@pytest.mark.parametrize("name", ["p.html", "p.xml", "p.svg"])
def test_pages_are_read_with_their_entities(result, make, name):
    page = blob(name, b"<p>piet.kramer&#64;elders.example</p>", "text/html")
    item = kept(RecordRef("google", "", "files", "1"), [Field(f"{name}!/text", "niets")], reasons=(), blobs=(page,))
    assert [each.reason for each in make(replace(result, kept=(item,))).withheld] == ["others"]


def test_data_json_fits_its_schema_and_keeps_the_values(result, make):
    built = make(result)
    assert json.loads(files(built)["data/data.schema.json"]) == SCHEMA
    document = data(built)
    fits(document, SCHEMA)
    notes = [field for record in document["records"] for field in record["fields"] if field["path"] == "/note"]
    assert notes == [{"path": "/note", "value": '=HYPERLINK("http://boos.example","klik")', "categories": [], "redacted": False}]


def test_a_value_that_is_no_unicode_text_is_written_all_the_same(result, make):
    item = kept(RecordRef("google", "", "x", "1"), [Field("/a", "half \ud800 teken", None)], reasons=())
    built = make(replace(result, kept=(item,)))
    assert data(built)["records"][0]["fields"][0]["value"] == "half \ud800 teken"


def test_csv_cells_are_no_formulas(result, make):
    found = files(make(result))
    sheets = [name for name in found if name.startswith("data/csv/")]
    assert sheets == ["data/csv/google-connections.csv", "data/csv/google-messages.csv", "data/csv/kees-sheet.csv"]
    cells = [cell for name in sheets for line in csv.reader(io.StringIO(found[name].decode(), newline="")) for cell in line]
    assert '\'=HYPERLINK("http://boos.example","klik")' in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert [defused(cell)[0] for cell in ("=1", "+1", "-1", "@a", "\ta", "\ra", " =1")] == ["'"] * 7
    hidden = ("\u200b=1", "\ufeff=1", "\u3000=1", "\x00=1", "\x0b@a", "\u202e=1", "\u00ad+1", "\uff1d1+1", "\uff20a")
    assert [cell for cell in hidden if defused(cell) != "'" + cell] == []
    assert [cell for cell in ("gewoon", " gewoon", "a=1", "\u202egewoon", "") if defused(cell) != cell] == []


def test_streams_that_differ_in_case_alone_get_files_of_their_own(result, make):
    items = [
        kept(RecordRef("google", "", stream, "1"), [Field("/a", "x")], reasons=()) for stream in ("Notes", "notes", "no/tes")
    ]
    found = files(make(replace(result, kept=tuple(items))))
    assert len({name.casefold() for name in found if name.startswith("data/csv/")}) == 3


def test_a_hostile_case_id_stays_in_its_folder(result, make, tmp_path):
    built = make(replace(result, case=replace(result.case, case_id="../../etc/passwd")))
    assert built.path.parent == tmp_path
    verify(built.path)


def test_the_self_check_reads_the_finished_copy_as_a_stranger(result, make, tmp_path, detect):
    # an address in a fact of the configuration that no record holds: only the finished copy shows it
    leaking = {**result.processing, "kees": replace(FACTS, purposes=(f"zie {OTHER_MAIL}",))}
    with pytest.raises(Refused, match=r"self-check found .*data/report.html, line \d+: EMAIL_ADDRESS") as refused:
        make(replace(result, processing=leaking))
    assert OTHER_MAIL not in str(refused.value)
    assert list(tmp_path.iterdir()) == []
    built = make(replace(result, processing=leaking), draft=True)
    assert any("self-check" in warning for warning in built.warnings)


def test_a_name_that_another_record_declares_goes_from_the_prose_of_all(result, make):
    leak = kept(RecordRef("google", "", "notes", "1"), [Field("/text", f"Samen met {OTHER_NAME}.")], reasons=())
    built = make(replace(result, kept=(crowd(1), leak)))
    assert data(built)["records"][0]["fields"][0]["value"] == "Samen met [naam van een ander]."


def test_a_name_that_the_tenant_knows_goes_from_prose_paths_and_originals(result, tmp_path, key, detect):
    def seeming(said):
        return [found.span() for found in re.finditer("Karel van Onbekend|Sanne", said)]

    text = "Met Karel van Onbekend gesproken, en met Sanne de Vries."
    item = kept(
        RecordRef("google", "", "files", "1"),
        [Field("cv_karel_van_onbekend.txt!/text", text)],
        reasons=(),
        blobs=(blob("cv_karel_van_onbekend.txt", text.encode()),),
    )
    result = replace(result, kept=(item,))

    def made(known, out):
        return build(
            result, tmp_path / out, signing_key=key, draft=False, built_on=BUILT_ON, detect=detect, known=known, unsure=seeming
        )

    built = made(lambda forms: "karel|onbekent" in forms, "known")
    assert b"onbekend" not in built.path.read_bytes().lower()
    assert "Sanne de Vries" in data(built)["records"][0]["fields"][0]["value"]
    assert [each.reason for each in built.withheld] == ["others"]
    assert not [warning for warning in built.warnings if "may name other people" in warning]
    unsure = made(lambda _: False, "unknown")
    assert [warning for warning in unsure.warnings if warning.startswith("1 places in running text may name other people")]


def test_the_self_check_finds_a_name_that_was_not_hidden(result, make, monkeypatch):
    leak = kept(RecordRef("google", "", "notes", "1"), [Field("/text", f"Samen met {OTHER_NAME}.")], reasons=())
    hide = Redactor._field

    def forgetful(self, field, beside, names):
        hidden = hide(self, field, beside, names)
        return replace(hidden, value=field.value) if field.path == "/text" else hidden

    monkeypatch.setattr(Redactor, "_field", forgetful)
    with pytest.raises(Refused, match=r"data/data.json, line \d+: PERSON"):
        make(replace(result, kept=(crowd(1), leak)))


def test_the_side_file_accounts_for_everything_and_reads_nothing_back(result, make):
    built = make(replace(result, kept=(*result.kept, possible(1, decision=EXCLUDED))))
    written = built.controller.read_text()
    ledger = json.loads(written)
    assert len(ledger["redactions"]) == built.redactions == 4
    assert {line["kind"] for line in ledger["redactions"]} == {"PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER"}
    assert all(len(line["original"]) == 64 and "15(4)" in line["weighing"] for line in ledger["redactions"])
    assert len({line["original"] for line in ledger["redactions"] if line["kind"] == "PERSON"}) == 1
    assert ledger["pack"]["sha256"] == built.digest
    assert [record["decision"]["choice"] for record in ledger["records"] if record["decision"]] == ["exclude"]
    assert not [value for value in (*OTHERS, "sanne@devries.example", "m1", "klanten") if value in written]
    assert built.controller.stat().st_mode & 0o077 == built.path.stat().st_mode & 0o077 == 0


def test_nobody_without_the_key_can_compute_a_digest_of_the_ledger(result, make, tmp_path, detect):
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    ours = json.loads(make(result).controller.read_text())
    theirs = json.loads(
        build(result, tmp_path / "b", signing_key=other, draft=False, built_on=BUILT_ON, detect=detect).controller.read_text()
    )
    digests = [{line["original"] for line in ledger["redactions"]} for ledger in (ours, theirs)]
    assert digests[0].isdisjoint(digests[1])


def test_offered_identifiers_are_a_warning(result, make):
    built = make(replace(result, offered=result.case.subject.identifiers[:1]))
    assert any("offered identifiers" in warning for warning in built.warnings)


def test_vendor_json_goes_as_returned(result, make):
    ref = RecordRef("google", "", "people", "1")
    original = blob("p.json", b'{"n":"Sanne"}', "application/json")
    item = kept(ref, [Field("/n", "Sanne", EntityType.PERSON)], reasons=(), original=original)
    assert files(make(replace(result, kept=(item,))))["data/originals/google/00001-1.json"] == b'{"n":"Sanne"}'
    other = replace(original, open=lambda: io.BytesIO(b'{"n":"Sanne","secret":"\\u0070iet.kramer@elders.example"}'))
    item = replace(item, record=replace(item.record, original=other))
    assert [each.reason for each in make(replace(result, kept=(item,))).withheld] == ["others"]
