"""Address books (vCard 2.1 to 4.0): one record a card. A card that cannot be read costs only itself."""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from connectors.devices.content_lines import Block, Line, blocks_of, lines_in
from connectors.devices.source import Source, Unrepeated, blob_of, digest_of
from connectors.devices.wording import is_utf8, western
from scanner.entities import EntityType as T
from scanner.errors import Malformed, TooLarge
from scanner.model import Blob, Field, Gap, Record

DECLARES = {
    "/FN": T.PERSON,
    "/N": T.PERSON,
    "/EMAIL": T.EMAIL_ADDRESS,
    "/TEL": T.PHONE_NUMBER,
    "/ADR": T.LOCATION,
    "/BDAY": T.DATE_OF_BIRTH,
    "/URL": T.URL,
    "/IMPP": T.SOCIAL_HANDLE,
    "/X-SOCIALPROFILE": T.SOCIAL_HANDLE,
}
"""What each property holds; the second of one name is `/NAME[2]`, declared alike."""

IGNORES = {"VERSION": "the format's version", "PRODID": "the program that wrote it", "REV": "when it was written"}
FORM = frozenset({"TYPE", "ENCODING", "CHARSET", "VALUE", "PREF", "ALTID", "PID", "LANGUAGE", "MEDIATYPE", "LABEL-TYPE"})
"""Parameters that say how a value is written, and nothing of anybody."""

_PICTURES = {"PHOTO", "LOGO"}
_NAMES = frozenset({"VCARD"})
_BROKEN = "A contact card is damaged: its text is searched as it stands; open the address book to see it."
_LARGE = "A contact card is larger than is read and only its beginning was: look at the rest in the address book."
IGNORES_BY_PATH = {f"/{name}": why for name, why in IGNORES.items()}


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield every card."""
    unrepeated = Unrepeated()
    for block in blocks_of(file, _NAMES, source.limits.block):
        if block.name:
            yield from _card(source, block, unrepeated)
        elif block.raw.strip():
            yield source.record("outside", (Field("/raw", western(block.raw)),))
            yield source.gap(Malformed(_BROKEN), source.ref("outside"))


def _card(source: Source, block: Block, unrepeated: Unrepeated) -> Iterator[Record | Gap]:
    lines = list(lines_in(block))
    tail = unrepeated(digest_of(block.raw))
    if not block.whole or not block.closed or not _sound(block, lines):
        raw = western(block.raw)
        fields = [Field("/raw", raw)]
        if is_utf8(block.raw):
            fields = [Field("/raw", block.raw.decode())]
        yield source.record(tail, (*fields, *_fields(lines)))
        yield source.gap(Malformed(_BROKEN) if block.whole else TooLarge(_LARGE), source.ref(tail))
        return
    yield source.record(tail, tuple(_fields(lines)), tuple(_blobs(lines)))


def _sound(block: Block, lines: list[Line | str]) -> bool:
    """Whether a card is what its form asks: lines with a name and a value, in the encoding of its version."""
    properties = [line for line in lines if isinstance(line, Line)]
    if not properties or len(properties) < len(lines):
        return False
    # version 2.1 leaves the encoding to the writer; later ones do not
    old = any(line.name == "VERSION" and line.text == "2.1" for line in properties)
    return old or is_utf8(block.raw)


def _fields(lines: list[Line | str]) -> Iterator[Field]:
    seen: Counter[str] = Counter()
    for line in lines:
        if not isinstance(line, Line) or line.name in IGNORES or line.data:
            continue
        seen[line.name] += 1
        turn = f"[{seen[line.name]}]" if seen[line.name] > 1 else ""
        value = READS.get(line.name, _as_written)(line)
        if value:
            yield Field(f"/{line.name}{turn}", value, DECLARES.get(f"/{line.name}"))
        for name, said in line.parameters.items():
            if name not in FORM:
                yield Field(f"/{line.name}{turn}/@{name}", said.strip('"'))


def _blobs(lines: list[Line | str]) -> Iterator[Blob]:
    for at, line in enumerate(lines):
        if isinstance(line, Line) and line.data:
            kind = "photo" if line.name in _PICTURES else line.name.lower()
            yield blob_of(f"{kind}-{at}", "image/jpeg" if line.name in _PICTURES else "", line.data)


def _as_written(line: Line) -> str:
    return line.text


def _name(line: Line) -> str:
    family, given, middle, before, *after = (*line.parts(), "", "", "", "")  # of some, more than one (RFC 9554)
    spoken = (part.replace(",", " ") for part in (before, given, middle, family, *after))
    return " ".join(word for part in spoken for word in part.split())


def _address(line: Line) -> str:
    box, extended, street, city, region, code, country, *rest = (*line.parts(), *[""] * 7)  # the parts of a street, RFC 9554
    place = f"{code} {city}".strip()
    return ", ".join(part.replace("\n", ", ") for part in (street, extended, box, place, region, country, *rest) if part)


def _day(line: Line) -> str:
    day = line.text
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if day[:8].isdigit() and len(day[:8]) == 8 else day


def _mailbox(line: Line) -> str:
    return _without(line.text, "mailto:")


def _phone(line: Line) -> str:
    return _without(line.text, "tel:")


def _without(text: str, scheme: str) -> str:
    return text[len(scheme) :] if text[: len(scheme)].lower() == scheme else text


def _organisation(line: Line) -> str:
    return ", ".join(part for part in line.parts() if part)


READS = {"N": _name, "ADR": _address, "BDAY": _day, "EMAIL": _mailbox, "TEL": _phone, "ORG": _organisation}
