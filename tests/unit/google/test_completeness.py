"""Every file once, every message counted, and what cannot be read is said."""

import pytest

from connectors.sandbox.tenant import CalendarEvent, DriveFile
from scanner.errors import AccessDenied, TooLarge, Unsupported
from scanner.model import Gap, GapKind, Partition, RecordRef

ANNA, BRAM = "anna@pand.example", "bram@pand.example"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NATIVE = "application/vnd.google-apps."


def one(pand, *files, **faults):
    """Return the record of the first file as Anna's."""
    for file in files:
        pand.google.drive.put(file)
    for name, value in faults.items():
        setattr(pand.google.drive.faults, name, value)
    return pand.connector().fetch(RecordRef("google", ANNA, "files", files[0].file_id))


def test_every_file_is_read_once(pand):
    pand.google.drive.put(DriveFile("f9", "extern.txt", "text/plain", b"x", "z@elders.example", shared_with=(ANNA, BRAM)))
    files = sorted((ref.account, ref.record_id) for ref in pand.sweep().listed if ref.stream == "files")
    assert files == [(ANNA, "f1"), (ANNA, "f9"), (BRAM, "f2"), (BRAM, "f9"), ("drive:team", "f3")]


def test_a_shared_drive_is_read_by_a_member(pand):
    pand.google.drive.members["team"] = {BRAM}
    sweep = pand.sweep()
    assert sweep.complaints == []
    assert RecordRef("google", "drive:team", "files", "f3") in sweep.records
    assert pand.connector().fetch(RecordRef("google", "drive:team", "files", "f3")).fields


def test_a_shared_drive_without_a_member_is_a_gap(pand):
    pand.google.drive.members["team"] = set()
    sweep = pand.sweep()
    assert [(gap.account, gap.kind) for gap in sweep.gaps] == [("drive:team", GapKind.ACCESS_DENIED)]
    with pytest.raises(AccessDenied):
        pand.connector().fetch(RecordRef("google", "drive:team", "files", "f3"))


def test_a_file_that_moves_to_a_shared_drive_leaves_its_user(pand):
    connector, mine, team = pand.connector(), Partition(ANNA, "files"), Partition("drive:team", "files")
    deltas = {partition: list(connector.pages(partition, None))[-1].delta for partition in (mine, team)}
    pand.google.drive.put(DriveFile("f1", "a.txt", "text/plain", b"een", drive_id="team"))
    [left] = connector.changes(mine, deltas[mine])
    assert [ref.record_id for ref in left.removed] == ["f1"]
    assert not list(left.records)
    [came] = connector.changes(team, deltas[team])
    assert [record.ref.record_id for record in came.records] == ["f1"]


def test_a_shortcut_is_a_record_and_its_target_is_read_where_it_lives(pand):
    record = one(pand, DriveFile("s1", "naar f3", NATIVE + "shortcut", owner=ANNA, shortcut_to="f3"))
    assert record.blobs == ()
    assert "f3" in {field.value for field in record.fields}


def test_a_document_above_the_export_limit_is_downloaded_when_it_is_ready(pand):
    before = pand.network.clock.monotonic()
    document = DriveFile("d1", "Lang", NATIVE + "document", owner=ANNA, exports={DOCX: b"x" * 50})
    [blob] = one(pand, document, export_limit=10, polls=4).blobs
    assert (blob.name, blob.media_type) == ("Lang.docx", DOCX)
    assert blob.open().read() == b"x" * 50
    assert len(pand.asked("drive.operations.get")) == 5
    assert pand.network.clock.monotonic() - before >= 3


@pytest.mark.parametrize("kind", ["map", "jam", "site"])
def test_what_google_gives_to_nobody_is_unsupported(pand, kind):
    [blob] = one(pand, DriveFile("x1", "Vragen", NATIVE + kind, owner=ANNA)).blobs
    with pytest.raises(Unsupported, match=kind):
        blob.open()


def test_a_drawing_is_read_as_a_pdf(pand):
    drawing = DriveFile("x2", "Plattegrond", NATIVE + "drawing", owner=ANNA, exports={"application/pdf": b"%PDF zaal"})
    [blob] = one(pand, drawing).blobs
    assert (blob.name, blob.media_type, blob.open().read()) == ("Plattegrond.pdf", "application/pdf", b"%PDF zaal")


