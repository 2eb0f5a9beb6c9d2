"""The Stripe connector keeps the contract."""

from connectors.sandbox.stripe import HOST, LISTS, StripeStandIn
from connectors.stripe import Stripe
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier

NAMES = ("Femke Oosterling", "Joris Brugge", "Aaltje Wierdsma", "Yde Poelstra", "Noor Bakelandt")
P, E = EntityType.PERSON, EntityType.EMAIL_ADDRESS
SUBJECT = DataSubject(
    "femke", (Identifier(E, "femke.oosterling@post.example"), Identifier(P, "Femke Oosterling"), Identifier(P, 'Fem "O" \\'))
)


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


class TestStripe(ConnectorContract):
    not_applicable = {"links": "a page is found by the last id", "delta": "Stripe tells events of thirty days only"}

    def world(self):
        records, seeded = {name: [] for name in LISTS}, []

        def put(path, record, value, kind=None, hidden=""):
            records[path].append(record)
            seeded.append(Seeded(path.replace("/", "."), record["id"], value, kind, hidden=hidden))

        for n, name in enumerate(NAMES):
            customer, party = f"cus_{n}", {"name": name, "email": mailbox(name), "phone": f"+31 6 5550 010{n}"}
            put("customers", {"id": customer, **party}, mailbox(name), E)
            put("charges", {"id": f"ch_{n}", "customer": customer, "billing_details": party}, name, P)
            put("checkout/sessions", {"id": f"cs_{n}", "customer_details": party}, mailbox(name), E)
            put("invoices", {"id": f"in_{n}", "customer": customer, "customer_name": name}, name, P)
            gone = n == 2
            row = {"id": f"sub_{n}", "customer": customer, "status": "canceled" if gone else "active", "description": name}
            put("subscriptions", row, name, None, "cancelled" if gone else "")
        put("payment_intents", {"id": "pi_1", "customer": "cus_0", "receipt_email": mailbox(NAMES[0])}, mailbox(NAMES[0]), E)
        put("setup_intents", {"id": "seti_1", "description": NAMES[1]}, NAMES[1])
        put("refunds", {"id": "re_1", "reason": NAMES[2]}, NAMES[2])
        put("disputes", {"id": "dp_1", "evidence": {"customer_name": NAMES[3]}}, NAMES[3], P)
        put("quotes", {"id": "qt_1", "description": NAMES[4]}, NAMES[4])
        app = StripeStandIn(records, page_cap=2)
        return World(Stripe, {HOST: app}, tuple(seeded), token=app.token, next_keys=frozenset({"has_more"}), subject=SUBJECT)
