"""Audit files of every version, whole and broken."""

import pytest

from scanner.entities import EntityType as T
from scanner.model import GapKind

RELATIONS = """<customersSuppliers>
<customerSupplier><custSupID>D1</custSupID><custSupName>Els van Dam</custSupName><eMail>els@dam.example</eMail></customerSupplier>
<customerSupplier><custSupID>D2</custSupID><contact>Ko Bos</contact><commerceNr>90001234</commerceNr>
<taxRegIdent>NL000000000B00</taxRegIdent><streetAddress><streetname>Kade 1</streetname><postalCode>1234 AB</postalCode></streetAddress>
</customerSupplier></customersSuppliers>"""
LINE = "<trLine><nr>{nr}</nr><custSupID>{who}</custSupID><desc>{desc}</desc>{more}</trLine>"


def xaf(transactions, relations=RELATIONS, space="http://www.auditfiles.nl/XAF/3.2", after=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><auditfile xmlns="{space}"><header><fiscalYear>2026</fiscalYear></header>'
        f"<company><companyName>Studio</companyName>{relations}<transactions><journal><jrnID>VRK</jrnID><desc>Verkoop</desc>"
        f"{transactions}</journal></transactions>{after}</company></auditfile>"
    )


def transaction(nr, *lines, more=""):
    return f"<transaction><nr>{nr}</nr><desc>Verkoop aan Els</desc><trDt>2026-03-04</trDt>{''.join(lines)}{more}</transaction>"


def line(nr=1, who="D1", desc="Workshop", more=""):
    return LINE.format(nr=nr, who=who, desc=desc, more=more)


@pytest.mark.parametrize(
    "space",
    [
        "http://www.auditfiles.nl/XAF/3.0",
        "http://www.auditfiles.nl/XAF/3.1",
        "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.0/structures/XmlAuditfileFinancieel3.2.1",
        "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0",
        "urn:nobody-knows",
        "",
    ],
)
def test_any_namespace_will_do(tmp_path, reading, space):
    (tmp_path / "a.xaf").write_text(xaf(transaction(1, line()), space=space))
    assert reading(tmp_path).words("a.xaf") == {"relation": 2, "line": 1, "journal": 1, "company": 1}


def test_a_line_has_its_transaction_journal_relation_and_accounts(tmp_path, reading):
    more = "<effDate>2026-02-03</effDate><offsetBankAccNr>NL91ABNA0417164300</offsetBankAccNr><bankAccNr>12345678</bankAccNr>"
    (tmp_path / "a.xaf").write_text(xaf(transaction("2026/7", line(3, more=more))))
    record = reading(tmp_path).records["a.xaf#line/VRK/2026/7/3"]
    values = {f.path: (f.value, f.declared) for f in record.fields}
    assert values["/relation/custSupName"] == ("Els van Dam", T.PERSON)
    assert values["/relation/eMail"] == ("els@dam.example", T.EMAIL_ADDRESS)
    assert values["/transaction/desc"] == ("Verkoop aan Els", None)
    assert values["/journal/desc"] == ("Verkoop", None)
    assert values["/offsetBankAccNr"] == ("NL91ABNA0417164300", T.IBAN_CODE)
    assert values["/bankAccNr"] == ("12345678", T.BANK_ACCOUNT)
    assert record.modified_at.date().isoformat() == "2026-02-03"


def test_relations_beyond_the_limit_are_said(tmp_path, reading):
    (tmp_path / "a.xaf").write_text(xaf(transaction(1, line(), line(2, "D2"))))
    found = reading(tmp_path, relations=1)
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert "/relation/contact" not in found.values("a.xaf#line/VRK/1/2")
    assert "/relation/custSupName" in found.values("a.xaf#line/VRK/1/1")


def test_repeated_numbers_are_records_of_their_own(tmp_path, reading):
    twice = transaction(1, line(), line()) + transaction(1, line())
    (tmp_path / "a.xaf").write_text(xaf(twice, RELATIONS.replace(">D2<", ">D1<")))
    keys = reading(tmp_path).records
    assert {"a.xaf#relation/D1", "a.xaf#relation/D1~2"} <= keys.keys()
    assert {"a.xaf#line/VRK/1/1", "a.xaf#line/VRK/1/1~2", "a.xaf#line/VRK/1~2/1"} <= keys.keys()


def test_a_transaction_that_no_line_carries_is_a_record(tmp_path, reading):
    late = transaction(2, line(), more="<userID>wim</userID>")
    (tmp_path / "a.xaf").write_text(xaf(transaction(1) + late + transaction(3, line())))
    found = reading(tmp_path)
    assert found.values("a.xaf#transaction/VRK/1")["/desc"] == ("Verkoop aan Els", None)
    assert found.values("a.xaf#transaction/VRK/2")["/userID"] == ("wim", None)
    assert "a.xaf#transaction/VRK/3" not in found.records


