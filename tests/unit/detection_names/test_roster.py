"""Known people, however their names are written. Every person is invented."""

import random

import pytest

from scanner.detection.names import roster as module
from scanner.detection.names.roster import Roster, flat

PEOPLE = (
    "Fenna Zonnebloem", "Zilverberg, S.M. van der", "Maëlle van der Veen-Güneş", "Dirk-Jan Kwaadgras", "Joost de Vries", "Ali En",
    "Studio Zilverberg BV", "info@post.example", "Kees", "Иван Петров",
)  # fmt: skip
WRITTEN = {
    "ik zag fenna zonnebloem": ["fenna zonnebloem"],
    "FENNA ZONNEBLOEM": ["FENNA ZONNEBLOEM"],
    "Zonnebloem, Fenna": ["Zonnebloem, Fenna"],
    "Zonnebloem\tFenna": ["Zonnebloem\tFenna"],
    "Fenna\n> Zonnebloem": ["Fenna\n> Zonnebloem"],
    "Fenna Maria Zonnebloem": ["Fenna Maria Zonnebloem"],
    "F. Zonnebloem": ["F. Zonnebloem"],
    "S.M. van der Zilverberg": ["S.M. van der Zilverberg"],
    "S Zilverberg": ["S Zilverberg"],
    "maelle van der veen": ["maelle van der veen"],
    "Maëlle Güneş": ["Maëlle Güneş"],
    "Vries, Joost de": ["Vries, Joost de"],
    "Vries, J. de": ["Vries, J. de"],
    "dirk-jan kwaadgras": ["dirk-jan kwaadgras"],
    "Dirk Jan Kwaadgras": ["Dirk Jan Kwaadgras"],
    "Ik sprak Fenna.": ["Fenna"],
    "ik sprak fenna": [],
    "een zonnebloem in de vaas": [],
    "f. zonnebloem": [],
    "de vries kwam": [],
    "Zonnebloemen": [],
    "Kees en ik": [],
    "Vries, Joost Kwaadgras": ["Joost"],
    "Иван Петров": ["Иван Петров"],
}


@pytest.fixture(params=["few", "many", "no wheel"])
def roster(request, monkeypatch):
    if request.param == "few":
        return Roster(PEOPLE)
    if request.param == "no wheel":
        monkeypatch.setattr(module, "_vectorscan", lambda needles: None)
    return Roster([*PEOPLE, *(f"Xq{at:03}y".replace("0", "a").replace("1", "b") + " Onbekend" for at in range(2)), *_crowd()])


def _crowd():
    chance = random.Random(4)
    return [" ".join("".join(chance.choices("qxzw", k=9)).capitalize() for _ in range(2)) for _ in range(60)]


def said(roster, text):
    spans = sorted(roster.find(text), key=lambda span: (-span.score, span.start - span.end))
    kept = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return [text[span.start : span.end] for span in sorted(kept)]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_known_name(roster, text):
    assert said(roster, text) == WRITTEN[text]
    assert said(roster, f"Één\u00a0dag, {text}!") == WRITTEN[text]


@pytest.mark.parametrize("text", ["Straße 12 – Ĳssel, İzmir ǅ ﬁn", "e\u0301e\u0301n", "\ud83d\ude00 Fenna", "Ünlü, œuvre", ""])
def test_one_byte_for_each_code_point(text):
    assert len(flat(text)) == len(text)


def test_one_database_serves_several_threads():
    from concurrent.futures import ThreadPoolExecutor

    roster = Roster([*PEOPLE, *_crowd()])
    text = "fenna zonnebloem en joost de vries. " * 2000
    with ThreadPoolExecutor(4) as pool:
        counts = set(pool.map(lambda _: sum(1 for _ in roster.find(text)), range(8)))
    assert counts == {4000}
