"""The Eventbrite connector keeps the contract."""

from connectors.eventbrite import Eventbrite
from connectors.sandbox.eventbrite import HOST, Account, EventbriteStandIn
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier

TOKEN = "invented-eventbrite-5d20"
ORG = "9001"
E, P = EntityType.EMAIL_ADDRESS, EntityType.PERSON
SUBJECT = DataSubject("s1", (Identifier(E, "mirthe.zandbergen@post.example"), Identifier(P, "Mirthe Zandbergen")))
BUYERS = ("Mirthe Zandbergen", "Okke Terpstra", "Wieteke Brandsma", "Sytske Wielinga", "Douwe Kingma", "Aafje Hoving")
STATUSES = ("placed", "refunded", "deleted", "placed", "placed", "placed")
COMING = ("Attending", "Not Attending", "Deleted", "Attending", "Attending", "Attending", "Checked In", "Unpaid")
GUESTS = (*BUYERS, "Jildou Veenstra", "Hessel Damsma")


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


def event(number, title, **more):
    text = {"text": title, "html": title}
    return {"id": number, "name": text, "organization_id": ORG, "status": "live", "changed": "2026-10-01T08:00:00Z", **more}


def order(number, name, status):
    first, last = name.split()
    asking = {"from_name": name, "from_email": mailbox(name), "message": f"Ik ben ziek, groet van {name}", "status": "pending"}
    return {
        "id": number, "name": name, "first_name": first, "last_name": last, "email": mailbox(name), "status": status,
        "event_id": "501", "created": "2026-10-02T08:00:00Z", "changed": "2026-10-02T08:00:00Z",
        "survey_responses": {"77": "c2"}, "answers": [],
        **({"refund_requests": [asking]} if status == "refunded" else {}),
    }  # fmt: skip


def attendee(number, name, status, event_id="501"):
    return {
        "id": number, "event_id": event_id, "order_id": f"7{number}", "status": status, "created": "2026-10-02T08:00:00Z",
        "changed": "2026-10-02T08:00:00Z",
        "profile": {"name": name, "email": mailbox(name), "cell_phone": f"06 1234{number}", "birth_date": "1987-03-14"},
        "answers": [{"question_id": "78", "question": "Noodcontact?", "type": "email", "answer": f"thuis.{number}@post.example"}],
    }  # fmt: skip


def stand_in(**more):
    account = Account(
        {"id": "11", "name": "Anna Hofstede", "emails": [{"email": "anna.hofstede@pand.example", "verified": True}]},
        {ORG: {"id": ORG, "name": "Pand"}},
        events={
            "500": event("500", "Reeks van Rinske Algra", is_series_parent=True),
            "501": event("501", "Workshop", organizer={"id": "3", "name": "Pand", "twitter": "@pandleeft"}),
            "502": event("502", "Afgelast met Fokke Bosma", status="canceled"),
            "503": event("503", "Ontwerp van Auke Vos", status="draft"),
            "504": event("504", "Afgerond door Klaske Bouma", status="completed"),
        },
        orders={f"7{at}": order(f"7{at}", name, STATUSES[at]) for at, name in enumerate(BUYERS)},
        attendees={
            str(4000 + at): attendee(str(4000 + at), name, COMING[at], "502" if at == 7 else "501")
            for at, name in enumerate(GUESTS)
        },
        questions={"501": [{"id": "77", "question": {"text": "Dieet"}, "choices": [{"id": "c2", "answer": {"text": "zonder noten"}}]}]},
        teams={
            "501": {
                f"t{at}": {
                    "id": f"t{at}", "name": f"Ploeg {at}", "event_id": "501",
                    "creator": {"id": "5", "name": name, "emails": [{"email": mailbox(name), "primary": True}]},
                }
                for at, name in enumerate(BUYERS[:5])
            }
        },
        members={ORG: [{"id": "m1", "name": "Bram van Dijk", "email": "bram.vandijk@pand.example"}]},
        roles={ORG: [{"id": "r1", "name": "kassa van Ymkje Haan", "organization_id": ORG}]},
        contact_lists={ORG: {"l1": {"id": "l1", "name": "Vrienden", "organization_id": ORG}}},
        contacts={"l1": [{"id": f"c{at}", "contact": mailbox(name), "contact_list_id": "l1"} for at, name in enumerate(BUYERS[:5])]},
    )  # fmt: skip
    return EventbriteStandIn(account, TOKEN, page=2, **more)


def seeded():
    yield Seeded("user", "11", "anna.hofstede@pand.example", E)
    yield Seeded("user", "11", "Anna Hofstede", P)
    yield Seeded("organizations", ORG, "Pand")
    yield Seeded("events", "500", "Rinske Algra", account=ORG, hidden="parent of a series")
    yield Seeded("events", "501", "@pandleeft", EntityType.SOCIAL_HANDLE, account=ORG)
    yield Seeded("events", "502", "Fokke Bosma", account=ORG, hidden="cancelled event")
    yield Seeded("events", "503", "Auke Vos", account=ORG, hidden="draft")
    yield Seeded("events", "504", "Klaske Bouma", account=ORG, hidden="past")
    for at, name in enumerate(BUYERS):
        hidden = STATUSES[at] if STATUSES[at] != "placed" else ""
        yield Seeded("orders", f"7{at}", name, P, account=ORG, hidden=hidden)
        yield Seeded("orders", f"7{at}", mailbox(name), E, account=ORG, hidden=hidden)
        yield Seeded("orders", f"7{at}", "zonder noten", account=ORG)
    yield Seeded("orders", "71", "Ik ben ziek", account=ORG)
    for at, name in enumerate(GUESTS):
        number = f"{'502' if at == 7 else '501'}/{4000 + at}"
        hidden = COMING[at] if COMING[at] != "Attending" else ""
        yield Seeded("attendees", number, name, P, account=ORG, hidden=hidden)
        yield Seeded("attendees", number, f"06 1234{4000 + at}", EntityType.PHONE_NUMBER, account=ORG)
        yield Seeded("attendees", number, f"thuis.{4000 + at}@post.example", E, account=ORG)
    for at, name in enumerate(BUYERS[:5]):
        yield Seeded("teams", f"501/t{at}", mailbox(name), E, account=ORG)
        yield Seeded("contacts", f"l1/c{at}", mailbox(name), E, account=ORG)
    yield Seeded("members", "m1", "bram.vandijk@pand.example", E, account=ORG)
    yield Seeded("roles", "r1", "Ymkje Haan", account=ORG)


def change(account):
    account.pass_time()
    account.put("orders", "79", order("79", "Hylke Postma", "placed"))
    account.put("orders", "70", {"name": "Mirthe Algra"})
    del account.orders["73"]
    account.put("attendees", "4090", attendee("4090", "Hylke Postma", "Unpaid"))
    account.put("attendees", "4000", {"status": "Not Attending"})
    del account.attendees["4003"]
    account.pass_time()


class TestEventbrite(ConnectorContract):
    not_applicable = {
        "links": "pages are found by token",
        "removals": "changed_since tells what was deleted in the screen, as a status, and not what was erased",
    }

    def world(self):
        app = stand_in()
        return World(
            Eventbrite,
            {HOST: app},
            tuple(seeded()),
            token=TOKEN,
            next_keys=frozenset({"continuation"}),
            change=lambda: change(app.account),
            subject=SUBJECT,
        )
