"""Others' data behind invisible signs, escapes, base64 and spelling go as well; the subject's stay."""

import re
from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from unicodedata import normalize

import pytest
from reported import OTHER_MAIL, SUBJECT_MAIL

from reports.detecting import dialled, plain_detect
from reports.disguises import encoded, plainly, spelt
from reports.redaction import make_redactor
from reports.render.words import words
from scanner.entities import EntityType
from scanner.model import Identifier

B64 = b64encode(f"van {OTHER_MAIL}".encode()).decode()
OURS = urlsafe_b64encode(f"van {SUBJECT_MAIL}".encode()).decode()


@pytest.fixture
def shown(result):
    redactor = make_redactor(result, plain_detect, words("en"), lambda forms: "piet|kramer" in forms)
    return lambda text: redactor.text(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "piet.kra\u200bmer@elders.example",
        "piet.kra\u00admer@eld\ufeffers.example",
        "piet.kramer\uff20elders\u3002example",
        "\uff10\uff16\uff15\uff15\uff15\uff11\uff12\uff13\uff14\uff15",
        "piet.kramer%40elders.example",
        "%2B31655512345",
        B64,
        B64.rstrip("="),
        "piet.kramer (at) elders.example",
        "piet.kramer[at]elders[dot]example",
        "piet.kramer @ elders.example",
        "piet.kramer (apenstaartje) elders punt example",
        "piet punt kramer at elders punt example",
        "0 6 5 5 5 1 2 3 4 5",
        "00 31 6 555 12 345",
        "piet.kramer&#64;elders.example",
        "els punt sanne at devries punt example",
        "els (underscore) sanne (at) devries.example",
        "els streepje sanne at devries punt example",
        "Piet&nbsp;Kramer",
        "Pi\u200bet Kra\u00admer",
        "Piet Kra\u0308mer",
        "Piet%20Kramer",
        b64encode(b"met Piet Kramer").decode(),
    ],
)
def test_no_disguise_hides_another(shown, text):
    for around in ("{}", "zie {} graag", "https://x.example/?a=1&b={}&c=2"):
        if (around.startswith("https") and not text.isascii()) or (" " in text and "?" in around):
            continue
        said = shown(around.format(text))
        assert text not in said
        assert "[another person's " in said


@pytest.mark.parametrize(
    "text",
    [
        f"https://x.example/?mail={SUBJECT_MAIL.replace('@', '%40')}&t={OURS}",
        "sanne\u200b@devries.example",
        "sanne (at) devries (punt) example",
        f"mail {SUBJECT_MAIL}. Dank, of {SUBJECT_MAIL}. tot dan",
        "we eat at home. tot dan, en kom at once",
        "https://x.example/een%20pad/QWxsZXMgaXMgZ29lZCB2YW5kYWFn",
        "sha256-abcdefghijklmnopqrstuvwxyz0123456789",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "vragen &amp; antwoorden, sanne&#64;devries.example &lt;b&gt;",
        "bel om twee en een half punt, at sanne punt. Dag punt nl",
        "mevr. S. de Vries, sanne+x@devries.example",
        "mevrouw Sanne de Vries Graag tot dan",
    ],
)
def test_the_subjects_own_and_plain_prose_stay(shown, text):
    assert shown(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "a.",
        "%",
        "%41",
        "A1",
        "@",
        "a@",
        "a at ",
        "a (at) a dot ",
        "a punt ",
        "a (dot) ",
        "&",
        "&amp;",
        "&#64;a",
        "00 1",
        "0 ",
        "+ ",
        "\u200b",
        "\uff20",
    ],
)
def test_no_text_makes_the_search_slow(cost, piece):
    text = piece * (50_000 // len(piece))
    assert cost(lambda: (plainly(text), list(encoded(text)), list(spelt(text)))) < 2


def test_another_of_the_subjects_first_name_goes_and_she_stays(shown):
    said = shown("Dag Sanne, gisteren was Sanne Ooms er, en Sanne de Vries niet.")
    assert "Ooms" not in said
    assert said.startswith("Dag Sanne, gisteren was [another person's ")
    assert said.endswith(" er, en Sanne de Vries niet.")


def test_accents_written_apart_take_nothing_from_the_subjects_name_and_hide_nobody(result):
    maelle = Identifier(EntityType.PERSON, "Maëlle van der Veen-Güneş")
    result = replace(result, case=replace(result.case, subject=replace(result.case.subject, identifiers=(maelle,))))

    def detect(text):
        return [(EntityType.PERSON, found.start(), found.end()) for found in re.finditer("van der Veen-Gu(?!ü)|Zoë Çelik", text)]

    redactor = make_redactor(result, detect, words("en"))
    own = normalize("NFD", "met Maëlle van der Veen-Güneş erbij")
    assert redactor.text(own) == (own, ())
    assert redactor.text(normalize("NFD", "met Zoë Çelik erbij"))[0] == "met [another person's name] erbij"
    assert redactor.text(normalize("NFD", "met Zoë Çeliks"))[0].startswith("met [another person's name]")
    assert redactor.text(normalize("NFD", "bij Zoë Çelik"))[0] == "bij [another person's name]"


def test_a_number_from_abroad_and_no_time_of_day():
    (found,) = dialled("bel 00 31 6 555 12 345 graag")
    assert found == (EntityType.PHONE_NUMBER, 4, 22)
    assert list(dialled("om 10:00 31-12-2026 10 uur, 10.00 31 12 2026 10, en 00 2026-11-27 10")) == []
