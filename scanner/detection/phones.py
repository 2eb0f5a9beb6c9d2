"""Telephone numbers. libphonenumber's numbering plans decide; its slow matcher is not used.

A number is valid as in `phonenumbers.is_valid_number`: a test compares the two. The plans are compiled once per country
code, which makes a check some ten times cheaper than the library's own call.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from scanner.detection.context import OTHER_NUMBERS, Words
from scanner.detection.numbers import IBAN_SHAPE
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.signs import FIELD_END, JOINERS, SPACES, only_digits

NEIGHBOURS = ("44", "33", "32", "49")
"""Country codes whose national numbers (with a leading 0) are recognized beside Dutch ones."""
NEEDS_WORD = frozenset({"32", "49"})
"""Plans so wide that any number with a leading 0 fits: a word must vouch for it."""

_PERSONAL = r"nhs\b|s[eé]curit[eé]|registre|rijksregister|bsn\b|burgerservice|pesel|steuer-?id|identifikation|ssn\b|social sec|itin\b|rsin\b|kvk|v-?nummer"
_WORDS = Words(
    r"tel\b|tel[.:]|telef|telnr|phone|mobiel|mobile|mob\b|mob[.:]|gsm|bel\b|bellen|belt|bereik|call|cell|fax|whatsapp|app\b|sms|06\b"
    r"|nummer\b|number\b|dial|contact|desk|main line|fon\b|handy|rufnummer|mobil|portable|t[:.]|m[:.]|signal|spoed|ring\b|reach|voicemail|klantenservice|helpdesk",
    lowering=OTHER_NUMBERS + "|" + _PERSONAL,
)
_OTHERS = Words(_PERSONAL, lowering=_WORDS.raising)
_TOKEN = re.compile(r"[0-9]+")
_HEAD = re.compile(
    rf"(?<![\w+])(?<![0-9][-.])(?:\+[{re.escape(SPACES)}]{{0,2}}(?=[1-9])|\(\+(?=[1-9])|(?=00[1-9][0-9])|\((?=0[1-9])|(?=0[1-9]))"
)
_NANP = re.compile(
    r"(?<![\w+])(?<![0-9][-./])(?:1[-. ])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}(?P<sign>[-. \u2010\u2011\u2013]))"
    r"[0-9]{3}(?(sign)(?P=sign)|[-. \u2010\u2011\u2013])[0-9]{4}(?!(?!x[0-9])\w|[-./]\w)|(?<![\w+.-])[2-9][0-9]{9}(?![\w-])"
)
_NO_NOUGHT = re.compile(r"(?<![\w+.-])6[1-9][0-9]{7}(?![\w-])")
"""A Dutch mobile number as a spreadsheet leaves it: its leading 0 taken for no part of a number."""
_IBAN_BEFORE = re.compile(r"[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9]{4}[ 0-9A-Za-z]{0,24}\Z")
_LONGEST = 15  # E.164
_UNKNOWN_RANGE = 0.2


class _Cut(NamedTuple):
    """A place where the number may end: after which digits, and where in the text."""

    number: str
    end: int


def find_phone(text: str, start: int, end: int) -> Iterator[Span]:
    """An international number, a Dutch one, a neighbour's national one, or one of North America."""
    position = max(0, start - 4)
    while head := _HEAD.search(text, position, end):
        found = _from_head(text, head)
        if found:
            yield found
        position = max(found.end if found else 0, head.end() + 1)
    for shape in _NO_NOUGHT.finditer(text, start, min(len(text), end + 1)):
        plan = numbering_plan("31")
        if plan is not None and plan.valid(shape[0]) and _WORDS.say(text, *shape.span()) > 0:
            yield Span(*shape.span(), EntityType.PHONE_NUMBER, 0.55, "phone")
    if end - start < 10:
        return
    for shape in _NANP.finditer(text, start - 1 if start and text[start - 1] == "(" else start, min(len(text), end + 3)):
        if span := _north_american(text, shape):
            yield span


def _from_head(text: str, head: re.Match[str]) -> Span | None:
    begin = head.start()
    stretch = _STRETCH.match(text, head.end())
    if stretch is None:
        return None
    plus = "+" in head[0]
    number = _unsigned(stretch[0].replace("(0)", ""))
    if len(number) <= _LONGEST + 2 and _may_end(text, stretch.end()):
        # nearly always the number is all there is
        base = _base(number, plus, text[begin : stretch.end()])
        if base >= _SURE:
            return _scored(text, begin, stretch.end(), base)
    best, best_end = 0.0, 0
    for cut in reversed(_cuts(text, head.end())):
        if len(cut.number) > 6 and _may_end(text, cut.end):
            base = _base(cut.number, plus, text[begin : cut.end])
            if base > best:
                best, best_end = base, cut.end
    return _scored(text, begin, best_end, best) if best else None


