"""Writing people's particulars down, while remembering whose they are: the truth comes from here, not from reading back."""

from dataclasses import dataclass, field

from connectors.sandbox import numbers
from connectors.sandbox.people import Kind, Person
from connectors.sandbox.studio.cast import House
from scanner.entities import EntityType

SEEN_AS = {
    Kind.NAME: EntityType.PERSON,
    Kind.INITIALS: EntityType.PERSON,
    Kind.MISSPELT: EntityType.PERSON,
    Kind.EMAIL: EntityType.EMAIL_ADDRESS,
    Kind.OTHER_EMAIL: EntityType.EMAIL_ADDRESS,
    Kind.PHONE: EntityType.PHONE_NUMBER,
    Kind.IBAN: EntityType.IBAN_CODE,
    Kind.BIRTH_DATE: EntityType.DATE_OF_BIRTH,
    Kind.ADDRESS: EntityType.NL_POSTCODE,
}
"""What a detector reports of each particular in running text."""

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


@dataclass(slots=True)
class Ink:
    """One record being written. Each method returns what to write and keeps whose it is and how a detector would see it."""

    marks: list[tuple[Kind, Person]] = field(default_factory=list)
    seen: set[EntityType] = field(default_factory=set)

    def also(self, *entities: EntityType) -> None:
        """Note kinds that stand in the text without being anybody's particulars here."""
        self.seen.update(entities)

    def _mark(self, kind: Kind, person: Person) -> None:
        self.marks.append((kind, person))
        if kind in SEEN_AS:
            self.seen.add(SEEN_AS[kind])

    def name(self, person: Person, written: str = "") -> str:
        """Write the full name, or `written`: another way of writing the full name."""
        self._mark(Kind.NAME, person)
        return written or person.full

    def inverted(self, person: Person) -> str:
        """Write the surname first."""
        return self.name(person, person.inverted)

    def cells(self, person: Person, *, surname_first: bool = False) -> list[str]:
        """Write the name over three cells of a table."""
        self.name(person)
        parts = [person.first, person.tussen, person.last]
        return parts[::-1] if surname_first else parts

    def initials(self, person: Person, written: str = "") -> str:
        """Write initials and surname, or `written`: another way of doing so."""
        self._mark(Kind.INITIALS, person)
        return written or person.initialled

    def misspelt(self, person: Person, written: str) -> str:
        """Write the name wrongly."""
        self._mark(Kind.MISSPELT, person)
        return written

    def email(self, person: Person, written: str = "") -> str:
        """Write the e-mail address, or `written`: the same address in other capitals."""
        self._mark(Kind.EMAIL, person)
        return written or person.email

    def other_email(self, person: Person) -> str:
        """Write an e-mail address that the requester does not mention."""
        self._mark(Kind.OTHER_EMAIL, person)
        return person.other_email

    def mailbox(self, person: Person, shown: str = "") -> tuple[str, str]:
        """Write a mail header's name and address."""
        return shown or self.name(person), self.email(person)

    def phone(self, person: Person, style: int = 0) -> str:
        """Write the phone number in one of four ways."""
        self._mark(Kind.PHONE, person)
        bare = person.phone
        return (bare, f"06-{bare[2:]}", f"+31 6 {bare[2:4]} {bare[4:6]} {bare[6:8]} {bare[8:]}", f"0031{bare[1:]}")[style % 4]

    def iban(self, person: Person, *, grouped: bool = False) -> str:
        """Write the IBAN, bare or in groups of four."""
        self._mark(Kind.IBAN, person)
        return numbers.spaced(person.iban) if grouped else person.iban

    def birth(self, person: Person, style: int = 0) -> str:
        """Write the birth date in one of three ways."""
        self._mark(Kind.BIRTH_DATE, person)
        day = person.birth_on
        return (f"{day:%d-%m-%Y}", day.isoformat(), f"{day.day} {MONTHS[day.month - 1]} {day.year}")[style % 3]

    def address(self, person: Person) -> str:
        """Write street, number, postcode and town."""
        self._mark(Kind.ADDRESS, person)
        return person.address

    def footer(self, house: House) -> str:
        """Write what stands below the studio's own mail."""
        self.also(
            EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.IBAN_CODE, EntityType.NL_POSTCODE,
            EntityType.NL_KVK, EntityType.NL_VAT, EntityType.URL, EntityType.SOCIAL_HANDLE,
        )  # fmt: skip
        return (
            f"-- \n{house.name}\n{house.address}\nTel. {house.phone} | {house.mailbox}\n"
            f"IBAN {numbers.spaced(house.iban)} | KvK-nummer {house.kvk} | btw-nummer {house.vat}\n"
            f"{house.site} | Instagram: @studiozijsprong\n"
        )
