"""XML without its dangers: no entity is expanded, nothing is fetched, depth costs nothing."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import unquote
from xml.parsers import expat

Start = Callable[[str, dict[str, str]], None]

DEFINES: Final = "this file defines entities of its own, as attacks do; look at it by hand"
BROKEN: Final = "this file is damaged and was read only in part; look at it by hand"

LINE_ENDS: Final = frozenset(
    {
        "tr",
        "table-row",
        "br",
        "cr",
        "line-break",
        "h",
        "comment",
        "threadedComment",
        "cm",
        "title",
        "creator",
        "author",
        "list-item",
        "pt",
        "v",
        "si",
        "row",
    }
)
PARAGRAPHS: Final = frozenset({"p"})
CELLS: Final = frozenset({"tc", "table-cell"})
GAPS: Final = {"tab": "\t", "s": " ", "noBreakHyphen": "-", "softHyphen": ""}
# numbers of the layout, and files packed in a document of one piece
UNSPOKEN: Final = frozenset({"posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset"})
PACKED: Final = frozenset({"binData", "binary-data", "binaryData"})
SECOND: Final = "Fallback"
"""What older programs show in place of a drawing: mostly the same once more."""
AUTHORS: Final = frozenset({"author", "lastModifiedBy", "creator", "initial-creator", "userName", "refreshedBy", "lastEditedBy"})
SPOKEN: Final = frozenset(
    {"descr", "title", "alt", "instr", "string-value", "text", "val-text", "displayText", "tooltip", "comment", "description",
     "caption", "current-value", "label"}
)  # fmt: skip
# elements one of whose attributes is a text or a person's name; which one
WORDED: Final = {
    **dict.fromkeys(("alias", "tag", "default", "connectString", "query", "statusText", "helpText", "listEntry", "item", "sheetName"), ("val",)),
    **dict.fromkeys(("bookmarkStart", "bookmark", "bookmark-start", "section", "custShow", "property", "user-field-decl"), ("name",)),
    **dict.fromkeys(("docPr", "cNvPr", "table", "page", "frame", "named-range", "slicer", "connection", "tableColumn", "user-defined"), ("name",)),
    **dict.fromkeys(("text", "textarea", "combobox", "listbox", "formatted-text", "hidden"), ("value",)),
    "docVar": ("name", "val"),
    "listItem": ("displayText", "value"),
    "named-expression": ("name", "expression"),
    "textpath": ("string",),
}  # fmt: skip
NAMED: Final = {"cmAuthor": "name", "author": "name", "person": "displayName", "userInfo": "name"}
TABS: Final = re.compile(r"\t[\t ]*")
CONTACT: Final = re.compile(r"^(?:mailto|tel|sms):|@|%40", re.IGNORECASE)
LAYOUT: Final = re.compile(
    r"(?:Tab(?:le|el)|Frame|Kader|[Pp]age|Blad|Sheet|Picture|Afbeelding|Image|Graphic|Text ?[Bb]ox|Tekstvak|Rectangle|Rechthoek|Shape|Vorm"
    r"|Titel?|Title|Subtitle|Ondertitel|Group|Groep|Line|Lijn|Oval|Ovaal|Chart|Grafiek|Diagram|Object|Arrow|Pijl|Column|Kolom"
    r"|(?:Content|Text|Picture|Footer|Date|Slide Number) Placeholder|Tijdelijke aanduiding voor [a-z]+|_GoBack|_(?:Toc|Ref|Hlk)|OLE_LINK)? ?\d*"
)
"""Names that a program gives by itself."""
AUTHOR_ELEMENTS: Final = frozenset({"creator", "lastModifiedBy", "author", "initial-creator"})
NUMBERS: Final = re.compile(r"[{(]?[0-9a-fA-F-]{8,}[)}]?|[\d.:,+-]*|https?://schemas\.\S*|urn:\S*")
"""Values of an attribute that name nobody: keys, numbers, addresses of the format's own."""


class Entities(Exception):
    """The document declares entities of its own."""


