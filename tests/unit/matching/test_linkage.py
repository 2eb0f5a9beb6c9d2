import itertools
import random
from dataclasses import replace

import pytest

from scanner.matching.linkage import Table, links
from scanner.matching.particulars import (
    COMPARISONS,
    LINKED_AT,
    TURNED,
    Likeness,
    Particulars,
    dates_alike,
    digits_alike,
    names_alike,
    separated,
    wholly,
    words_alike,
)
from scanner.model import Verdict

FENNA = Particulars(
    "fenna", "zonnebloem", "19880312", "repetitielaan", "12", "", "haarlem", "2013KL", "", "f@x.example", "+31612345678"
)
ALIKE = [
    (names_alike, "fenna", "fenna", Likeness.SAME),
    (names_alike, "fenna", "fena", Likeness.ALMOST),
    (names_alike, "meijer", "meyer", Likeness.ALMOST),
    (names_alike, "johannes", "jan", Likeness.ALMOST),
    (names_alike, "f", "fenna", Likeness.RESEMBLING),
    (names_alike, "t", "fenna", Likeness.OTHER),
    (names_alike, "tim", "tom", Likeness.OTHER),
    (names_alike, "anne", "anna", Likeness.OTHER),
    (names_alike, "fenna", "teun", Likeness.OTHER),
    (words_alike, "repetitielaan", "repettielaan", Likeness.ALMOST),
    (words_alike, "pridham street", "pridhamstreet", Likeness.ALMOST),
    (words_alike, "haarlem", "harlen", Likeness.RESEMBLING),
    (words_alike, "haarlem", "utrecht", Likeness.OTHER),
    (digits_alike, "2013", "2031", Likeness.ALMOST),
    (digits_alike, "12", "21", Likeness.ALMOST),
    (digits_alike, "12", "34", Likeness.OTHER),
    (dates_alike, "19880312", "19881203", Likeness.ALMOST),
    (dates_alike, "19880312", "19880321", Likeness.ALMOST),
    (dates_alike, "19880312", "19890313", Likeness.RESEMBLING),
    (dates_alike, "19880312", "19961030", Likeness.OTHER),
    (wholly, "f@x.example", "f@y.example", Likeness.OTHER),
]


@pytest.mark.parametrize(("alike", "one", "other", "level"), ALIKE)
def test_how_alike(alike, one, other, level):
    assert alike(one, other) is level
    assert alike(other, one) is level


@pytest.mark.parametrize(
    ("changed", "apart"),
    [
        ({}, ""),
        ({"given": "f"}, ""),
        ({"given": ""}, ""),
        ({"given": "zonnebloem", "surname": "fenna"}, ""),
        ({"born": "19881203"}, ""),
        # a twin, a brother, a parent of the same name: all else is the household's
        ({"given": "teun"}, "given"),
        ({"given": "t"}, "given"),
        ({"born": "19590401"}, "born"),
    ],
)
def test_what_makes_two_people(changed, apart):
    other = replace(FENNA, **changed)
    assert separated(FENNA, other) == separated(other, FENNA) == apart
    (found,) = links([FENNA, other])
    assert (found.verdict, found.apart) == (Verdict.POSSIBLE if apart else Verdict.MATCH, apart)


def test_people_with_a_name_in_common_are_not_linked():
    (found,) = links([Particulars("fenna", "zonnebloem", place="haarlem")] * 2)
    assert found.score > LINKED_AT
    assert found.verdict is Verdict.POSSIBLE
    (found,) = links([replace(FENNA, born="", house="", mailbox="", phone="")] * 2)
    assert found.verdict is Verdict.MATCH
    assert list(links([FENNA, Particulars("jan", "kooistra", "19770101")])) == []


def test_each_pair_once_and_in_order(monkeypatch):
    monkeypatch.setattr("scanner.matching.linkage._CELLS", 7)
    found = [(one.one, one.other) for one in links([FENNA] * 6)]
    assert found == list(itertools.combinations(range(6), 2))


@pytest.mark.parametrize("records", [[], [FENNA], [Particulars(), Particulars()]])
def test_nothing_to_compare(records):
    assert list(links(records)) == []


def _word(rng):
    return "".join(rng.choice("abest") for _ in range(rng.randrange(1, 8)))


def _somebody(rng):
    digits = f"19{rng.randrange(10, 30)}0{rng.randrange(1, 10)}0{rng.randrange(1, 10)}"
    given = rng.choice([_word(rng), rng.choice("jan johan tim tom anna anne piet peter".split())])  # noqa: SIM905
    plain = {row.part: _word(rng) for row in COMPARISONS[2:]}
    told = {**plain, "given": given, "surname": _word(rng), "born": digits, "house": str(rng.randrange(200))}
    return Particulars(**{part: value for part, value in told.items() if rng.random() < 0.8})


def test_whole_columns_weigh_as_the_table_says():
    """The arithmetic a column at a time is that of one pair at a time."""
    rng = random.Random(3)
    records = [_somebody(rng) for _ in range(60)]
    table = Table(records)
    weights = {part: dict(zip(column._values, column.weights.tolist(), strict=True)) for part, column in table._columns.items()}
    scores = table.scores(0, len(records))
    for (at, one), (to, other) in itertools.product(enumerate(records), repeat=2):
        told = {row.part: _weighed(row, one, other, weights[row.part]) for row in COMPARISONS}
        names = told.pop("given") + told.pop("surname")
        crossed = [
            weights[part][value]
            for part, value, there in (("given", one.given, other.surname), ("surname", one.surname, other.given))
            if value and value == there
        ]
        names = max(names, sum(crossed) + TURNED) if crossed else names
        assert scores[at, to] == pytest.approx(names + sum(told.values()), abs=1e-4), (one, other)


def _weighed(row, one, other, weights):
    x, y = getattr(one, row.part), getattr(other, row.part)
    if not x or not y:
        return 0
    same = min(weights[x], weights[y])
    return {
        Likeness.SAME: same,
        Likeness.ALMOST: max(0, same - row.slip),
        Likeness.RESEMBLING: 0,
        Likeness.OTHER: row.other,
    }[row.alike(x, y)]


def test_an_identifier_alone_links_and_a_name_alone_does_not():
    least = {row.part: row.least for row in COMPARISONS}
    most = {row.part: row.most for row in COMPARISONS}
    assert min(least[part] for part in ("mailbox", "phone", "account")) >= LINKED_AT
    assert least["given"] + least["surname"] < LINKED_AT
    assert all(most[part] < LINKED_AT for part in ("given", "surname", "born", "postcode"))
