"""What the database keeps, from whom, and for how long."""

import subprocess
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from scanner.entities import EntityType
from scanner.errors import ConfigError, InzageError
from scanner.model import (
    Blob,
    Choice,
    DataSubject,
    Decision,
    Field,
    Identifier,
    Link,
    Match,
    Partition,
    Reason,
    Record,
    RecordRef,
    Right,
    Verdict,
    Verification,
)
from scanner.outcomes import Door
from scanner.store import codec, keys
from scanner.store.cases import ORIGINAL, Cases
from scanner.store.database import open_database
from scanner.store.index import Entry, Index
from scanner.store.ledger import INVENTORY, Ledger, Origin

REF = RecordRef("mail", "desk@studio.example", "messages", "m-7-zonnebloem")
SUBJECT = DataSubject(
    "s1", (Identifier(EntityType.PERSON, "Fenna Zonnebloem"), Identifier(EntityType.EMAIL_ADDRESS, "f@zonnebloem.example"))
)
MATCH = Match(REF, "s1", Verdict.MATCH, 12.5, (Reason("same mailbox", "/from", 12.5),))
BIG = bytes(range(256)) * 8192 + b"Zonnebloem at the end"


@pytest.fixture
def database(tmp_path):
    with open_database(tmp_path / "data" / "inzage.db", tmp_path / "keys" / "inzage.key") as made:
        yield made


def record():
    blob = Blob("brief.txt", "text/plain", None, lambda: BytesIO(BIG))
    fields = (
        Field("/from", "f@zonnebloem.example", EntityType.EMAIL_ADDRESS),
        Field("t.csv!/2", "Fenna\tZonnebloem", is_row=True),
    )
    original = Blob("m.json", "application/json", 2, lambda: BytesIO(b"{}"))
    return Record(REF, fields, (blob,), datetime(2026, 3, 1, tzinfo=UTC), "https://mail.example/7", original)


def kept_case(cases):
    case = cases.new(SUBJECT, (Right.ACCESS,), date(2026, 1, 5), date(2026, 2, 5))
    contents = (cases.put_away(case.case_id, 0, record().blobs[0]), cases.put_away(case.case_id, ORIGINAL, record().original))
    with cases._db.transaction():
        cases.keep(case.case_id, "run", record(), MATCH, contents)
    return case


def test_a_case_comes_back_equal(database):
    cases = Cases(database)
    case = kept_case(cases)
    fresh = Cases(database)
    assert fresh.get(case.case_id) == case
    (kept,) = fresh.kept(case.case_id)
    assert (kept.match, kept.record.ref, kept.record.fields) == (MATCH, REF, record().fields)
    assert kept.record.blobs[0].open().read() == BIG
    assert kept.record.original.open().read() == b"{}"
    assert kept.record.modified_at == record().modified_at


def test_the_last_decision_holds_and_the_identity_is_kept(database):
    cases = Cases(database)
    case = kept_case(cases)
    (kept,) = cases.kept(case.case_id)
    for choice in (Choice.EXCLUDE, Choice.INCLUDE):
        cases.decide(case.case_id, [kept.handle], Decision(choice, "Kim", datetime(2026, 1, 6, tzinfo=UTC)))
    assert next(cases.kept(case.case_id)).decision.choice is Choice.INCLUDE
    verification = Verification("appointment", "Kim", date(2026, 1, 7))
    cases.verify(case.case_id, verification)
    assert cases.get(case.case_id).verified == verification
    with pytest.raises(InzageError, match="no record"):
        cases.decide(case.case_id, ["00000000000"], Decision(Choice.INCLUDE, "Kim", datetime(2026, 1, 6, tzinfo=UTC)))


def test_a_closed_case_is_gone_with_its_key(database, tmp_path):
    cases = Cases(database)
    case = kept_case(cases)
    cases.close(case.case_id, date(2026, 2, 1))
    closed = Cases(database).get(case.case_id)
    assert (closed.subject.identifiers, closed.closed_on, closed.received_on) == ((), date(2026, 2, 1), date(2026, 1, 5))
    assert database.rows("SELECT COUNT(*) FROM chunk") == [(0,)]
    assert database.rows("SELECT wrapped_key FROM dossier") == [(None,)]
    assert list(Cases(database).kept(case.case_id)) == []
    with pytest.raises(InzageError, match="destroyed"):
        Cases(database).put_away(case.case_id, 0, record().blobs[0])


