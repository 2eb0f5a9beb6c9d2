"""Other people's data go; the subject's and the organisation's own stay; the text under a box is gone."""

import re
from dataclasses import replace

import pytest
from reported import MAIL_RAW, OTHER_MAIL, OTHER_NAME, OTHER_PHONE, SUBJECT_MAIL

from reports.detecting import plain_detect
from reports.ours import Known
from reports.redaction import Redactor, make_redactor
from reports.render.words import words
from scanner.entities import EntityType
from scanner.model import Field, Identifier

PERSON, MAIL = EntityType.PERSON, EntityType.EMAIL_ADDRESS


@pytest.fixture
def redactor(result):
    subject = replace(
        result.case.subject,
        identifiers=(
            *result.case.subject.identifiers,
            Identifier(EntityType.PHONE_NUMBER, "06 12345678"),
            Identifier(EntityType.IBAN_CODE, "NL91 ABNA 0417 1643 00"),
        ),
    )
    result = replace(result, case=replace(result.case, subject=subject))
    return Redactor(Known(result, plain_detect), plain_detect, words("nl"))


def one(redactor, *fields):
    return [field.value for field in redactor.fields([Field(path, value, kind) for path, value, kind in fields])]


@pytest.mark.parametrize(
    "text",
    [
        f"Mail {SUBJECT_MAIL.upper()} of Sanne+boeking@devries.example",
        "info@zeepbel.example en x@mail.zeepbel.example",
        "Bel +31 (0)6 1234 5678 of 0031612345678 of 06-12345678",
        "NL91ABNA0417164300 en NL91 ABNA 0417 1643 00",
        "020-5550100 is ons nummer",
        "zie cid:image001.png@01D9.example",
        "niets bijzonders",
    ],
)
def test_what_is_the_subjects_or_our_own_stays(redactor, text):
    assert redactor.text(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"van {OTHER_MAIL}.", "van [e-mailadres van een ander]."),
        (f"bel {OTHER_PHONE}!", "bel [telefoonnummer van een ander]!"),
        ("op NL02 RABO 0123 4567 89 graag", "op [bankrekening van een ander] graag"),
        (f"{OTHER_MAIL},{SUBJECT_MAIL}", f"[e-mailadres van een ander],{SUBJECT_MAIL}"),
        ("x@nietzeepbel.example", "[e-mailadres van een ander]"),
        (f"{SUBJECT_MAIL}.evil.example", "[e-mailadres van een ander]"),
    ],
)
def test_what_is_others_goes(redactor, text, shown):
    assert redactor.text(text)[0] == shown


def test_overlapping_spans_leave_nothing_standing(result):
    def detect(_):
        return [(MAIL, 0, 5), (EntityType.PHONE_NUMBER, 3, 9)]

    assert (
        Redactor(Known(result, plain_detect), detect, words("en")).text("abcdefghijk")[0] == "[another person's e-mail address]jk"
    )


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("Sanne de Vries", True),
        ("Vries, S. de", True),
        ("mevrouw S de Vries", True),
        ("Sanne", True),
        ("S.M. de Vries", True),
        ("Vries, S. M. de", True),
        ("Sanne M. de Vries", True),
        ("M.S. de Vries", False),
        ("M. de Vries", False),
        ("T. de Vries", False),
        ("Sanne v. Vries", True),
        ("S. Maria de Vries", False),
        ("Noor Bakker", True),
        ("Studio Zeepbel", True),
        ("…", True),
        (OTHER_NAME, False),
        ("Sanne Kramer", False),
        ("P.", False),
        ("Jan de Vries", False),
        ("Sanne (Sanne de Vries)", True),
        ("Sanne (Sanne Kramer)", False),
    ],
)
def test_declared_names(redactor, name, stays):
    assert one(redactor, ("/name", name, PERSON)) == [name if stays else "[naam van een ander]"]


def test_a_namesake_beside_another_mailbox_is_another(redactor):
    shown = one(redactor, ("/attendees/0/email", OTHER_MAIL, MAIL), ("/attendees/0/displayName", "Sanne de Vries", PERSON))
    assert shown == ["[e-mailadres van een ander]", "[naam van een ander]"]


def test_all_that_is_said_of_another_in_a_list_goes(redactor):
    shown = one(
        redactor,
        ("/attendees/0/email", OTHER_MAIL, MAIL),
        ("/attendees/0/displayName", "Sanne de Vries", PERSON),
        ("/attendees/0/comment", "ik ben ziek", None),
        ("/attendees/1/email", SUBJECT_MAIL, MAIL),
        ("/attendees/1/comment", "ik kom", None),
        ("/attendees/10/comment", "onbekend", None),
    )
    assert shown[:3] == ["[e-mailadres van een ander]", "[naam van een ander]", "[gegeven van een ander]"]
    assert shown[3:] == [SUBJECT_MAIL, "ik kom", "onbekend"]