def test_what_a_form_asks_is_its_files_content(full):
    [blob] = full.connector().fetch(RecordRef("google", BRAM, "files", "form1")).blobs
    assert (blob.name, blob.media_type) == ("Intake.json", "application/json")
    assert b'"title": "Naam"' in blob.open().read()


def test_an_encrypted_a_locked_and_a_large_file_are_gaps(pand):
    pand.google.drive.faults.encrypted.add("f1")
    [blob] = one(pand, DriveFile("f1", "a", "text/plain", b"een", ANNA)).blobs
    with pytest.raises(Unsupported):
        blob.open()
    pand.google.drive.faults.locked.add("f5")
    [blob] = one(pand, DriveFile("f5", "a", "text/plain", b"een", ANNA)).blobs
    with pytest.raises(AccessDenied, match="forbidden"):
        blob.open()
    pand.google.drive.put(DriveFile("f6", "a", "text/plain", b"e" * 1_000_001, ANNA))
    [blob] = pand.connector(file_megabytes=1).fetch(RecordRef("google", ANNA, "files", "f6")).blobs
    with pytest.raises(TooLarge):
        blob.open()


def test_an_incomplete_listing_is_a_gap(pand):
    pand.google.drive.faults.incomplete.add("team")
    sweep = pand.sweep()
    assert {(gap.account, gap.kind) for gap in sweep.gaps} == {("drive:team", GapKind.INCOMPLETE)}
    assert sorted(gap.partition.stream for gap in sweep.gaps) == ["comments", "files", "responses"]
    assert RecordRef("google", "drive:team", "files", "f3") in sweep.records


def test_a_listing_cut_short_is_a_gap(pand):
    pand.google.gmail.hidden.add("m2")
    sweep = pand.sweep()
    assert [(gap.account, gap.kind) for gap in sweep.gaps] == [(ANNA, GapKind.INCOMPLETE)]
    assert "3 messages" in sweep.gaps[0].reason


def test_mail_that_comes_and_goes_meanwhile_is_no_gap(pand, mail):
    pages = pand.connector().pages(Partition(ANNA, "messages"), None)
    list(next(pages).records)
    pand.google.gmail.remove(ANNA, "m1")
    pand.google.gmail.add(mail(ANNA, 9))
    rest = [item for page in pages for item in page.records]
    assert not [item for item in rest if isinstance(item, Gap)]


def test_guests_left_out_are_a_gap_beside_the_event(pand):
    pand.google.calendars.crowded.add("e1")
    sweep = pand.sweep()
    [gap] = sweep.gaps
    assert (gap.kind, gap.path) == (GapKind.INCOMPLETE, "/attendees")
    assert gap.ref in sweep.records


def test_a_calendar_is_read_with_its_owner_and_a_guests_with_each(pand):
    pand.google.calendars.put(CalendarEvent(BRAM, "les@group.calendar.google.com", {"id": "e3", "summary": "x"}))
    pand.google.calendars.subscribe("les@group.calendar.google.com", ANNA)
    pand.google.calendars.subscribe(BRAM, ANNA, "owner")
    pand.google.calendars.subscribe("feest@group.v.calendar.google.com", ANNA)
    pand.google.calendars.subscribe("feest@group.v.calendar.google.com", BRAM)
    keys = sorted((p.account, p.key) for p in pand.connector().partitions() if p.stream == "events")
    feast, lessons = "feest@group.v.calendar.google.com", "les@group.calendar.google.com"
    assert keys == [(ANNA, ANNA), (ANNA, feast), (BRAM, BRAM), (BRAM, feast), (BRAM, lessons)]


def test_deleted_mail_is_removed_and_a_new_label_is_a_change(domain, mail):
    pand = domain(mails=(mail(ANNA, 1), mail(ANNA, 2), mail(ANNA, 3)))
    connector, partition = pand.connector(), Partition(ANNA, "messages")
    delta = list(connector.pages(partition, None))[-1].delta
    pand.google.gmail.remove(ANNA, "m1")
    pand.google.gmail.relabel(ANNA, "m2", ("TRASH",))
    pand.google.gmail.add(mail(ANNA, 4))
    pages = [
        ([r.ref.record_id for r in page.records], [r.record_id for r in page.removed])
        for page in connector.changes(partition, delta)
    ]
    assert [i for ids, _ in pages for i in ids] == ["m2", "m4"]
    assert [i for _, ids in pages for i in ids] == ["m1"]
