"""The drop folder of bookkeeping exports keeps the contract."""

import base64
from typing import ClassVar

import pytest

from connectors.bookkeeping.exports import Exports
from connectors.bookkeeping.source import Limits
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType as T

XAF = """<?xml version="1.0"?><auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><company><companyName>Studio Voorbeeld</companyName>
<customersSuppliers><customerSupplier><custSupID>D0001</custSupID><custSupName>{name}</custSupName><eMail>els@dam.example</eMail>
</customerSupplier></customersSuppliers><transactions><journal><jrnID>VRK</jrnID><transaction><nr>1</nr>{lines}</transaction></journal>
</transactions></company></auditfile>"""
LINE = "<trLine><nr>{0}</nr><desc>Workshop nummer {0}</desc><custSupID>D0001</custSupID></trLine>"
PDF = base64.b64encode(b"%PDF-1.7 invented attachment").decode()
UBL = f"""<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>1</ID><AccountingCustomerParty><Party><Contact>
<Name>Mireille Zandstra</Name></Contact></Party></AccountingCustomerParty><Attachment><EmbeddedDocumentBinaryObject filename="f.pdf">{PDF}
</EmbeddedDocumentBinaryObject></Attachment></Invoice>"""
MT940 = (
    ":20:X\n:25:NL91ABNA0417164300\n:61:2603040304C1,00NTRFNONREF\n:86:/NAME/Joris Kruidhof/IBAN/NL02ABNA0123456789\n:62F:C1\n"
)
CAMT = """<Document><BkToCstmrStmt><GrpHdr><MsgId>MSG-90001</MsgId></GrpHdr><Stmt><Id>STMT-90002</Id><Ntry><NtryDtls><TxDtls><RltdPties>
<UltmtDbtr><Nm>Wytske Haarsma</Nm></UltmtDbtr></RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""
TABLE = "Naam;E-mail\nBerend Oldeman;berend@oldeman.example\n"


def seeds(lines, name):
    """Return every record of the folder with a value in it."""
    book = "2026/boek.xaf"
    return (
        Seeded("auditfile", f"{book}#company", "Studio Voorbeeld"),
        Seeded("auditfile", f"{book}#journal/VRK", "VRK"),
        Seeded("auditfile", f"{book}#relation/D0001", name, T.PERSON),
        Seeded("auditfile", f"{book}#relation/D0001", "els@dam.example", T.EMAIL_ADDRESS),
        *(Seeded("auditfile", f"{book}#line/VRK/1/{nr}", f"Workshop nummer {nr}") for nr in lines),
        *(Seeded("auditfile", f"{book}#line/VRK/1/{nr}", name, T.PERSON) for nr in lines),
        Seeded("invoice", "f.xml", "Mireille Zandstra", T.PERSON),
        Seeded("invoice", "f.xml", "invented attachment"),
        Seeded("statement", "b.sta#entry/1", "Joris Kruidhof", T.PERSON),
        Seeded("statement", "b.sta#entry/1", "NL02ABNA0123456789", T.IBAN_CODE),
        Seeded("statement", "b.sta#statement/1", "NL91ABNA0417164300", T.IBAN_CODE),
        Seeded("statement", "c.xml#entry/1", "Wytske Haarsma", T.PERSON),
        Seeded("statement", "c.xml#statement/1", "STMT-90002"),
        Seeded("statement", "c.xml#message", "MSG-90001"),
        Seeded("sheet", ".oud/k.csv#/1", "Naam", hidden="in a hidden folder"),
        Seeded("sheet", ".oud/k.csv#/2", "Berend Oldeman", T.PERSON, hidden="in a hidden folder"),
        Seeded("document", "brief.pdf", "a letter to Ilonka"),
    )


class TestExports(ConnectorContract):
    not_applicable: ClassVar = {
        "http": "exports are read from a folder on this machine",
        "links": "pages are found by their place in the file",
        "search": "a folder cannot be asked for a person",
    }

    @pytest.fixture(autouse=True)
    def _folders(self, tmp_path_factory):
        self.new_folder = lambda: tmp_path_factory.mktemp("drop")

    def world(self):
        folder = self.new_folder()
        files = {"f.xml": UBL, "b.sta": MT940, "c.xml": CAMT, ".oud/k.csv": TABLE, "brief.pdf": "%PDF-1.7 a letter to Ilonka"}
        lines = range(1, 7)

        def fill(lines, name):
            (folder / "2026").mkdir(exist_ok=True)
            (folder / "2026/boek.xaf").write_text(XAF.format(lines="".join(map(LINE.format, lines)), name=name))

        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        fill(lines, "Els van Dam")

        def change():
            fill((2, 3, 4, 5, 6, 7), "Els Dam-Visser")
            (folder / ".oud/k.csv").unlink()

        options = Exports.Options(folder, Limits(page=2))
        return World(Exports, {}, seeds(lines, "Els van Dam"), options=options, token="", change=change)
