"""ISO 20022 bank files: CAMT.052, 053 and 054 of any version, and the payment and collection orders (PAIN.001, PAIN.008).

One record per entry. A collected entry holds many persons' transactions: from the second on each is a record of its own, with
the entry's amount and dates, so that one person's record does not show the others.
Source: https://www.iso20022.org message definitions (element names as real files have them; not checked against the standard).
"""

from collections.abc import Iterator
from datetime import datetime

from connectors.bookkeeping.meaning import Meanings, named
from connectors.bookkeeping.source import Source, day
from connectors.bookkeeping.xmlcut import Bounds, Piece, pieces_of
from scanner.entities import EntityType as T
from scanner.model import Field, Gap, Record

_KNOWN = {
    "Nm": T.PERSON,
    # the bank's own name and address
    "FinInstnId/Nm": None,
    "BrnchId/Nm": None,
    "FinInstnId/PstlAdr/StrtNm": None,
    "FinInstnId/PstlAdr/AdrLine": None,
    "FinInstnId/PstlAdr/TwnNm": None,
    "FinInstnId/PstlAdr/PstCd": None,
    "IBAN": T.IBAN_CODE,
    "Acct/Id/Othr/Id": T.IBAN_CODE,
    "DbtrAcct/Id/Othr/Id": T.IBAN_CODE,
    "CdtrAcct/Id/Othr/Id": T.IBAN_CODE,
    "EmailAdr": T.EMAIL_ADDRESS,
    "PhneNb": T.PHONE_NUMBER,
    "MobNb": T.PHONE_NUMBER,
    "FaxNb": T.PHONE_NUMBER,
    "StrtNm": T.LOCATION,
    "AdrLine": T.LOCATION,
    "TwnNm": T.LOCATION,
    "PstCd": T.NL_POSTCODE,
    "BirthDt": T.DATE_OF_BIRTH,
}
MEANINGS = Meanings(_KNOWN)
_PARTIES = ("Dbtr", "Cdtr", "UltmtDbtr", "UltmtCdtr")
_DETAIL = "/NtryDtls/TxDtls/RltdPties"
DECLARES = {
    # versions up to 7 name a party at once, later ones one step deeper
    **{f"{_DETAIL}/{party}{step}/Nm": T.PERSON for party in _PARTIES for step in ("", "/Pty")},
    **{f"{_DETAIL}/{party}Acct/Id/IBAN": T.IBAN_CODE for party in ("Dbtr", "Cdtr")},
}

_ENTRIES = {"Ntry", "CdtTrfTxInf", "DrctDbtTxInf"}
_STATEMENTS = {"Stmt", "Rpt", "Ntfctn", "PmtInf"}
_DETAILS = {"NtryDtls", "TxDtls"}
_DATES = ("/BookgDt/Dt", "/BookgDt/DtTm", "/ValDt/Dt", "/ValDt/DtTm")


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield the entries, each statement after its entries, and the message's heading last."""
    entries = statements = details = 0
    for piece in pieces_of(source.text(), _cuts, Bounds(text=source.limits.text)):
        part = (str(piece.parts),) if piece.partial else ()
        context: tuple[Field, ...] = ()
        if piece.name in _ENTRIES:
            key = ("entry", str(entries + 1), *(("part", *part) if part else ()))
            if not part:
                entries, details = entries + 1, 0
        elif piece.name in _DETAILS:
            details += 1
            key = ("entry", str(entries + 1), str(details + 1))
            context = _entry(piece)
        elif piece.name in _STATEMENTS:
            key = ("statement", str(statements + 1), *part)
            statements += not part
        else:
            key = ("message", *part)
        fields = named(piece.leaves, MEANINGS) + context
        if fields:
            yield Record(source.ref(*key), fields, modified_at=_dated(piece, source.modified_at))


def _cuts(name: str, _parent: str, ordinal: int) -> bool:
    return name in _ENTRIES or name in _STATEMENTS or (name in _DETAILS and ordinal > 1)


def _entry(piece: Piece) -> tuple[Field, ...]:
    """Return what the entry says of itself: its own texts, without those of the transaction kept in its record."""
    own = next((leaves for name, leaves in piece.around() if name in _ENTRIES), [])
    return named([leaf for leaf in own if not leaf[0].startswith("/NtryDtls")], MEANINGS, "/Ntry")


def _dated(piece: Piece, otherwise: datetime) -> datetime:
    for leaves in (piece.leaves, *(leaves for name, leaves in piece.around() if name in _ENTRIES)):
        found = dict(leaves)
        if moment := next((moment for path in _DATES if (moment := day(found.get(path, "")))), None):
            return moment
    return otherwise
