"""The plain word for everything the reports name, in Dutch and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from reports.render.texts import TEXTS
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import GapKind, Right, Verdict
from scanner.outcomes import Door, Status

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

Pair = tuple[str, str]
"""Dutch, English."""

NAMED: Mapping[StrEnum, Pair] = {
    EntityType.PERSON: ("naam", "name"),
    EntityType.EMAIL_ADDRESS: ("e-mailadres", "e-mail address"),
    EntityType.PHONE_NUMBER: ("telefoonnummer", "phone number"),
    EntityType.IBAN_CODE: ("bankrekening (IBAN)", "bank account (IBAN)"),
    EntityType.CREDIT_CARD: ("betaalkaartnummer", "payment card number"),
    EntityType.BANK_ACCOUNT: ("bankrekening (oud nummer)", "bank account (older number)"),
    EntityType.BIC_CODE: ("bankcode (BIC)", "bank code (BIC)"),
    EntityType.IP_ADDRESS: ("IP-adres", "IP address"),
    EntityType.MAC_ADDRESS: ("MAC-adres (apparaat)", "MAC address (device)"),
    EntityType.URL: ("webadres", "web address"),
    EntityType.SOCIAL_HANDLE: ("naam op sociale media", "social media name"),
    EntityType.LOCATION: ("adres of plaats", "address or place"),
    EntityType.NL_POSTCODE: ("postcode", "postcode"),
    EntityType.DATE_OF_BIRTH: ("geboortedatum", "date of birth"),
    EntityType.NL_BSN: ("burgerservicenummer (BSN)", "citizen service number (BSN)"),
    EntityType.NL_RSIN: ("fiscaal nummer (RSIN)", "Dutch tax number of an organisation (RSIN)"),
    EntityType.NL_KVK: ("KvK-nummer", "company register number (KvK)"),
    EntityType.NL_VAT: ("btw-nummer", "VAT number"),
    EntityType.EU_VAT: ("btw-nummer (ander EU-land)", "VAT number (other EU country)"),
    EntityType.NL_V_NUMBER: ("vreemdelingennummer (V-nummer)", "Dutch immigration number (V-number)"),
    EntityType.NL_LICENSE_PLATE: ("kenteken", "licence plate"),
    EntityType.IDENTITY_DOCUMENT: ("nummer van paspoort of ID-kaart", "number of a passport or identity card"),
    EntityType.DRIVING_LICENCE: ("rijbewijsnummer", "driving licence number"),
    EntityType.BE_NATIONAL_NUMBER: ("Belgisch rijksregisternummer", "Belgian national number"),
    EntityType.DE_TAX_ID: ("Duits belastingnummer (IdNr.)", "German tax number (IdNr.)"),
    EntityType.ES_NIE: ("Spaans vreemdelingennummer (NIE)", "Spanish foreigner number (NIE)"),
    EntityType.ES_NIF: ("Spaans persoonsnummer (DNI)", "Spanish identity number (DNI)"),
    EntityType.FR_NIR: ("Frans socialezekerheidsnummer (NIR)", "French social security number (NIR)"),
    EntityType.IT_FISCAL_CODE: ("Italiaans persoonsnummer (codice fiscale)", "Italian tax code (codice fiscale)"),
    EntityType.PL_PESEL: ("Pools persoonsnummer (PESEL)", "Polish identity number (PESEL)"),
    EntityType.UK_NHS: ("Brits zorgnummer (NHS)", "British health number (NHS)"),
    EntityType.UK_NINO: ("Brits verzekeringsnummer (NINO)", "British national insurance number (NINO)"),
    EntityType.US_ITIN: ("Amerikaans belastingnummer (ITIN)", "US taxpayer number (ITIN)"),
    EntityType.US_SSN: ("Amerikaans burgernummer (SSN)", "US social security number (SSN)"),
    EntityType.CUSTOMER_NUMBER: ("klantnummer", "customer number"),
    EntityType.HEALTH: ("gezondheid", "health"),
    EntityType.RELIGION: ("geloof of levensovertuiging", "religion or belief"),
    EntityType.TRADE_UNION: ("vakbond", "trade union"),
    EntityType.POLITICAL_OPINION: ("politieke opvatting", "political opinion"),
    EntityType.SEXUAL_ORIENTATION: ("seksuele gerichtheid", "sexual orientation"),
    EntityType.ETHNICITY: ("afkomst", "ethnic origin"),
    Right.ACCESS: ("inzage (art. 15 AVG)", "access (GDPR art. 15)"),
    Right.PORTABILITY: ("overdraagbaarheid (art. 20 AVG)", "portability (GDPR art. 20)"),
    GapKind.AUTH_FAILED: ("inloggen mislukt", "sign-in failed"),
    GapKind.ACCESS_DENIED: ("geen toegang", "access denied"),
    GapKind.UNAVAILABLE: ("niet bereikbaar", "unavailable"),
    GapKind.MALFORMED: ("onleesbaar of beschadigd", "unreadable or damaged"),
    GapKind.TOO_LARGE: ("te groot", "too large"),
    GapKind.UNSUPPORTED: ("bestandssoort niet leesbaar", "kind of file not readable"),
    GapKind.INCOMPLETE: ("niet tot het eind gelezen", "not read to its end"),
    GapKind.NOT_COVERED: ("met de hand te doen", "to be done by hand"),
    Status.READ: ("gelezen", "read"),
    Status.EMPTY: ("gelezen, leeg", "read, empty"),
    Status.PARTIAL: ("deels gelezen", "partly read"),
    Status.FAILED: ("niet kunnen kijken", "could not look"),
    Status.NOT_COVERED: ("met de hand", "by hand"),
    Door.SWEEP: ("alles gelezen", "everything read"),
    Door.CHANGES: ("wijzigingen gelezen", "changes read"),
    Door.INDEX: ("via de index", "through the index"),
    Door.SEARCH: ("zoekfunctie van de leverancier", "the vendor's own search"),
    Door.LINK: ("waar een ander stuk heen leidde", "where another record led"),
    Door.BY_HAND: ("met de hand doorzocht", "searched by hand"),
    Verdict.MATCH: ("over deze persoon", "about this person"),
    Verdict.POSSIBLE: ("misschien over deze persoon", "possibly about this person"),
    Verdict.NON_MATCH: ("niet over deze persoon", "not about this person"),
}

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Every text of a report in one language. Call with a key of `TEXTS`; `name` gives the word for an enum's member."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence, filled in."""
        return TEXTS[key][self._side].format(**values)

    def name(self, member: StrEnum) -> str:
        """Return the plain word for a kind of data, right, gap, status, door or verdict."""
        return NAMED[member][self._side]

    def count(self, key: str, number: int) -> str:
        """Return "1 record", "12 records": `key` has two forms, `.one` and `.many`."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=self.number(number))

    def number(self, number: int) -> str:
        """Return the number with its thousands apart."""
        return f"{number:,}".replace(",", "." if self.language == "nl" else ",")

    def day(self, when: date | None) -> str:
        """Return "22 november 2026", or a dash where nobody knows."""
        if when is None:
            return "–"
        return f"{when.day} {MONTHS[self.language][when.month - 1]} {when.year}"

    def moment(self, when: datetime | None) -> str:
        """Return the day and the minute, in UTC and saying so."""
        return "–" if when is None else f"{self.day(when)}, {when:%H:%M} UTC"

    @property
    def _side(self) -> int:
        return LANGUAGES.index(self.language)


def words(language: str) -> Words:
    """Return the texts in `language`. Raises ConfigError where there are none."""
    for known in LANGUAGES:
        if known == language:
            return Words(known)
    raise ConfigError("organisation.language must be nl or en; set one of these in the configuration.")
