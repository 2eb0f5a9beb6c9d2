"""Numbers with a check digit that stand by themselves: IBAN, payment card, BSN and RSIN."""

import re
from collections.abc import Iterator

from scanner.detection import checksums
from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.signs import HYPHENS, SPACES, alnum, only_digits

LEFT = r"(?<!\w)(?<![0-9][-./])"
RIGHT = r"(?!\w|[-./][0-9])"
_SPLIT = rf"[{re.escape(SPACES + HYPHENS)}]{{1,3}}"

IBAN_SHAPE = re.compile(
    rf"[A-Za-z]{{2}} ?[0-9]{{2}}(?:[{re.escape(SPACES + HYPHENS)}.]{{0,3}}+(?:\r?\n(?:> ?){{0,3}})?+[A-Za-z0-9]){{11,30}}+"
)
_CARD = re.compile(
    rf"{LEFT}(?:[0-9]{{4}}{_SPLIT}[0-9]{{4}}{_SPLIT}[0-9]{{4}}{_SPLIT}[0-9]{{4}}(?:{_SPLIT}[0-9]{{1,3}})?(?![0-9])"
    rf"|[0-9]{{4}}{_SPLIT}[0-9]{{6}}{_SPLIT}[0-9]{{4,5}}(?![0-9])|[0-9]{{12,19}}){RIGHT}"
)
_NINE = re.compile(rf"{LEFT}(?:[0-9]{{9}}|[0-9]{{4}}[. ][0-9]{{2}}[. ][0-9]{{3}}|[0-9]{{3}}[. ][0-9]{{3}}[. ][0-9]{{3}}){RIGHT}")

_CARD_WORDS = Words(
    r"card|kaart|credit|visa|master|maestro|amex|american express|discover|diners|jcb|pan\b|betaal|cvc|cvv|vervalt|exp"
)
_BSN_WORDS = Words(r"bsn|burgerservice|sofi|citizen service|burger service|persoonsnummer|identificatienummer")
_RSIN_WORDS = Words(
    r"rsin|fiscaal nummer|fiscaalnummer|fi-nummer|rechtspersonen", lowering=r"bsn|burgerservice|sofi", reach=30, after=8
)


def find_iban(text: str, start: int, _end: int) -> Iterator[Span]:
    """Two letters, two check digits and the country's own length, in groups or not, also over a line's end; modulo 97 decides."""
    length = checksums.IBAN_LENGTHS.get(text[start : start + 2].upper())
    if length is None or (start and text[start - 1].isalnum()):
        return
    shape = IBAN_SHAPE.match(text, start)
    if shape is None:
        return
    end = _after(text, start, shape.end(), length)
    if end and not text[end : end + 1].isalnum() and checksums.iban(alnum(text[start:end])):
        yield Span(start, end, EntityType.IBAN_CODE, 1.0, "iban")


def _after(text: str, start: int, end: int, count: int) -> int:
    """Return where `count` letters and digits have passed, 0 when there are fewer."""
    seen = 0
    for position in range(start, end):
        seen += text[position].isalnum()
        if seen == count:
            return position + 1
    return 0


def find_card(text: str, start: int, end: int) -> Iterator[Span]:
    """12 to 19 digits of a known issuer that pass Luhn, bare or in the groups that cards print."""
    for shape in _CARD.finditer(text, start, min(len(text), end + 3)):
        for cut in _card_ends(shape[0]):
            number = only_digits(shape[0][:cut])
            if issuer := _issuer(number):
                yield from _card(text, shape.start(), shape.start() + cut, number, issuer)
                break


def _card_ends(shape: str) -> tuple[int, ...]:
    """A card of 4-4-4-4 may be followed by its three-digit code: try without the last group too."""
    groups = [m.end() for m in re.finditer(r"[0-9]+", shape)]
    return (len(shape), groups[3]) if len(groups) == 5 else (len(shape),)


_ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("visa", r"4", frozenset({13, 16, 19})),
    ("mastercard", r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset({16})),
    ("amex", r"3[47]", frozenset({15})),
    ("diners", r"30[0-5]|309|36|3[89]", frozenset({14, 16, 19})),
    ("jcb", r"352[89]|35[3-8]", frozenset({16, 17, 18, 19})),
    ("discover", r"6011|64[4-9]|65", frozenset({16, 17, 18, 19})),
    ("unionpay", r"62", frozenset({16, 17, 18, 19})),
    ("maestro", r"50|5[6-8]|6[0-9]", frozenset(range(12, 20))),
)
_COMPILED_ISSUERS = tuple((name, re.compile(prefix), lengths) for name, prefix, lengths in _ISSUERS)


def _issuer(number: str) -> str:
    """Return who issues such numbers, "" when nobody does or Luhn fails. Source: ISO/IEC 7812 ranges as the schemes publish them."""
    for name, prefix, lengths in _COMPILED_ISSUERS:
        if len(number) in lengths and prefix.match(number):
            return name if checksums.luhn(number) else ""
    return ""


def _card(text: str, start: int, end: int, number: str, issuer: str) -> Iterator[Span]:
    said = _CARD_WORDS.say(text, start, end)
    grouped = end - start > len(number)
    # one in ten numbers passes Luhn; Maestro's ranges and lengths are so wide that a word must vouch for a bare one
    base = 0.6 if grouped or issuer != "maestro" else 0.2
    score = {1: 0.95, 0: base, -1: base - 0.4}[said]
    yield Span(start, end, EntityType.CREDIT_CARD, round(max(score, 0.0), 2), "card")


def find_nine(text: str, start: int, end: int) -> Iterator[Span]:
    """Nine digits that pass the eleven test; one random number in eleven does, so that a bare one needs a word beside it.

    They are a BSN, or an organisation's RSIN where that is what the nearest word says.
    """
    for shape in _NINE.finditer(text, start, min(len(text), end + 3)):
        if not checksums.eleven_proof(only_digits(shape[0])):
            continue
        said = _BSN_WORDS.say(text, *shape.span())
        if _RSIN_WORDS.say(text, *shape.span()) > 0:
            yield Span(*shape.span(), EntityType.NL_RSIN, 0.9, "rsin")
            continue
        dotted = shape[0][4:5] == "." and shape[0].count(".") == 2
        score = {1: 0.95, 0: 0.6 if dotted else 0.3, -1: 0.1}[said]
        yield Span(*shape.span(), EntityType.NL_BSN, score, "bsn")
