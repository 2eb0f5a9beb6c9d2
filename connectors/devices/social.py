"""JSON that social media and Google Takeout give: chats as rows, and anything else as one record for each thing in a list.

Instagram and Facebook write UTF-8 as if it were Latin-1 (`Ma\u00c3\u00ablle`): such text is made whole. The keys are from memory
of exports; whatever else is there is a field all the same.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO

from connectors.devices import rows
from connectors.devices.rows import Said
from connectors.devices.source import Source, Unrepeated, digest_of
from connectors.devices.wording import decoded
from connectors.kit.flatten import flatten, parse
from scanner.entities import EntityType as T
from scanner.errors import Malformed, TooLarge
from scanner.model import Blob, Field, Gap, Record

_PLACE = re.compile(
    r"(?:^|/)(?:takeout|your_(?:facebook|instagram)_\w+|(?:facebook|instagram|messenger|threads)[-_][^/]*|personal_information|"
    r"followers_and_following|messages/inbox)(?:/|$)",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r'"(?:sender_name|participants|string_list_data|string_map_data|media_map_data|label_values|creator|[a-z_]+_v2)"\s*:|\\u00[ce][0-9a-f]\\u00[89ab]'
)
_KINDS = (
    (
        T.PERSON,
        re.compile(r"(?:full_?|display_?|sender_?|first_?|last_?|family_?|given_?)?name|actor|author|from|sender", re.IGNORECASE),
    ),
    (T.EMAIL_ADDRESS, re.compile(r"e-?mail(?:_?address)?", re.IGNORECASE)),
    (T.PHONE_NUMBER, re.compile(r"(?:tele)?phone(?:_?number)?|mobile", re.IGNORECASE)),
    (T.SOCIAL_HANDLE, re.compile(r"user_?name|handle", re.IGNORECASE)),
)
_DEEPEST = 100
_BROKEN = "A JSON file is broken, so its text was searched as it stands: make the export again."
_LARGE = (
    "A JSON file is larger than is read item by item, so its text was searched as it stands: ask for the export in smaller files."
)


def begins(key: str, head: str) -> bool:
    """Return whether a JSON file is of such an export: by where it lies, or by what it holds."""
    return head.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and bool(_PLACE.search(key) or _KEYS.search(head))


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield the export's things; a file that is no JSON after all, or too much of it, is read as text."""
    raw = None
    if source.size <= source.limits.json:
        with suppress(ValueError, RecursionError):  # then it is read as text, and said
            raw = json.loads(decoded(file.read()), object_pairs_hook=_paired)
    if raw is None:
        yield source.record("", (), (Blob(source.name, "application/json", source.size, source.open),))
        yield source.gap(TooLarge(_LARGE) if source.size > source.limits.json else Malformed(_BROKEN))
    elif isinstance(raw, Mapping) and _is_chat(raw):
        around = {key: value for key, value in raw.items() if key != "messages"}
        yield from rows.records(source, map(_said, raw["messages"]), "messages/", _fields(around, "/chat"))
    else:
        yield from _things(source, raw)


def _paired(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of which no value is lost, also where one name is given twice."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        while name in found:
            name += "~"  # noqa: PLW2901  (until it is free)
        found[name] = value
    return found


def _is_chat(raw: Mapping[str, Any]) -> bool:
    messages = raw.get("messages")
    return isinstance(messages, list) and all(isinstance(one, Mapping) for one in messages)


def _said(message: Mapping[str, Any]) -> Said:
    creator = message.get("creator")
    by = creator if isinstance(creator, Mapping) else {}
    sender = _text(message.get("sender_name")) or _text(by.get("name"))
    email = _text(by.get("email"))
    when, moment = _when(message)
    written = next((name for name in ("content", "text") if _text(message.get(name))), "")
    told = {written, moment, *(("sender_name",) if _text(message.get("sender_name")) else ()), *(("creator",) if by else ())}
    more = (
        *(one.value for one in _fields({key: value for key, value in message.items() if key not in told}, "")),
        *(one.value for one in _fields(by, "") if one.value not in {sender, email}),
    )
    return Said(when, sender, _text(message.get(written)), email, more)


def _when(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return when a message was sent, and which of its values says so."""
    moment = message.get("timestamp_ms")
    if isinstance(moment, int) and 0 < moment < 1 << 43:
        return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d %H:%M"), "timestamp_ms"
    return _text(message.get("created_date")), "created_date"


def _things(source: Source, raw: Any) -> Iterator[Record]:
    unrepeated = Unrepeated()
    around, things = raw, []
    if isinstance(raw, list):
        around, things = {}, raw
    elif isinstance(raw, Mapping):
        lists = [
            key
            for key, value in raw.items()
            if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value)
        ]
        if len(lists) == 1:
            things = raw[lists[0]]
            around = {key: value for key, value in raw.items() if key != lists[0]}
    for thing in things:
        name = digest_of(json.dumps(thing, sort_keys=True).encode())
        yield source.record(unrepeated(name), _fields(thing, ""))
    rest = _fields(around, "")
    if rest or not things:
        yield source.record("", rest)


def _fields(raw: Any, under: str) -> tuple[Field, ...]:
    flat = list(flatten(raw, max_depth=_DEEPEST))
    values = [Field(under + one.path, value, _kind(one.path)) for one in flat if (value := mended(one.value))]
    # what is told may be told of a mailbox by its name
    names = dict.fromkeys(step for one in flat if "@" in one.path for step in parse(one.path) if "@" in step)
    return (*values, *(Field(f"{under}/@name/{at}", mended(name)) for at, name in enumerate(names)))


def _kind(path: str) -> T | None:
    steps = [step for step in parse(path) if not step.isdigit()]
    if steps[-2:] == ["string_list_data", "value"]:
        return T.SOCIAL_HANDLE
    # a value beside its label: {"Email": {"value": ...}}
    last = steps[-2] if len(steps) > 1 and steps[-1] == "value" else steps[-1] if steps else ""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(last)), None)


def _text(value: Any) -> str:
    return mended(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def mended(text: str) -> str:
    """Return text whose UTF-8 was taken for Latin-1 as it was meant; any other text as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text.encode("utf-8", "replace").decode()
