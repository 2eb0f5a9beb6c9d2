"""What a person's identifiers look like in a text, and where they stand: mailboxes, numbers, dates, addresses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from urllib.parse import unquote

import phonenumbers

from scanner.entities import EntityType
from scanner.matching import said
from scanner.matching.dates import dates
from scanner.matching.normalize import canonical_forms, house, mailbox, phone, postcode, with_addition
from scanner.model import Identifier
from scanner.naming.folding import Text, fold


class Trait(StrEnum):
    """What two records can have in common, names apart."""

    MAILBOX = "mailbox"
    PHONE = "phone"
    IBAN = "iban"
    ACCOUNT = "account"
    CARD = "card"
    BSN = "bsn"
    CUSTOMER_NUMBER = "customer number"
    REGISTRATION = "registration"
    HANDLE = "handle"
    BIRTH_DATE = "birth date"
    ADDRESS = "address"
    STREET = "street"
    POSTCODE = "postcode"


TRAITS = {
    EntityType.EMAIL_ADDRESS: Trait.MAILBOX,
    EntityType.PHONE_NUMBER: Trait.PHONE,
    EntityType.IBAN_CODE: Trait.IBAN,
    EntityType.BANK_ACCOUNT: Trait.ACCOUNT,
    EntityType.CREDIT_CARD: Trait.CARD,
    EntityType.NL_BSN: Trait.BSN,
    EntityType.CUSTOMER_NUMBER: Trait.CUSTOMER_NUMBER,
    EntityType.NL_KVK: Trait.REGISTRATION,
    EntityType.NL_VAT: Trait.REGISTRATION,
    EntityType.SOCIAL_HANDLE: Trait.HANDLE,
    EntityType.DATE_OF_BIRTH: Trait.BIRTH_DATE,
    EntityType.NL_POSTCODE: Trait.ADDRESS,
    EntityType.LOCATION: Trait.ADDRESS,
}
"""What each kind of identifier is compared as; kinds that are missing tell nobody apart."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One of the person's identifiers at half-open positions of the folded text."""

    trait: Trait
    start: int
    end: int


Look = Callable[[Text], Iterator[Sighting]]

_GAP = r"[\s().\-/_]{0,3}"
_DIALLED = re.compile(rf"(?:(?:\+|(?<!\d)00){_GAP}\d{{1,3}}(?:{_GAP}\d)?{_GAP}|(?<!\d)0{_GAP}|(?<!\d)\d{{1,3}}{_GAP})$")
"""What is dialled before a national number."""
_IN_IBAN = re.compile(r"[a-z]{2}\d\d[ .-]?[a-z]{4}[ .-]?\Z")
"""Behind this stands the account of an IBAN, whatever phone number its digits are."""
_BEFORE_ACCOUNT = r"(?<!\d[a-z]{4}[ .-])(?<!\d[ .-][a-z]{4}[ .-])0{0,3}"
"""Not behind the bank's letters, where it is part of an IBAN."""
_LEAST_ACCOUNT, _LEAST_UNSAID = 7, 9
"""Digits of an account; those of a giro account are also an order number: a word before them has to say what they are, or a cell hold them."""
_ACCOUNT_LABEL = re.compile(r"(?:rek|giro|bank|iban|konto|acc)[^\n\t]{0,24}\Z")
_MAIL_BACK = re.compile(r"[\w.+%'=-]{1,64}$")
_NOT_IN_DOMAIN = r"(?![\w-]|\.\w)"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NUMBER_LABEL = re.compile(
    r"(?:klant|relatie|debiteur|customer|client|lid|member|order|bestel|boeking|booking|cursist|deelnemer)[\w .:#-]{0,16}$"
)


