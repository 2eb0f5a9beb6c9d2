"""Exports of real bookkeeping programs and banks, counted apart from the readers."""

import re
import xml.etree.ElementTree as ET

import pytest

from scanner.entities import EntityType as T

MULTIVERS = "Multivers_V32_2017.xml"
BANANA = "banana_auditfile_v3.2_2018.xaf"


def tree(path):
    """Return the whole document, read in another way than the connector's: as a tree, in the encoding that it really has."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))


def leaves(root):
    """Return every text and attribute value in the document, each as often as it stands there."""
    found = []
    for element in root.iter():
        texts = [element.text, *(child.tail for child in element), *element.attrib.values()]
        found += [text.strip() for text in texts if text and text.strip()]
    return sorted(found)


@pytest.mark.parametrize(("name", "relations", "lines"), [(MULTIVERS, 31, 371), (BANANA, 9, 121)])
def test_audit_files_hold_the_known_relations_and_lines(reading, samples, name, relations, lines):
    found = reading(samples / "xaf")
    words = found.words(name)
    assert (words["relation"], words["line"]) == (relations, lines)
    assert found.gaps == []


@pytest.mark.parametrize("name", [MULTIVERS, BANANA])
def test_no_text_of_an_audit_file_is_lost(reading, samples, name):
    records = reading(samples / "xaf").of(name)
    # what a line is told of its transaction, journal and relation is told again, not found again
    told = ("/transaction/", "/journal/", "/subledger/", "/relation/", "/#encoding")
    fields = [f.value for r in records for f in r.fields if not f.path.startswith(told)]
    # a transaction's own texts stand only in its lines: once for each
    carried = [
        value
        for lines in _by_transaction(records).values()
        for value in [f.value for f in lines[0].fields if f.path.startswith("/transaction/")]
    ]
    assert sorted(fields + carried) == leaves(tree(samples / "xaf" / name))


def _by_transaction(records):
    groups = {}
    for record in records:
        if "#line/" in record.ref.record_id:
            groups.setdefault(record.ref.record_id.rpartition("/")[0], []).append(record)
    return groups


def test_latin_letters_under_a_false_declaration_are_read(reading, samples, caplog):
    found = reading(samples / "xaf")
    names = [f.value for r in found.of(MULTIVERS) for f in r.fields if f.path == "/custSupName"]
    assert "Gartencenter Löwenbrau" in names
    assert not any("�" in f.value for r in found.of(MULTIVERS) for f in r.fields)
    assert found.values(f"{MULTIVERS}#company")["/#encoding"] == ("declares utf-8, read as windows-1252", None)
    assert "not in the encoding" in caplog.text
    assert MULTIVERS not in caplog.text


def test_relations_are_declared(reading, samples):
    values = reading(samples / "xaf").values(f"{MULTIVERS}#relation/D1002")
    assert values["/contact"][1] is T.PERSON
    assert values["/eMail"][1] is T.EMAIL_ADDRESS
    assert values["/telephone"][1] is T.PHONE_NUMBER
    assert values["/streetAddress/streetname"][1] is T.LOCATION
    assert values["/streetAddress/postalCode"][1] is T.NL_POSTCODE
    assert values["/bankAccount/bankAccNr"][1] is T.BANK_ACCOUNT
    assert values["/custSupID"] == ("D1002", T.CUSTOMER_NUMBER)


def test_a_line_names_whom_its_number_stands_for(reading, samples):
    found = reading(samples / "xaf")
    named = [r for r in found.of(f"{MULTIVERS}#line/") if any(f.path == "/relation/custSupName" for f in r.fields)]
    with_number = [r for r in found.of(f"{MULTIVERS}#line/") if any(f.path == "/custSupID" for f in r.fields)]
    assert len(with_number) == 231
    known = {f.value for r in found.of(f"{MULTIVERS}#relation/") for f in r.fields if f.path == "/custSupID"}
    assert len(named) == sum(any(f.path == "/custSupID" and f.value in known for f in r.fields) for r in with_number) > 0


@pytest.mark.parametrize("bank", ["abnamro", "ing", "knab", "rabobank-iban"])
def test_bank_texts_give_each_entry_and_lose_nothing(reading, samples, bank):
    name = f"jejik_{bank}.sta"
    found = reading(samples / "mt940")
    raw = (samples / "mt940" / name).read_text("utf-8")
    assert found.words(name)["entry"] == len(re.findall(r"^:61:", raw, re.MULTILINE))
    assert found.words(name)["statement"] == len(re.findall(r"^:20:", raw, re.MULTILINE))
    everything = "\n".join(f.value for r in found.of(name) for f in r.fields)
    lines = [re.sub(r"^:\d\d[A-Z]?:", "", line).strip() for line in raw.splitlines()]
    assert [line for line in lines if line.strip("-") and line not in everything] == []


def test_a_name_wrapped_within_a_word_is_whole(reading, samples):
    values = reading(samples / "mt940").values("jejik_rabobank-iban.sta#entry/1")
    assert values["/86/NAME"] == ("CONTRA ACCOUNT HOLDER", T.PERSON)
    assert values["/61/account"] == ("NL70ABNA0987654321", T.IBAN_CODE)


def test_names_in_words_are_told_apart(reading, samples):
    values = reading(samples / "mt940").values("jejik_knab.sta#entry/3")
    assert values["/86/NAAM"] == ("MMS ONLINE NEDERLAND B.V.", T.PERSON)
    assert values["/86/REK"] == ("NL84INGB0234561789", T.IBAN_CODE)


@pytest.mark.parametrize("name", ["camt052.v2", "camt053.v2.minimal.ultimate", "camt053.v4", "camt054.v4"])
def test_bank_messages_give_each_entry_and_lose_nothing(reading, samples, name):
    file = f"genkgo_{name}.xml"
    found, root = reading(samples / "camt"), tree(samples / "camt" / file)
    entries = [e for e in root.iter() if e.tag.endswith("}Ntry")]
    more = sum(max(0, sum(d.tag.endswith("}TxDtls") for d in entry.iter()) - 1) for entry in entries)
    assert found.words(file)["entry"] == len(entries) + more > 0
    values = [f.value for r in found.of(file) for f in r.fields if not f.path.startswith("/Ntry/")]
    assert sorted(values) == leaves(root)


def test_ultimate_parties_are_persons(reading, samples):
    fields = reading(samples / "camt").values("genkgo_camt053.v2.minimal.ultimate.xml#entry/1")
    persons = {path for path, (_, kind) in fields.items() if kind is T.PERSON}
    assert {"/NtryDtls/TxDtls/RltdPties/UltmtDbtr/Nm", "/NtryDtls/TxDtls/RltdPties/UltmtCdtr/Nm"} <= persons


@pytest.mark.parametrize("name", ["en16931_ubl-tc434-creditnote1.xml", "en16931_ubl-tc434-example1.xml"])
def test_invoices_are_one_record_and_lose_nothing(reading, samples, name):
    found = reading(samples / "ubl")
    assert found.records[name].ref.stream == "invoice"
    assert sorted(f.value for f in found.records[name].fields if "#comment" not in f.path) == leaves(tree(samples / "ubl" / name))


def test_parties_of_an_invoice_are_declared(reading, samples):
    values = reading(samples / "ubl").values("en16931_ubl-tc434-creditnote1.xml")
    customer = "/AccountingCustomerParty/Party"
    assert values[f"{customer}/Contact/ElectronicMail"][1] is T.EMAIL_ADDRESS
    assert values[f"{customer}/PartyName/Name"][1] is T.PERSON
    assert values[f"{customer}/PostalAddress/StreetName"][1] is T.LOCATION
    assert values["/PaymentMeans/PayeeFinancialAccount/ID"][1] is T.IBAN_CODE
