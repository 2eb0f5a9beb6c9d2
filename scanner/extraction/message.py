"""Outlook's messages (.msg, [MS-OXMSG]): every text property, who it is to, and the files with it. Runs in the child."""

import re
from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.compound import STREAM, content, inner
from scanner.extraction.html import text_and_files
from scanner.extraction.places import step
from scanner.extraction.text import decoded
from scanner.extraction.wire import NAME, field_frame, member_frame, texts, unread_frame
from scanner.model import GapKind

PROPERTY: Final = re.compile(r"__substg1\.0_([0-9A-F]{4})(?:(001[EF]|0102)|(101[EF])-([0-9A-F]{8}))", re.IGNORECASE)
# [MS-OXPROPS]: properties with a place of their own; every other text goes under "properties"
SUBJECT, BODY, HTML, RICH, HEADERS = "0037", "1000", "1013", "1009", "007D"
PLACES: Final = {SUBJECT: "Subject", BODY: "text", HEADERS: "headers"}
PEOPLE: Final = frozenset({"0C1A", "0042", "0040", "0044", "3FF8", "3FFA", "3001", "5FF6"})
APPARATUS: Final = frozenset({"001A", "3703", "370E", "3712"})  # class, suffix, media type and number of a file
LONG_NAME, SHORT_NAME, CONTENT, NUMBER = "3707", "3704", "3701", "3712"
INNER: Final = "__substg1.0_3701000D"
MOST_DEPTH: Final = 12

BODILESS: Final = "the text of this mail is packed in a way that is not read; open it in Outlook"
TOO_DEEP: Final = "mails are packed in mails deeper than is read; open this one in Outlook"
LINKED: Final = "a file with this mail lies elsewhere or is of another program, and is not read; look at it by hand"


def read_message(streams: Any, under: Any = None, at: str = "", depth: int = 0) -> Iterator[bytes]:
    """Yield a message; `under`: the entry of the file's directory that it is, `at`: the address of what it holds."""
    under = under or streams.root
    held = dict(_properties(streams, under))
    for key, place in PLACES.items():
        yield from texts(f"{at}{place}", _text(held.get(key)))
    if page := _text(held.get(HTML)):
        text, files = text_and_files(page)
        yield from texts(f"{at}html", text)
        for number, (media_type, file) in enumerate(files, start=1):
            yield member_frame(f"file {number} in the page", media_type or "text/plain", file)
    elif RICH in held and BODY not in held:
        yield unread_frame(f"{at}text", GapKind.UNSUPPORTED, BODILESS)
    yield from _people([held], at)
    rest = {_text(value) for key, value in held.items() if key not in {*PLACES, *PEOPLE, *APPARATUS, HTML} and value[0] != "0102"}
    yield from texts(f"{at}properties", "\n".join(sorted(filter(None, rest))))
    within = sorted(under.kids, key=lambda kid: str(kid.name))
    receivers = [dict(_properties(streams, kid)) for kid in within if kid.name.startswith("__recip")]
    yield from _people(receivers, f"{at}To/")
    for kid in within:
        if kid.name.startswith("__attach"):
            yield from _attachment(streams, kid, at, depth)


def _properties(streams: Any, under: Any) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for kid in under.kids:
        if kid.entry_type == STREAM and (found := PROPERTY.fullmatch(kid.name)):
            # of a list of texts, such as categories, each has a stream of its own
            kind = found[2] or found[3].replace("1", "0", 1)
            key = f"{found[1]}-{found[4]}" if found[4] else found[1]
            yield key.upper(), (kind.upper(), content(streams, kid))


def _text(held: tuple[str, bytes] | None) -> str:
    if held is None:
        return ""
    kind, data = held
    text = data.decode("utf-16-le", "replace") if kind == "001F" else decoded(data)
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _people(held: list[dict[str, tuple[str, bytes]]], at: str) -> Iterator[bytes]:
    """Yield the names of people, and beside a receiver's name the rest of what is known of them."""
    for number, person in enumerate(held):
        names = dict.fromkeys(filter(None, (_text(value) for key, value in person.items() if key in PEOPLE)))
        for at_name, name in enumerate(names):
            yield field_frame(f"{at}{number}/name/{at_name}" if at.endswith("To/") else f"{at}From/name/{at_name}", name, NAME)
        if at.endswith("To/"):
            rest = (_text(value) for key, value in person.items() if key not in PEOPLE and value[0] != "0102")
            yield from texts(f"{at}{number}", "\n".join(dict.fromkeys(filter(None, rest))))


def _attachment(streams: Any, under: Any, at: str, depth: int) -> Iterator[bytes]:
    held = dict(_properties(streams, under))
    name = _text(held.get(LONG_NAME)) or _text(held.get(SHORT_NAME)) or _text(held.get("3001")) or "file"
    if CONTENT in held:
        yield member_frame(name, "", held[CONTENT][1], inline=NUMBER in held)
    elif not inner(under, INNER, "__properties_version1.0"):
        yield unread_frame(f"{at}{step(name)}", GapKind.UNSUPPORTED, LINKED)
    elif depth >= MOST_DEPTH:
        yield unread_frame(f"{at}{step(name)}", GapKind.TOO_LARGE, TOO_DEEP)
    else:
        yield field_frame(f"{at}{step(name)}", name)
        yield from read_message(streams, inner(under, INNER), f"{at}{step(name)}!/", depth + 1)