def _base(number: str, plus: bool, written: str) -> float:
    if plus:
        return international(number)
    return international(number[2:]) if number.startswith("00") else national(number, written)


def _cuts(text: str, start: int) -> list[_Cut]:
    """Return every group's end from `start` on, with the digits so far; a bracketed (0) counts for nothing."""
    cuts: list[_Cut] = []
    number = ""
    end = start
    for token in _TOKEN.finditer(text, start, start + 48):
        between = text[end : token.start()]
        if (cuts and not _joins(between)) or len(number) + len(token[0]) > _LONGEST + 2:
            break
        end = token.end()
        trunk = token[0] == "0" and cuts and text[token.start() - 1] == "(" and text[end : end + 1] == ")"
        if not trunk:
            number += token[0]
            cuts.append(_Cut(number, end))
    return cuts


_NO_SIGNS = {ord(c): None for c in JOINERS}
_NO_BYTES = "".join(filter(str.isascii, JOINERS)).encode()


def _unsigned(written: str) -> str:
    """Return a number without the signs in it; bytes are dropped several times faster than code points."""
    return written.encode().translate(None, _NO_BYTES).decode() if written.isascii() else written.translate(_NO_SIGNS)


_STRETCH = re.compile(rf"[0-9]+(?:[{re.escape(JOINERS)}]{{1,4}}+[0-9]+){{0,12}}+")
_SURE = 0.75


def _joins(between: str) -> bool:
    return len(between) <= 3 and all(c in _BETWEEN for c in between) and between.count("/") <= 1 and "--" not in between


_BETWEEN = frozenset(JOINERS)


def _may_end(text: str, end: int) -> bool:
    after = text[end : end + 2]
    if not after or after[0] in " \n\t,;":
        return True
    if after[0].isalnum() or after[0] == "_":
        return after[0] in "xX" and after[1:].isdigit()
    return not (after[0] in "-." and after[1:].isalnum() and (after[0] == "-" or after[1:].isdigit()))


def international(number: str) -> float:
    """Return how sure a number with its country code is a telephone number by itself (0: it is none)."""
    for length in (2, 1, 3):
        plan = numbering_plan(number[:length])
        if plan is not None:
            rest = number[length:]
            if plan.valid(rest) or (rest.startswith("0") and plan.valid(rest[1:])):
                return 0.85
            # a well-formed North American number outside the assigned areas (555) is still written to be dialled
            if number[0] == "1" and re.fullmatch(r"[2-9][0-9]{9}", rest):
                return 0.5
            # so is any other number of a likely length, of a range that the plan does not know
            return _UNKNOWN_RANGE if 9 <= len(number) <= _LONGEST else 0.0
    return 0.0


def national(number: str, written: str) -> float:
    """Return how sure a number with a leading 0, `written` so, is a Dutch or a neighbour's telephone number by itself."""
    plan = numbering_plan("31")
    if plan is not None and plan.valid(number[1:]):
        if len(number) == 8:  # 0900-1700 is a telephone number as well as opening hours
            return 0.3
        return 0.75 if number[1] in "689" or len(written) > len(number) else 0.5
    for code in NEIGHBOURS:
        neighbour = numbering_plan(code)
        if 9 <= len(number) <= 12 and neighbour is not None and neighbour.valid(number[1:]):
            grouped = len(written) > len(number)
            return (0.4 if code not in NEEDS_WORD else 0.3) if grouped else 0.15
    return 0.0


_BROKEN_HEAD = re.compile(rf"(?<![\w+])(?<![0-9][-.])(?:\+|\(0|0)[0-9][0-9{re.escape(JOINERS)}]{{0,16}}\Z")
_BROKEN_TAIL = re.compile(rf"[-./) ]?\r?\n(?:> ?){{0,3}}[0-9(][0-9{re.escape(JOINERS)}]{{0,16}}")
_LONG_LINE = 56
"""A mail program breaks a line where it is full; a short line ended because its writer ended it."""


