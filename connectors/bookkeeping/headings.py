"""What a table's column headings say, in Dutch and English."""

import re
from dataclasses import dataclass, field

from connectors.bookkeeping.meaning import fitting
from scanner.entities import EntityType as T
from scanner.model import Field

_WORDS: dict[T, str] = {
    T.PERSON: """naam name volledigenaam fullname klant klantnaam debiteur debiteurnaam debiteurennaam crediteur crediteurnaam relatie
        relatienaam contactpersoon contact contactname tegenpartij naamtegenpartij tegenpartijnaam naamomschrijving tenaamstelling
        rekeninghouder begunstigde deelnemer deelnemernaam naamdeelnemer cursist medewerker werknemer betaler opdrachtgever customer
        customername client clientname beneficiary counterparty counterpartyname accountholder participant employee payer payee
        attendee naamuiteindelijkepartij""",
    T.EMAIL_ADDRESS: "email emailadres emailaddress mail mailadres emailcontact contactemail facturenemail factuuremail",
    T.PHONE_NUMBER: """telefoon telefoonnummer telefoonnr tel telnr telefoonmobiel telefoonvast mobiel mobielnummer gsm phone phonenumber
        mobile mobilenumber fax faxnummer telephone""",
    T.IBAN_CODE: """iban ibanbban ibannummer rekening rekeningnummer rekeningnr bankrekening bankrekeningnummer bankrekeningnr
        tegenrekening tegenrekeningnummer tegenrekeningibanbban tegenrekeningiban bankaccount accountnumber counterpartyaccount""",
    T.DATE_OF_BIRTH: "geboortedatum geboren geborenop dateofbirth birthdate birthday dob",
    T.NL_POSTCODE: "postcode zip zipcode postalcode pc",
    T.LOCATION: """adres straat straatnaam straatenhuisnummer huisnummer adresregel1 adresregel2 woonplaats plaats stad factuuradres
        bezoekadres postadres address street streetname addressline1 addressline2 city town""",
    T.NL_BSN: "bsn bsnnummer burgerservicenummer sofinummer",
    T.NL_KVK: "kvk kvknummer kvknr",
    T.NL_VAT: "btwnummer btwnr btwid btwidnummer vatnumber vatid",
    T.CUSTOMER_NUMBER: """klantnummer klantnr klantcode debiteurnummer debiteurnr debiteurennummer debiteurcode crediteurnummer
        crediteurnr relatienummer relatienr relatiecode customernumber customerid customerno clientnumber lidnummer""",
    T.IP_ADDRESS: "ipadres ipaddress ip",
    T.URL: "website webadres url",
    T.HEALTH: "dieet dieetwensen allergie allergieen medisch medischebijzonderheden diagnose gezondheid diet allergies medical",
}
HEADINGS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
DECLARES = {f"/{word}": kind for word, kind in HEADINGS.items()}
"""Headings as they are compared: small letters and digits only ("E-mailadres" is `emailadres`)."""

# in the order in which a name is written
_NAME_PARTS = (
    ["voornaam", "voornamen", "roepnaam", "firstname", "givenname"],
    ["voorletters", "initialen", "initials"],
    ["tussenvoegsel", "tussenvoegsels", "tussenv", "voorvoegsel", "voorvoegsels", "tv", "middlename", "infix"],
    ["achternaam", "lastname", "surname", "familyname", "familienaam"],
)
_PART_WORDS = {word for words in _NAME_PARTS for word in words}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading row: each column's path, kind, and which columns make up a name, in the order it is written."""

    paths: tuple[str, ...] = field(repr=False)
    kinds: tuple[T | None, ...]
    name_parts: tuple[int, ...]

    @property
    def tells_names(self) -> bool:
        """Whether a column is known to hold names."""
        return bool(self.name_parts) or T.PERSON in self.kinds

    def fields(self, cells: list[str]) -> tuple[Field, ...]:
        """Return a row's filled cells as fields; a name that is spread over columns also as one."""
        fields = [self._field(column, cell) for column, cell in enumerate(cells) if cell]
        parts = [column for column in self.name_parts if column < len(cells) and cells[column]]
        if len(parts) > 1:
            path = "/" + "+".join(self.paths[column][1:] for column in parts)
            fields.append(Field(path, " ".join(cells[column] for column in parts), T.PERSON))
        if not self.tells_names:
            fields += whole_row(cells)
        return tuple(fields)

    def _field(self, column: int, cell: str) -> Field:
        if column >= len(self.paths):
            return Field(f"/{column + 1}", cell)
        kind = self.kinds[column]
        return Field(self.paths[column], cell, fitting(kind, cell) if kind else None)


def heading_of(cells: list[str]) -> Heading | None:
    """Return what a row says of the columns below it; None where it is not a heading row.

    A row is one where a word of it is known. Paths print, and a row of somebody's data might be taken for a heading: with a
    single known word, the other columns go by their number.
    """
    words = [re.sub(r"[^a-z0-9]", "", cell.lower().replace("ë", "e")) for cell in cells]
    known = [word in HEADINGS or word in _PART_WORDS for word in words]
    if not any(known) or any("@" in cell or re.search(r"\d{5}", cell) for cell in cells):
        return None
    paths: list[str] = []
    for column, cell in enumerate(cells):
        told = known[column] or sum(known) > 1
        name = cell[:_LONGEST].strip().replace("~", "~0").replace("/", "~1") if told else ""
        path = f"/{name or column + 1}"
        paths.append(path if path not in paths else f"{path}[{column + 1}]")
    parts = tuple(words.index(word) for group in _NAME_PARTS for word in group if word in words)
    return Heading(tuple(paths), tuple(HEADINGS.get(word) for word in words), parts)


def whole_row(cells: list[str]) -> tuple[Field, ...]:
    """Return a row as one field, its filled cells parted by tabs; none where nothing is filled."""
    text = "\t".join(cell for cell in cells if cell)
    return (Field("/row", text, is_row=True),) if text else ()