def test_what_nobody_foresaw_is_read(tmp_path, reading):
    after = "<extension><owner phone='0612345678'>Jo<b>Smit</b> tail<!-- ask Ria --></owner></extension>"
    (tmp_path / "a.xaf").write_text(xaf(transaction(1, line()), after=after))
    values = reading(tmp_path).values("a.xaf#company")
    assert {value for value, _ in values.values()} >= {"Jo tail", "Smit", "0612345678", "ask Ria", "Studio", "2026"}


def test_a_heap_of_unforeseen_elements_comes_in_parts(tmp_path, reading):
    after = "<notes>" + "<note>x</note>" * 12_000 + "</notes>"
    (tmp_path / "a.xaf").write_text(xaf(transaction(1, line()), after=after))
    found = reading(tmp_path)
    assert sum(len(r.fields) for r in found.of("a.xaf#company")) == 12_002
    assert max(len(r.fields) for r in found.of("a.xaf#company")) <= 5_000


def test_the_first_xml_version_is_read(tmp_path, reading):
    (tmp_path / "oud.xml").write_text(
        "<auditfile><header><auditfileVersion>CLAIR2.00.00</auditfileVersion><companyName>Studio</companyName></header>"
        "<customersSuppliers><customerSupplier><custSupID>9</custSupID><companyName>Els van Dam</companyName></customerSupplier>"
        "</customersSuppliers><transactions><journal><journalID>VRK</journalID><transaction><transactionID>5</transactionID>"
        "<description>Les</description><period>1</period><transactionDate>2003-02-01</transactionDate><line><recordID>1</recordID>"
        "<custSupID>9</custSupID></line></transaction></journal></transactions></auditfile>"
    )
    values = reading(tmp_path).values("oud.xml#line/VRK/5/1")
    assert values["/relation/companyName"] == ("Els van Dam", T.PERSON)
    assert values["/transaction/period"] == ("1", None)


def test_a_cut_file_keeps_what_came_before_and_says_so(tmp_path, reading):
    whole = xaf(transaction(1, line(), line(2)))
    (tmp_path / "a.xaf").write_text(whole[: whole.index("Workshop", whole.index("<nr>2</nr>")) + 4])
    found = reading(tmp_path)
    assert {"a.xaf#relation/D1", "a.xaf#line/VRK/1/1", "a.xaf#line/VRK/1/2", "a.xaf#company"} <= found.records.keys()
    assert found.values("a.xaf#line/VRK/1/2")["/desc"] == ("Work", None)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("said", ["UTF-8", "utf-16", "windows-1252", "iso-8859-1", ""])
def test_what_the_bytes_are_goes_before_what_the_file_says(tmp_path, reading, encoding, said):
    text = xaf(transaction(1, line(desc="Zoë Müller – ç"[: 9 if encoding == "iso-8859-1" else None])))
    text = text.replace(' encoding="UTF-8"', f' encoding="{said}"' if said else "")
    (tmp_path / "a.xaf").write_bytes(text.encode(encoding))
    found = reading(tmp_path)
    assert found.gaps == []
    assert found.values("a.xaf#line/VRK/1/1")["/desc"][0].startswith("Zoë Mülle")


def test_an_encoding_that_is_no_text_is_refused(tmp_path, reading):
    (tmp_path / "a.xaf").write_bytes(xaf(transaction(1, line(desc="Zoë"))).replace("UTF-8", "rot13").encode("cp1252"))
    assert [gap.kind for gap in reading(tmp_path).gaps] == [GapKind.MALFORMED]


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE auditfile [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE auditfile SYSTEM "http://elsewhere.example/x.dtd">',
        f'<!DOCTYPE auditfile [<!ENTITY l0 "lol">{BOMB}]>',
        '<!DOCTYPE auditfile [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    ],
)
def test_entities_are_refused_by_name(tmp_path, reading, doctype):
    text = xaf(transaction(1, line(desc="&x;"))).replace("<auditfile", f"{doctype}<auditfile", 1)
    (tmp_path / "a.xaf").write_text(text)
    found = reading(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]
    assert "DOCTYPE" in found.gaps[0].reason
    assert not any("root:" in f.value for r in found.records.values() for f in r.fields)


@pytest.mark.parametrize(
    "hostile",
    [
        "<a>" * 5_000,
        f"<desc>{'x' * 60_000}</desc>",
        f"<desc note='{'x' * 900_000}'/>",
        "".join(f"<e{n}/>" for n in range(10_050)),
    ],
    ids=["deep", "long text", "long tag", "broad"],
)
def test_a_file_made_to_fill_the_memory_is_refused(tmp_path, reading, hostile):
    (tmp_path / "a.xaf").write_text(xaf(hostile))
    found = reading(tmp_path, text=50_000)
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert found.words("a.xaf")["relation"] == 2
