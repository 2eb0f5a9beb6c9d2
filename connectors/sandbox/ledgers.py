"""What a bookkeeper exports: audit files, e-invoices and bank statements, in the shapes Dutch software writes."""

import base64
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

XAF_SPACES = {
    "3.2": "http://www.auditfiles.nl/XAF/3.2",
    "4.0": "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0",
}


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """A relation, or either side of an invoice. "" where nothing is known."""

    number: str
    name: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    iban: str = ""
    kvk: str = ""
    vat: str = ""
    supplier: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Posting:
    """A line of a transaction; `party` is a relation's number."""

    account: str
    text: str
    cents: int
    party: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A line of a bank statement; money in where `cents` is above 0."""

    on: date
    cents: int
    name: str
    iban: str
    remittance: str


@dataclass(frozen=True, slots=True, repr=False)
class Bill:
    """An invoice or, with `credits`, the credit note against that invoice. `lines` are text and cents."""

    number: str
    on: date
    buyer: Party
    lines: Sequence[tuple[str, int]]
    note: str = ""
    credits: str = ""
    attached: tuple[str, bytes] | None = field(default=None)


def audit_file(version: str, company: Party, year: int, parties: Sequence[Party], journal: Sequence[Sequence[Posting]]) -> bytes:
    """Return an audit file (XML Auditfile Financieel): the relations, and one sales journal `VRK`, numbered from 1."""
    relations = "".join(_relation(party) for party in parties)
    transactions = "".join(_transaction(number, year, lines) for number, lines in enumerate(journal, 1))
    count = sum(len(lines) for lines in journal)
    debit = sum(line.cents for lines in journal for line in lines if line.cents > 0)
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<auditfile xmlns="{XAF_SPACES[version]}">
<header><fiscalYear>{year}</fiscalYear><startDate>{year}-01-01</startDate><endDate>{year}-12-31</endDate><curCode>EUR</curCode>\
<dateCreated>{year}-12-31</dateCreated><softwareDesc>Kasboekje</softwareDesc><softwareVersion>7.1</softwareVersion></header>
<company><companyIdent>{company.kvk}</companyIdent><companyName>{escape(company.name)}</companyName>\
<taxRegistrationCountry>NL</taxRegistrationCountry><taxRegIdent>{company.vat}</taxRegIdent>
{_xaf_address(company)}
<customersSuppliers>
{relations}</customersSuppliers>
<generalLedger>
<ledgerAccount><accID>1100</accID><accDesc>Bank</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>8000</accID><accDesc>Omzet workshops en trainingen</accDesc><accTp>P</accTp></ledgerAccount>
</generalLedger>
<transactions><linesCount>{count}</linesCount><totalDebit>{money(debit)}</totalDebit><totalCredit>{money(debit)}</totalCredit>
<journal><jrnID>VRK</jrnID><desc>Verkoopboek</desc><jrnTp>S</jrnTp>
{transactions}</journal></transactions>
</company>
</auditfile>
"""
    return document.encode()


def _relation(party: Party) -> str:
    pairs = (
        ("custSupID", party.number), ("custSupName", party.name), ("contact", party.contact), ("telephone", party.phone),
        ("eMail", party.email), ("commerceNr", party.kvk), ("taxRegistrationCountry", "NL"), ("taxRegIdent", party.vat),
        ("custSupTp", "S" if party.supplier else "C"),
    )  # fmt: skip
    body = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in pairs if value)
    bank = f"<bankAccount><bankAccNr>{party.iban}</bankAccNr><bankIdCd>INZGNL2A</bankIdCd></bankAccount>" if party.iban else ""
    return f"<customerSupplier>{body}{_xaf_address(party)}{bank}</customerSupplier>\n"


def _xaf_address(party: Party) -> str:
    if not party.street:
        return ""
    return (
        f"<streetAddress><streetname>{escape(party.street)}</streetname><number>{party.house_number}</number>"
        f"<city>{party.city}</city><postalCode>{party.postcode}</postalCode><country>NL</country></streetAddress>"
    )


def _transaction(number: int, year: int, lines: Sequence[Posting]) -> str:
    on = date(year, 1 + number % 12, 1 + number % 28)
    written = "".join(
        f"<trLine><nr>{at}</nr><accID>{line.account}</accID><docRef>{escape(line.document)}</docRef><effDate>{on}</effDate>"
        f"<desc>{escape(line.text)}</desc><amnt>{money(abs(line.cents))}</amnt><amntTp>{'D' if line.cents > 0 else 'C'}</amntTp>"
        + (f"<custSupID>{line.party}</custSupID>" if line.party else "")
        + "</trLine>\n"
        for at, line in enumerate(lines, 1)
    )
    head = f"<nr>{number}</nr><desc>Verkoop</desc><periodNumber>{on.month}</periodNumber><trDt>{on}</trDt>"
    return f"<transaction>{head}\n{written}</transaction>\n"


