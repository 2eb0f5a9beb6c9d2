"""HTML as a person reads it, and what it holds out of sight; one pass, no tree, time linear in its length."""

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

BLOCK: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "textarea",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
CELL: Final = frozenset({"td", "th"})
RAW: Final = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "xmp", "noembed", "noframes")}

# no part of these passes the next < or >, so that a tag that never ends costs no more than its own length
TAG: Final = re.compile(r"""</?([a-zA-Z][^\s/<>"']*+)((?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+)>""")
NAME: Final = re.compile(r"</?([a-zA-Z][^\s/<>]*+)")
QUOTE_OR_END: Final = re.compile("""["'>]""")
ATTRIBUTE: Final = re.compile(r"""([a-zA-Z][\w:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
SPOKEN: Final = frozenset({"alt", "title", "value", "placeholder", "content", "aria-label", "label", "summary", "datetime"})
LINKS: Final = frozenset({"href", "action", "src"})
CONTACT: Final = ("mailto:", "tel:", "sms:", "callto:", "whatsapp:", "skype:", "sip:")
REPEATS_SOUGHT: Final = 1000
"""Up to how many unseen values are left out where the visible text has them too: looking for more would take too long."""
CELL_EDGE: Final = re.compile(r" ?\x1f[ \x1f]*")
SPACES: Final = re.compile(r"[ \t\r\n\f]+")
# invisible signs that only guide line breaks: they would split a name or an address in two
UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


TRIVIAL: Final = 1_000
"""A page of so few characters may well say nothing; a longer one without any text is a gap."""
WORDLESS: Final = "no text could be read on this page; it may consist of pictures; look at it by hand"


def text_of(source: str) -> str:
    """Return what a reader sees, in order, then what is out of sight: alternative texts, contact links, scripts, comments.

    Styles are left out. Hidden elements are read like any other. Never raises; never recurses.
    """
    page = _Page(source)
    page.read()
    seen = page.visible()
    hidden = list(page.hidden())
    if len(hidden) <= REPEATS_SOUGHT:
        hidden = [value for value in hidden if value not in seen]
    return "\n".join(filter(None, [seen, *hidden]))


class _Page:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.notes: dict[str, None] = {}
        self.asides: list[str] = []
        self.quotes_close = True
        self.tags_close = True
        self.lines_count = False

    def visible(self) -> str:
        lines = (SPACES.sub(" ", line).strip() for line in UNSEEN.sub("", "".join(self.parts)).split("\v"))
        return "\n".join(CELL_EDGE.sub("\t", line).strip() for line in lines if line.strip("\x1f "))

    def hidden(self) -> Iterator[str]:
        yield from self.notes
        for aside in self.asides:
            inner = _Page(aside)
            inner.read(nested=True)
            if text := inner.visible():
                yield text
            yield from inner.notes

    def read(self, *, nested: bool = False) -> None:
        source, at, end = self.source, 0, len(self.source)
        while at < end:
            opening = source.find("<", at)
            if opening < 0:
                break
            if opening > at:
                self.say(source[at:opening])
            at = self.markup(opening, nested=nested)
        if at < end:
            self.say(source[at:])

    def markup(self, at: int, *, nested: bool) -> int:
        source = self.source
        if source.startswith("<!--", at):
            return self.aside(at + 4, "-->", nested=nested)
        following = source[at + 1 : at + 2]
        if following in {"!", "?"}:
            closing = source.find(">", at) if self.tags_close else -1
            self.tags_close = closing >= 0
            return closing + 1 if closing >= 0 else self.literal(at)
        if match := TAG.match(source, at):
            return self.tag(match[1].lower(), match[2], match.end(), closing=following == "/", nested=nested)
        if (name := NAME.match(source, at)) and (close := self.close_of(name.end())) >= 0:
            return self.tag(name[1].lower(), source[name.end() : close], close + 1, closing=following == "/", nested=nested)
        return self.literal(at)

    def literal(self, at: int) -> int:
        self.parts.append("<")
        return at + 1

    def close_of(self, at: int) -> int:
        """Return where a tag ends whose quoted values hold < or >; -1: nowhere.

        Quotes that never close are looked for once in a document; then any > ends a tag.
        """
        while self.quotes_close and self.tags_close:
            if not (found := QUOTE_OR_END.search(self.source, at)):
                break
            if found[0] == ">":
                return found.start()
            at = self.source.find(found[0], found.end()) + 1
            self.quotes_close = at > 0
        closing = self.source.find(">", max(at, 0)) if self.tags_close else -1
        self.tags_close = closing >= 0
        return closing

    def aside(self, at: int, end_mark: str, *, nested: bool) -> int:
        end = self.source.find(end_mark, at)
        stop = end if end >= 0 else len(self.source)
        if nested:
            self.say(self.source[at:stop])
        else:
            self.asides.append(self.source[at:stop])
        return stop + len(end_mark)

    def tag(self, name: str, attributes: str, end: int, *, closing: bool, nested: bool) -> int:
        if name in BLOCK:
            self.parts.append("\v")
        elif name in CELL:
            self.parts.append(" \x1f ")
        if name == "pre":
            self.lines_count = not closing
        if attributes and not closing:
            self.note(attributes)
        if name in RAW and not closing:
            return self.raw(name, end, nested=nested)
        return end

    def raw(self, name: str, at: int, *, nested: bool) -> int:
        match = RAW[name].search(self.source, at)
        stop = match.start() if match else len(self.source)
        if name != "style" and not nested:
            self.asides.append(self.source[at:stop])
        return stop

    def note(self, attributes: str) -> None:
        for found in ATTRIBUTE.finditer(attributes):
            name = found[1].lower()
            value = found[2] or found[3] or found[4] or ""
            if name in SPOKEN or name.startswith("data-"):
                self.keep(value)
            elif name in LINKS:
                self.link(value)

    def link(self, value: str) -> None:
        value = value.strip()
        if value[:9].lower().startswith(CONTACT):
            self.keep(unquote(unescaped(value)).partition(":")[2])
        elif value[:5].lower() != "data:" and ("@" in value or "%40" in value):
            self.keep(unquote(unescaped(value)))

    def keep(self, value: str) -> None:
        if value := SPACES.sub(" ", unescaped(value)).strip():
            self.notes[value] = None

    def say(self, text: str) -> None:
        self.parts.append(unescaped(text.replace("\n", "\v") if self.lines_count else text))


def unescaped(text: str) -> str:
    """Return `text` with character references resolved; as it stands where one of them is a number no one can read."""
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # thousands of digits: Python refuses to read the number
        return text