_LEAST_ALONE = 5
"""Four digits alone are a year or a price as well."""
_EDGES = frozenset(("", "\t", "\n", "\x1e"))
_SITES = (
    r"(?:(?:www|m|mobile|nl)\.)?(?:(?:instagram|facebook|linkedin|twitter|x|tiktok|youtube|snapchat|pinterest)\.com|threads\.(?:net|com)|t\.me|linktr\.ee"
    r"|bsky\.app)"
)
_SITE_LABEL = re.compile(
    r"(?<![a-z])(?:insta(?:gram)?|ig|facebook|fb|linkedin|twitter|tiktok|youtube|snap(?:chat)?|telegram|threads|handle|account|gebruikersnaam|username|user)"
    r"[ :=.'\"-]{1,4}\Z"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """One identifier to look for. `look` yields where it stands; it is cheap on a text that does not hold it."""

    trait: Trait
    forms: tuple[str, ...] = field(repr=False)
    look: Look = field(repr=False)


def clues(identifiers: Iterable[Identifier], region: str = "NL") -> tuple[Clue, ...]:
    """Return what to look for; names are left to `NameSearch`, and what is no such thing is left out."""
    found: dict[tuple[Trait, tuple[str, ...], str], Clue] = {}
    for identifier in identifiers:
        trait = TRAITS.get(identifier.entity_type)
        forms = canonical_forms(identifier.entity_type, identifier.value, region)
        if trait is not None and forms:
            look = _LOOKS[trait](forms[0], identifier.value, region)
            found.setdefault((trait, forms, fold(identifier.value)), Clue(trait, forms, look))
    return tuple(found.values())


def _as_mailboxes(written: str) -> tuple[str, ...]:
    """Return the mailboxes that a stretch of text can mean: as it stands, behind invisible signs, and inside a link's parameter."""
    plain = _INVISIBLE.sub("", written).translate(_WIDE)
    if "%40" in plain:
        plain = unquote(plain)
    # what stands before the last "=" is a link's parameter, or a sender's mark against forgery ("prvs=1234=mila@...")
    return tuple(mailbox(one.lstrip("'")) for one in (written, plain, plain.rpartition("=")[2]))


def _both(one: Look, other: Look) -> Look:
    return lambda text: chain(one(text), other(text))


def _mailbox(form: str, value: str, _region: str) -> Look:
    domain = form.split("@")[1]
    written = {domain, fold(value.strip().rstrip(">").rpartition("@")[2])}
    if domain == "gmail.com":
        written.add("googlemail.com")
    last = fold(form.partition("@")[0])[-1:]
    # as it stands in links, too
    at_domain = tuple(f"{at}{name}" for name in sorted(written) for at in ("@", "%40"))
    pattern = re.compile(f"(?:{'|'.join(map(re.escape, at_domain))}){_NOT_IN_DOMAIN}")

    def look(text: Text) -> Iterator[Sighting]:
        if not any(needle in text.folded for needle in at_domain):
            return
        for found in pattern.finditer(text.folded):
            # nearly everybody at a large provider is somebody else: the letter before the @ tells most of them apart
            if (
                text.folded[found.start() - 1 : found.start()] != last
                and "+" not in text.folded[max(0, found.start() - 64) : found.start()]
            ):
                continue
            local = _MAIL_BACK.search(text.folded, max(0, found.start() - 64), found.start())
            # a letter that folding makes plain may stand for another domain: the original decides
            if local and form in _as_mailboxes(text.slice(local.start(), found.end())):
                yield Sighting(Trait.MAILBOX, local.start(), found.end())

    spelt = said.mailbox({fold(form.partition("@")[0]), fold(value.strip().partition("@")[0])}, written)
    return _both(look, lambda text: (Sighting(Trait.MAILBOX, *span) for span in spelt(text)))


def _phone(form: str, _value: str, region: str) -> Look:
    national = str(phonenumbers.parse(form).national_number)
    needle = national.encode()
    pattern = re.compile(rf"{_GAP.join(national)}(?!\d)")

    def look(text: Text) -> Iterator[Sighting]:
        if needle not in text.compact:
            return
        for found in pattern.finditer(text.folded):
            lead = _DIALLED.search(text.folded, max(0, found.start() - 12), found.start())
            start = lead.start() if lead else found.start()
            if _IN_IBAN.search(text.folded, max(0, start - 10), start):
                continue
            bare = found.start() == 0 or not text.folded[found.start() - 1].isdigit()
            abroad = lead is not None and lead[0][0] in "+0"
            if (lead and phone(text.folded[start : found.end()], region) == form) or (
                bare and not abroad and phone(f"0{national}", region) == form
            ):
                yield Sighting(Trait.PHONE, start, found.end())

    aloud = said.number(form, region)
    return _both(look, lambda text: (Sighting(Trait.PHONE, *span) for span in aloud(text)))


def _number(trait: Trait, digits: str, *, lead: str = "", tail: str = "") -> Look:
    needle = digits.lower().encode()
    pattern = re.compile(rf"(?<![a-z\d]){lead}{_GAP.join(map(re.escape, digits.lower()))}{tail}(?![a-z\d])")

    def look(text: Text) -> Iterator[Sighting]:
        if needle in text.compact:
            for found in pattern.finditer(text.folded):
                yield Sighting(trait, found.start(), found.end())

    return look


def _iban(form: str, _value: str, region: str) -> Look:
    look = _number(Trait.IBAN, form, lead="(?:iban)?")
    account = form[8:].lstrip("0") if form.startswith("NL") else ""
    if len(account) < _LEAST_ACCOUNT:
        return look
    # as it stood before 2014, and as some statements write it still
    old, needle = _number(Trait.ACCOUNT, account, lead=_BEFORE_ACCOUNT), account.encode()

    def either(text: Text) -> Iterator[Sighting]:
        if needle in text.compact:
            yield from look(text)
            yield from (seen for seen in old(text) if _is_account(text.folded, seen, len(account), region))

    return either


def _is_account(folded: str, seen: Sighting, digits: int, region: str) -> bool:
    """Whether what reads as an account without its IBAN is one, and no order or phone number of somebody else."""
    if _ACCOUNT_LABEL.search(folded, max(0, seen.start - 32), seen.start):
        return True
    if digits < _LEAST_UNSAID and not _is_cell(folded, seen.start, seen.end):
        return False
    lead = _DIALLED.search(folded, max(0, seen.start - 12), seen.start)
    try:
        number = phonenumbers.parse(folded[lead.start() if lead else seen.start : seen.end], region)
    except phonenumbers.NumberParseException:
        return True
    return not phonenumbers.is_valid_number(number)


def _account(form: str, _value: str, region: str) -> Look:
    look = _number(Trait.ACCOUNT, form)
    if not form.isdigit():
        return look
    digits = len(form.lstrip("0"))
    return lambda text: (seen for seen in look(text) if _is_account(text.folded, seen, digits, region))


def _card(form: str, _value: str, _region: str) -> Look:
    return _number(Trait.CARD, form)


def _bsn(form: str, _value: str, _region: str) -> Look:
    return _number(Trait.BSN, form.lstrip("0"), lead="0?")


def _registration(form: str, _value: str, _region: str) -> Look:
    return _number(Trait.REGISTRATION, form)


def _customer_number(form: str, value: str, _region: str) -> Look:
    telling = len(form) >= 6 and not form.isdigit() and not form.isalpha()
    needle = fold(value).strip()
    pattern = re.compile(rf"(?<![\w-]){re.escape(needle)}(?![\w-])")

    def look(text: Text) -> Iterator[Sighting]:
        for found in pattern.finditer(text.folded) if needle in text.folded else ():
            # four digits are also a year, a price, a seat: a word before them has to say what they are
            if (
                telling
                or len(found[0]) == len(text.folded)
                or (len(needle) >= _LEAST_ALONE and _is_cell(text.folded, *found.span()))
                or _NUMBER_LABEL.search(text.folded, max(0, found.start() - 32), found.start())
            ):
                yield Sighting(Trait.CUSTOMER_NUMBER, found.start(), found.end())

    return look


def _is_cell(folded: str, start: int, end: int) -> bool:
    """Whether a number is all that a field or a cell holds."""
    return folded[start - 1 : start] in _EDGES and folded[end : end + 1] in _EDGES


def _handle(form: str, _value: str, _region: str) -> Look:
    pattern = re.compile(rf"(?<![\w.-])(?P<site>@|{_SITES}/(?:in/|profile/)?@?)?{re.escape(form)}(?![\w@-]|\.\w)")
    # a handle of letters alone may be a word
    telling = not form.isalpha()

    def look(text: Text) -> Iterator[Sighting]:
        for found in pattern.finditer(text.folded) if form in text.folded else ():
            if found["site"] or telling or _SITE_LABEL.search(text.folded, max(0, found.start() - 32), found.start()):
                yield Sighting(Trait.HANDLE, found.start(), found.end())

    return look


def _birth_date(form: str, _value: str, _region: str) -> Look:
    year, month, day = form.split("-")
    short = re.compile(rf"(?<!\d)0?{int(day)}\s?[-/.]\s?0?{int(month)}\s?[-/.]\s?{year[2:]}(?!\d)")
    ends = tuple(f"{sign}{year[2:]}" for sign in "-/.")

    def look(text: Text) -> Iterator[Sighting]:
        folded = text.folded
        at = folded.find(year)
        done = 0
        while at >= 0:
            for dated in dates(text, start=max(done, at - 24), end=min(len(folded), at + 24)):
                done = dated.end
                if dated.on.isoformat() == form:
                    yield Sighting(Trait.BIRTH_DATE, dated.start, dated.end)
            at = folded.find(year, max(at + 4, done))
        if any(end in folded for end in ends):
            for found in short.finditer(folded):
                if any(dated.on.isoformat() == form for dated in dates(text, start=found.start(), end=found.end())):
                    yield Sighting(Trait.BIRTH_DATE, found.start(), found.end())

    return look


def _address(form: str, value: str, _region: str) -> Look:
    if not re.match(r"\d{4}[A-Z]{2}(?:-|$)", form):
        return _street(value)
    code, _, number = form.partition("-")
    needle = code.lower().encode()
    pattern = re.compile(rf"(?<![a-z\d]){code[:4]}\s?{code[4:].lower()}(?![a-z])")

    def look(text: Text) -> Iterator[Sighting]:
        if needle not in text.compact:
            return
        for found in pattern.finditer(text.folded):
            near = {postcode(text.folded[found.start() : found.end() + 12])[1], _before(text.folded, found.start())}
            trait = Trait.ADDRESS if number and number in near else Trait.POSTCODE
            yield Sighting(trait, found.start(), found.end())

    return _both(look, _street(value))


def _before(folded: str, end: int) -> str:
    """Return the house number nearest before a postcode, on its line or the line before; "" when there is none."""
    start = max(0, end - 60)
    # what stands between number and postcode in some files: the town
    line = re.sub(r"[^\d\n\t]{0,40}$", "", folded[start:end].rstrip())
    return with_addition(*house(folded[start:end])) or with_addition(*house(line))


def _street(value: str) -> Look:
    found = re.search(r"([^\W\d_][^\d,\n]{3,}?)\s+(\d{1,5})\s?-?\s?([a-z]{1,2}\d{0,2}|\d{1,3})?\b", fold(value))
    if not found or _is_only_postcode(found[0]):
        return lambda _text: iter(())
    street, number, addition = found[1].strip(), found[2], found[3] or ""
    pattern = re.compile(rf"(?<![a-z]){re.escape(street)}[\s,]{{1,2}}{number}\s?-?\s?{re.escape(addition)}(?![a-z\d]|\s?-\s?\d)")

    def look(text: Text) -> Iterator[Sighting]:
        if street in text.folded:
            for seen in pattern.finditer(text.folded):
                yield Sighting(Trait.STREET, seen.start(), seen.end())

    return look


def _is_only_postcode(text: str) -> bool:
    return len(text.split(maxsplit=1)[0]) <= 2


_LOOKS: dict[Trait, Callable[[str, str, str], Look]] = {
    Trait.MAILBOX: _mailbox,
    Trait.PHONE: _phone,
    Trait.IBAN: _iban,
    Trait.ACCOUNT: _account,
    Trait.CARD: _card,
    Trait.BSN: _bsn,
    Trait.CUSTOMER_NUMBER: _customer_number,
    Trait.REGISTRATION: _registration,
    Trait.HANDLE: _handle,
    Trait.BIRTH_DATE: _birth_date,
    Trait.ADDRESS: _address,
}