def test_where_another_lives_and_how_they_are_goes_with_them(redactor):
    place, health = EntityType.LOCATION, EntityType.HEALTH
    shown = one(
        redactor,
        ("/participant/email", OTHER_MAIL, MAIL),
        ("/participant/address/city", "Delft", place),
        ("/participant/diet", "noten", health),
        ("/participant/remark", "tot dan", None),
        ("/buyer/email", OTHER_MAIL, MAIL),
        ("/buyer/name", "Sanne de Vries", PERSON),
        ("/buyer/city", "Leiden", place),
        ("/city", "Gouda", place),
        ("/email", OTHER_MAIL, MAIL),
    )
    assert shown[1:4] == ["[gegeven van een ander]", "[gegeven van een ander]", "tot dan"]
    assert shown[6:8] == ["Leiden", "Gouda"]


def test_an_item_with_something_of_the_subject_is_not_hidden_whole(redactor):
    shown = one(
        redactor,
        ("/orders/0/email", OTHER_MAIL, MAIL),
        ("/orders/0/phone", "06 12345678", EntityType.PHONE_NUMBER),
        ("/orders/0/what", "een kaartje", None),
    )
    assert shown == ["[e-mailadres van een ander]", "06 12345678", "een kaartje"]


def test_a_colleague_beside_our_own_mailbox_stays(redactor):
    shown = one(redactor, ("m!/To/0/address", "ria@zeepbel.example", MAIL), ("m!/To/0/name", "Ria Postma", PERSON))
    assert shown == ["ria@zeepbel.example", "Ria Postma"]


def test_the_subjects_name_stays_where_strangers_share_the_record(redactor):
    shown = one(redactor, ("/organizer_email", OTHER_MAIL, MAIL), ("/buyer_name", "Sanne de Vries", PERSON))
    assert shown == ["[e-mailadres van een ander]", "Sanne de Vries"]


def test_a_declared_strangers_name_goes_from_the_prose_and_the_paths_too(redactor):
    shown = redactor.fields(
        [
            Field("m!/Cc/0/name", OTHER_NAME, PERSON),
            Field(f"m!/brief {OTHER_NAME}.pdf!/text", "Volgens piet kramer, en Piet Kramers boot", None),
        ]
    )
    assert [field.value for field in shown] == [
        "[naam van een ander]",
        "Volgens [naam van een ander], en [naam van een ander] boot",
    ]
    assert shown[1].path == "m!/brief [naam van een ander].pdf!/text"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Joep Kwikstaart", "Kwikstaart belde, of Kwikstaart, J.", "[naam van een ander] belde, of [naam van een ander]"),
        ("Kwikstaart, Joep", "JoepKwikstaart.txt van kwikstaart", "[naam van een ander].txt van [naam van een ander]"),
        (
            "Joep Kwikstaart",
            "op @joepkwikstaart en in JoepKwikstaart.txt",
            "op @[naam van een ander] en in [naam van een ander].txt",
        ),
        # words, firms, and what the subject is called as well
        ("Joep Visser", "de visser belde, Visser niet", "de visser belde, Visser niet"),
        ("Google Workspace", "in Workspace staat alles", "in Workspace staat alles"),
        ("Piet de Vries", "Vries belde", "Vries belde"),
    ],
)
def test_in_the_record_that_declares_a_stranger_a_rare_surname_and_the_joined_name_go_too(redactor, name, text, shown):
    assert one(redactor, ("m!/From/0/name", name, PERSON), ("m!/text", text, None))[1] == shown


def test_a_declared_address_that_holds_two_hides_the_other(redactor):
    shown = one(redactor, ("m!/To/0/address", f"{OTHER_MAIL}, info@zeepbel.example", MAIL))
    assert OTHER_MAIL not in shown[0]


def test_numbers_of_messages_are_nobodys(redactor):
    assert one(redactor, ("m.eml!/Message-ID", "<a.b@c.example>", None)) == ["<a.b@c.example>"]
    assert one(redactor, ("m.eml!/X-Sender-Id", "<a.b@c.example>", None)) == ["<[e-mailadres van een ander]>"]
    assert b"Message-ID" in MAIL_RAW


def test_what_is_under_a_box_cannot_be_printed_and_equal_values_digest_alike(redactor):
    (first,) = redactor.text("bel +31 6 55512345")[1]
    (second,) = redactor.text("bel +31655512345 nu")[1]
    assert OTHER_PHONE not in repr(first)
    assert "55512345" not in repr(first)
    assert first.value.digested(bytes.hex) == second.value.digested(bytes.hex)


@pytest.mark.parametrize("other", ["Sanne Jonkheer", "Sanne Ma", "Sanne de Heer", "Sanne Bin"])
def test_a_surname_that_is_also_a_title_or_a_small_word_makes_somebody_else(redactor, other):
    assert one(redactor, ("/name", other, PERSON)) == ["[naam van een ander]"]


def test_nothing_of_a_name_is_left_where_only_its_first_name_was_found(result):
    def detect(text):
        return [(EntityType.PERSON, at, at + 4) for name in ("Bert", "Lies") if (at := text.find(name)) >= 0]

    redactor = Redactor(Known(result, detect), detect, words("nl"))
    assert "Kwikstaart" not in redactor.text("Met Bert en Lies Kwikstaart.")[0]


