"""HTML as a person reads it, and what it holds out of sight; one pass, no tree, time linear in its length."""

import binascii
import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

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
        "noscript",
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
        "template",
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
DATA: Final = re.compile(r"data:([^,;]{0,100})((?:;[^,;]{0,100})*),(.*)", re.IGNORECASE | re.DOTALL)
"""A file written into an address (RFC 2397)."""
STYLED: Final = re.compile(r"url\(\s*[\"']?(data:[^,\"')\s]{0,200};base64,[A-Za-z0-9+/=%]++)", re.IGNORECASE)
MOST_FILES: Final = 1_000
CONTACT: Final = ("mailto:", "tel:", "sms:", "callto:", "whatsapp:", "skype:", "sip:")
REPEATS_SOUGHT: Final = 1000
"""Up to how many unseen values are left out where the visible text has them too: looking for more would take too long."""
DECLARED: Final = re.compile(r"<!doctype\b|<\?xml|<!\[(?:if|end)|<!(?:entity|element|attlist)\b", re.IGNORECASE)
"""Marks that say how a page is to be taken; between any others of their kind stands text."""
CELL_EDGE: Final = re.compile(r" ?\x1f[ \x1f]*")
# invisible signs that only guide line breaks: they would split a name or an address in two
UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


TRIVIAL: Final = 1_000
"""A page of so few characters may well say nothing; a longer one without any text is a gap."""
WORDLESS: Final = "no text could be read on this page; it may consist of pictures; look at it by hand"


def text_of(source: str) -> str:
    """Return what a reader sees, in order, then what is out of sight: alternative texts, contact links, scripts, comments.

    Styles are left out. Hidden elements are read like any other. Never raises; never recurses.
    """
    return text_and_files(source)[0]


def text_and_files(source: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text as `text_of` does, and the files that are written into the page: media type and content."""
    page = _Page(source)
    page.read()
    return _text(page), [found for found in map(_enclosed, page.files) if found[1]]


def _enclosed(address: str) -> tuple[str, bytes]:
    found = DATA.match(address)
    if not found:
        return "", b""
    content = unquote_to_bytes(found[3])
    if found[2].lower().rstrip().endswith(";base64"):
        signs = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        content = binascii.a2b_base64(signs[: len(signs) - (len(signs) % 4 == 1)] + b"=" * (-len(signs) % 4))
    return found[1].strip().lower(), content


def _text(page: "_Page") -> str:
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
        self.files: dict[str, None] = {}
        self.quotes_close = True
        self.tags_close = True
        self.lines_count = False

    def visible(self) -> str:
        text = "".join(self.parts)
        lines = (line.strip() for line in spaced(text if text.isascii() else UNSEEN.sub("", text)).split("\v"))
        return "\n".join(CELL_EDGE.sub("\t", line).strip() if "\x1f" in line else line for line in lines if line.strip("\x1f "))

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
        following = source[at + 1 : at + 2]
        if match := TAG.match(source, at):
            return self.tag(match[1].lower(), match[2], match.end(), closing=following == "/", nested=nested)
        if following in {"!", "?"}:
            if source.startswith("<!--", at):
                return self.aside(at + 4, "-->", nested=nested)
            if source.startswith("<![CDATA[", at):
                return self.section(at + 9)
            closing = source.find(">", at) if self.tags_close else -1
            self.tags_close = closing >= 0
            if closing >= 0 and not DECLARED.match(source, at):
                self.notes[source[at + 2 : closing].strip(" ?-")] = None
            return closing + 1 if closing >= 0 else self.literal(at)
        if (name := NAME.match(source, at)) and (close := self.close_of(name.end())) >= 0:
            return self.tag(name[1].lower(), source[name.end() : close], close + 1, closing=following == "/", nested=nested)
        return self.literal(at)

    def section(self, at: int) -> int:
        """Read text that stands between marks of its own (XML 1.0, 2.7); it ends where the page does, if nowhere else."""
        end = self.source.find("]]>", at)
        self.parts.append(self.source[at : end if end >= 0 else len(self.source)])
        return end + 3 if end >= 0 else len(self.source)

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
            if name == "pre":
                self.lines_count = not closing
        elif name in CELL:
            self.parts.append(" \x1f ")
        if closing:
            return end
        if attributes:
            self.note(attributes)
        return self.raw(name, end, nested=nested) if name in RAW else end

    def raw(self, name: str, at: int, *, nested: bool) -> int:
        match = RAW[name].search(self.source, at)
        stop = match.start() if match else len(self.source)
        if name == "style":
            self.styled(self.source[at:stop])
        elif not nested:
            self.asides.append(self.source[at:stop])
        return stop

    def note(self, attributes: str) -> None:
        for found in ATTRIBUTE.finditer(attributes):
            name = found[1].lower()
            value = found[2] or found[3] or found[4] or ""
            if name in SPOKEN or name.startswith("data-"):
                self.keep(value)
            elif value[:5].lower() == "data:":
                self.file(unescaped(value))
            elif name == "srcdoc":
                self.asides.append(unescaped(value))
            elif name == "style":
                self.styled(unescaped(value))
            elif name in LINKS:
                self.link(value)
            elif "@" in value or "%40" in value:
                self.keep(unquote(value))

    def styled(self, text: str) -> None:
        if "data:" in text:
            for found in STYLED.finditer(text):
                self.file(found[1])

    def file(self, address: str) -> None:
        if len(self.files) <= MOST_FILES:
            self.files[address] = None

    def link(self, value: str) -> None:
        value = value.strip()
        if value[:9].lower().startswith(CONTACT):
            self.keep(unquote(unescaped(value)).partition(":")[2])
        elif "@" in value or "%40" in value:
            self.keep(unquote(unescaped(value)))

    def keep(self, value: str) -> None:
        if value := spaced(unescaped(value)).strip():
            self.notes[value] = None

    def say(self, text: str) -> None:
        self.parts.append(unescaped(text.replace("\n", "\v") if self.lines_count else text))


def spaced(text: str) -> str:
    """Return the text with one space for each stretch of spaces, tabs and ends of lines."""
    for sign in "\t\r\n\f":
        text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def unescaped(text: str) -> str:
    """Return `text` with character references resolved; as it stands where one of them is a number no one can read."""
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # thousands of digits: Python refuses to read the number
        return text
