"""First names and initials that stand alone: what is one, and what is somebody else's name or no name at all."""

import pytest

from scanner.connector import Circle, Gathering
from scanner.matching.features import EXPLAINED
from scanner.matching.leads import TOLD, Lead, feature
from scanner.matching.matcher import NAMED, TAKES_PART, Matcher
from scanner.model import Link, RecordRef, Verdict

CHAT, CALENDAR = Circle(Gathering.CHAT, "[^/]*/(.+)/"), Circle(Gathering.CALENDAR, "[^/]*/(.+)/")
FILE = Circle(Gathering.FILE, "[^/]*/(.+)#")
FIRST, LETTERS, NONE = "first_name_only", "initials_only", ""


@pytest.fixture
def weigh(subject, record):
    def weigh_(name, *rows, circle=CHAT, record_id="c/1", **told):
        matcher = Matcher(subject(("name", name), *told.items()))
        return matcher.weigh(record(*rows, record_id=record_id), circle)

    return weigh_


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Sanne Bakker", "Sanne heeft gebeld", FIRST),
        ("Sanne Bakker", "Heeft Sanne's tas hier gelegen?", FIRST),
        ("Sanne Bakker", "Ik sprak Sanne, en Bram ook", FIRST),
        ("Sanne Bakker", "Bel Sanne. Ze wacht", FIRST),
        ("Sanne Bakker", "Bel Sanne B. even", FIRST),
        ("Sanne Bakker", "wie belt sanne terug", FIRST),
        ("Sanne Bakker", "Sanne en Pieter Ooms komen", FIRST),
        ("Sanne Bakker", "Bram/Sanne doen de deur", FIRST),
        ("Sanne Bakker", "Sanne Maandag terugbellen", FIRST),
        ("Sanne Maria Bakker", "Sanne M. komt ook", FIRST),
        ("Dirk-Jan Visser", "Dirk-Jan komt later", FIRST),
        ("Dirk-Jan Visser", "Dirkjan komt later", FIRST),
        ("Maëlle van der Veen", "En Maelle komt later", FIRST),
        ("Johanna (Joke) Bakker", "Joke komt later", FIRST),
        ("Jan Bakker", "Jan komt op 12 januari", FIRST),
        # another surname, or its first letter
        ("Sanne Bakker", "Sanne Ooms komt ook", NONE),
        ("Sanne Bakker", "Sanne van den Ooms komt ook", NONE),
        ("Sanne Bakker", "Sanne de Boer komt ook", NONE),
        ("Sanne Bakker", "Coaching Sanne Visser", NONE),
        ("Sanne Bakker", "Sanne O. komt ook", NONE),
        ("Sanne Bakker", "Anne-Sanne komt ook", NONE),
        ("Sanne Bakker", "Sanne-Marie komt ook", NONE),
        ("Jan Bakker", "Jan Willem komt ook", NONE),
        # no person at all
        ("Sanne Bakker", "sanne@elders.example", NONE),
        ("Sanne Bakker", "mail sanne.ooms@elders.example", NONE),
        ("Sanne Bakker", "Susanne komt, Sannetje ook", NONE),
        ("Sanne Bakker", "Bloemist Studio Sanne", NONE),
        ("Jan Bakker", "Op 12 Jan 2026 om 10 uur", NONE),
        ("Roos Bakker", "er lag een roos op tafel", NONE),
        ("Sanne Bakker", "niemand in het bijzonder", NONE),
    ],
)
def test_first_names(weigh, name, text, expected):
    glimpse = weigh(name, ("/text", text)).glimpse
    assert (glimpse.feature if glimpse else NONE) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Maria de Vries", "Intake MdV", LETTERS),
        ("Maria de Vries", "Intake M.d.V.", LETTERS),
        ("Maria de Vries", "Intake M. d. V. om tien uur", LETTERS),
        ("Maria de Vries", "Intake MDV/PB", LETTERS),
        ("Maria de Vries", "Intake (MV)", LETTERS),
        ("Sanne Maria Bakker", "les SMB", LETTERS),
        ("Sanne Maria Bakker", "les S.B.", LETTERS),
        ("Dirk-Jan Visser", "DJV bellen", LETTERS),
        ("Maëlle van der Veen-Güneş", "coaching MvdV", LETTERS),
        ("Tim Visser", "intake T.V.", LETTERS),
        ("Tim Visser", "TV ophalen", NONE),
        ("Maria de Vries", "intake mv", NONE),
        ("Maria de Vries", "code MV-12", NONE),
        ("Maria de Vries", "mv@elders.example", NONE),
        ("Maria de Vries", "Intake MdVB", NONE),
        ("Maria de Vries", "Intake M.", NONE),
        ("Maria de Vries", "Intake PdV", NONE),
        ("Maria", "Intake MdV", NONE),
    ],
)
def test_initials(weigh, name, text, expected):
    glimpse = weigh(name, ("/summary", text), circle=CALENDAR).glimpse
    assert (glimpse.feature if glimpse else NONE) == expected