def test_a_guess_at_a_name_leaves_the_subjects_own_addresses_and_full_name_whole(result):
    def detect(text):
        guesses = [(PERSON, found.start(), found.end()) for found in re.finditer("Sanne de Vries Afwezig|devries", text)]
        return [*plain_detect(text), *guesses]

    redactor = Redactor(Known(result, detect), detect, words("nl"))
    assert redactor.text(f"mail {SUBJECT_MAIL}, of sanne@devries.example") == (
        f"mail {SUBJECT_MAIL}, of sanne@devries.example",
        (),
    )
    assert redactor.text("Sanne de Vries Afwezig")[0] == "Sanne de Vries[naam van een ander]"


def test_the_next_lines_label_is_no_part_of_a_name(result):
    def detect(text):
        return [(PERSON, found.start(), found.end()) for found in re.finditer(r"Bert\s\w+", text)]

    redactor = Redactor(Known(result, detect), detect, words("nl"))
    assert redactor.text("met Bert\nOpmerking: geen")[0] == "met [naam van een ander]\nOpmerking: geen"
    assert redactor.text("met Bert\nKwikstaart gesproken")[0] == "met [naam van een ander] gesproken"


def test_what_reads_as_a_name_only_beside_a_mark_goes_too(result):
    def detect(text):
        found = [*re.finditer("Piet Kramer", text), *re.finditer(r"(?<=\] en )Karel\b", text)]
        return [(PERSON, one.start(), one.end()) for one in found]

    redactor = Redactor(Known(result, detect), detect, words("nl"))
    said, hidden = redactor.text("met Piet Kramer en Karel erbij")
    assert said == "met [naam van een ander] en [naam van een ander] erbij"
    assert len(hidden) == 2
    assert redactor.text(said) == (said, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # told in full once, and then by the first name or the surname
        ("Joep Kwikstaart belde. Joep komt, of Kwikstaart.", "[n] belde. [n] komt, of [n]."),
        ("Oyelaran Jansen belde. Oyelaran komt, oyelaran niet", "[n] belde. [n] komt, oyelaran niet"),
        ("mevrouw R. Kwikstaart-Tak zei dat Tak en kwikstaart", "mevrouw [n] zei dat Tak en [n]"),
        # the first name is the subject's as well, or an ordinary word
        ("Sanne Kwikstaart belde Sanne", "[n] belde Sanne"),
        ("Storm Visser bij de visser, storm en Storm", "[n] bij de visser, storm en [n]"),
    ],
)
def test_whom_a_record_names_in_full_goes_where_it_names_them_again(result, text, shown):
    def detect(said):
        full = re.finditer(r"Joep Kwikstaart|Oyelaran Jansen|Sanne Kwikstaart|Storm Visser", said)
        return [(PERSON, found.start(), found.end()) for found in full]

    redactor = Redactor(Known(result, detect), detect, words("nl"))
    assert one(redactor, ("m!/text", text, None)) == [shown.replace("[n]", "[naam van een ander]")]


def test_a_foreign_phone_number_goes_though_no_such_number_is_given_out(result):
    redactor = Redactor(Known(result, lambda _: []), lambda _: [], words("nl"))
    assert redactor.text("bel +44 7700 900456, order 0612345678")[0] == "bel [telefoonnummer van een ander], order 0612345678"


def test_names_that_begin_alike_take_no_longer_in_a_longer_record(redactor, cost):
    fields = [Field(f"m!/Cc/{at}/name", f"Piet Kra{at}mer", PERSON) for at in range(2_000)]
    assert cost(lambda: redactor.fields([*fields, Field("m!/text", "piet " * 20_000)])) < 8


def test_very_many_names_doubts_and_own_numbers_take_no_longer_each(result, cost):
    def detect(text):
        names = ((PERSON, *found.span()) for found in re.finditer(r"Bert|Joep Kwikstaart", text))
        return sorted([*plain_detect(text), *names], key=lambda one: one[1:])

    def unsure(text):
        return [found.span() for found in re.finditer("Huub", text)]

    redactor = Redactor(Known(result, detect), detect, words("nl"), unsure=unsure)
    text = f"Bert kwam, Huub niet; {SUBJECT_MAIL} Sanne de Vries Joep Kwikstaart. " * 4_000
    fields = [Field("m!/text", text)]

    def look():
        names = redactor.spoken(fields)
        redactor.fields(fields)
        assert sum(1 for _ in redactor.doubts(text, names, "m!/text")) == 4_000

    assert cost(look) < 15


def test_the_subjects_address_is_no_namesakes_name(result):
    maiden = Identifier(EntityType.EMAIL_ADDRESS, "sanne.kwikstaart@post.example")
    subject = replace(result.case.subject, identifiers=(*result.case.subject.identifiers, maiden))
    redactor = make_redactor(replace(result, case=replace(result.case, subject=subject)), plain_detect, words("nl"))
    assert redactor.text(f"mail {maiden.value} graag") == (f"mail {maiden.value} graag", ())
    assert redactor.text("mail Sanne Kwikstaart graag")[0] == "mail [naam van een ander] graag"
