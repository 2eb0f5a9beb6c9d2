"""Both languages say everything, and every member of every enum has a plain word."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import reports.render
from reports.coverage import Extent, Outcome
from reports.detecting import REDACTED
from reports.render.reasons import SENTENCES, sentence
from reports.render.texts import TEXTS
from reports.render.words import LANGUAGES, NAMED, words
from scanner.entities import MEANINGS, EntityType
from scanner.errors import ConfigError
from scanner.matching.features import EXPLAINED
from scanner.model import Choice, GapKind, Right, Verdict
from scanner.outcomes import Door, Status

PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_say_the_same(key):
    dutch, english = TEXTS[key]
    assert dutch.strip()
    assert english.strip()
    assert set(PLACE.findall(dutch)) == set(PLACE.findall(english))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [EntityType, Right, GapKind, Status, Door, Verdict])
def test_every_member_has_a_plain_word_of_its_own(kind, language):
    t = words(language)
    named = [t.name(member) for member in kind]
    assert len(set(named)) == len(list(kind))
    assert not [word for word in named if "_" in word or word.isupper()]


def test_enums_that_share_a_value_do_not_share_a_word():
    members = [member for kind in (EntityType, Right, GapKind, Status, Door, Verdict) for member in kind]
    clash = {(a, b) for a in members for b in members if a is not b and a == b and NAMED[a] != NAMED[b]}
    assert not clash


def test_every_sentence_that_a_value_asks_for_is_there():
    asked = [f"outcome.{outcome.value}" for outcome in Outcome] + [f"outcome.read.{outcome.value}" for outcome in Outcome]
    asked += [
        f"extent.{kind}.{extent.value}{short}"
        for kind in ("inventory", "person")
        for extent in Extent
        for short in ("", ".short")
    ]
    asked += [f"extent.answer.{extent.value}" for extent in Extent if extent is not Extent.COMPLETE]
    asked += [f"person.decided.{choice.value}" for choice in Choice] + [
        "other.anything",
        *(f"other.{kind.value}" for kind in REDACTED),
    ]
    asked += [f"article.{meaning.article}" for meaning in MEANINGS.values() if meaning.article]
    assert [key for key in asked if key not in TEXTS] == []


def test_templates_ask_only_for_texts_that_exist():
    asked = set()
    for template in Path(reports.render.__file__).parent.glob("*.html"):
        text = template.read_text("utf-8")
        asked |= set(re.findall(r"\bt\(\"([^\"]+)\"[,)]", text))
        counted = set(re.findall(r"\bt\.count\(\"([^\"]+)\"", text))
        asked |= {f"{key}.{form}" for key in counted for form in ("one", "many")}
    assert len(asked) > 60
    assert sorted(asked - TEXTS.keys()) == []


def test_every_matching_feature_is_a_sentence_in_both_languages():
    assert EXPLAINED.keys() ^ SENTENCES.keys() == {"added_by_hand"}
    assert all(dutch.endswith(".") and english.endswith(".") for dutch, english in SENTENCES.values())


def test_an_unknown_feature_is_explained_by_its_own_docstring():
    t = words("en")
    assert sentence("same_shoe_size", t, {"same_shoe_size": "The same shoe size.\n\nMore."}) == "The same shoe size."
    assert sentence("same_shoe_size", t, {}) == "Same shoe size."


def test_numbers_and_days_are_written_as_the_language_does():
    moment = datetime(2026, 3, 5, 9, 4, tzinfo=UTC)
    assert (words("nl").number(12345), words("en").number(12345)) == ("12.345", "12,345")
    assert (words("nl").day(date(2026, 3, 5)), words("nl").day(None)) == ("5 maart 2026", "–")
    assert words("en").moment(moment) == "5 March 2026, 09:04 UTC"
    assert (words("en").count("records", 1), words("en").count("records", 2)) == ("1 record", "2 records")


def test_another_language_is_a_mistake_in_the_configuration():
    with pytest.raises(ConfigError, match="nl or en"):
        words("fy")