def test_nothing_readable_lies_on_the_disk(database, tmp_path):
    kept_case(Cases(database))
    ledger, index = Ledger(database), Index(database)
    run = ledger.open_run(INVENTORY)
    with ledger.transaction():
        container = ledger.container("mail", Partition("desk@studio.example", "messages", "Zonnebloem"))
        ledger.start(run, container, Door.SWEEP)
        tokens = index.tokens(EntityType.PERSON, ("fenna zonnebloem",)) | index.mentions(("fenna|zonnebloem",))
        entry = Entry(REF, None, {EntityType.PERSON: 1}, tokens, ("Fenna Zonnebloem",))
        index.put(run, container, ledger.record_token(REF), entry)
        index.keep_roster()
        from scanner.model import Gap, GapKind

        gap = Gap("mail", "desk@studio.example", GapKind.MALFORMED, "broken", ref=REF, path="Zonnebloem.pdf")
        ledger.add_gap(run, container, Door.SWEEP, Origin.RECORD, gap)
    assert next(index.refs(index.tokens(EntityType.PERSON, ("fenna zonnebloem",)), "mail")) == REF
    assert ledger.lines(run)[0].gaps == (gap,)
    assert index.roster() == ("Fenna Zonnebloem",)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        for width in ("s", "l", "b"):
            text = subprocess.run(["strings", "-e", width, path], capture_output=True, check=True, text=True).stdout.lower()
            assert "zonnebloem" not in text
            assert "desk@" not in text
        assert path.stat().st_mode & 0o077 == 0, path


def test_another_key_is_refused(tmp_path):
    path = tmp_path / "inzage.db"
    open_database(path, tmp_path / "a.key").close()
    keys._write_new(tmp_path / "b.key")
    with pytest.raises(ConfigError, match="not the key"):
        open_database(path, tmp_path / "b.key")
    with pytest.raises(ConfigError, match="missing"):
        open_database(path, tmp_path / "c.key")
    assert not (tmp_path / "c.key").exists()


def test_a_key_others_can_read_is_refused(tmp_path):
    keys._write_new(tmp_path / "a.key")
    (tmp_path / "a.key").chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        open_database(tmp_path / "inzage.db", tmp_path / "a.key")


def test_a_damaged_database_is_said(tmp_path):
    (tmp_path / "inzage.db").write_bytes(b"not a database" * 100)
    keys._write_new(tmp_path / "a.key")
    with pytest.raises(ConfigError, match="cannot be used"):
        open_database(tmp_path / "inzage.db", tmp_path / "a.key")


def test_two_at_once_are_refused(database):
    with database.running(), pytest.raises(ConfigError, match="Another inzage"), database.running():
        pass


def test_tokens_differ_by_kind_and_by_key():
    one, other = keys.Keys(b"1" * 32), keys.Keys(b"2" * 32)
    tokens = {
        one.token("identifier:A", "x"),
        one.token("identifier:B", "x"),
        other.token("identifier:A", "x"),
        one.token("identifier:A", "y"),
    }
    assert len(tokens) == 4
    assert one.token("identifier:A", "x") == keys.Keys(b"1" * 32).token("identifier:A", "x")


def test_what_is_sealed_opens_only_in_its_place():
    made = keys.Keys(b"1" * 32)
    sealed = made.seal("locator", b"text", b"here")
    assert made.open("locator", sealed, b"here") == b"text"
    for purpose, binding in (("locator", b"there"), ("gap", b"here")):
        with pytest.raises(ConfigError):
            made.open(purpose, sealed, binding)


def test_reasons_of_before_there_were_links_are_read():
    place = RecordRef("mail", "desk", "messages", "1")
    link = Link(RecordRef("mail", "desk", "messages", "2"), date(2026, 3, 2))
    match = Match(
        place,
        "s1",
        Verdict.POSSIBLE,
        8.0,
        (Reason("a", "/x", 2.0), Reason("b", "/x", 6.0, link), Reason("c", "", 1.0, Link(place))),
    )
    document = codec.load(codec.dump(codec.match_out(match)))
    assert codec.match_in(document, place) == match
    document["reasons"] = [reason[:3] for reason in document["reasons"]]
    assert [reason.link for reason in codec.match_in(document, place).reasons] == [None, None, None]
