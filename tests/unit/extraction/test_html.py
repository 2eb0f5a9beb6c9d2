import pytest

from scanner.extraction.html import text_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Beste <b>Jan</b>\n de  Vries</p><p>Groet</p>", "Beste Jan de Vries\nGroet"),
        ("<title>Titel</title><body>tekst", "Titel\ntekst"),
        ("<table><tr><td>Vries</td><td>de</td><td>Jan</td></tr><tr><td>B", "Vries\tde\tJan\nB"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("Zo&euml; &amp; Jos&#233; &lt;x&gt;", "Zoë & José <x>"),
        ("ge\u00adbo\u200bren", "geboren"),
        ("<div style='display:none'>verborgen Jan</div>", "verborgen Jan"),
        ('<img alt="foto van Jan" src=x.png>', "foto van Jan"),
        ('<a href="mailto:jan@x.example?subject=hoi%20daar">mail</a>', "mail\njan@x.example?subject=hoi daar"),
        ('<a href="mailto:jan@x.example">jan@x.example</a>', "jan@x.example"),
        ("<a href='tel:+31612345678'>bel</a>", "bel\n+31612345678"),
        ('<a href="https://x.example/u?mail=jan%40y.example">uit</a>', "uit\nhttps://x.example/u?mail=jan@y.example"),
        ("a<!-- geheim: <b>Jan</b> -->b", "ab\ngeheim: Jan"),
        ("<style>p{}</style>a<script>var n='Jan'</script>b", "ab\nvar n='Jan'"),
        ('<input value="Jan de Vries">', "Jan de Vries"),
        ('<a title="a > b" href=x>c</a>', "c\na > b"),
        ("a < b en c > d", "a < b en c > d"),
        ("<a href='x", "<a href='x"),
        ("&#" + "9" * 5000 + "; Jan", "&#" + "9" * 5000 + "; Jan"),
        ("", ""),
    ],
)
def test_reads_what_a_page_says(source, expected):
    assert text_of(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + "Jan" + "</div>" * 100_000,
        '<a "<' * 100_000,
        "<!--" * 100_000,
        "<a " * 100_000,
        "<a '<' \"" * 100_000,
        "<" * 200_000,
        "<script>" * 100_000,
    ],
    ids=["deep", "odd quotes", "open comments", "open tags", "mixed quotes", "signs", "open scripts"],
)
def test_takes_linear_time_whatever_the_page(cost, source):
    assert cost(text_of, source) < 3


def test_a_value_deep_down_is_found():
    assert text_of("<div>" * 100_000 + "Jan" + "</div>" * 100_000) == "Jan"