@pytest.mark.parametrize(
    ("name", "row", "circle"),
    [
        ("Dirk-Jan Visser", ("/text", "Dirk Jan " * 20_000), CHAT),
        ("Sanne Bakker", ("/text", "Sanne Joepman " * 20_000), CHAT),
        ("Sanne Bakker", ("/text", "Sanne\t" * 20_000, "row"), FILE),
    ],
)
def test_no_text_makes_the_search_slow(weigh, cost, name, row, circle):
    assert cost(lambda: weigh(name, row, circle=circle, record_id="c/1#1")) < 4


def test_initials_mean_nothing_in_a_chat(weigh):
    assert weigh("Maria de Vries", ("/text", "Intake MdV")).glimpse is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("/0", "10:30\tSanne\tbellen", "row")], FIRST),
        ([("/0", "Ooms\tSanne\tworkshop", "row")], NONE),
        ([("/0", "Sanne\tvan\tOoms\tworkshop", "row")], NONE),
        ([("/Voornaam", "Sanne", "name"), ("/Achternaam", "Ooms", "name")], NONE),
        ([("/Voornaam", "Sanne", "name"), ("/Achternaam", "Ooms", "name"), ("/Opmerking", "zus van Sanne")], FIRST),
        ([("/Cursist", "Sanne", "name"), ("/Bedrag", "12,50")], FIRST),
    ],
)
def test_a_name_over_two_cells(weigh, rows, expected):
    glimpse = weigh("Sanne Bakker", *rows, circle=FILE, record_id="les.xlsx#1").glimpse
    assert (glimpse.feature if glimpse else NONE) == expected


def test_what_programs_write_at_the_head_of_a_mail_is_no_glimpse(weigh):
    head = ("m.eml!/Message-ID", "<1@x.example>"), ("m.eml!/Received", "from Sanne by mail.example")
    assert weigh("Sanne Bakker", *head, circle=None).glimpse is None
    assert weigh("Sanne Bakker", *head, ("m.eml!/Subject", "Sanne belde"), circle=None).glimpse.path == "m.eml!/Subject"


def test_without_a_circle_there_is_nothing_to_link(weigh):
    assert weigh("Sanne Bakker", ("/text", "Sanne belde"), circle=None).glimpse is None