def find_wrapped(text: str, start: int, _end: int) -> Iterator[Span]:
    """A telephone number that a mail program broke over two lines, `start` being its last digit on the first."""
    head = _BROKEN_HEAD.search(text, max(0, start - 20), start + 1)
    tail = _BROKEN_TAIL.match(text, start + 1) if head else None
    if head is None or tail is None:
        return
    line = start + 1 - max(text.rfind("\n", 0, start), text.rfind(FIELD_END, 0, start))
    joined = head[0] + " " + tail[0].lstrip("-./) \r\n>")
    first = _from_head(joined + "\0", _HEAD.search(joined) or head)
    said = _WORDS.say(text, head.start(), tail.end())
    if first is None or first.end <= len(head[0]) + 1 or _from_head(head[0] + "\0", _HEAD.search(head[0]) or head):
        return
    if line >= _LONG_LINE or said > 0:
        end = tail.end() - (len(joined) - first.end)
        yield Span(head.start(), end, EntityType.PHONE_NUMBER, round(min(0.95, first.score + 0.2 * (said > 0)), 2), "phone")


def _north_american(text: str, shape: re.Match[str]) -> Span | None:
    number = only_digits(shape[0])[-10:]
    plan = numbering_plan("1")
    valid = plan is not None and plan.valid(number)
    grouped = len(shape[0]) > 10
    # 555 areas and exchanges that start with 0 or 1 are never issued: written all the same, so a word must vouch for them
    base = (0.5 if valid else 0.4 if number[3] in "23456789" else 0.3) if grouped else 0.3
    return _scored(text, *shape.span(), base)


def _scored(text: str, start: int, end: int, base: float) -> Span | None:
    # the tail of an account number, right or wrong, is not a telephone number
    if start > 8 and text[start - 2].isalnum() and text[start] != "+" and _in_account(text, start):
        return None
    said = _WORDS.say(text, start, end)
    # "about your order: 06-…" is still a telephone number; ten bare digits after "order" are the order
    doubt = 0.45 if text[start:end].isdigit() else 0.2
    if said < 0 and _LOOSE.fullmatch(text, start, end) and _OTHERS.say(text, start, end) > 0:
        doubt = 0.45  # the middle of a longer number of a person
    score = min(0.95, base + 0.25) if said > 0 else base - doubt if said < 0 else base
    return (
        Span(start, end, EntityType.PHONE_NUMBER, round(max(score, 0.0), 2), "phone")
        if FIELD_END not in text[start:end]
        else None
    )


_LOOSE = re.compile(r"0[1-57-9](?:[ .-]?[0-9])+")


def _in_account(text: str, start: int) -> bool:
    account = _IBAN_BEFORE.search(text[max(0, start - 34) : start])
    return bool(account and IBAN_SHAPE.match(account[0] + "0" * 11))


class NumberingPlan:
    """The valid national numbers of all territories behind one country code."""

    def __init__(self, general: list[str], kinds: list[str]) -> None:
        self._territories = [(re.compile(a).fullmatch, re.compile(b).fullmatch) for a, b in zip(general, kinds, strict=True)]

    def valid(self, national: str) -> bool:
        """Whether some territory has issued such a number, of any kind (mobile, fixed, service)."""
        for general, kinds in self._territories:  # noqa: SIM110 a generator costs as much as the look itself
            if general(national) and kinds(national):
                return True
        return False


_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


@cache
def numbering_plan(country_code: str) -> NumberingPlan | None:
    """Return the plan behind a country code ("31"), None where there is no such code."""
    import phonenumbers  # noqa: PLC0415 3 MB of tables, loaded where a text is read
    from phonenumbers import PhoneMetadata  # noqa: PLC0415

    if not country_code.isdigit() or int(country_code) not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        return None
    general: list[str] = []
    kinds: list[str] = []
    for region in phonenumbers.region_codes_for_country_code(int(country_code)):
        metadata = (
            PhoneMetadata.metadata_for_nongeo_region(int(country_code), None)
            if region == "001"
            else PhoneMetadata.metadata_for_region(region, None)
        )
        if metadata is None or metadata.general_desc is None:
            continue
        issued = [getattr(metadata, kind) for kind in _KINDS]
        general.append(metadata.general_desc.national_number_pattern or r"(?!)")
        kinds.append("|".join(f"(?:{_sized(d)})" for d in issued if d is not None and d.national_number_pattern) or r"(?!)")
    return NumberingPlan(general, kinds)


def _sized(description: object) -> str:
    pattern: str = getattr(description, "national_number_pattern")  # noqa: B009 the library is untyped
    lengths: tuple[int, ...] = getattr(description, "possible_length", ()) or ()
    bounds = "|".join(f"[0-9]{{{n}}}" for n in lengths if n > 0)
    return f"(?=(?:{bounds})\\Z)(?:{pattern})" if bounds else pattern
