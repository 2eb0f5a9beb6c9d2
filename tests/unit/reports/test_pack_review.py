"""The reviewer's own page shows what stays in doubt and what went on a guess, and each mark on it does what it says."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packed import data, files
from reported import BUILT_ON, EVIL, OTHER_NAME, crowd, kept

from reports.boxes import Doubt
from reports.detecting import plain_detect
from reports.pack.build import build
from reports.pack.review import staying
from reports.pack.signature import keyed_digest
from scanner.entities import EntityType
from scanner.errors import Refused
from scanner.model import Field, RecordRef

TEXTS = (
    f"Volgens {OTHER_NAME} en Joke Terlouw was Huub er. Avond Harold met huub.",
    "Avond Harold, en Huub belde.",
)


def guessing(text):
    return [*plain_detect(text), *((EntityType.PERSON, *one.span()) for one in re.finditer("Joke Terlouw|Harold", text))]


def seeming(text):
    return [one.span() for one in re.finditer("Huub|Sanne", text)]


@pytest.fixture
def reviewed(result, tmp_path, key):
    notes = tuple(
        kept(RecordRef("google", "", "notes", str(at)), [Field("/text", text)], reasons=(), url="https://notes.example/1")
        for at, text in enumerate(TEXTS)
    )
    notes = tuple(replace(note, handle=f"handle{at}") for at, note in enumerate(notes))
    result = replace(result, kept=(crowd(), *notes))

    def made(key=key, **told):
        return build(result, tmp_path, signing_key=key, draft=False, built_on=BUILT_ON, detect=guessing, unsure=seeming, **told)

    return made


def marks(page):
    """Return the mark beside each of the words."""
    stay = re.findall(r"<h3><bdi>(.*?)</bdi>.*?--hide (\w+)", page)
    gone = re.findall(r'<th scope="row"><bdi>(.*?)</bdi>.*?--keep (\w+)', page)
    return dict(stay), dict(gone)


def said(built):
    return [field["value"] for record in data(built)["records"] if record["stream"] == "notes" for field in record["fields"]]


def test_the_page_shows_each_place_in_its_words_and_how_to_decide(reviewed):
    page = reviewed().review
    stay, gone = marks(page)
    assert set(stay) == {"Huub"}
    # whom a record declares is no guess
    assert set(gone) == {"Joke Terlouw", "Harold"}
    assert re.search(r"Volgens \[naam van een ander\] en \[naam van een ander\] was <mark>Huub</mark> er\.", page)
    assert "handle0" in page
    assert 'href="https://notes.example/1"' in page
    assert "Sanne</mark>" not in page


def test_nothing_but_the_page_says_the_words(reviewed):
    built = reviewed()
    told = " ".join(built.warnings) + built.controller.read_text() + repr(built)
    assert [word for word in ("Huub", "Terlouw", "Harold") if word in told] == []
    assert "2 places in running text may name other people and stay readable (records handle0, handle1)" in told


def test_what_the_reviewer_calls_anothers_goes_everywhere_and_what_is_nobodys_stays(reviewed):
    stay, gone = marks(reviewed().review)
    built = reviewed(hide=[stay["Huub"]], keep=[gone["Harold"]])
    mark = "[naam van een ander]"
    assert said(built) == [f"Volgens {mark} en {mark} was {mark} er. Avond Harold met {mark}.", f"Avond Harold, en {mark} belde."]
    assert b"huub" not in files(built)["data/data.json"].lower()
    left = marks(built.review)
    assert left == ({}, {"Joke Terlouw": gone["Joke Terlouw"]})
    assert f"--hide {stay['Huub']} --keep {gone['Harold']}" in built.review
    assert "2 words went or stayed because the reviewer said so" in " ".join(built.warnings)


@pytest.mark.parametrize("option", ["hide", "keep"])
def test_a_mark_that_is_not_on_the_page_is_refused(reviewed, option, tmp_path):
    with pytest.raises(Refused, match=f"--{option} abcdef: no words with this mark"):
        reviewed(**{option: ["abcdef"]})
    assert list(tmp_path.iterdir()) == []


def test_a_mark_tells_nobody_without_the_key_what_it_is_of(reviewed):
    ours, theirs = (
        marks(reviewed(key).review)[0]["Huub"] for key in (Ed25519PrivateKey.from_private_bytes(bytes([n] * 32)) for n in (1, 2))
    )
    assert ours != theirs


def test_no_two_words_have_one_mark_however_many_there_are(key):
    digest = keyed_digest(key, "review")
    doubts = [Doubt("/text", "", word, "") for word in map("Huub {}".format, range(20_000))]
    record = SimpleNamespace(number=1, doubts=doubts)
    assert len(staying([record], digest)) == len(doubts)


def test_where_nothing_is_in_doubt_there_is_no_page(result, make):
    assert make(result).review == ""


def test_whatever_a_record_says_the_page_says_it_and_does_nothing(result, tmp_path, key):
    note = kept(RecordRef("google", "", "notes", "1"), [Field(f"/{EVIL}", f"{EVIL} Huub {EVIL}")], reasons=())
    built = build(
        replace(result, kept=(note,)),
        tmp_path,
        signing_key=key,
        draft=False,
        built_on=BUILT_ON,
        detect=plain_detect,
        unsure=seeming,
    )
    assert "<script" not in built.review
    assert "\u202e" not in built.review
    assert "<mark>Huub</mark>" in built.review


def test_of_words_that_stand_very_often_some_places_are_shown_and_all_are_counted(result, tmp_path, key):
    note = kept(RecordRef("google", "", "notes", "1"), [Field("/text", "Huub kwam, en hij. " * 30)], reasons=())
    built = build(
        replace(result, kept=(note,)),
        tmp_path,
        signing_key=key,
        draft=False,
        built_on=BUILT_ON,
        detect=plain_detect,
        unsure=seeming,
    )
    assert built.review.count("<mark>") == 12
    assert "30 keer" in built.review
    assert "En nog 18 keer; in records 1." in built.review
    assert json.loads(built.controller.read_text())["warnings"][0].startswith("30 places")