class TestPresence:
    def test_a_declared_mailbox_or_name_takes_part(self, weigh):
        sender = ("/sender/email", "sb@postduif.example", "email")
        assert weigh("Sanne Bakker", sender, ("/text", "hoi"), email="sb@postduif.example").presence == TAKES_PART
        assert weigh("Sanne Bakker", ("/sender/displayName", "Sanne Bakker", "name"), ("/text", "hoi")).presence == TAKES_PART

    def test_a_name_in_running_text_is_named(self, weigh):
        assert weigh("Sanne Bakker", ("/text", "Wie belt Sanne Bakker terug?")).presence == NAMED

    def test_less_than_a_whole_name_shows_nobody(self, weigh):
        assert weigh("Sanne Bakker", ("/text", "Mevrouw Bakker belde")).presence == ""

    def test_a_namesake_of_another_mailbox_is_not_the_person(self, weigh):
        sender = ("/sender/displayName", "Sanne Bakker", "name"), ("/sender/email", "ander@kanaalpost.example", "email")
        told = weigh("Sanne Bakker", *sender, ("/text", "hoi"), email="sb@postduif.example")
        assert (told.match.verdict, told.presence) == (Verdict.POSSIBLE, "")

    def test_another_of_the_first_name_is_told(self, weigh):
        assert weigh("Sanne Bakker", ("/sender/displayName", "Sanne Ooms", "name"), ("/text", "hoi")).namesake
        assert not weigh("Sanne Bakker", ("/sender/displayName", "Bram Ooms", "name"), ("/text", "dag Sanne")).namesake


class TestCircles:
    def test_a_mail_stands_in_its_thread_and_its_mailbox(self, subject, record):
        rows = ("m.eml!/Message-ID", "<3@x.example>"), ("m.eml!/References", "<1@x.example> <2@X.example>")
        one = record(*rows, ("m.eml!/text", "Sanne belde"))
        weighed = Matcher(subject(("name", "Sanne Bakker"))).weigh(one, None)
        assert [place.name for place in weighed.leads] == [("3@x.example",), ("1@x.example",), ("2@x.example",)]

    def test_a_long_thread_keeps_its_ends(self, subject, record):
        named = " ".join(f"<{at}@x.example>" for at in range(1000))
        one = record(("m.eml!/References", named), ("m.eml!/Message-ID", "<own@x.example>"), ("m.eml!/text", "Sanne belde"))
        names = [place.name[0] for place in Matcher(subject(("name", "Sanne Bakker"))).weigh(one, None).leads]
        assert len(names) == 20
        assert {"0@x.example", "999@x.example", "own@x.example"} <= set(names)

    def test_a_mailbox_leads_to_a_calendar_only(self, weigh):
        event = weigh("Sanne Bakker", ("/summary", "Coaching Sanne"), circle=CALENDAR)
        assert Gathering.MAILBOX not in {place.kind for place in event.leads}  # of no account
        assert {place.kind for place in event.leads} == {Gathering.CALENDAR}


class TestLinked:
    REF = RecordRef("google", "", "messages", "9")

    def test_it_is_a_question_with_its_link(self, subject, record):
        matcher = Matcher(subject(("name", "Sanne Bakker")))
        weighed = matcher.weigh(record(("/text", "Sanne belde"), record_id="c/1"), CHAT)
        match = matcher.linked(weighed, Lead(feature(TAKES_PART, Gathering.CHAT), Link(self.REF)))
        assert match.verdict is Verdict.POSSIBLE
        assert [(one.feature, one.link) for one in match.reasons] == [
            ("first_name_only", None),
            ("takes_part_in_chat", Link(self.REF)),
        ]

    def test_another_of_the_first_name_lowers_it(self, subject, record):
        matcher = Matcher(subject(("name", "Sanne Bakker")))
        weighed = matcher.weigh(record(("/text", "Sanne belde"), record_id="c/1"), CHAT)
        alone = matcher.linked(weighed, Lead("takes_part_in_chat", Link(self.REF)))
        two = matcher.linked(weighed, Lead("takes_part_in_chat", Link(self.REF), namesake=True))
        assert two.verdict is Verdict.POSSIBLE
        assert two.score < alone.score
        assert two.reasons[-1].feature == "namesake_there"

    def test_every_link_has_its_sentence(self):
        shown = {feature(presence, kind) for presence in (TAKES_PART, NAMED) for kind in Gathering}
        assert shown - TOLD.keys() == {"named_in_mailbox"}  # a mailbox is only of who mails with it
        assert TOLD.items() <= EXPLAINED.items()
