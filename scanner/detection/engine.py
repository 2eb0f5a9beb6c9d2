"""Identifiers in text: one pass for anchors, then each recognizer reads around its own, then overlaps are settled."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from scanner.detection import (
    addresses,
    birth,
    documents,
    electronic,
    foreign,
    hints,
    numbers,
    phones,
    places,
    registers,
    spoken,
    streets,
)
from scanner.detection.anchors import Anchor, Finder, Places, finder
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType as T
from scanner.naming.signs import plain

CHUNK = 1 << 18
"""Code points read at a time: bounds the memory of a text of any length."""
OVERLAP = 4096
"""Longer than any span with all that its recognizer looks at before and behind."""

Find = Callable[[str, int, int], Iterator[Span]]


class Recognizer(NamedTuple):
    """Reads around one kind of anchor. `find(text, start, end)` yields spans of `entity_types`, each near the anchor."""

    anchor: Anchor
    entity_types: tuple[T, ...]
    find: Find


class NumberRecognizer(NamedTuple):
    """Reads a run of digits whose outline fits: `outline` is sought in the run with 9 for every digit but 0."""

    outline: re.Pattern[str]
    entity_types: tuple[T, ...]
    find: Find


RECOGNIZERS: tuple[Recognizer, ...] = (
    Recognizer(Anchor.AT, (T.EMAIL_ADDRESS,), electronic.find_email),
    Recognizer(Anchor.AT, (T.SOCIAL_HANDLE,), electronic.find_handle),
    Recognizer(Anchor.SPELT, (T.EMAIL_ADDRESS,), spoken.find_spelt),
    Recognizer(Anchor.LINK, (T.URL, T.SOCIAL_HANDLE), electronic.find_link),
    Recognizer(Anchor.DOMAIN, (T.URL, T.SOCIAL_HANDLE), electronic.find_bare_domain),
    Recognizer(Anchor.IPV4, (T.IP_ADDRESS,), electronic.find_ipv4),
    Recognizer(Anchor.IPV6, (T.IP_ADDRESS,), electronic.find_ipv6),
    Recognizer(Anchor.MAC, (T.MAC_ADDRESS,), electronic.find_mac),
    Recognizer(Anchor.IBAN, (T.IBAN_CODE,), numbers.find_iban),
    Recognizer(Anchor.IBAN, (T.NL_VAT, T.EU_VAT), registers.find_vat),
    Recognizer(Anchor.TAX, (T.NL_VAT, T.EU_VAT), registers.find_vat_after_word),
    Recognizer(Anchor.IBAN, (T.UK_NINO,), foreign.british),
    Recognizer(Anchor.REGISTER, (T.NL_KVK,), registers.find_kvk),
    Recognizer(Anchor.ACCOUNT, (T.BANK_ACCOUNT,), registers.find_account),
    Recognizer(Anchor.BANK, (T.BIC_CODE,), registers.find_bic),
    Recognizer(Anchor.DUTCH_BANK, (T.BIC_CODE,), registers.find_dutch_bic),
    Recognizer(Anchor.DOCUMENT, (T.IDENTITY_DOCUMENT,), documents.find_paper),
    Recognizer(Anchor.LICENCE, (T.DRIVING_LICENCE,), documents.find_licence),
    Recognizer(Anchor.V_NUMBER, (T.NL_V_NUMBER,), documents.find_v_number),
    Recognizer(Anchor.PLATE, (T.NL_LICENSE_PLATE,), documents.find_plate),
    Recognizer(Anchor.VEHICLE, (T.NL_LICENSE_PLATE,), documents.find_plate_after_word),
    Recognizer(Anchor.SPANISH, (T.ES_NIF, T.ES_NIE), foreign.spanish),
    Recognizer(Anchor.ITALIAN, (T.IT_FISCAL_CODE,), foreign.ITALIAN.find_at),
    Recognizer(Anchor.HEALTH_SERVICE, (T.UK_NHS,), foreign.health_service),
    Recognizer(Anchor.WRAPPED, (T.PHONE_NUMBER,), phones.find_wrapped),
    Recognizer(Anchor.SPOKEN, (T.PHONE_NUMBER, T.NL_BSN, T.CREDIT_CARD), spoken.find_spoken),
    Recognizer(Anchor.POSTCODE, (T.NL_POSTCODE,), places.find_postcode),
    Recognizer(Anchor.STREET, (T.LOCATION,), streets.find_street),
    Recognizer(Anchor.TOWN, (T.LOCATION,), addresses.find_town),
    Recognizer(Anchor.BRITISH, (T.LOCATION,), addresses.find_british),
    Recognizer(Anchor.STATE, (T.LOCATION,), addresses.find_american),
    Recognizer(Anchor.BIRTH, (T.DATE_OF_BIRTH,), birth.find_birth_date),
    Recognizer(Anchor.HINT, tuple(hints.LEXICON), hints.find_hint),
)
_N = "[09]"
_S = "[^09]"
NUMBER_RECOGNIZERS: tuple[NumberRecognizer, ...] = (
    NumberRecognizer(
        re.compile(
            rf"(?<!{_N})0(?:{_S}{{0,4}}{_N}){{7}}|(?<!{_N})(?:9{_S})?{_N}{{3}}{_S}{{1,2}}{_N}{{3}}{_S}{_N}{{4}}(?!{_N})|(?<!{_N})9{_N}{{8,9}}(?!{_N})"
        ),
        (T.PHONE_NUMBER,),
        phones.find_phone,
    ),
    NumberRecognizer(
        re.compile(
            rf"(?<!{_N}){_N}{{4}}{_S}{{1,3}}{_N}{{4}}{_S}{{1,3}}{_N}{{4}}|{_N}{{4}}{_S}{{1,3}}{_N}{{6}}{_S}{{1,3}}{_N}{{4}}|{_N}{{12}}"
        ),
        (T.CREDIT_CARD,),
        numbers.find_card,
    ),
    NumberRecognizer(
        re.compile(rf"(?<!{_N})(?:{_N}{{9}}|{_N}{{4}}{_S}{_N}{{2}}{_S}{_N}{{3}}|{_N}{{3}}{_S}{_N}{{3}}{_S}{_N}{{3}})(?!{_N})"),
        (T.NL_BSN, T.NL_RSIN),
        numbers.find_nine,
    ),
    *(
        NumberRecognizer(re.compile(outline), (kind.entity_type,), kind.find)
        for kind, outline in (
            (foreign.SOCIAL_SECURITY, rf"(?<!{_N})(?:{_N}{{9}}|{_N}{{3}}{_S}{_N}{{2}}{_S}{_N}{{4}})(?!{_N})"),
            (foreign.TAXPAYER, rf"(?<!{_N})(?:9{_N}{{8}}|9{_N}{{2}}{_S}{_N}{{2}}{_S}{_N}{{4}})(?!{_N})"),
            (foreign.BELGIAN, rf"(?<!{_N})(?:{_N}{{11}}|{_N}{{2}}(?:{_S}{_N}{{2}}){{2}}{_S}{_N}{{3}}{_S}{_N}{{2}})(?!{_N})"),
            (foreign.GERMAN, rf"(?<!{_N})(?:9{_N}{{10}}|9{_N}(?:{_S}{_N}{{3}}){{3}})(?!{_N})"),
            (foreign.POLISH, rf"(?<!{_N}){_N}{{11}}(?!{_N})"),
            (
                foreign.FRENCH,
                rf"(?<!{_N})(?:9{_N}{{14}}|{_N}{{2,3}}{_S}?{_N}{{3}}{_S}{_N}{{2}})(?!{_N})|{_N}{{6}}{_S}{_N}{{2}}(?!{_N})",
            ),
        )
    ),
)
"""What a run of digits can be, by its outline: most runs are dates, prices and order numbers, and are looked at no further."""

ENTITY_TYPES = tuple(
    sorted(
        {kind for one in RECOGNIZERS for kind in one.entity_types}
        | {kind for one in NUMBER_RECOGNIZERS for kind in one.entity_types}
    )
)
_AT_PLACES = tuple((int(one.anchor), one.find) for one in RECOGNIZERS)
_DOMAIN = int(Anchor.DOMAIN)
_OUTLINE = {ord(digit): "9" for digit in "12345678"}
_OUTLINE_OF_BYTES = bytes.maketrans(b"12345678", b"99999999")
_LONGEST_OUTLINE = 40
_PHONE = NUMBER_RECOGNIZERS[0].find


def _outline(run: str) -> str:
    """Return a run of digits with 9 for every digit but 0; bytes are exchanged several times faster than code points."""
    return run.encode().translate(_OUTLINE_OF_BYTES).decode() if run.isascii() else run.translate(_OUTLINE)


@cache
def _all_numbers() -> tuple[Find, ...]:
    return tuple(one.find for one in NUMBER_RECOGNIZERS)


@lru_cache(maxsize=4096)
def _fitting(outline: str) -> tuple[Find, ...]:
    """Return who should read a run of digits of this outline. Outlines repeat: there are few ways to write a number."""
    if _DATE.fullmatch(outline):
        return ()
    return tuple(one.find for one in NUMBER_RECOGNIZERS if one.outline.search(outline))


_DATE = re.compile(rf"{_N}{{1,2}}([-./]){_N}{{1,2}}\1{_N}{{4}}|{_N}{{4}}([-./]){_N}{{1,2}}\2{_N}{{1,2}}")
"""A run of digits that is just a date holds no number."""


class Engine:
    """Finds identifiers. `engine` is a finder's name; `min_score` is the lowest score that is reported."""

    def __init__(self, engine: str = "auto", min_score: float = 0.35) -> None:
        self._anchors: Finder = finder(engine)
        self._min_score = min_score

    def find(self, text: str) -> list[Span]:
        """Return the spans of a text of any length, by start, none overlapping (save an address inside a link)."""
        if len(text) <= CHUNK:
            return resolve(self._spans(text))
        found: list[Span] = []
        for start in range(0, len(text), CHUNK):
            offset = max(0, start - OVERLAP)
            piece = text[offset : start + CHUNK + OVERLAP]
            found += (
                span._replace(start=span.start + offset, end=span.end + offset)
                for span in self._spans(piece)
                if start <= span.start + offset < start + CHUNK
            )
        return resolve(found)

    def _spans(self, text: str) -> list[Span]:
        """Return the spans of a piece, overlapping ones too, at their places in the text as it was given."""
        view = plain(text)
        found = self._read(view.text, self._anchors(view.text))
        if not view.cuts:
            return found
        return [span._replace(start=view.origin(span.start), end=view.origin(span.end - 1) + 1) for span in found]

    def _read(self, text: str, seen: Places) -> list[Span]:
        threshold = self._min_score
        found: list[Span] = []
        for anchor, find in _AT_PLACES:
            places = seen[anchor]
            if not places:
                continue
            if anchor == _DOMAIN:
                places = _outside(places, found, _HOLD_DOMAINS)
            reach = 0
            for start, end in places:
                # what begins inside what this recognizer has just taken is passed over: a link full of links costs one reading
                if start < reach:
                    continue
                for span in find(text, start, end):
                    if span.start <= start < span.end:
                        reach = span.end
                    if span.score >= threshold:
                        found.append(span)
        # the digits of an account whose check digits are right are nothing else
        for start, end in _outside(seen[Anchor.RUN], found, _HOLD_DIGITS):
            finds = _fitting(_outline(text[start:end])) if end - start <= _LONGEST_OUTLINE else _all_numbers()
            if _PHONE not in finds and start and "+" in text[max(0, start - 3) : start]:
                finds = (_PHONE, *finds)
            for find in finds:
                found += [span for span in find(text, start, end) if span.score >= threshold]
        return found


def _outside(places: list[tuple[int, int]], found: list[Span], kinds: frozenset[T]) -> list[tuple[int, int]]:
    """Return the places that do not lie wholly in what was found of some kinds."""
    held = sorted([span[:2] for span in found if span.entity_type in kinds])
    if not held:
        return places
    taken = iter(held)
    begin, end = next(taken, (0, 0))
    left = []
    for place in places:
        while end and end <= place[0]:
            begin, end = next(taken, (0, 0))
        if not end or place[0] < begin or place[1] > end:
            left.append(place)
    return left


_HOLD_DOMAINS = frozenset({T.EMAIL_ADDRESS, T.URL, T.SOCIAL_HANDLE})
"""Most points of domains stand in one of these."""
_HOLD_DIGITS = frozenset({T.IBAN_CODE})
