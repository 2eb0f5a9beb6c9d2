"""Over files that nobody here wrote: the counts are theirs, a relation is found, and what cannot be read is said."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from scanner import cli
from scanner.store.database import open_database
from scanner.store.index import Index

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
MULTIVERS = SAMPLES / "xaf" / "Multivers_V32_2017.xml"

pytestmark = pytest.mark.skipif(not MULTIVERS.exists(), reason="the third-party sample files are not beside this checkout")


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    path = folder / "inzage.toml"
    path.write_text(
        "[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\n[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n"
        f"[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = '{SAMPLES}'\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def inventory(config):
    import io
    from contextlib import redirect_stdout

    printed = io.StringIO()
    with redirect_stdout(printed):
        code = cli.run(["inventory", "--json", "--config", str(config)])
    return code, json.loads(printed.getvalue())


def elements(path, encoding=None):
    parser = ET.XMLParser(encoding=encoding)  # a file we know; the product's own parser is hardened
    for _, element in ET.iterparse(path, parser=parser) if encoding else ET.iterparse(path):
        yield element.tag.rpartition("}")[2], element


def record_ids(config):
    with open_database(config.parent / "state" / "inzage.db", config.parent / "key" / "inzage.key") as database:
        index = Index(database)
        from scanner.store import codec

        rows = database.rows("SELECT token, sealed FROM record")
        assert index.sizes()
        return [codec.ref_in(codec.load(database.keys.open("locator", sealed, token))).record_id for token, sealed in rows]


def test_relations_and_lines_are_all_there(config, inventory):
    ids = record_ids(config)
    counted = {
        name: (
            len([one for one in ids if re.match(rf"xaf/{name}#relation/", one)]),
            len([one for one in ids if re.match(rf"xaf/{name}#line/", one)]),
        )
        for name in (r"Multivers_V32_2017\.xml", r"banana_auditfile_v3\.2_2018\.xaf")
    }
    assert list(counted.values()) == [(31, 371), (9, 121)]
    assert len(ids) == len(set(ids))


def test_every_bank_entry_is_there(config, inventory):
    ids = record_ids(config)
    for path in (SAMPLES / "camt").glob("*.xml"):
        expected = sum(name == "Ntry" for name, _ in elements(path))
        assert len([one for one in ids if re.match(rf"camt/{re.escape(path.name)}#entry/\d+$", one)]) == expected, path.name
    for path in (SAMPLES / "mt940").glob("*.sta"):
        expected = len(re.findall(rb"^:61:", path.read_bytes(), re.MULTILINE))
        assert len([one for one in ids if re.match(rf"mt940/{re.escape(path.name)}#entry/\d+$", one)]) == expected > 0, path.name


def test_what_cannot_be_read_is_said_and_nothing_else(inventory):
    code, document = inventory
    assert code == 1
    places = sorted(gap["where"].split(" · ")[1] for gap in document["gaps"])
    assert places == ["pst/dist-list.pst", "vcard/John_Doe_ANDROID.vcf", "vcard/John_Doe_IPHONE.vcf"]
    read = {row["key"] for row in document["coverage"] if row["status"] in {"read", "partial", "empty"}}
    files = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()}
    assert files - read == set()


def test_a_relation_of_the_audit_file_is_found_with_its_lines(config, inventory, capsys):
    relations = [element for name, element in elements(MULTIVERS, "windows-1252") if name == "customerSupplier"]
    lines = [element for name, element in elements(MULTIVERS, "windows-1252") if name == "trLine"]

    def text(element, name):
        return next((child.text or "" for child in element.iter() if child.tag.rpartition("}")[2] == name), "")

    booked = {text(line, "custSupID") for line in lines}
    chosen = next(one for one in relations if text(one, "custSupID") in booked and len(text(one, "custSupName").split()) > 1)
    number = text(chosen, "custSupID")
    code = cli.run(["scan", "--name", text(chosen, "custSupName"), "--number", number, "--json", "--config", str(config)])
    found = json.loads(capsys.readouterr().out)
    assert code == 1  # the three files that cannot be read
    ids = {one["record_id"] for one in found["matches"]}
    assert f"xaf/{MULTIVERS.name}#relation/{number}" in ids
    expected = sum(text(line, "custSupID") == number for line in lines)
    assert len([one for one in ids if one.startswith(f"xaf/{MULTIVERS.name}#line/")]) >= expected > 0
