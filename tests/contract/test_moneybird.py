"""The Moneybird connector keeps the contract."""

import pytest

from connectors.bookkeeping import moneybird
from connectors.bookkeeping.moneybird import Moneybird
from connectors.sandbox.moneybird import HOST, STORAGE, Administration, MoneybirdStandIn
from connectors.testing import faults
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType
from scanner.model import DataSubject, GapKind, Identifier

NAMES = ("Femke Oosterling", "Joris Brugge", "Aaltje Wierdsma", "Yde Poelstra", "Noor Bakelandt")
SUBJECT = DataSubject(
    "femke",
    (Identifier(EntityType.EMAIL_ADDRESS, "femke.oosterling@post.example"), Identifier(EntityType.PERSON, "Femke Oosterling")),
)
P, E, T, I = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.IBAN_CODE  # noqa: E741  four kinds

DOCUMENTS = tuple(
    f"documents/{kind}"
    for kind in ("purchase_invoices", "receipts", "general_documents", "general_journal_documents", "typeless_documents")
)


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


def contact(number, name, **more):
    first, last = name.split(" ")
    facts = {"firstname": first, "lastname": last, "email": mailbox(name), "phone": f"+31 6 5550 010{number}", "notes": []}
    return {"id": str(number), "archived": False, "updated_at": "2026-10-01T09:00:00.000Z", **facts, **more}


def books(house):
    """Fill an administration; yield its truth."""
    for number, name in enumerate(NAMES):
        hidden = "archived" if number == 3 else ""
        key = house.put("contacts", contact(100 + number, name, archived=bool(hidden)))
        yield Seeded("contacts", key, name.split(" ")[1], P, hidden=hidden)
        yield Seeded("contacts", key, mailbox(name), E, hidden=hidden)
        yield Seeded("contacts", key, f"+31 6 5550 010{100 + number}", T, hidden=hidden)
        old = number == 1
        key = house.put(
            "sales_invoices",
            {
                "id": str(200 + number),
                "contact": contact(100 + number, name),
                "invoice_date": "2019-03-01" if old else "2026-03-01",
                "attachments": [],
            },
        )
        yield Seeded("sales_invoices", key, mailbox(name), E, hidden="an earlier year" if old else "")
        mutation = {"id": str(300 + number), "date": "2026-03-02", "contra_account_name": name.upper()}
        key = house.put("financial_mutations", mutation | {"contra_account_number": f"NL00INZG000000000{number}"})
        yield Seeded("financial_mutations", key, name.upper(), P)
        yield Seeded("financial_mutations", key, f"NL00INZG000000000{number}", I)
        hours = {"id": str(400 + number), "contact_id": None, "started_at": "2026-03-02T10:00:00Z", "ended_at": None}
        key = house.put("time_entries", hours | {"description": f"Bellen met {name}"})
        yield Seeded("time_entries", key, name, hidden="without a contact, and still running")
    for number, path in enumerate(("estimates", "external_sales_invoices", *DOCUMENTS)):
        name = NAMES[number % len(NAMES)]
        house.files[str(900 + number)] = f"declaratie van {name}".encode()
        attached = {"id": str(900 + number), "filename": "bon.txt", "content_type": "text/plain", "size": 30}
        day = "estimate_date" if path == "estimates" else "date"
        key = house.put(
            path, {"id": str(500 + number), day: "2026-04-01", "contact": contact(7, name), "attachments": [attached]}
        )
        yield Seeded(path.rpartition("/")[2], key, f"declaratie van {name}")


def change(house):
    """Somebody is called otherwise, which her invoice shows; of each kind something is added, altered and removed."""
    house.change_contact(contact(100, "Femke Zeilmaker"))
    house.put("contacts", contact(109, "Sjaak Verhulst"))
    house.remove("contacts", "104")
    house.put("sales_invoices", {"id": "209", "contact": contact(109, "Sjaak Verhulst"), "invoice_date": "2026-05-01"})
    house.remove("sales_invoices", "204")
    house.put("financial_mutations", {"id": "302", "date": "2026-03-02", "contra_account_name": "A. WIERDSMA"})
    house.put("financial_mutations", {"id": "309", "date": "2026-05-02", "contra_account_name": "SJAAK VERHULST"})
    house.remove("financial_mutations", "301")


class TestMoneybird(ConnectorContract):
    not_applicable = {"links": "pages are counted"}

    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr(moneybird, "AT_ONCE", 2)

    def world(self):
        first, second = Administration(), Administration()
        truth = [*books(first)]
        second.put("contacts", contact(1, "Wubbo Tjallinga"))
        app = MoneybirdStandIn({"11": first, "22": second}, page_cap=2)
        seeded = [Seeded(one.stream, one.record_id, one.value, one.entity_type, "11", one.hidden) for one in truth]
        return World(
            Moneybird,
            {HOST: app, STORAGE: app},
            (*seeded, Seeded("contacts", "1", "Wubbo", P, "22")),
            token=app.token,
            next_keys=frozenset({"page"}),
            posts={
                f"/api/v2/{{administration}}/{path}/synchronization.json": "asks for the records with these ids"
                for path in (
                    "contacts",
                    "sales_invoices",
                    "external_sales_invoices",
                    "estimates",
                    *DOCUMENTS,
                    "financial_mutations",
                )
            },
            subject=SUBJECT,
            change=lambda: change(first),
        )

    def test_a_repeated_page_token_is_an_error(self):
        """Pages are counted: a platform that gives the same one whatever is asked is found out."""
        world = self.world()
        app = world.apps[HOST]
        listed = app._listed
        app._listed = lambda path, records, request: listed(path, records, WithoutPage(request))
        sweep = world.visit(budget=500).sweep()
        assert sweep.kinds == {GapKind.MALFORMED}

    def test_a_renamed_list_is_an_error(self):
        """The answer is the list itself: anything else in its place is an error."""
        wrapped = faults.rewriting(lambda page, _: {"data": page} if isinstance(page, list) else page)
        sweep = self.world().visit(faults.at(Lists(self.world()), wrapped)).sweep()
        assert sweep.kinds == {GapKind.MALFORMED}
        assert not sweep.records


class Lists:
    """Every request but the one for the administrations."""

    def __init__(self, world):
        self.world = world

    def __contains__(self, key):
        return "administrations.json" not in key[1]


class WithoutPage:
    """A request as a platform sees it that does not know pages."""

    def __init__(self, request):
        self.args = {name: value for name, value in request.args.items() if name != "page"}
