"""One spelling for things that are written in many: what makes two values the same identifier."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import phonenumbers

from scanner.entities import EntityType
from scanner.matching.dates import one_date
from scanner.matching.spelling import sound
from scanner.naming.folding import fold
from scanner.naming.names import parse
from scanner.naming.signs import plain
from scanner.naming.spoken import written

_MAIL = re.compile(r"(?:mailto:)?<?\s*([^\s<>@\"]{1,64})@([^\s<>@\"/?]{1,253})>?", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:;ext=|\bext(?:ension|\.)?|\btoestel|\btst\.?|\bx|#)\s*\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([a-z]{2})(?![a-z])")
_WRAP = re.compile(r"[ \t]*\r?\n(?:> ?){0,3}")
_GOOGLE = frozenset(("gmail.com", "googlemail.com"))

Forms = tuple[str, ...]


def canonical_forms(entity_type: EntityType, value: str, region: str = "NL") -> Forms:
    """Return the spellings under which a value is compared and looked up; empty when it is no such thing.

    Two values that share a form are the same identifier; of a PERSON they may be: a name never identifies by itself.
    `region` (ISO 3166-1 alpha-2) is where a phone number without a country code is dialled.
    """
    # the same few people write most of an organisation's mail
    return (_remembered if len(value) <= _SHORT else _canonical_forms)(entity_type, value, region)


def _canonical_forms(entity_type: EntityType, value: str, region: str) -> Forms:
    # as a detector reads it: no invisible or full-width signs, no line's end in a number
    read = _WRAP.sub(" ", plain(value).text)
    found = _FORMS.get(entity_type, _number_forms)(read, region)
    return tuple(dict.fromkeys(form for form in found if form))


_SHORT = 100
_remembered = lru_cache(10_000)(_canonical_forms)


def mailbox(value: str) -> str:
    """Return an e-mail address without case, tag or (at Google) points, its domain in ASCII; "" when it is none."""
    found = _MAIL.fullmatch(value.strip().rstrip(".,;"))
    if not found:
        return ""
    local, domain = found[1].casefold().split("+")[0], found[2].casefold().rstrip(".")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local and "." in domain else ""


def phone(value: str, region: str = "NL") -> str:
    """Return a phone number in E.164 without its extension; "" when it is no possible number."""
    # names of files have no spaces
    text = _EXTENSION.sub("", value.strip().replace("_", " "))
    if sum(sign.isdigit() for sign in text) < 7:
        return ""
    text = re.sub(r"^\s*(?:tel|telefoon|mobiel|phone|t|m)\s*[:.]\s*", "", text, flags=re.IGNORECASE)
    # a spreadsheet drops the nought or the plus
    for attempt in (re.sub(r"\(0\)", "", text), f"+{text}"):
        try:
            number = phonenumbers.parse(attempt, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    # invoice and order numbers have as many digits; without a nought or a plus only a valid number is a phone
    possible = text.lstrip(" (")[:1] in {"0", "+"} and phonenumbers.is_possible_number(number)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)) if possible else ""


def iban(value: str) -> str:
    """Return an IBAN in capitals without spaces; "" when its check digits are wrong (ISO 7064, 97-10)."""
    bare = _bare(value).removeprefix("IBAN")
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
        return ""
    digits = "".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])
    return bare if int(digits) % 97 == 1 else ""


def postcode(value: str) -> tuple[str, str]:
    """Return a Dutch postcode ("1234AB") and the house number with it ("12A"), each "" where there is none.

    The number stands behind the postcode ("1234 AB 12-A", "1234AB12A") or, in an address, before it ("Kade 12a, 1234 AB").
    """
    text = fold(value).strip()
    found = _POSTCODE.search(text)
    if not found:
        return "", ""
    behind = re.match(r"[\s,\-]*(\d{1,5})(?!\d|[-/.]\d{1,2}[-/.])\s?-?\s?([a-z]{1,2}\d{0,2}\b|\d{1,3}\b)?", text[found.end() :])
    number = (behind[1], behind[2]) if behind else house(text[: found.start()])
    return f"{found[1]}{found[2].upper()}", with_addition(number[0], number[1] or "")


def with_addition(number: str, addition: str) -> str:
    """Return a house number and its addition as one: "12A", "12-2"."""
    return f"{number}-{addition}" if addition.isdigit() else f"{number}{addition}".upper()


def house(street: str) -> tuple[str, str]:
    """Return the house number and addition at the end of a folded street line, each "" where there is none."""
    found = re.search(r"(?<![\d/.-])(\d{1,5})(?:\s?-?\s?([a-z]{1,2}\d{0,2}|\d{1,3}|bis|huis|hs|boven))?[\s,;|-]*$", street)
    return (found[1], found[2] or "") if found else ("", "")


def _bare(value: str) -> str:
    return re.sub(r"[\W_]+", "", value).upper()


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def _mail_forms(value: str, _region: str) -> Forms:
    return (mailbox(value) or mailbox(written(value)),)


def _phone_forms(value: str, region: str) -> Forms:
    return (phone(value, region) or phone(written(value), region),)


def _iban_forms(value: str, _region: str) -> Forms:
    whole = iban(value)
    # and the account as it was written before 2014, with and without its first noughts
    account = whole[8:] if whole.startswith("NL") else ""
    return (whole, account, account.lstrip("0"))


def _account_forms(value: str, _region: str) -> Forms:
    bare = _bare(value)
    return (iban(value) or (bare if sum(sign.isdigit() for sign in bare) >= 5 else ""),)


def _card_forms(value: str, _region: str) -> Forms:
    digits = _digits(value)
    doubled = [int(sign) * (2 if at % 2 else 1) for at, sign in enumerate(reversed(digits))]
    return (
        digits if 12 <= len(digits) <= 19 and sum(divmod(number, 10)[0] + number % 10 for number in doubled) % 10 == 0 else "",
    )


def _bsn_forms(value: str, _region: str) -> Forms:
    digits = _digits(value)
    if not 8 <= len(digits) <= 9 or re.search(r"[^\d\s.\-]", value):
        return ()
    nine = digits.zfill(9)
    check = sum(int(sign) * weight for sign, weight in zip(nine, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return (nine,) if check % 11 == 0 and int(nine) else ()


def _kvk_forms(value: str, _region: str) -> Forms:
    digits = _digits(value)
    return (digits[:8],) if len(digits) in {8, 12} else ()


def _vat_forms(value: str, _region: str) -> Forms:
    found = re.search(r"(?:NL)?(\d{9}B\d{2})$", _bare(value))
    return (f"NL{found[1]}",) if found else ()


def _postcode_forms(value: str, _region: str) -> Forms:
    code, number = postcode(value)
    return (f"{code}-{number}" if number else code,)


def _place_forms(value: str, _region: str) -> Forms:
    code, number = postcode(value)
    if code and number:
        return (f"{code}-{number}",)
    return (" ".join(re.findall(r"\w+", fold(value))),)


def _birth_forms(value: str, _region: str) -> Forms:
    day = one_date(value)
    return (day.isoformat(),) if day else ()


def _person_forms(value: str, _region: str) -> Forms:
    """First name and each surname, and first initial and each surname, as they sound: "jan|fris", "j|fris"."""
    name = parse(value)
    surnames = [sound(surname) for surname in name.surnames]
    if not surnames:
        return tuple(sound(word) for word in name.given)
    firsts = [sound(name.first)] if name.first else []
    letters = [name.initials[0]] if name.initials else []
    return tuple(f"{first}|{surname}" for first in firsts + letters for surname in surnames) or tuple(
        f"|{name}" for name in surnames
    )


def _ip_forms(value: str, _region: str) -> Forms:
    try:
        return (str(ipaddress.ip_address(value.strip())),)
    except ValueError:
        return ()


def _url_forms(value: str, _region: str) -> Forms:
    bare = re.sub(r"^(?:https?:)?//(?:www\.)?|^www\.", "", value.strip(), flags=re.IGNORECASE).rstrip("/")
    host, slash, rest = bare.partition("/")
    return (f"{host.casefold()}{slash}{rest}",) if "." in host else ()


def _handle_forms(value: str, _region: str) -> Forms:
    handle = value.strip().rstrip("/").rsplit("/", 1)[-1].removeprefix("@").casefold()
    return (handle,) if re.fullmatch(r"[\w.\-]{2,64}", handle) else ()


def _number_forms(value: str, _region: str) -> Forms:
    return (_bare(value),)


def _word_forms(value: str, _region: str) -> Forms:
    return (" ".join(fold(value).split()),)


# what is not here is a number or code that is compared by its letters and digits alone
_FORMS: Mapping[EntityType, Callable[[str, str], Forms]] = {
    EntityType.PERSON: _person_forms,
    EntityType.EMAIL_ADDRESS: _mail_forms,
    EntityType.PHONE_NUMBER: _phone_forms,
    EntityType.IBAN_CODE: _iban_forms,
    EntityType.CREDIT_CARD: _card_forms,
    EntityType.BANK_ACCOUNT: _account_forms,
    EntityType.IP_ADDRESS: _ip_forms,
    EntityType.URL: _url_forms,
    EntityType.SOCIAL_HANDLE: _handle_forms,
    EntityType.LOCATION: _place_forms,
    EntityType.NL_POSTCODE: _postcode_forms,
    EntityType.DATE_OF_BIRTH: _birth_forms,
    EntityType.NL_BSN: _bsn_forms,
    EntityType.NL_KVK: _kvk_forms,
    EntityType.NL_VAT: _vat_forms,
    EntityType.NL_RSIN: _bsn_forms,
    EntityType.HEALTH: _word_forms,
    EntityType.RELIGION: _word_forms,
    EntityType.TRADE_UNION: _word_forms,
    EntityType.POLITICAL_OPINION: _word_forms,
    EntityType.SEXUAL_ORIENTATION: _word_forms,
    EntityType.ETHNICITY: _word_forms,
}
