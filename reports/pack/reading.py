"""A file's text as a stranger would read it, piece by piece: for looking through originals and the finished pack."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import chain

from reports.detecting import is_machine

WINDOW = 1 << 16
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
# a message's own number, and others' that it answers: name@host, and yet nobody's mailbox
MACHINE_HEADER = re.compile(
    r"^(?:message-id|references|in-reply-to|content-id|thread-index|dkim-signature|x-google-dkim-signature|arc-[\w-]+)"
    r":[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
ENCODED = re.compile(r"^[A-Za-z0-9+/=]{60,}\r?$", re.MULTILINE)
ESCAPED = re.compile(r"(?:=[0-9A-Fa-f]{2})+")  # quoted-printable
FOLDED = re.compile(r"\r?\n[ \t]")  # a calendar's or an address card's long line
SOFT_BREAK = re.compile(r"=\r?\n")
UNTEXT = (b"%PDF", b"PK\x03\x04")


def is_text(head: bytes) -> bool:
    """Return whether a file that starts so can be read as text."""
    return b"\0" not in head and not head.startswith(UNTEXT)


def pieces(name: str, chunks: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of a text file; nothing of a file that is not text."""
    stream = iter(chunks)
    head = next(stream, b"")
    if not is_text(head):
        return
    windows = _windows(chain([head], stream))
    if name == "data/report.html":
        yield from _html(windows)
    elif name.startswith("data/csv/"):
        yield from _csv(windows)
    elif name == "data/data.json":
        yield from _data(windows)
    else:
        clean = CLEANED.get(name.rpartition(".")[2], str)
        for number, window in enumerate(windows, start=1):
            yield f"part {number}", clean(window)


def _windows(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the text in stretches of whole lines, or of whole words where a line has no end."""
    left = b""
    for chunk in chunks:
        left += chunk
        if len(left) < WINDOW:
            continue
        cut = max(left.rfind(b"\n"), 0) or max(left.rfind(b" "), 0) or len(left) - 1
        yield left[: cut + 1].decode("utf-8", "replace")
        left = left[cut + 1 :]
    if left:
        yield left.decode("utf-8", "replace")


def _mail(text: str) -> str:
    plain = SOFT_BREAK.sub("", ENCODED.sub("", MACHINE_HEADER.sub("", text)))
    return ESCAPED.sub(lambda run: bytes.fromhex(run[0].replace("=", "")).decode("utf-8", "replace"), plain)


def _unfolded(text: str) -> str:
    return FOLDED.sub("", text)


def _json(text: str) -> str:
    return ESCAPE.sub(lambda hit: chr(int(hit[1], 16)) if hit[1] else hit[2] if hit[2] in '"\\/' else " ", text)


# somebody else's page is not parsed: it could be built to keep a parser busy
CLEANED = {
    "ics": _unfolded,
    "vcf": _unfolded,
    "eml": _mail,
    "json": _json,
    "html": unescape,
    "htm": unescape,
    "xml": unescape,
    "svg": unescape,
}


def _lines(windows: Iterator[str]) -> Iterator[str]:
    left = ""
    for window in windows:
        *whole, left = (left + window).split("\n")
        yield from (line + "\n" for line in whole)
    if left:
        yield left


def _csv(windows: Iterator[str]) -> Iterator[tuple[str, str]]:
    reader = csv.reader(_lines(windows))
    for row in reader:
        *_, path, value, _, _ = row
        yield f"line {reader.line_num}", path
        if not is_machine(path):
            yield f"line {reader.line_num}", value


def _data(windows: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Each field of data.json stands on a line of its own."""
    for number, line in enumerate(_lines(windows), start=1):
        if line.startswith('{"path"'):
            field = json.loads(line.rstrip().rstrip(","))
            yield f"line {number}", field["path"]
            if not is_machine(field["path"]):
                yield f"line {number}", field["value"]
        else:
            yield f"line {number}", _json(line)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  html.parser's signature
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  html.parser's signature
        self._style = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._style:
            self.found.append((f"line {self.getpos()[0]}", data))


def _html(windows: Iterator[str]) -> Iterator[tuple[str, str]]:
    texts = _Texts()
    for window in windows:
        texts.feed(window)
        yield from texts.found
        texts.found.clear()
    texts.close()
    yield from texts.found
