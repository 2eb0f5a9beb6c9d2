"""Whatever a record says, the page says it and does nothing else."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from jinja2 import UndefinedError

from reports.render.charts import Charts, by_year
from reports.render.page import link, page, place, visible
from reports.render.words import words

EVIL = '"><script>alert(1)</script>&\u202e\u0007'


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://x.example",
        "http://x.example",
        "https://",
        "https:x.example",
        "//x.example",
        "data:text/html,x",
        "https://a@b.example/",
        "https://[x",
        "https://x.example/\u202e",
        "https://x.example/\n",
        "",
    ],
)
def test_only_a_plain_https_address_becomes_a_link(url):
    assert str(link(url, "open <it>")) == "open &lt;it&gt;"


def test_a_link_is_escaped_and_tells_the_vendor_nothing():
    made = link('https://x.example/a?b=1&c="2', "open")
    assert made == '<a href="https://x.example/a?b=1&amp;c=&#34;2" rel="noreferrer">open</a>'


def test_what_is_not_given_is_an_error():
    with pytest.raises(UndefinedError):
        page("person.html", words("nl"))


def test_controls_and_direction_marks_are_seen():
    assert visible("a\u202eb\x00c\u2066d\n\te") == "a\ufffdb\ufffdc\ufffdd\n\te"


def test_a_path_reads_from_left_to_right():
    assert place("m.eml!/a~1b.pdf!/text") == "m.eml › a/b.pdf › text"
    assert place("/names/0/displayName") == "names › 0 › displayName"


@pytest.mark.parametrize(
    "made",
    [
        Charts().bars(EVIL, [(EVIL, 3, EVIL), ("b", 0, "0")]),
        Charts().strip(EVIL, [("found", EVIL, 3), ("failed", "x", 0)]),
        Charts().timeline(EVIL, {1999: 4, 2004: 1}),
    ],
)
def test_charts_are_well_formed_and_hold_no_markup_of_others(made):
    assert "<script" not in made
    root = ET.fromstring(visible(str(made)))
    tags = [element.tag for element in root.iter()]
    assert tags[:5] == ["figure", "figcaption", "svg", "title", "desc"]
    assert set(tags[5:]) <= {"rect", "text", "line"}
    assert not [value for element in root.iter() for value in element.attrib.values() if value.startswith("-")]


def test_the_longest_bar_fills_the_width_and_nothing_has_no_length():
    root = ET.fromstring(str(Charts().bars("t", [("a", 10, "10"), ("b", 5, "5")])))
    widths = [float(rect.attrib["width"]) for rect in root.iter("rect")]
    assert widths == [260, 130]


def test_an_empty_chart_is_nothing():
    assert (Charts().bars("t", []), Charts().timeline("t", {})) == ("", "")


def test_a_timeline_has_a_place_for_every_year():
    root = ET.fromstring(str(Charts().timeline("t", by_year([date(2001, 1, 1), date(2003, 1, 1), None]))))
    assert [text.text for text in root.iter("text") if text.attrib["class"] == "c-label"] == ["2001", "2002", "2003"]
    assert len(list(root.iter("rect"))) == 2