def parser() -> Any:
    """Return an expat parser that refuses entity declarations and never opens anything."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = 1 << 16
    made.EntityDeclHandler = _refuse
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return made


def _refuse(*_: object) -> None:
    raise Entities


def local(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]


class Story:
    """The text of one part of an office document, in reading order, and beside it what is not in the running text.

    `deleted`: text that tracked changes removed. `authors`: who wrote, changed or commented. `notes`: alternative texts,
    field codes, links that hold an address. `listed`: a part of properties, in which every element stands on its own line, and
    every attribute tells something. `packed`: a file lies within that is not read.
    """

    def __init__(self, *, listed: bool = False) -> None:
        self._listed = listed
        self.out: list[str] = []
        self.deleted: list[str] = []
        self.authors: dict[str, None] = {}
        self.notes: dict[str, None] = {}
        self.packed = False
        self._second: list[str] = []
        self._seconds = 0
        self._cells = 0
        self._muted = 0
        self._removed = 0
        self._code: list[str] = []
        self._coding = False
        self._author: list[str] | None = None

    def feed(self, chunks: Iterable[bytes]) -> None:
        """Read a part. Raises Entities or expat.ExpatError; what came before stays."""
        made = parser()
        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = self._start, self._end, self._say
        for chunk in chunks:
            made.Parse(chunk, False)
        made.Parse(b"", True)
        self._end_code()
        shown = {line.strip() for line in self.text().split("\n")}
        self.notes |= {line.strip(): None for line in "".join(self._second).split("\n") if line.strip() not in shown}

    def text(self) -> str:
        """Return the running text."""
        lines = (TABS.sub("\t", line).strip() for line in "".join(self.out).split("\n"))
        return "\n".join(line for line in lines if line)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name in UNSPOKEN or name in PACKED:
            self._muted += 1
            self.packed = self.packed or name in PACKED
        elif name == SECOND:
            self._seconds += 1
        elif name in {"del", "moveFrom"} or name == "deletion":
            self._removed += 1
        elif name in CELLS:
            self._cells += 1
        elif name in GAPS:
            self._say(GAPS[name])
        elif name == "instrText":
            self._coding = True
        elif name == "fldChar":
            self._end_code()
        elif name == "annotation":
            self.out.append("\n")
        if name in AUTHOR_ELEMENTS:
            self._author = []
        for key, value in attributes.items():
            self._attribute(name, key, value)

    def _attribute(self, element: str, name: str, value: str) -> None:
        if not value.strip() or name.startswith("xmlns"):
            return
        drawn, name = name == "draw:name", local(name)
        if name in AUTHORS or NAMED.get(element) == name:
            self.authors[value.strip()] = None
        elif name in SPOKEN or name == "v" or CONTACT.search(value):
            self.notes[value.removeprefix("mailto:").removeprefix("tel:").strip()] = None
        elif element == "Relationship" and name == "Target" and value[:5].lower() == "file:":
            self.notes[unquote(value)] = None
        elif ((drawn or name in WORDED.get(element, ())) and not LAYOUT.fullmatch(value)) or (
            self._listed and not NUMBERS.fullmatch(value)
        ):
            self.notes[value.strip()] = None

    def _end_code(self) -> None:
        """A field's code may be spread over several runs."""
        if self._code:
            self.notes["".join(self._code).strip()] = None
            self._code.clear()

    def _end(self, name: str) -> None:
        name = local(name)
        if name in UNSPOKEN or name in PACKED:
            self._muted -= 1
        elif name == SECOND:
            self._seconds -= 1
        elif name == "instrText":
            self._coding = False
        elif self._seconds:
            self._second.append("\n" if name in PARAGRAPHS or name in LINE_ENDS else "")
        elif name in {"del", "moveFrom"} or name == "deletion":
            self._removed -= 1
            self.deleted.append("\n")
        elif name in CELLS:
            self._cells -= 1
            self.out.append("\t")
        elif name in PARAGRAPHS:
            self.out.append("\t" if self._cells else "\n")
        elif self._listed or name in LINE_ENDS:
            (self.deleted if self._removed else self.out).append("\n")
        if name in AUTHOR_ELEMENTS and self._author is not None:
            self.authors["".join(self._author).strip()] = None
            self._author = None

    def _say(self, text: str) -> None:
        if self._muted:
            return
        if self._author is not None:
            self._author.append(text)
        if self._coding:
            self._code.append(text)
        elif self._seconds:
            self._second.append(text)
        elif self._removed:
            self.deleted.append(text)
        else:
            self.out.append(text)


class Listing:
    """An XML file as lines of `name: value`, one per element with text of its own and per attribute."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: list[str] = []
        self._text: list[str] = []

    def feed(self, data: bytes) -> None:
        """Read a whole file. Raises Entities or expat.ExpatError; what came before stays."""
        made = parser()
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.CharacterDataHandler = made.CommentHandler = self._text.append
        made.ProcessingInstructionHandler = self._told
        made.Parse(data, True)

    def _told(self, name: str, text: str) -> None:
        if name not in {"xml-stylesheet", "xpacket"}:
            self.lines.append(f"{name}: {text}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._names.append(local(name))
        self.lines += [f"{local(key)}: {value}" for key, value in attributes.items() if not key.startswith("xmlns")]

    def _end(self, _: str) -> None:
        self._flush()
        self._names.pop()

    def _flush(self) -> None:
        if text := "".join(self._text).strip():
            self.lines.append(f"{self._names[-1]}: {text}" if self._names else text)
        self._text.clear()
