"""Bank files: codes, wraps, collected entries, orders; and invoices with files in them."""

import base64

import pytest

from connectors.bookkeeping.remittance import parts_of
from scanner.entities import EntityType as T
from scanner.model import GapKind


def wrapped(text, width=65):
    return [text[at : at + width] for at in range(0, len(text), width)]


CNTP = "/EREF/NOTPROVIDED//CNTP/NL32INGB0000012345/INGBNL2A/Mevr E van Dam-de Wit/Haarlem///REMI/USTD//factuur 12/"
SEPA = "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/E VAN DAM/REMI/les 3 / maart/EREF/NOTPROVIDED"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CNTP, {"CNTP/account": "NL32INGB0000012345", "CNTP/name": "Mevr E van Dam-de Wit", "CNTP/city": "Haarlem"}),
        (SEPA, {"IBAN": "NL91ABNA0417164300", "NAME": "E VAN DAM", "REMI": "les 3 / maart", "TRTP": "SEPA OVERBOEKING"}),
        ("/BENM//NAME/E van Dam/ADDR/Kade 1/ULTD/Ria Bos", {"NAME": "E van Dam", "ADDR": "Kade 1", "ULTD": "Ria Bos"}),
        (
            "000>100987654321>20FACTUUR 12>31NL91ABNA0417164300>32E VAN >33DAM",
            {"IBAN": "NL91ABNA0417164300", "NAME": "E VAN DAM"},
        ),
        ("SEPA IDEAL   IBAN: NL91ABNA0417164300   BIC: ABNANL2A   NAAM: E VAN DAM   OMSCHRIJVING: 12 A", {"NAAM": "E VAN DAM"}),
    ],
)
def test_codes_are_told_apart_wherever_the_bank_wraps(text, expected):
    assert dict(parts_of([text])).items() >= expected.items()
    for width in (64, 65):
        assert dict(parts_of(wrapped(text, width))).items() >= expected.items()


@pytest.mark.parametrize("text", [CNTP, SEPA, "x/BENM//NAME/E van Dam", "000?20A?32B?99C", "zomaar een tekst"])
def test_no_letter_of_a_remittance_is_lost(tmp_path, reading, text):
    lines = "\n".join(wrapped(text))
    (tmp_path / "a.sta").write_text(
        f":20:X\n:25:NL91ABNA0417164300\n:61:2603040304C1,00NTRFNONREF\n:86:{lines}\n:62F:C260304EUR1,00\n-\n"
    )
    record = reading(tmp_path).records["a.sta#entry/1"]
    assert next(f.value for f in record.fields if f.path == "/86").replace("\n", "") == text
    assert record.modified_at.date().isoformat() == "2026-03-04"


def test_a_space_lost_at_the_wrap_is_offered_back(tmp_path, reading):
    (tmp_path / "a.sta").write_text(":20:X\n:25:1\n:61:2603040304C1,00NTRFNONREF\n:86:/NAME/Jan\nJansen/REMI/x\n")
    values = reading(tmp_path).values("a.sta#entry/1")
    assert values["/86/NAME/spaced"] == ("Jan Jansen", T.PERSON)


def test_a_bank_text_may_be_of_any_age_and_encoding(tmp_path, reading):
    text = "{1:F01X}{4:\r\n:20:X\r\n:25:NL91ABNA0417164300 EUR\r\n:61:2603040304C1,00NTRFNONREF\r\n:86:/NAME/Zoë Bär/REMI/ß\r\n-}\r\n"
    (tmp_path / "a.940").write_bytes(text.encode("cp1252"))
    found = reading(tmp_path)
    assert found.values("a.940#entry/1")["/86/NAME"] == ("Zoë Bär", T.PERSON)
    assert found.values("a.940#statement/1")["/line"] == ("{1:F01X}{4:", None)
    assert found.gaps == []


def camt(entries):
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>'
        f"<Stmt><Id>1</Id>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def details(name):
    return f"<TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties></TxDtls>"


def test_a_collected_entry_gives_each_person_a_record(tmp_path, reading):
    batch = f"<Ntry><Amt>3</Amt><NtryDtls>{details('A Bos')}{details('B Dam')}</NtryDtls><NtryDtls>{details('C Wit')}</NtryDtls></Ntry>"
    single = f"<Ntry><Amt>1</Amt><NtryDtls>{details('D Vis')}</NtryDtls></Ntry>"
    (tmp_path / "a.xml").write_text(camt(batch + single))
    found = reading(tmp_path)
    names = {key: [f.value for f in r.fields if f.declared is T.PERSON] for key, r in found.records.items() if "entry" in key}
    assert names == {
        "a.xml#entry/1": ["A Bos"],
        "a.xml#entry/1/2": ["B Dam"],
        "a.xml#entry/1/3": ["C Wit"],
        "a.xml#entry/2": ["D Vis"],
    }
    assert found.values("a.xml#entry/1/2")["/Ntry/Amt"] == ("3", None)


def test_collection_orders_are_read(tmp_path, reading):
    (tmp_path / "incasso.xml").write_text(
        "<Document><CstmrDrctDbtInitn><GrpHdr><MsgId>1</MsgId></GrpHdr><PmtInf><PmtInfId>1</PmtInfId><DrctDbtTxInf><Dbtr><Nm>E Dam</Nm></Dbtr>"
        "<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></DrctDbtTxInf></PmtInf></CstmrDrctDbtInitn></Document>"
    )
    found = reading(tmp_path)
    assert found.values("incasso.xml#entry/1")["/Dbtr/Nm"] == ("E Dam", T.PERSON)
    assert found.records.keys() == {"incasso.xml#entry/1", "incasso.xml#statement/1", "incasso.xml#message"}


def ubl(embedded, root="Invoice"):
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"><ID>1</ID><IssueDate>2026-03-04</IssueDate>'
        f"<AdditionalDocumentReference><Attachment>{embedded}</Attachment></AdditionalDocumentReference></{root}>"
    )


def embedded(content, name="..\\map/bijlage.pdf"):
    return f'<EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="{name}">\n {content}\n</EmbeddedDocumentBinaryObject>'


@pytest.mark.parametrize("root", ["Invoice", "CreditNote"])
def test_a_file_in_an_invoice_is_a_blob(tmp_path, reading, root):
    (tmp_path / "a.xml").write_text(ubl(embedded(base64.encodebytes(b"%PDF-1.7 x").decode()), root))
    record = reading(tmp_path).records["a.xml"]
    (blob,) = record.blobs
    assert (blob.name, blob.media_type, blob.size) == ("bijlage.pdf", "application/pdf", 10)
    assert [blob.open().read(), blob.open().read()] == [b"%PDF-1.7 x"] * 2
    assert record.modified_at.date().isoformat() == "2026-03-04"


def test_a_damaged_or_huge_file_in_an_invoice_is_a_gap(tmp_path, reading):
    (tmp_path / "a.xml").write_text(ubl(embedded("%%%")))
    (tmp_path / "b.xml").write_text(ubl(embedded("QUJD" * 10_000)))
    found = reading(tmp_path, embedded=10_000)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED, GapKind.TOO_LARGE]
    assert found.gaps[0].ref.record_id == "a.xml"
    assert {"a.xml", "b.xml"} <= found.records.keys()
