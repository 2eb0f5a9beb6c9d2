"""An invented studio, an invented person, and everything hostile that fits into a record."""

import io
from datetime import UTC, date, datetime

from scanner.entities import EntityType
from scanner.model import (
    Blob,
    Case,
    Choice,
    DataSubject,
    Decision,
    Field,
    Gap,
    Identifier,
    Match,
    Reason,
    Record,
    RecordRef,
    Right,
    Verdict,
    Verification,
)
from scanner.organisation import Organisation, Processing, Recipient
from scanner.outcomes import Coverage, Door, InventoryResult, Kept, ScanResult, Status, Tally

AT = datetime(2026, 11, 3, 10, 30, tzinfo=UTC)
BUILT_ON = date(2026, 11, 20)
EVIL = '<script>alert("x")</script>\u202egnp.exe\x07'
OTHER_MAIL, OTHER_PHONE, OTHER_NAME = "piet.kramer@elders.example", "+31 6 55512345", "Piet Kramer"
SUBJECT_MAIL = "sanne@devries.example"

STUDIO = Organisation(
    name="Studio Zeepbel",
    contact="privacy@zeepbel.example, 020-5550100",
    domains=("zeepbel.example",),
    people=("Noor Bakker",),
    supervisor="Autoriteit Persoonsgegevens, autoriteitpersoonsgegevens.example",
)
FACTS = Processing(
    purposes=("boekingen uitvoeren",),
    legal_ground="overeenkomst (art. 6 lid 1 b)",
    recipients=(Recipient("Postduif BV"), Recipient("Cloud Inc.", "US", "adequaatheidsbesluit DPF")),
    retention="7 jaar (art. 52 AWR)",
    source="van u zelf",
    automated_decisions="geen",
)
MAIL_RAW = (
    b"Message-ID: <abc.123@mail.elders.example>\r\nFrom: Sanne de Vries <sanne@devries.example>\r\n"
    b"To: info@zeepbel.example\r\nSubject: boeking\r\n\r\nGraag een plek.\r\n"
)


def blob(name, content, media_type=""):
    return Blob(name, media_type, len(content), lambda: io.BytesIO(content))


def kept(ref, fields, verdict=Verdict.MATCH, reasons=(("same_mailbox", 0, 9.0),), decision=None, **record):
    fields = tuple(fields)
    why = tuple(Reason(feature, fields[place].path, weight) for feature, place, weight in reasons)
    match = Match(ref, "s1", verdict, sum(r.weight for r in why), why)
    return Kept(Record(ref, fields, **record), match, decision)


def include(why=""):
    return Decision(Choice.INCLUDE, "Noor Bakker", AT, why)


def mail(number, *fields, raw=MAIL_RAW, **more):
    """A message whose raw form is its only file."""
    at = "m.eml!"
    ours = (
        Field(f"{at}/From/0/address", SUBJECT_MAIL, EntityType.EMAIL_ADDRESS),
        Field(f"{at}/From/0/name", "Vries, Sanne de", EntityType.PERSON),
        Field(f"{at}/Message-ID", "<abc.123@mail.elders.example>"),
        Field(f"{at}/text", "Graag een plek."),
    )
    ref = RecordRef("google", "info@zeepbel.example", "messages", f"m{number}")
    return kept(ref, (*ours, *fields), blobs=(blob("m.eml", raw, "message/rfc822"),), modified_at=AT, **more)


def contact(**more):
    ref = RecordRef("google", "noor@zeepbel.example", "connections", "people/c1")
    fields = (
        Field("/emailAddresses/0/value", SUBJECT_MAIL, EntityType.EMAIL_ADDRESS),
        Field("/names/0/displayName", "Sanne de Vries", EntityType.PERSON),
        Field("/biographies/0/value", EVIL),
        Field("/note", '=HYPERLINK("http://boos.example","klik")'),
    )
    original = blob("person.json", b'{"names":[{"displayName":"Sanne de Vries"}]}', "application/json")
    return kept(ref, fields, modified_at=AT.replace(year=2023), url="https://contacts.example/c1", original=original, **more)


