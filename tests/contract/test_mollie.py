"""The Mollie connector keeps the contract."""

from connectors.mollie import Mollie
from connectors.sandbox.mollie import HOST, MollieStandIn
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType

NAMES = ("Femke Oosterling", "Joris Brugge", "Aaltje Wierdsma", "Yde Poelstra", "Noor Bakelandt")
P, E, I = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.IBAN_CODE  # noqa: E741  three kinds


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


class TestMollie(ConnectorContract):
    not_applicable = {
        "search": "Mollie cannot be asked for a person",
        "delta": "Mollie does not tell what changed",
        "hidden": "the lists leave nothing out: cancelled, expired and revoked are in them",
    }

    def world(self):
        records, seeded = {}, []

        def put(stream, path, record, value, kind=None, above=""):
            records.setdefault(path, []).append(record)
            name = f"{above}/{record['id']}" if above else record["id"]
            seeded.append(Seeded(stream, name, value, kind, record.get("profileId", "")))

        for n, name in enumerate(NAMES):
            customer, payment, account = f"cst_{n}", f"tr_{n}", f"NL00INZG000000000{n}"
            details = {"consumerName": name, "consumerAccount": account}
            put("customers", "customers", {"id": customer, "name": name, "email": mailbox(name)}, mailbox(name), E)
            put(
                "payments",
                "payments",
                {"id": payment, "profileId": f"pfl_{n // 4}", "details": details, "customerId": customer},
                account,
                I,
            )
            put("mandates", "mandates", {"id": f"mdt_{n}", "customerId": customer, "details": details}, name, P, customer)
            put("refunds", "refunds", {"id": f"re_{n}", "paymentId": payment, "description": name}, name, None, payment)
            put(
                "subscriptions",
                "subscriptions",
                {"id": f"sub_{n}", "customerId": customer, "description": name},
                name,
                None,
                customer,
            )
            put("sales_invoices", "sales-invoices", {"id": f"inv_{n}", "recipient": {"email": mailbox(name)}}, mailbox(name), E)
        put("chargebacks", "chargebacks", {"id": "chb_1", "paymentId": "tr_1", "reason": NAMES[1]}, NAMES[1], None, "tr_1")
        put("payment_links", "payment-links", {"id": "pl_1", "description": NAMES[2]}, NAMES[2])
        records["profiles"] = [{"id": "pfl_0"}, {"id": "pfl_1"}, {"id": "pfl_2"}]
        app = MollieStandIn(records, page_cap=2)
        return World(Mollie, {HOST: app}, tuple(seeded), token=app.token, next_keys=frozenset({"href"}), links=True)
