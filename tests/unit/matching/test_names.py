import pytest

from scanner.matching.spelling import distance, misspelt, sound
from scanner.naming.names import parse


@pytest.mark.parametrize(
    ("name", "given", "initials", "surnames"),
    [
        ("Jan de Vries", ("jan",), "j", ("vries",)),
        ("J.P. de Vries", (), "jp", ("vries",)),
        ("J. P. de Vries", (), "jp", ("vries",)),
        ("JP de Vries", (), "jp", ("vries",)),
        ("Vries, Jan de", ("jan",), "j", ("vries",)),
        ("de Vries, Jan", ("jan",), "j", ("vries",)),
        ("VRIES, J. DE", (), "j", ("vries",)),
        ("dhr. drs. Jan de Vries", ("jan",), "j", ("vries",)),
        ("Els Jansen-de Boer", ("els",), "e", ("jansen", "boer")),
        ("Els Jansen-Boer", ("els",), "e", ("jansen", "boer")),
        ("Els de Boer-Jansen", ("els",), "e", ("boer", "jansen")),
        ("E. de Boer e/v Jansen", (), "e", ("boer", "jansen")),
        ("Els de Boer geb. Jansen", ("els",), "e", ("boer", "jansen")),
        ("Dirk-Jan Visser", ("dirk", "jan"), "dj", ("visser",)),
        ("Maëlle van der Veen\u2011Güneş", ("maelle",), "m", ("veen", "gunes")),
        ("A. van 't Hof", (), "a", ("hof",)),
        ("IJsbrand IJpma", ("ijsbrand",), "i", ("ijpma",)),
        ("Ĳsbrand Ĳpma", ("ijsbrand",), "i", ("ijpma",)),
        ("Søren Weiß", ("soren",), "s", ("weiss",)),
        ("jan.de.vries", ("jan",), "j", ("vries",)),
        ("jan.de.vries@postduif.example", ("jan",), "j", ("vries",)),
        ("Fam. de Vries", (), "", ("vries",)),
        ("Th. Bakker", (), "t", ("bakker",)),
        ("K.J.M. Jonkheer", (), "kjm", ("jonkheer",)),
        ("Kaj Jonkheer", ("kaj",), "k", ("jonkheer",)),
        ("P. de Heer", (), "p", ("heer",)),
        ("de Heer, P.", (), "p", ("heer",)),
        ("de heer P. Kramer", (), "p", ("kramer",)),
        ("Els Kramer MA", ("els",), "e", ("kramer",)),
        ("Pipo", ("pipo",), "p", ()),
        ("", (), "", ()),
        (" , ", (), "", ()),
    ],
)
def test_takes_names_apart(name, given, initials, surnames):
    parsed = parse(name)
    assert (parsed.given, parsed.initials, parsed.surnames) == (given, initials, surnames)


def test_reads_what_someone_is_called():
    assert parse("Johannes (Jan) de Vries").called == ("jan",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("jansen", "janssen"), ("jansen", "janssens"), ("meijer", "meyer"), ("meijer", "meier"), ("vries", "fries"), ("vries", "vreis"),
     ("bakker", "baker"), ("philips", "filips"), ("wijnands", "wijnants"), ("hendriksen", "hendrikssen"), ("kooistra", "koostra")],
)  # fmt: skip
def test_reads_a_slip_of_the_pen(one, other):
    assert misspelt(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jansen", "jansen"),
        ("jansen", "hansen"),
        ("jan", "jane"),
        ("bos", "vos"),
        ("jansen", "jansenius"),
        ("bakker", "dekker"),
        ("els", "elsa"),
    ],
)
def test_tells_other_names_apart(one, other):
    assert not misspelt(other, one)


@pytest.mark.parametrize(
    ("one", "other", "steps"), [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xbc", 1), ("ab", "xy", 2)]
)
def test_counts_slips(one, other, steps):
    assert distance(one, other, 3) == steps
    assert distance(other, one, 3) == steps


def test_stops_counting():
    assert distance("abcdef", "uvwxyz", 2) == 3


def test_sounds_alike():
    assert sound("meijer") == sound("meyer") == sound("meier")
