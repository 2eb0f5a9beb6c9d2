"""The people of the invented studio. None of them exists."""

import random
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from connectors.sandbox import numbers
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier


class Kind(StrEnum):
    """A particular of a person, as it is written down somewhere."""

    NAME = "name"
    INITIALS = "initials and surname"
    MISSPELT = "misspelt name"
    EMAIL = "e-mail"
    PHONE = "phone"
    IBAN = "iban"
    BIRTH_DATE = "birth date"
    ADDRESS = "address"
    OTHER_EMAIL = "an e-mail address that the requester does not mention"


class Role(StrEnum):
    """What someone is to the studio."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Person:
    """Someone invented. `phone` is as dialled inside the country; `given` is what a requester would tell of themselves.

    `maiden` is an earlier surname that the requester mentions. `scarce`: written about only where the studio says so, left
    out of the everyday mail.
    """

    person_id: str
    first: str
    tussen: str
    last: str
    initials: str
    email: str
    phone: str
    iban: str
    birth_on: date
    street: str
    number: str
    postcode: str
    city: str
    customer_number: str
    role: Role = Role.CUSTOMER
    other_email: str = ""
    maiden: str = ""
    scarce: bool = False
    given: frozenset[Kind] = field(default=frozenset({Kind.NAME, Kind.EMAIL}))

    @property
    def surname(self) -> str:
        """The surname with what goes before it."""
        return f"{self.tussen} {self.last}".strip()

    @property
    def full(self) -> str:
        """First name and surname, as people say it."""
        return f"{self.first} {self.surname}"

    @property
    def inverted(self) -> str:
        """Surname first, as in lists: "Veen, Maëlle van der"."""
        return f"{self.last}, {self.first} {self.tussen}".strip()

    @property
    def initialled(self) -> str:
        """Initials and surname, as in letters."""
        return f"{self.initials} {self.surname}"

    @property
    def on_statement(self) -> str:
        """The name as a bank prints it: capitals, initials, no points, no accents."""
        return plain(f"{self.initials.replace('.', ' ')}{self.surname}").upper()

    @property
    def address(self) -> str:
        """Street, number, postcode and town."""
        return f"{self.street} {self.number}, {self.postcode} {self.city}"

    @property
    def name_key(self) -> str:
        """Equal for people of the same full name."""
        return plain(self.full).casefold()

    @property
    def initials_key(self) -> str:
        """Equal for people whom initials and surname cannot tell apart."""
        return plain(f"{self.first[0]} {self.surname}").casefold()

    def subject(self) -> DataSubject:
        """Return the person as a requester: what is in `given`, and no more."""
        told = [
            (Kind.NAME, EntityType.PERSON, self.full),
            (Kind.NAME, EntityType.PERSON, f"{self.first} {self.maiden}" if self.maiden else ""),
            (Kind.EMAIL, EntityType.EMAIL_ADDRESS, self.email),
            (Kind.PHONE, EntityType.PHONE_NUMBER, self.phone),
            (Kind.IBAN, EntityType.IBAN_CODE, self.iban),
            (Kind.BIRTH_DATE, EntityType.DATE_OF_BIRTH, self.birth_on.isoformat()),
            (Kind.ADDRESS, EntityType.LOCATION, self.address),
            (Kind.ADDRESS, EntityType.NL_POSTCODE, f"{self.postcode} {self.number}"),
        ]
        identifiers = tuple(Identifier(entity, value) for kind, entity, value in told if value and kind in self.given)
        return DataSubject(self.person_id, identifiers)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return `text` without accents and with an ordinary hyphen."""
    bare = unicodedata.normalize("NFKD", text.replace("\u2011", "-").replace("ł", "l"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


FIRST = (  # noqa: SIM905 - a list of names reads better as text
    "Aafke Abdel Anouk Bart Bente Boris Carlijn Casper Chantal Chiel Daan Delphine Ebru Eefje Emre Esmée Femke Floor Floris Gerben "
    "Giorgio Hanneke Hidde Hugo Imke Inge Irfan Jasmijn Joëlle Jorrit Jip Kaj Katinka Khadija Lars Leontien Liesbeth Loek Maud Menno "
    "Mirjam Nadia Niek Noortje Olaf Oumaima Paulien Quinten Rachid Renske Roos Sietske Steef Tamara Teun Ulrike Veerle Willemijn Yara Zeger"
).split()
LAST = (  # noqa: SIM905 - as above
    "Aalbers|Abbink|van Assen|Baarsma|ten Barge|el Bakkali|Blankert|de Bondt|Boonstra|Brinkhuis|Cuperus|van Deelen|Demirtaş|Dobbelaar|"
    "Drenthen|Eggink|Elzinga|van Ewijk|Faber|Feenstra|van der Gaag|Geurts|Goudriaan|de Groef|Haverkamp|Heijnsdijk|Hiemstra|in 't Hout|"
    "Idzerda|Ittersum|Jagers|Jonkheer|Kalkman|ter Keurst|Kloosterziel|Kuipers|Lambregts|van Leur|Luijendijk|Marchena|Meinders|Molenkamp|"
    "Nauta|Nijenhuis|Oldenhof|Ouwehand|Öztürk|Paalvast|Postma|van Putten|Quaedvlieg|Raaijmakers|Rietveld|van Rossem|Roukema|Schuurman|"
    "Sijbrandij|Snoeren|Spaan|Steenvoorden|Tamboer|Teunissen|Tichelaar|Uittenbogaard|Veldhuis|Verkaik|van Vliet|Vroegop|Waterreus|"
    "Wesselink|van Wijngaarden|Woudstra|IJpma|Zandbergen|van Zijl|Zwaagstra"
).split("|")
STREETS = (
    "Coulissestraat",
    "Souffleurspad",
    "Toneelkade",
    "Grimelaan",
    "Rekwisietenhof",
    "Zijtoneel",
    "Applausplein",
    "Dialoogstraat",
)
CITIES = ("Haarlem", "Zaandam", "Heemstede", "Velsen", "Leiden", "Amsterdam")
PROVIDERS = ("postduif.example", "snelmail.example", "tulpnet.example", "kanaalpost.example")


def customers(rng: random.Random, many: int) -> list[Person]:
    """Return `many` invented customers in a stable order, no two of the same full name."""
    return [make(rng, serial, *_name(serial)) for serial in range(many)]


def _name(serial: int) -> tuple[str, str]:
    # rank by rank through the surnames, so that initials and surname collide as late as possible
    turn, rank = divmod(serial, len(LAST))
    first = FIRST[(rank + turn) % len(FIRST)]
    lap = turn // len(FIRST)
    return first, LAST[rank] if lap == 0 else f"{LAST[rank]}-{split_surname(LAST[(rank + lap) % len(LAST)])[1]}"


def make(rng: random.Random, serial: int, first: str, surname: str) -> Person:
    """Return an invented person; the same generator state and serial give the same one."""
    tussen, last = split_surname(surname)
    local = plain(f"{first}.{surname}").casefold().replace(" ", "").replace("'", "")
    letters = "".join(rng.choices("ABCDEFGHJKLMNPRTVWXZ", k=2))
    return Person(
        person_id=f"p{serial:05d}",
        first=first,
        tussen=tussen,
        last=last,
        initials=f"{plain(first)[0]}." + rng.choice(("", "", "A.", "J.M.", "H.")),
        email=f"{local}@{rng.choice(PROVIDERS)}",
        phone=numbers.mobile(1_000 + serial),
        iban=numbers.iban(7_000_000 + serial * 13),
        birth_on=date(1955, 1, 1) + timedelta(days=rng.randrange(49 * 365)),
        street=rng.choice(STREETS),
        number=str(rng.randrange(1, 240)),
        postcode=f"{rng.randrange(1400, 2999)} {letters}",
        city=rng.choice(CITIES),
        customer_number=str(20_001 + serial),
    )


def split_surname(surname: str) -> tuple[str, str]:
    """Return what goes before a surname, and the surname."""
    before, _, last = surname.rpartition(" ")
    return before, last


def fits(charset: str, people: Iterable[Person]) -> list[Person]:
    """Return those whose names an old charset can write."""
    return [person for person in people if person.full.encode(charset, "ignore").decode(charset) == person.full]
