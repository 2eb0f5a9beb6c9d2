"""What the model learns from: the same for the same seed, and apart from what it is measured on."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def sentences(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scanner" / "detection" / "names" / "training")
    return importlib.import_module("sentences")


def bare(line):
    """The words of a sentence, without its slots and its case."""
    return " ".join(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", "", line).lower()))


def test_the_same_seed_writes_the_same(sentences):
    first, second, other = (list(sentences.Writer(seed).texts(50)) for seed in (3, 3, 4))
    assert first == second != other


@pytest.mark.parametrize("kept", [True, False])
def test_places_are_those_of_names(sentences, kept):
    texts = list(sentences.Writer(5, kept=kept).texts(300))
    named = [one.text[start:end] for one in texts for start, end in one.people]
    assert len(named) > 300
    assert [name for name in named if not name or not name[0].isalpha() or "{" in name or name != name.strip()] == []
    assert [one.text for one in texts if "{" in one.text] == []


def test_what_is_tuned_on_was_not_learnt_from(sentences):
    for file in ("sentences_nl.txt", "nobody_en.txt", "letters_nl.txt"):
        learnt, kept = (set(sentences._sentences(file, kept=which)) for which in (False, True))
        assert kept
        assert not learnt & kept
    learnt, kept = sentences.origins(kept=False), sentences.origins(kept=True)
    for origin, names in kept.items():
        assert not set(names.given) & set(learnt[origin].given), origin


def test_no_sentence_is_one_of_the_measured_mail(sentences, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tests" / "bench")
    mail = importlib.import_module("name_mail")
    lists = [
        value for name, value in vars(mail).items() if name.isupper() and isinstance(value, list) and not name.startswith("MORE")
    ]
    measured = {bare(line) for lines in lists for line in lines if len(bare(line).split()) > 2}
    learnt = {bare(line) for path in sentences.HERE.glob("*_*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    assert len(measured) > 100
    assert measured & learnt == set()
    names = {
        name for kept in (True, False) for one in sentences.origins(kept=kept).values() for name in (*one.given, *one.family)
    }
    assert names & {*mail.MORE_GIVEN, *mail.MORE_FAMILY} == set()
