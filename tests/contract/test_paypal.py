"""The PayPal connector keeps the contract."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors import paypal
from connectors.paypal import PayPal
from connectors.sandbox.paypal import HOST, PayPalStandIn, payment
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.connector import Secret
from scanner.entities import EntityType

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
REACH = timedelta(days=70)
PAYERS = ("Hidde Wouda", "Aukje Terluin", "Sybren Rinsma", "Jeltje Haanstra", "Wiebe Tolman", "Nynke Oosterga", "Rixt Dijksma")


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


def rows():
    """Six payments in one month, one of which moved no money, and one at the far end of what PayPal gives."""
    for number, name in enumerate(PAYERS):
        at = NOW - timedelta(days=2, hours=number) if number < 6 else NOW - REACH + timedelta(hours=1)
        given, surname = name.split(" ")
        yield payment(
            f"8XK{number:03d}ZIJSPRONG4",
            at,
            f"{number}7.50",
            "T1300" if number == 2 else "T0006",
            info={"transaction_note": f"tot zaterdag, {name}"},
            payer_info={
                "account_id": f"PAYR{number}ZS",
                "email_address": mailbox(name),
                "payer_name": {"given_name": given, "surname": surname, "alternate_full_name": name},
                "address": {"line1": f"Proefstraat {number}", "city": "Haarlem", "country_code": "NL"},
            },
            shipping_info={"name": name},
        )


def seeded():
    for row in rows():
        facts, payer = row["transaction_info"], row["payer_info"]
        record = (
            f"{facts['transaction_id']}/{facts['transaction_initiation_date']}/{facts['transaction_event_code']}"
            f"/{facts['transaction_amount']['value']}"
        )
        hidden = "moved no money" if facts["transaction_event_code"] == "T1300" else ""
        yield Seeded("transactions", record, payer["email_address"], EntityType.EMAIL_ADDRESS, hidden=hidden)
        yield Seeded("transactions", record, payer["payer_name"]["alternate_full_name"], EntityType.PERSON, hidden=hidden)
        yield Seeded("transactions", record, payer["account_id"], EntityType.CUSTOMER_NUMBER, hidden=hidden)
        yield Seeded("transactions", record, payer["address"]["line1"], EntityType.LOCATION, hidden=hidden)
        yield Seeded("transactions", record, facts["transaction_note"], hidden=hidden)


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """A question names the time; here it stands still, so that the same question is the same request."""
    monkeypatch.setattr(paypal, "now", lambda: NOW)
    # four months are read as thirty-seven are; tests/unit/paypal reads all of them
    monkeypatch.setattr(paypal, "REACH", REACH)


class TestPayPal(ConnectorContract):
    not_applicable = {
        "links": "pages are counted",
        "search": "PayPal cannot be asked for a payer",
        "delta": "PayPal does not tell what changed",
    }

    def world(self):
        account = PayPalStandIn(rows(), page_cap=2)
        account.now = lambda: NOW
        return World(
            PayPal,
            {HOST: account},
            tuple(seeded()),
            PayPal.Options(client_id=account.client_id, client_secret=Secret(account.client_secret)),
            token="",
            secrets=(account.client_secret,),
            next_keys=frozenset({"page"}),
            posts={"/v1/oauth2/token": "exchanges the app's name and secret for a token (RFC 6749)"},
        )