def sheet(**more):
    ref = RecordRef("kees", "", "sheet", f"klanten {OTHER_NAME}.xlsx#Blad1")
    fields = [
        Field(f"k.xlsx!/Blad1/{row}", f"{name}\t{mail_}", None, is_row=True)
        for row, (name, mail_) in enumerate(
            [("Naam", "Mail"), (OTHER_NAME, OTHER_MAIL), ("Sanne de Vries", SUBJECT_MAIL), ("Joep Smit", "joep@smit.example")],
            start=1,
        )
    ]
    return kept(ref, fields, reasons=(("same_mailbox", 2, 9.0),), blobs=(blob("k.xlsx", b"PK\x03\x04" + bytes(50)),), **more)


def crowd(number=7, **more):
    """A message in which somebody else stands beside the subject."""
    extra = (
        Field("m.eml!/Cc/0/address", OTHER_MAIL, EntityType.EMAIL_ADDRESS),
        Field("m.eml!/Cc/0/name", OTHER_NAME, EntityType.PERSON),
        Field("m.eml!/html", f"Bel {OTHER_NAME} op {OTHER_PHONE}, of mij: {SUBJECT_MAIL}"),
    )
    raw = MAIL_RAW.replace(b"Subject:", b"Cc: Piet Kramer <" + OTHER_MAIL.encode() + b">\r\nSubject:")
    return mail(number, *extra, raw=raw, **more)


def possible(number=9, **more):
    ref = RecordRef("google", "noor@zeepbel.example", "files", f"f{number}")
    fields = (Field("n.txt!/text", "Sanne heeft gebeld."),)
    return kept(
        ref, fields, Verdict.POSSIBLE, (("only_a_given_name", 0, 1.0),), blobs=(blob("n.txt", b"Sanne heeft gebeld."),), **more
    )


def row(system, account, stream, title, status, records=10, gaps=(), door=Door.SWEEP, key=""):
    return Coverage(system, system.title(), account, stream, title, key, door, status, records, tuple(gaps), AT, AT)


def gap(kind, reason, system="google", account="info@zeepbel.example", ref=None, path=""):
    return Gap(system, account, kind, reason, None, ref, path)


COMPLETE = (
    row("google", "info@zeepbel.example", "messages", "Mail", Status.READ, 1200),
    row("google", "noor@zeepbel.example", "connections", "Contacten", Status.READ, 40),
    row("google", "noor@zeepbel.example", "files", "Bestanden", Status.READ, 40),
    row("kees", "", "sheet", "Rekenbladen", Status.READ, 4),
    row("kees", "", "invoice", "Facturen", Status.EMPTY, 0),
)


def scan():
    subject = DataSubject(
        "s1", (Identifier(EntityType.EMAIL_ADDRESS, SUBJECT_MAIL), Identifier(EntityType.PERSON, "Sanne de Vries"))
    )
    case = Case(
        "2026-001",
        subject,
        (Right.ACCESS,),
        date(2026, 11, 2),
        date(2026, 12, 2),
        Verification("afspraak in de studio", "Noor Bakker", date(2026, 11, 5)),
    )
    return ScanResult(
        run_id="r1",
        case=case,
        organisation=STUDIO,
        processing={"google": FACTS, "kees": FACTS},
        titles={"google": "Google Workspace", "kees": "Kees de Boekhouder"},
        began_at=AT,
        ended_at=AT,
        coverage=COMPLETE,
        kept=(mail(1), contact(), sheet(), crowd()),
    )


def inventory():
    def tally(system, stream, kind, records, year=None):
        return Tally(system, stream, kind, records, records * 2, date(year, 3, 1) if year else None)

    e = EntityType
    return InventoryResult(
        run_id="r2",
        organisation=STUDIO,
        began_at=AT,
        ended_at=AT,
        coverage=COMPLETE,
        tallies=(
            tally("google", "messages", e.EMAIL_ADDRESS, 1180, 2016),
            tally("google", "messages", e.PHONE_NUMBER, 210, 2017),
            tally("google", "messages", e.NL_BSN, 3, 2019),
            tally("google", "connections", e.PERSON, 40, 2018),
            tally("kees", "sheet", e.IBAN_CODE, 4, 2014),
            tally("kees", "sheet", e.HEALTH, 1, 2021),
        ),
        sizes={("google", "messages"): 1200, ("google", "connections"): 40, ("google", "files"): 40, ("kees", "sheet"): 4},
        previous=(tally("google", "messages", e.EMAIL_ADDRESS, 1100), tally("kees", "sheet", e.CREDIT_CARD, 2)),
        previous_ended_at=AT.replace(month=10),
    )
