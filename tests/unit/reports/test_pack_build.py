"""The pack: what is in it, what is not, and what stops it."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from packed import data, files
from reported import (
    AT,
    BUILT_ON,
    COMPLETE,
    FACTS,
    MAIL_RAW,
    OTHER_MAIL,
    OTHER_NAME,
    OTHER_PHONE,
    STUDIO,
    blob,
    crowd,
    gap,
    include,
    kept,
    mail,
    possible,
    row,
    sheet,
)
from reported_pages import sound

from reports.pack.build import build
from reports.pack.verify import verify
from reports.records import disclosed
from scanner.errors import Gone, Refused
from scanner.model import Blob, Choice, Decision, Field, GapKind, RecordRef, Verdict
from scanner.organisation import Recipient
from scanner.outcomes import Coverage, Door, Status

OTHERS = (OTHER_MAIL, OTHER_NAME, OTHER_PHONE, "joep@smit.example", "Joep Smit")
EXCLUDED = Decision(Choice.EXCLUDE, "Noor Bakker", AT, "iemand anders")


def test_the_layout_is_a_bag_in_one_folder(result, make):
    built = make(result)
    with zipfile.ZipFile(built.path) as pack:
        names = pack.namelist()
        assert {info.date_time for info in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {name.partition("/")[0] for name in names} == {"2026-001"}
    found = files(built)
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert len(found["tagmanifest-sha256.txt.sig"]) == 64
    assert {"data/report.html", "data/data.json", "data/data.schema.json", "data/README.txt"} <= found.keys()
    listed = [line.split("  ", 1)[1] for line in found["manifest-sha256.txt"].decode().splitlines()]
    assert sorted(listed) == sorted(name for name in found if name.startswith("data/"))


def test_two_builds_are_the_same_byte_for_byte(result, make, tmp_path):
    first, second = make(result, out=tmp_path / "a"), make(replace(result, kept=result.kept[::-1]), out=tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.controller.read_bytes() == second.controller.read_bytes()
    assert first.digest == second.digest


def test_a_moment_and_its_day_build_the_same(result, make, key, detect, tmp_path):
    first = make(result, out=tmp_path / "a")
    at = datetime.combine(BUILT_ON, datetime.min.time())
    second = build(result, tmp_path / "b", signing_key=key, draft=False, built_on=at, detect=detect)
    assert first.digest == second.digest


def test_nothing_of_others_is_in_any_file(result, make):
    built = make(result)
    everything = built.path.read_bytes() + built.controller.read_bytes()
    assert [value for value in OTHERS if value.encode() in everything] == []
    assert b"[e-mailadres van een ander]" in everything
    assert (built.redactions, built.rows_left_out) == (4, 3)


def test_no_name_of_a_file_says_who(result, make):
    names = " ".join(files(make(result)))
    assert not [word for word in ("Sanne", "Kramer", "klanten", "k.xlsx", "m.eml", "@") if word in names]


def test_only_the_rows_that_name_the_subject_go_and_the_sheet_stays(result, make):
    built = make(replace(result, kept=(sheet(decision=include()),)))
    (record,) = data(built)["records"]
    assert [field["value"] for field in record["fields"]] == ["Sanne de Vries\tsanne@devries.example"]
    assert record["originals"] == [{"file": None, "withheld": "rows"}]
    assert [(each.record, each.reason) for each in built.withheld] == [(1, "rows")]
    assert "regels over anderen (art. 15 lid 4 AVG)" in sound(files(built)["data/report.html"].decode()).text


def test_an_original_goes_only_where_it_holds_nothing_of_others(result, make):
    found = files(make(replace(result, kept=(mail(1), crowd(2)))))
    assert [name for name in found if "originals" in name] == ["data/originals/google/00001-1.eml"]
    assert found["data/originals/google/00001-1.eml"] == MAIL_RAW


def test_a_reviewer_can_let_a_matchs_original_go(result, make):
    built = make(replace(result, kept=(crowd(2, decision=include("anderen akkoord")),)))
    assert built.withheld == ()
    assert OTHER_MAIL.encode() in files(built)["data/originals/google/00001-1.eml"]
    assert OTHER_MAIL.encode() not in files(built)["data/data.json"]
    assert json.loads(built.controller.read_text())["accepted_originals"][0]["record"] == 1


def test_including_a_possible_match_does_not_let_others_go(result, make):
    item = crowd(2, decision=include("is van haar"))
    item = replace(item, match=replace(item.match, verdict=Verdict.POSSIBLE))
    assert [each.reason for each in make(replace(result, kept=(item,))).withheld] == ["others"]


def test_an_original_is_read_itself_for_what_no_field_shows(result, make):
    item = mail(1, raw=MAIL_RAW + f"PS {OTHER_MAIL}".encode())
    assert [each.reason for each in make(replace(result, kept=(item,))).withheld] == ["others"]


def test_an_original_that_is_no_text_is_judged_by_what_was_read_out_of_it(result, make):
    ref = RecordRef("google", "", "files", "1")
    word = blob("brief.docx", b"PK\x03\x04" + bytes(40))
    for text, why in ((f"Van {OTHER_MAIL}", "others"), ("Van mij", "")):
        item = kept(ref, [Field("brief.docx!/text", text)], reasons=(), blobs=(word,))
        assert data(make(replace(result, kept=(item,))))["records"][0]["originals"][0]["withheld"] == why


def test_all_objections_are_told_at_once(result, make):
    item = kept(RecordRef("google", "", "files", "1"), [Field("/a", "x")], reasons=(), blobs=(blob("foto.png", b"\x89PNG\0"),))
    with pytest.raises(Refused, match=r"identity .* undecided .* could not be checked"):
        make(replace(result, kept=(item, possible()), case=replace(result.case, verified=None)))


def test_a_file_nobody_could_read_waits_for_a_person(result, make):
    ref = mail(1).record.ref
    covered = (
        *COMPLETE,
        row(
            "google",
            "info@zeepbel.example",
            "messages",
            "Mail",
            Status.PARTIAL,
            1,
            [gap(GapKind.UNSUPPORTED, "Open it.", ref=ref, path="m.eml!/a.zip")],
            key="2",
        ),
    )
    with pytest.raises(Refused, match=r"could not be checked .*\(records 1\)"):
        make(replace(result, kept=(mail(1),), coverage=covered))
    built = make(replace(result, kept=(mail(1, decision=include()),), coverage=covered))
    assert built.withheld == ()
    draft = make(replace(result, kept=(mail(1),), coverage=covered), draft=True)
    assert [each.reason for each in draft.withheld] == ["unread"]


def test_an_original_that_is_gone_is_listed(result, make):
    def gone():
        raise Gone("no longer there")

    item = mail(1)
    item = replace(item, record=replace(item.record, blobs=(Blob("m.eml", "message/rfc822", None, gone),)))
    assert [each.reason for each in make(replace(result, kept=(item,))).withheld] == ["gone"]


def test_originals_are_read_in_pieces(result, make):
    class Careful(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= 1 << 20
            return super().read(size)

    raw = MAIL_RAW + b"lorem ipsum dolor sit amet\r\n" * 20_000
    item = mail(1)
    item = replace(item, record=replace(item.record, blobs=(Blob("m.eml", "message/rfc822", len(raw), lambda: Careful(raw)),)))
    assert files(make(replace(result, kept=(item,))))["data/originals/google/00001-1.eml"] == raw


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: replace(r, case=replace(r.case, verified=None)), "identity is not established"),
        (lambda r: replace(r, kept=(*r.kept, possible())), "1 possible matches are undecided"),
        (
            lambda r: replace(r, processing={"kees": FACTS, "google": replace(FACTS, retention=" ")}),
            "processing.google.retention",
        ),
        (lambda r: replace(r, processing={"google": FACTS}), "processing.kees.purposes"),
        (lambda r: replace(r, processing={"kees": FACTS, "google": replace(FACTS, source="")}), "processing.google.source"),
        (
            lambda r: replace(r, processing={"kees": FACTS, "google": replace(FACTS, automated_decisions="")}),
            "processing.google.automated_decisions",
        ),
        (
            lambda r: replace(r, processing={"kees": FACTS, "google": replace(FACTS, recipients=())}),
            "processing.google.recipients",
        ),
        (
            lambda r: replace(r, processing={"kees": FACTS, "google": replace(FACTS, recipients=(Recipient("X", "US"),))}),
            "processing.google.recipients.0.safeguard",
        ),
        (lambda r: replace(r, organisation=replace(STUDIO, supervisor="")), "organisation.supervisor"),
        (lambda r: replace(r, organisation=replace(STUDIO, contact="")), "organisation.contact"),
    ],
)
def test_what_stops_a_pack_but_not_a_draft(result, make, tmp_path, change, said):
    with pytest.raises(Refused, match=said):
        make(change(result))
    assert list(tmp_path.iterdir()) == []
    built = make(change(result), draft=True)
    assert any(said in warning for warning in built.warnings)
    assert verify(built.path).draft


def test_a_draft_cannot_be_taken_for_an_answer(result, make):
    built = make(replace(result, case=replace(result.case, verified=None)), draft=True)
    found = files(built)
    assert built.path.name == "2026-001-ONTWERP-DRAFT.zip"
    assert "ONTWERP/DRAFT - niet om te versturen" in sound(found["data/report.html"].decode()).text
    assert b"Status: ONTWERP/DRAFT - not for sending\n" in found["bag-info.txt"]
    assert json.loads(found["data/data.json"])["status"] == "draft"
    assert b"ONTWERP" in found["data/README.txt"]


def test_excluded_and_undecided_records_stay_out_and_included_ones_go(result, make):
    items = (mail(1, decision=EXCLUDED), possible(2, decision=include()), possible(3, decision=EXCLUDED))
    assert [record["stream"] for record in data(make(replace(result, kept=items)))["records"]] == ["files"]
    draft = make(replace(result, kept=(possible(4),)), draft=True)
    assert data(draft)["records"] == []


def test_a_non_match_never_goes_whatever_was_decided(result, make):
    item = mail(1, decision=include())
    item = replace(item, match=replace(item.match, verdict=Verdict.NON_MATCH))
    assert not disclosed(item)
    built = make(replace(result, kept=(item,)))
    assert built.records == 0


def test_nothing_found_is_an_answer_too(result, make):
    built = make(replace(result, kept=(), processing={}))
    text = sound(files(built)["data/report.html"].decode()).text
    assert "geen persoonsgegevens van u gevonden" in text
    assert "Google gezocht, niets" not in text or "gezocht, niets" in text
    assert data(built)["records"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["Ja, wij verwerken persoonsgegevens", "boekingen uitvoeren", "Cloud Inc. (US) buiten de EER adequaatheidsbesluit DPF", "7 jaar (art. 52 AWR)", "van u zelf", "Autoriteit Persoonsgegevens", "Rectificatie", "Bezwaar", "afspraak in de studio", "naam, e-mailadres", "gezocht, niets"]),
        ("en", ["Yes, we process personal data", "boekingen uitvoeren", "Cloud Inc. (US) outside the EEA adequaatheidsbesluit DPF", "7 jaar (art. 52 AWR)", "van u zelf", "Autoriteit Persoonsgegevens", "Rectification", "Objection", "afspraak in de studio", "name, e-mail address", "searched, nothing"]),
    ],
)  # fmt: skip
def test_the_report_answers_article_15(result, make, language, said):
    built = make(replace(result, organisation=replace(STUDIO, language=language)))
    page = sound(files(built)["data/report.html"].decode())
    assert [phrase for phrase in said if phrase not in page.text] == []
    assert page.all("html")[0]["lang"] == language
    assert built.fingerprint in page.text


def test_gaps_are_told_to_the_subject(result, make):
    denied = [gap(GapKind.ACCESS_DENIED, "Give the account a wider scope.")] * 2
    text = sound(
        files(make(replace(result, coverage=(*COMPLETE, row("zoom", "", "calls", "Gesprekken", Status.FAILED, 0, denied)))))[
            "data/report.html"
        ].decode()
    ).text
    assert "Dit antwoord is niet volledig" in text
    assert "Zoom Gesprekken niet kunnen kijken geen toegang: 2" in text
    assert "scope" not in text


def test_what_is_done_by_hand_is_told_in_the_organisations_own_words_only(result, make):
    def by_hand(system, title, what, how):
        row_ = gap(GapKind.NOT_COVERED, how, system)
        return Coverage(system, title, "", "", what, "", Door.SWEEP, Status.NOT_COVERED, 0, (row_,))

    rows = (
        by_hand("post", "Post", "Post", "de map in de kast is doorgekeken"),
        by_hand("google", "Google", "Forms", "Open each form."),
    )
    text = sound(files(make(replace(result, coverage=(*COMPLETE, *rows))))["data/report.html"].decode()).text
    assert "Post : de map in de kast is doorgekeken" in text
    assert "Google · Forms" in text
    assert "Open each form" not in text
