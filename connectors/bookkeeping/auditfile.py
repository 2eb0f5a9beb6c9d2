"""XML Auditfile Financieel: 3.0 to 4.0, and CLAIR2 before it. One record per relation and per booking line.

Elements go by their own names whatever the namespace, since exports get it wrong; the XSD is never asked, since exports break it.
What is in neither a relation nor a line is in a record of the element that holds it, so that no text is lost.
Names of elements: the XSDs of 3.2 and 4.0, https://odb.belastingdienst.nl (as read by the field on 2026-11-22).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from connectors.bookkeeping.meaning import Meanings, declared, named
from connectors.bookkeeping.source import Source, Unrepeated, day, slashless
from connectors.bookkeeping.xmlcut import Bounds, Piece, first, pieces_of
from scanner.entities import EntityType as T
from scanner.errors import TooLarge
from scanner.model import Field, Gap, Record

_KNOWN = {
    "custSupName": T.PERSON,
    "contact": T.PERSON,
    "submitterContact": T.PERSON,
    "userName": T.PERSON,
    "eMail": T.EMAIL_ADDRESS,
    "submitterEmail": T.EMAIL_ADDRESS,
    "telephone": T.PHONE_NUMBER,
    "fax": T.PHONE_NUMBER,
    "website": T.URL,
    "bankAccNr": T.IBAN_CODE,
    "offsetBankAccNr": T.IBAN_CODE,
    "bankAccountNr": T.IBAN_CODE,
    "commerceNr": T.NL_KVK,
    "taxRegIdent": T.NL_VAT,
    "taxRegistrationNr": T.NL_VAT,
    "custSupID": T.CUSTOMER_NUMBER,
    "streetname": T.LOCATION,
    "streetName": T.LOCATION,
    "property": T.LOCATION,
    "city": T.LOCATION,
    "address": T.LOCATION,
    "companyAddress": T.LOCATION,
    "companyCity": T.LOCATION,
    "postalCode": T.NL_POSTCODE,
    "companyPostalCode": T.NL_POSTCODE,
    # CLAIR2 calls a relation's name this; the company's own stands in the header
    "customerSupplier/companyName": T.PERSON,
}
MEANINGS = Meanings(_KNOWN)
_ADDRESSES = ("streetAddress", "postalAddress")
DECLARES = {f"/{name}": kind for name, kind in _KNOWN.items() if "/" not in name} | {
    f"/{address}/{step}": _KNOWN[step] for address in _ADDRESSES for step in ("streetname", "property", "city", "postalCode")
}
"""The same as JSON Pointers, for a relation and a line."""

_KEYED = {
    "customerSupplier": ("relation", ("custSupID",)),
    "trLine": ("line", ("nr",)),
    "line": ("line", ("recordID", "nr")),
    "sbLine": ("sbLine", ("nr",)),
    "obSbLine": ("obSbLine", ("nr",)),
    "obLine": ("obLine", ("nr",)),
    "ledgerAccount": ("ledgerAccount", ("accID", "accountID")),
    "journal": ("journal", ("jrnID", "journalID")),
    "transaction": ("transaction", ("nr", "transactionID")),
    "subledger": ("subledger", ("sbType",)),
    "obSubledger": ("obSubledger", ("sbType",)),
}
_LINES = {"trLine", "line", "sbLine", "obSbLine"}
_DATES = ("effDate", "effectiveDate", "invDt", "trDt", "transactionDate")
_TELLING = {"/jrnID", "/journalID", "/desc", "/description", "/sbType"}
_WHO = ("custSupName", "companyName", "contact", "eMail")


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield the relations, lines and the rest of an audit file, in order of their ends."""
    book = _Book(source)
    bounds = Bounds(text=source.limits.text)
    for piece in pieces_of(source.text(), _cuts, bounds):
        yield from book.take(piece)


def _cuts(name: str, parent: str, _ordinal: int) -> bool:
    # `line` is CLAIR2's booking line; in an address it is a line of that address
    return name in _KEYED and (name != "line" or parent == "transaction")


