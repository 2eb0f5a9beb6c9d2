"""What a text says that does not stand in it as such: behind invisible signs, in an address's escapes, in base64, spelt out."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from html import unescape
from unicodedata import combining, is_normalized, normalize
from urllib.parse import unquote_plus

from scanner.entities import EntityType

# what prints as nothing: soft hyphen, joiners, direction marks, byte-order mark
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3002: ord("."), 0xFF61: ord("."), 0x2024: ord(".")}
_WORD = re.compile(r"[^\s<>\"']+")
_ESCAPED = re.compile(r"[^\s\"'<>?&=#;/]+")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}")
_LONGEST = 1 << 20
_AT = r"(?:\((?:at|apenstaartje)\)|\[at\]|\{at\}|\bat\b|\bapenstaartje\b|@)"
_DOT = r"(?:\((?:dot|punt)\)|\[(?:dot|punt)\]|\bdot\b|\bpunt\b|\.)"
_JOINTS = {"dot": ".", "punt": ".", "underscore": "_", "streepje": "-", "koppelteken": "-"}
_JOINT = re.compile(rf" ?[(\[]?\b({'|'.join(_JOINTS)})\b[)\]]? ?", re.IGNORECASE)
_JOINED = rf"(?: ?[(\[] ?(?:{'|'.join(_JOINTS)}) ?[)\]] ?| (?:{'|'.join(_JOINTS)}) )"
_SPELT = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{1,64}}(?:{_JOINED}[\w.+-]{{1,64}}){{0,4}}) ?{_AT} ?([\w-]{{1,63}}(?: ?{_DOT} ?[\w-]{{1,63}}){{0,4}} ?{_DOT} ?[a-z]{{2,24}})(?![\w-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\. ")
_DIGITS = re.compile(r"(?<![\d+])(?:\+ ?\d ?\d|0)(?:[ .]\d){8,10}(?![ .]?\d)")


def plainly(text: str) -> tuple[str, list[int]] | None:
    """Return the text without invisible signs and with ordinary letters, and where each sign stood; None when nothing changes."""
    if text.isascii():
        return None
    kept = [at for at, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    plain = [text[at] for at in kept]
    if not is_normalized("NFC", text):
        plain, kept = _composed(plain, kept)
    joined = "".join(plain).translate(_WIDE)
    return None if joined == text else (joined, kept)


def _composed(signs: list[str], kept: list[int]) -> tuple[list[str], list[int]]:
    """Return letters and their accents, written apart as on some machines, as one sign each where there is one."""
    letters: list[str] = []
    places: list[int] = []
    for sign, at in zip(signs, kept, strict=True):
        if letters and combining(sign) and len(together := normalize("NFC", letters[-1] + sign)) == 1:
            letters[-1] = together
        else:
            letters.append(sign)
            places.append(at)
    return letters, places


def encoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and meaning of what is written with percent escapes, with a page's, or in base64."""
    if "&" in text:
        for word in _WORD.finditer(text):
            if "&" in word[0] and (meant := unescape(word[0])) != word[0]:
                yield *word.span(), meant
    if "%" in text:
        for word in _ESCAPED.finditer(text):
            if "%" in word[0] and (meant := unquote_plus(word[0])) != word[0]:
                yield *word.span(), meant
    for word in _BASE64.finditer(text):
        if len(word[0]) <= _LONGEST and (meant := _decoded(word[0])):
            yield *word.span(), meant


def spelt(text: str) -> Iterator[tuple[EntityType, int, int, str]]:
    """Yield mail addresses and phone numbers written so that no program sees them, and how they are meant."""
    for found in _SPELT.finditer(text):
        if _ADDRESS.match(found[0]):
            # an ordinary address at the end of its sentence: "sanne@devries.example. Dank"
            continue
        host = re.sub(rf" ?{_DOT} ?", ".", found[2], flags=re.IGNORECASE)
        # "ik ben er at home. tot dan" is prose: a bare word needs another spelt-out sign, or a point without a space
        if "@" in found[0] or "(" in found[0] or "[" in found[0] or "{" in found[0] or re.search(r" (?:dot|punt) ", found[0]):
            local = _JOINT.sub(lambda joint: _JOINTS[joint[1].lower()], found[1])
            yield EntityType.EMAIL_ADDRESS, *found.span(), f"{local}@{host}"
    for found in _DIGITS.finditer(text):
        yield EntityType.PHONE_NUMBER, *found.span(), re.sub(r"[ .]", "", found[0])


def _decoded(word: str) -> str:
    bare = word.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        meant = urlsafe_b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + "=" * (-len(bare) % 4)).decode()
    except ValueError:
        return ""
    return meant if all(sign.isprintable() or sign.isspace() for sign in meant) else ""