def ubl(bill: Bill, seller: Party) -> bytes:
    """Return a UBL 2.1 invoice, or a credit note where the bill credits another one."""
    root, line, quantity = (
        ("CreditNote", "CreditNoteLine", "CreditedQuantity") if bill.credits else ("Invoice", "InvoiceLine", "InvoicedQuantity")
    )
    total = sum(cents for _, cents in bill.lines)
    code = (
        "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"
        if bill.credits
        else "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
    )
    against = (
        f"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{bill.credits}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>\n"
        if bill.credits
        else ""
    )
    rows = "".join(
        f'<cac:{line}><cbc:ID>{at}</cbc:ID><cbc:{quantity} unitCode="C62">1</cbc:{quantity}>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{money(cents)}</cbc:LineExtensionAmount>'
        f'<cac:Item><cbc:Name>{escape(text)}</cbc:Name></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">{money(cents)}</cbc:PriceAmount></cac:Price></cac:{line}>\n'
        for at, (text, cents) in enumerate(bill.lines, 1)
    )
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" \
xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0</cbc:CustomizationID>
<cbc:ID>{bill.number}</cbc:ID>
<cbc:IssueDate>{bill.on}</cbc:IssueDate>
{code}
<cbc:Note>{escape(bill.note)}</cbc:Note>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
{against}{_attached(bill)}<cac:AccountingSupplierParty>{_party(seller)}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>{_party(bill.buyer)}</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>{seller.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">{money(total)}</cbc:PayableAmount></cac:LegalMonetaryTotal>
{rows}</{root}>
"""
    return document.encode()


def _attached(bill: Bill) -> str:
    if bill.attached is None:
        return ""
    name, content = bill.attached
    return (
        f"<cac:AdditionalDocumentReference><cbc:ID>{escape(name)}</cbc:ID><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="{escape(name)}">{base64.b64encode(content).decode()}'
        "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>\n"
    )


def _party(party: Party) -> str:
    tax = (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{party.vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if party.vat
        else ""
    )
    kvk = f'<cbc:CompanyID schemeID="0106">{party.kvk}</cbc:CompanyID>' if party.kvk else ""
    contact = "".join(
        f"<cbc:{tag}>{escape(value)}</cbc:{tag}>"
        for tag, value in (("Name", party.contact), ("Telephone", party.phone), ("ElectronicMail", party.email))
        if value
    )
    return (
        f"<cac:Party><cac:PartyIdentification><cbc:ID>{party.number}</cbc:ID></cac:PartyIdentification>"
        f"<cac:PartyName><cbc:Name>{escape(party.name)}</cbc:Name></cac:PartyName>"
        f"<cac:PostalAddress><cbc:StreetName>{escape(party.street)} {party.house_number}</cbc:StreetName><cbc:CityName>{party.city}</cbc:CityName>"
        f"<cbc:PostalZone>{party.postcode}</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"{tax}<cac:PartyLegalEntity><cbc:RegistrationName>{escape(party.name)}</cbc:RegistrationName>{kvk}</cac:PartyLegalEntity>"
        f"<cac:Contact>{contact}</cac:Contact></cac:Party>"
    )


def mt940(iban: str, entries: Sequence[Entry]) -> bytes:
    """Return an MT940 statement as Rabobank lays it out: `:86:` wrapped at 65 characters, also in the middle of a name."""
    balance, lines = 250_000, [":940:", ":20:940S260831", f":25:{iban} EUR", ":28C:26080", ":60F:C260801EUR000000002500,00"]
    for entry in entries:
        balance += entry.cents
        side, amount = "C" if entry.cents > 0 else "D", money(abs(entry.cents)).replace(".", ",")
        lines.append(f":61:{entry.on:%y%m%d}{side}{amount:0>15}N541NONREF")
        lines.append(entry.iban)
        role = "ORDP" if entry.cents > 0 else "BENM"
        told = f":86:/{role}//NAME/{entry.name}/REMI/{entry.remittance}/ISDT/{entry.on}"
        lines += [told[at : at + 65] for at in range(0, len(told), 65)]
    lines.append(f":62F:C260831EUR{money(balance).replace('.', ','):0>15}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def camt(iban: str, owner: str, entries: Sequence[Entry]) -> bytes:
    """Return a CAMT.053 statement (ISO 20022, version 2)."""
    rows = "".join(_camt_entry(entry) for entry in entries)
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>CAMT053-2609</MsgId><CreDtTm>2026-10-01T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>2609-1</Id><CreDtTm>2026-10-01T06:00:00</CreDtTm>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>{escape(owner)}</Nm></Ownr></Acct>
{rows}</Stmt></BkToCstmrStmt></Document>
"""
    return document.encode()


def _camt_entry(entry: Entry) -> str:
    credit = entry.cents > 0
    tag = "Dbtr" if credit else "Cdtr"
    return textwrap.dedent(f"""\
        <Ntry><Amt Ccy="EUR">{money(abs(entry.cents))}</Amt><CdtDbtInd>{"CRDT" if credit else "DBIT"}</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>{entry.on}</Dt></BookgDt><ValDt><Dt>{entry.on}</Dt></ValDt>
        <NtryDtls><TxDtls><RltdPties><{tag}><Nm>{escape(entry.name)}</Nm></{tag}>
        <{tag}Acct><Id><IBAN>{entry.iban}</IBAN></Id></{tag}Acct></RltdPties>
        <RmtInf><Ustrd>{escape(entry.remittance)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
        """)


def money(cents: int) -> str:
    """Return cents as euros with a point."""
    return f"{cents // 100}.{cents % 100:02d}"
