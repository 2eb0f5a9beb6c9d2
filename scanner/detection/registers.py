"""Numbers of registers of organisations, some of which are one person's: KvK, VAT, BIC, and bank accounts without a check digit."""

import re
from collections.abc import Iterator

from scanner.detection import checksums, vat
from scanner.detection.context import OTHER_NUMBERS, Words
from scanner.detection.numbers import LEFT, RIGHT
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.signs import FIELD_END, GAP, alnum

_KVK = re.compile(
    rf"{LEFT}(?:[0-9]{{8}}|[0-9]{{4}} [0-9]{{4}}|[0-9]{{2}}[. ][0-9]{{3}}[. ][0-9]{{3}}|[0-9]{{2}}(?:[. ][0-9]{{2}}){{3}}){RIGHT}"
)
_KVK_WORDS = Words(
    r"kvk|k\.v\.k|kamer van koophandel|handelsregister|chamber of commerce|coc\b|c\.o\.c|trade register|business register",
    lowering=OTHER_NUMBERS + r"|btw|vat\b|bsn|rsin|iban|rekening|tel\b|telefoon|phone",
    reach=40,
    after=14,
)
_DUTCH = re.compile(rf"(?i)(?<!\w)NL{GAP}(?:[0-9]{GAP}){{9}}B{GAP}[0-9]{GAP}[0-9](?!\w)")
_EUROPEAN = re.compile(r"(?<![\w-])(?P<country>[A-Z]{2})[ .-]?(?P<body>[A-Z0-9](?:[ .-]?[A-Z0-9]){6,11})(?![\w])")
_VAT_WORDS = Words(
    r"btw|vat\b|vat[- ]|tva\b|ust|umsatzsteuer|mwst|p\.?iva|partita iva|nip\b|tax id|nif\b|intracom",
    lowering=r"iban|rekening|konto",
)
_BIC = re.compile(r"(?<!\w)(?P<bank>[A-Z]{4})(?P<country>[A-Z]{2})[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?(?!\w)")
_COUNTRIES = frozenset(checksums.IBAN_LENGTHS) | frozenset(
    [
        "US",
        "CA",
        "AU",
        "NZ",
        "JP",
        "CN",
        "IN",
        "ZA",
        "SG",
        "HK",
        "KR",
        "MX",
        "AR",
        "CL",
        "CO",
        "PE",
        "UY",
        "MA",
        "NG",
        "KE",
        "TH",
        "VN",
        "PH",
        "ID",
        "MY",
        "TW",
        "SR",
        "CW",
        "AW",
    ]
)
_ACCOUNT = re.compile(rf"{LEFT}(?:[0-9]{{1,2}}[. ][0-9]{{2}}[. ][0-9]{{2}}[. ][0-9]{{3}}|[0-9]{{7,17}}){RIGHT}")
_ACCOUNT_WORDS = Words(r"rekening|giro|account n|account:|bank account|bank", lowering=OTHER_NUMBERS + r"|iban|bsn|kvk|btw|tel\b")
_AHEAD = 44


def _stretch(text: str, start: int) -> int:
    """Return how far a word looks ahead: to the end of its field at most, past one border where it is a field's key or label."""
    return min(len(text), start + _AHEAD)


def find_kvk(text: str, start: int, _end: int) -> Iterator[Span]:
    """Eight digits with the trade register named beside them: the number has no check digit."""
    for shape in _KVK.finditer(text, max(0, start - 24), _stretch(text, start) + 12):
        if _KVK_WORDS.say(text, *shape.span()) > 0:
            yield Span(*shape.span(), EntityType.NL_KVK, 0.85, "kvk")


def find_vat(text: str, start: int, _end: int) -> Iterator[Span]:
    """A VAT number of the Netherlands (either checksum) or another country, at its letters."""
    if start and text[start - 1].isalnum():
        return
    if text[start : start + 2] in {"NL", "nl", "Nl"}:
        if (shape := _DUTCH.match(text, start)) and checksums.dutch_vat(alnum(shape[0])):
            yield Span(*shape.span(), EntityType.NL_VAT, 0.95, "vat")
        return
    if text[start : start + 2] in vat.COUNTRIES and (shape := _EUROPEAN.match(text, start)):
        yield from _european(text, shape)


def find_vat_after_word(text: str, start: int, _end: int) -> Iterator[Span]:
    """A VAT number after a word for it: forms whose letters alone are no anchor."""
    for shape in re.finditer(r"(?<!\w)[A-Z]{2}(?=[ .-]?[A-Z0-9])", text[start : start + _AHEAD]):
        yield from find_vat(text, start + shape.start(), start + shape.start() + 1)


def _european(text: str, shape: re.Match[str]) -> Iterator[Span]:
    for cut in _ends(shape):
        number = alnum(text[shape.start() : cut])
        known = vat.valid(number)
        if known is None or known is False:
            continue
        said = _VAT_WORDS.say(text, shape.start(), cut)
        # a right check digit speaks for itself; a form without one (checked: "form") needs the word
        score = 0.95 if said > 0 else (0.5 if known == "checked" else 0.2) if said == 0 else 0.1
        yield Span(shape.start(), cut, EntityType.EU_VAT, score, "vat")
        return


def _ends(shape: re.Match[str]) -> list[int]:
    """Return where the number may end, the longest first: after a sign, and at the end."""
    inside = [m.start() for m in re.finditer(r"[ .-]", shape[0])]
    return [shape.end(), *(shape.start() + end for end in reversed(inside))]


def find_bic(text: str, start: int, _end: int) -> Iterator[Span]:
    """A bank's code after BIC or SWIFT. Source: ISO 9362."""
    for shape in _BIC.finditer(text, start, min(len(text), start + 34)):
        if shape["country"] in _COUNTRIES and FIELD_END not in text[start : shape.start()].rstrip("\n" + FIELD_END)[:-1]:
            yield Span(*shape.span(), EntityType.BIC_CODE, 0.9, "bic")
            return


def find_dutch_bic(text: str, start: int, _end: int) -> Iterator[Span]:
    """A Dutch bank's code by its form: four letters, NL2 and one more."""
    if shape := _BIC.match(text, max(0, start - 4)):
        yield Span(*shape.span(), EntityType.BIC_CODE, 0.7, "bic")


def find_account(text: str, start: int, _end: int) -> Iterator[Span]:
    """A bank account that is no IBAN, after a word for it. Ten digits pass the old Dutch eleven test or need no less than the word."""
    for shape in _ACCOUNT.finditer(text, start, _stretch(text, start) + 8):
        if _ACCOUNT_WORDS.say(text, *shape.span()) > 0:
            score = 0.5
            yield Span(*shape.span(), EntityType.BANK_ACCOUNT, score, "account")
            return
