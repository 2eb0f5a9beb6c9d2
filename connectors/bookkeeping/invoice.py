"""UBL 2 invoices and credit notes: one record per document, its embedded files read with it.

Source: OASIS UBL 2.1, EN 16931 and NLCIUS (element names as real files have them; not checked against the standard).
"""

import base64
import binascii
import io
import posixpath
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from connectors.bookkeeping.meaning import Meanings, named
from connectors.bookkeeping.source import Source, day
from connectors.bookkeeping.xmlcut import Bounds, Leaf, Piece, pieces_of
from scanner.entities import EntityType as T
from scanner.errors import Malformed, TooLarge
from scanner.model import Blob, Gap, Record

ROOTS = {"invoice", "creditnote"}
_EMBEDDED = "EmbeddedDocumentBinaryObject"
_KNOWN = {
    "PartyName/Name": T.PERSON,
    "Contact/Name": T.PERSON,
    "RegistrationName": T.PERSON,
    "FirstName": T.PERSON,
    "FamilyName": T.PERSON,
    "ElectronicMail": T.EMAIL_ADDRESS,
    "Telephone": T.PHONE_NUMBER,
    "Telefax": T.PHONE_NUMBER,
    "StreetName": T.LOCATION,
    "AdditionalStreetName": T.LOCATION,
    "AddressLine/Line": T.LOCATION,
    "CityName": T.LOCATION,
    "PostalZone": T.NL_POSTCODE,
    "PayeeFinancialAccount/ID": T.IBAN_CODE,
    "PayerFinancialAccount/ID": T.IBAN_CODE,
    "PayeeFinancialAccount/Name": T.PERSON,
    "PartyTaxScheme/CompanyID": T.NL_VAT,
    "PartyLegalEntity/CompanyID": T.NL_KVK,
    "SupplierAssignedAccountID": T.CUSTOMER_NUMBER,
    "CustomerAssignedAccountID": T.CUSTOMER_NUMBER,
}
MEANINGS = Meanings(_KNOWN)
_PARTY = ("/AccountingSupplierParty/Party", "/AccountingCustomerParty/Party")
DECLARES = {
    f"{party}/{steps}": kind for party in _PARTY for steps, kind in _KNOWN.items() if steps.startswith(("Contact/", "PartyN"))
} | {
    f"{party}/{outer}/{name}": _KNOWN[name]
    for party in _PARTY
    for outer, name in (
        ("Contact", "ElectronicMail"),
        ("Contact", "Telephone"),
        ("PostalAddress", "StreetName"),
        ("PostalAddress", "CityName"),
        ("PostalAddress", "PostalZone"),
    )
}


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield one record for the document, before it the gaps of what is embedded and cannot be read."""
    # base64 is a third longer than what it holds
    bounds = Bounds(leaves=200_000, text=source.limits.embedded * 4 // 3 + 1_000)
    for piece in pieces_of(source.text(), lambda *_: False, bounds):
        if piece.partial:
            raise TooLarge("An invoice has over 200000 values: ask for it in parts.")
        leaves, blobs, gaps = _unpacked(source, piece)
        yield from gaps
        yield Record(source.ref(), named(leaves, MEANINGS), tuple(blobs), _dated(piece, source.modified_at))


def _unpacked(source: Source, piece: Piece) -> tuple[list[Leaf], list[Blob], list[Gap]]:
    """Return the leaves, embedded files taken out of them; those files; and a gap for each that is damaged."""
    leaves: list[Leaf] = []
    blobs: list[Blob] = []
    gaps: list[Gap] = []
    attributes = dict(piece.leaves)
    for path, text in piece.leaves:
        if path.rpartition("/")[2].partition("[")[0] != _EMBEDDED:
            leaves.append((path, text))
            continue
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except binascii.Error:
            why = Malformed("A file embedded in an invoice is damaged: ask for the invoice again.")
            gaps.append(source.gap(why, source.ref(), path))
            continue
        name = posixpath.basename(attributes.get(f"{path}/@filename", "").replace("\\", "/")) or f"embedded-{len(blobs) + 1}"
        media_type = attributes.get(f"{path}/@mimeCode", "")
        blobs.append(Blob(name, media_type, len(content), partial(io.BytesIO, content)))
    return leaves, blobs, gaps


def _dated(piece: Piece, otherwise: datetime) -> datetime:
    return day(piece.first("IssueDate")) or otherwise
