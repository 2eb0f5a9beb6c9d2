"""Reads a page as a browser would, enough to judge it."""

from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.open, self.unclosed = [], [], [], []
        self.raw = html
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "rect", "line"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def sound(html):
    """Assert what holds of every page of ours, and return it read."""
    page = Page(html)
    assert (page.unclosed, page.open) == ([], [])
    assert not [tag for tag, _ in page.tags if tag in {"script", "link", "img", "iframe", "object", "form", "base"}]
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") or name in {"src", "action"} for name in attrs)]
    policy = [attrs["content"] for attrs in page.all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    for attrs in page.all("a"):
        assert attrs["href"].startswith("https://")
        assert attrs["rel"] == "noreferrer"
    assert all(attrs.get("scope") in {"col", "row"} for attrs in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    charts = page.all("svg")
    assert len(page.all("desc")) == len(charts)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in charts:
        assert set(attrs["aria-labelledby"].split()) <= set(ids)
    assert "url(" not in html
    assert "@import" not in html
    assert not [sign for sign in "\u202e\u202d\u2066\x07\x00" if sign in html]
    return page