@dataclass(slots=True)
class _Book:
    """What must be remembered while an audit file goes by: whom a relation's number stands for, and the keys given."""

    source: Source
    relations: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    keys: Unrepeated = field(default_factory=Unrepeated)
    in_journal: Unrepeated = field(default_factory=Unrepeated)
    in_transaction: Unrepeated = field(default_factory=Unrepeated)
    journal: str = ""
    transaction: str = ""
    carried: int = 0

    def take(self, piece: Piece) -> Iterator[Record | Gap]:
        if piece.name in _LINES:
            yield self._line(piece)
        elif piece.name == "transaction":
            yield from self._transaction(piece)
        elif piece.name in _KEYED:
            if piece.name == "customerSupplier":
                yield from self._remember(piece)
            yield from self._record(piece, self._keys(piece))
            if piece.name == "journal" and not piece.partial:
                self.journal, self.in_journal = "", Unrepeated()
        else:
            yield from self._record(piece, ("company", str(piece.parts)) if piece.partial else ("company",))

    def _record(self, piece: Piece, keys: tuple[str, ...]) -> Iterator[Record]:
        fields = named(piece.leaves, MEANINGS)
        if self.source.note and not piece.parents:
            fields += (Field("/#encoding", self.source.note),)
        if fields:
            yield Record(self.source.ref(*keys), fields, modified_at=self._dated(piece))

    def _keys(self, piece: Piece) -> tuple[str, ...]:
        word, numbers = _KEYED[piece.name]
        number = self._journal_of(piece) if word == "journal" else piece.first(*numbers) or str(piece.ordinal)
        if word == "journal" and not piece.partial:
            return (word, number)
        return (word, self.keys(f"{word}/{number}").partition("/")[2])

    def _remember(self, piece: Piece) -> Iterator[Gap]:
        limit = self.source.limits.relations
        if len(self.relations) < limit:
            self.relations[piece.first("custSupID")] = tuple((path[1:], text) for path, text in piece.leaves if path[1:] in _WHO)
        elif piece.ordinal == limit + 1:
            yield self.source.gap(
                TooLarge(f"An audit file has over {limit} relations: search the lines of the later ones by customer number too.")
            )

    def _line(self, piece: Piece) -> Record:
        keys: tuple[str, ...]
        if piece.parents[-1].name == "transaction":
            outer = piece.parents[-1]
            number = piece.first("nr", "recordID") or str(piece.ordinal)
            keys = ("line", *self._journals(piece), self._transaction_of(outer), self.in_transaction(slashless(number)))
            self.carried = self.carried or piece.seen[-1]
        else:
            keys = self._keys(piece)
        fields = named(piece.leaves, MEANINGS) + self._context(piece) + self._whom(piece)
        return Record(self.source.ref(*keys), fields, modified_at=self._dated(piece))

    def _transaction(self, piece: Piece) -> Iterator[Record]:
        # its own texts are in each of its lines; it is a record where no line carries them all
        if piece.partial or len(piece.leaves) > self.carried:
            part = (str(piece.parts),) if piece.partial else ()
            yield from self._record(piece, ("transaction", *self._journals(piece), self._transaction_of(piece), *part))
        if not piece.partial:
            self.transaction, self.carried, self.in_transaction = "", 0, Unrepeated()

    def _journals(self, piece: Piece) -> tuple[str, ...]:
        return tuple(self._journal_of(parent) for parent in piece.parents if parent.name == "journal")

    def _journal_of(self, piece: Piece) -> str:
        number = piece.first("jrnID", "journalID") or str(piece.ordinal)
        self.journal = self.journal or self.keys(f"journal/{slashless(number)}").partition("/")[2]
        return self.journal

    def _transaction_of(self, piece: Piece) -> str:
        self.transaction = self.transaction or self.in_journal(piece.first("nr", "transactionID") or str(piece.ordinal))
        return self.transaction

    def _context(self, piece: Piece) -> tuple[Field, ...]:
        fields: tuple[Field, ...] = ()
        for name, leaves in islice(piece.around(), 1, None):
            told = leaves if name == "transaction" else [leaf for leaf in leaves if leaf[0] in _TELLING]
            fields += named(told, MEANINGS, f"/{name}")
        return fields

    def _whom(self, piece: Piece) -> tuple[Field, ...]:
        """Return the relation that a line refers to: a booking on Mrs De Vries names her by number alone."""
        known = self.relations.get(piece.first("custSupID"), ())
        return tuple(
            Field(f"/relation/{name}", text, declared(f"customerSupplier/{name}", text, MEANINGS)) for name, text in known
        )

    def _dated(self, piece: Piece) -> datetime:
        outer = (first(leaves, *_DATES) for name, leaves in piece.around() if name == "transaction")
        return next((moment for text in (piece.first(*_DATES), *outer) if (moment := day(text))), self.source.modified_at)
