"""Rich text (RTF 1.9.1): every destination that holds text, known or not. Runs in the child."""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from scanner.extraction.limits import Visit
from scanner.extraction.text import decoded
from scanner.extraction.wire import NAME, field_frame, member_frame, texts, unread_frame
from scanner.model import GapKind

BROKEN: Final = "this file is damaged and was read only in part; look at it by hand"
OBJECT: Final = "this document holds an object of another program, which is not read; look at it by hand"

TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
SIGNS: Final = {
    **dict.fromkeys(("par", "line", "page", "sect", "row", "column"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell"), "\t"),
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ",
}  # fmt: skip
# how the document looks, what programs remember of it, and second copies
SILENT: Final = frozenset(
    [
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "fontemb",
        "mmathPr",
        "xmlnstbl",
        "panose",
        "pgptbl",
        "blipuid",
        "bliptag",
        "picprop",
        "nonshppict",
        "wgrffmtfilter",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "datafield",
        "filetbl",
        "passwordhash",
        "falt",
        "listpicture",
        "pnseclvl",
        "revtim",
        "creatim",
        "printim",
        "buptim",
    ]
)
NAMES: Final = frozenset({"author", "operator", "manager", "atnauthor", "revtbl"})
CHARSETS: Final = {77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 222: "cp874", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
                   178: "cp1256", 186: "cp1257", 204: "cp1251", 238: "cp1250"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the end of the group: where text goes, how its bytes are read, how many follow a Unicode sign."""

    into: str = "text"
    charset: str = "cp1252"
    plain: str = "cp1252"  # of a font that says nothing of its own
    after: int = 1
    deleted: bool = False
    apart: bool = False  # a text box: no part of the line that it is fixed to


class _Document:
    def __init__(self, data: bytes, visit: Visit) -> None:
        self.data, self.visit = data, visit
        self.out: dict[str, list[str]] = {place: [] for place in ("text", "deleted", "notes", "author")}
        self.embedded: list[tuple[str, bytes]] = []
        self.state, self.stack = _State(), list[_State]()
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.starred = self.torn = self.foreign = False
        self.skip = 0
        self.raw, self.digits = bytearray(), bytearray()

    def read(self) -> None:
        at, size = 0, len(self.data)
        while at < size and (token := TOKEN.match(self.data, at)):
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if code is not None:
                self._bytes(bytes([int(code, 16)]))
            elif plain is not None:
                self._bytes(plain)
            elif word is not None:
                at += self._word(word.decode(), int(number) if number else None, at)
            elif brace is not None:
                self._brace(brace)
            elif sign is not None:
                self._sign(sign)
        self._flush()
        self.torn = at != size or bool(self.stack)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            if self.state.into in {"pict", "objdata"} and self.state.into != self.stack[-1].into:
                self.embedded.append((self.state.into, bytes(self.digits)))
                self.digits.clear()
            elif self.state.into != self.stack[-1].into and self.state.into in self.out:
                self.out[self.state.into].append("\n")
            elif self.state.apart and not self.stack[-1].apart:
                self._say("\n")
            self.state = self.stack.pop()
        self.starred, self.skip = False, 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in b"\\{}":
            self._bytes(sign)
        else:
            self._say({b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(sign, ""))

    def _word(self, word: str, number: int | None, at: int) -> int:
        """Take one control word; return how many raw bytes follow it."""
        starred, self.starred = self.starred, False
        if word == "bin":
            length = max(0, number or 0)
            if self.state.into in {"pict", "objdata"}:
                self.raw += binascii.hexlify(self.data[at : at + length])
            elif length and self.state.into in self.out:
                self.foreign = True
            return length
        if word in SIGNS:
            self._say(SIGNS[word])
        elif word == "u":
            self._say(chr((number or 0) & 0xFFFF))
            self.skip = self.state.after
        elif word in CHANGES:
            self._flush()
            self.state = CHANGES[word](self.state, number)
        elif word in {"f", "fcharset", "ansicpg"}:
            self._flush()
            self._font(word, number or 0)
        else:
            self._destination(word, starred=starred)
        return 0

    def _font(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self.state = replace(self.state, charset=f"cp{number}", plain=f"cp{number}")
        elif word == "fcharset":
            self.fonts[self.font] = CHARSETS.get(number, "")
        else:
            self.font = number
            self.state = replace(self.state, charset=self.fonts.get(number) or self.state.plain)

    def _destination(self, word: str, *, starred: bool) -> None:
        into = (
            "silent" if word in SILENT or word == "fonttbl"
            else word if word in {"pict", "objdata"}
            else "author" if word in NAMES
            else "notes" if starred or word in {"info", "title", "subject", "keywords", "doccomm", "company", "category", "propname", "staticval", "sn", "sv"}
            else ""
        )  # fmt: skip
        if word in {"shpinst", "shptxt", "shppict"}:  # starred, and yet a part of the page
            into = "text"
            self.state = replace(self.state, apart=True)
        if into and self.state.into != "silent":
            self._flush()
            self.state = replace(self.state, into=into)
        if into in self.out or word in {"footnote", "field"}:
            self._say("\n" if word not in {"field", "shpinst", "shppict"} else " ")

    def _bytes(self, plain: bytes) -> None:
        if self.skip:
            plain, self.skip = plain[self.skip :], max(0, self.skip - len(plain))
        self.raw += plain

    def _say(self, text: str) -> None:
        if self.state.into in self.out:
            self._flush()
            place = "deleted" if self.state.deleted and self.state.into == "text" else self.state.into
            self.out[place].append(text)

    def _flush(self) -> None:
        if self.state.into in {"pict", "objdata"}:
            self.digits += self.raw
        elif self.raw and self.state.into in self.out:
            text = decoded(bytes(self.raw), self.state.charset)
            place = "deleted" if self.state.deleted and self.state.into == "text" else self.state.into
            self.out[place].append(text)
        self.raw.clear()

    def text(self, place: str) -> str:
        joined = "".join(self.out[place]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return "\n".join(line.strip() for line in joined.split("\n") if line.strip())


CHANGES: Final[dict[str, Callable[[_State, int | None], _State]]] = {
    "uc": lambda state, number: replace(state, after=number or 0),
    "deleted": lambda state, number: replace(state, deleted=number != 0),
    "plain": lambda state, _: replace(state, deleted=False, charset=state.plain),
    "mac": lambda state, _: replace(state, charset="mac-roman", plain="mac-roman"),
    "pc": lambda state, _: replace(state, charset="cp437", plain="cp437"),
    "pca": lambda state, _: replace(state, charset="cp850", plain="cp850"),
}


def read_rtf(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield the text of a document, then what was deleted, comments, links and properties, who wrote, and pictures and objects."""
    document = _Document(data, visit)
    document.read()
    yield from texts("text", document.text("text"))
    yield from texts("text/deleted", document.text("deleted"))
    yield from texts("notes", document.text("notes"))
    authors = re.split(r"[\n;]", document.text("author"))
    for number, author in enumerate(dict.fromkeys(filter(None, map(str.strip, authors)))):
        yield field_frame(f"author/{number}", author, NAME)
    for kind, digits in document.embedded:
        yield from _embedded(kind, re.sub(rb"[^0-9a-fA-F]", b"", digits))
    if document.foreign:
        yield unread_frame("objects", GapKind.UNSUPPORTED, OBJECT)
    if document.torn:
        yield unread_frame("", GapKind.MALFORMED, BROKEN)


def _embedded(kind: str, digits: bytes) -> Iterator[bytes]:
    content = binascii.unhexlify(digits[: len(digits) - len(digits) % 2])
    if kind == "pict":
        yield member_frame("picture", "image/unknown", content)
    elif (
        start := min((at for mark in (b"\xd0\xcf\x11\xe0", b"PK\3\4", b"%PDF-") if (at := content.find(mark)) >= 0), default=-1)
    ) >= 0:
        yield member_frame("object", "", content[start:], inline=False)
    else:
        yield unread_frame("objects", GapKind.UNSUPPORTED, OBJECT)
