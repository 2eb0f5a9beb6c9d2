"""The cost of a later inventory follows the changes: of a platform with some hundreds of records of which 1 % changed, at most 5 % of the
first inventory's requests are made again, where the vendor tells what changed; the certificate names everything else.

Pages are of one or two records, so that what grows with the records counts, and the requests that are made in any case (one for each list)
do not drown it.
"""

import math
from dataclasses import dataclass

import everywhere
import pytest

from connectors.sandbox.eventbrite import HOST as EVENTBRITE
from connectors.sandbox.eventbrite import EventbriteStandIn
from connectors.sandbox.eventbrite.account import Account
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS as GOOGLE
from connectors.sandbox.mailchimp import MailchimpStandIn
from connectors.sandbox.microsoft365 import MicrosoftStandIn
from connectors.sandbox.microsoft365.app import HOSTS as MICROSOFT
from connectors.sandbox.microsoft365.tenant import Tenant
from connectors.sandbox.moneybird import HOST as MONEYBIRD
from connectors.sandbox.moneybird import Administration, MoneybirdStandIn
from connectors.sandbox.tenant import CalendarEvent, Contact, DriveFile, GoogleTenant, Mail
from reports.coverage import read_whole
from scanner import plugins
from scanner.connector import Secret
from scanner.outcomes import Door, Status

READ = {Status.READ, Status.EMPTY}
MANY = 200
ONE_PERCENT = MANY // 100
OWNER = "anna@pand.example"


@dataclass
class Grown:
    """A platform with `MANY` records of each kind of which it tells the changes. `change` alters record number n of each.

    `apart` says of an address that it is asked for what is read as a whole all the same: what the certificate names, or whose data there are.
    """

    apps: dict
    settings: dict
    change: object
    token: str = ""
    apart: object = lambda _: False


def letter(number, words="bericht"):
    return f"From: klant{number}@post.example\r\nTo: {OWNER}\r\nSubject: {words} {number}\r\n\r\n{words}\r\n".encode()


def google():
    def mail(n, words="bericht"):
        return Mail(OWNER, f"m{n}", letter(n, words))

    def file(n, words="notitie"):
        return DriveFile(f"f{n}", f"{words} {n}.txt", "text/plain", words.encode(), OWNER)

    def event(n, words="les"):
        at = {"dateTime": "2026-11-03T19:00:00+01:00"}
        return CalendarEvent(
            OWNER, OWNER, {"id": f"ev{n}", "summary": f"{words} {n}", "start": at, "end": at, "status": "confirmed"}
        )

    def person(n, words="Klant"):
        return Contact(OWNER, "contact", {"resourceName": f"people/c{n}", "names": [{"displayName": f"{words} {n}"}]})

    tenant = GoogleTenant(
        "pand.example", (OWNER,), tuple(map(mail, range(MANY))), tuple(map(file, range(MANY))), {},
        tuple(map(event, range(MANY))), tuple(map(person, range(MANY))),
    )  # fmt: skip
    app = GoogleStandIn(tenant, page_cap=2)

    def change(n):
        app.gmail.add(mail(MANY + n))
        app.drive.put(file(n, "herzien"))
        app.calendars.put(event(n, "verzet"))
        app.people.put(person(n, "Nieuwe naam"))

    settings = {"service_account": Secret(app.oauth.key_file()), "admin": OWNER}
    # whether a file has comments nothing but asking tells; forms and these files are listed by kind
    return Grown(
        dict.fromkeys(GOOGLE, app), settings, change, apart=lambda address: "/comments?" in address or "mimeType" in address
    )


def microsoft365():
    there = Tenant()
    there.user(OWNER, "Anna Pander")
    there.drive(OWNER, "d1")
    there.put(f"users/{OWNER}/todo/lists", {"id": "taken", "displayName": "Taken"})
    there.site("pand,site-1")
    there.list("pand,site-1", "wachtlijst")

    def put(n, words):
        there.mail(OWNER, "inbox", f"m{n}", letter(n, words))
        there.contact(OWNER, {"id": f"k{n}", "displayName": f"{words} {n}"})
        there.file("d1", f"f{n}", f"{words} {n}.txt", words.encode())
        there.task(OWNER, "taken", {"id": f"t{n}", "title": f"{words} {n}"})
        there.put("sites/pand,site-1/lists/wachtlijst/items", {"id": f"{n}", "fields": {"Title": f"{words} {n}"}})
        there.put("contacts", {"id": f"o{n}", "displayName": f"{words} {n}", "mail": f"klant{n}@drukker.example"})
        there.user(f"gast{n}#EXT#@pand.example", f"{words} {n}", guest=True, mail=f"gast{n}@post.example")

    for n in range(MANY):
        put(n, "oud")
    app = MicrosoftStandIn(there, page_cap=2)
    entra = app.entra
    settings = {"tenant_id": entra.tenant_id, "client_id": entra.client_id, "client_secret": Secret(entra.client_secret)}
    # each time all users are listed by name, a hundred to a page with Microsoft itself, to know whose data there are
    return Grown(dict.fromkeys(MICROSOFT, app), settings, lambda n: put(n, "nieuw"), apart=lambda address: "/users?" in address)


def eventbrite():
    event = {"id": "501", "name": {"text": "Workshop"}, "organization_id": "9", "status": "live"}
    account = Account({"id": "11", "name": "Anna"}, {"9": {"id": "9", "name": "Pand"}}, events={"501": event})

    def put(n, words):
        facts = {"name": f"{words} {n}", "email": f"klant{n}@post.example", "event_id": "501"}
        account.put("orders", f"7{n:04}", {**facts, "status": "placed"})
        profile = {"name": f"{words} {n}", "email": facts["email"]}
        account.put("attendees", f"4{n:04}", {"profile": profile, "event_id": "501", "status": "Attending"})

    for n in range(MANY):
        put(n, "oud")
    account.pass_time()

    def change(n):
        account.pass_time()
        put(n, "nieuw")

    return Grown({EVENTBRITE: EventbriteStandIn(account, "invented-token", page=1)}, {}, change, "invented-token")


def mailchimp():
    key = "0123456789abcdef0123456789abcdef-us19"
    app = MailchimpStandIn(key)
    app.audience("a0", name="Nieuwsbrief")

    def put(n, words):
        app.subscribe("a0", f"klant{n}@post.example", full_name=f"{words} {n}")

    for n in range(MANY):
        put(n, "oud")
    app.pass_time(2)

    def change(n):
        app.pass_time()
        put(n, "nieuw")

    return Grown({"us19.api.mailchimp.com": app}, {"api_key": Secret(key)}, change)


def moneybird():
    house = Administration()
    app = MoneybirdStandIn({"11": house})

    def put(n, words):
        house.put("contacts", {"id": f"1{n:04}", "archived": False, "firstname": words, "lastname": f"Klant {n}"})
        contact = house.records["contacts"][f"1{n:04}"]
        house.put("sales_invoices", {"id": f"2{n:04}", "invoice_date": "2024-03-01", "contact": contact, "reference": words})
        house.put("financial_mutations", {"id": f"3{n:04}", "date": "2024-03-01", "message": f"{words} {n}"})

    for n in range(MANY):
        put(n, "oud")
    return Grown({MONEYBIRD: app}, {}, lambda n: put(n, "nieuw"), app.token)


TOLD = {
    "google_workspace": google,
    "microsoft365": microsoft365,
    "eventbrite": eventbrite,
    "mailchimp": mailchimp,
    "moneybird": moneybird,
}
"""The vendors that tell what changed. Graph v1.0 tells it of the messages of a channel too, of the last eight months, which is not used; of events
between two dates of one's own calendar alone, and of a group not that a member's name changed. The certificate names these."""

UNTOLD = {
    "wix": "webhooks alone tell of changes",
    "zoom": "no list of changes, and what a month holds is still added to later",
    "paypal": "its search is by the moment of payment, and an old payment changes without a sign",
    "mollie": "no list of changes and no filter on one",
    "stripe": "events go back thirty days only",
    "eboekhouden": "no list of changes is published",
}
"""The connectors that read everything each time, and why; the certificate names them."""


def test_of_each_connector_it_is_known_whether_it_is_told_what_changed():
    assert {*TOLD, *UNTOLD, *everywhere.FILES} == set(plugins.names())


@pytest.mark.parametrize("entry", TOLD)
def test_a_later_inventory_costs_what_changed(entry, studio, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.bookkeeping.moneybird.AT_ONCE", 1)
    grown = TOLD[entry]()
    cls = plugins.connector_class(entry, entry)
    options = cls.Options(**grown.settings) if grown.settings else None
    token = Secret(grown.token) if grown.token else None
    connector, network = everywhere.Driven(entry, entry, cls, options, token, grown.apps).connect()
    with everywhere.office(tmp_path, studio) as office:
        first = office.inventory({entry: connector})
        assert first.gaps == ()
        assert sum(first.sizes.values()) >= MANY
        asked = sum(not grown.apart(seen.url) for seen in network.seen)
        for n in range(ONE_PERCENT):
            grown.change(n)
        second = office.inventory({entry: connector})
        again = sum(not grown.apart(seen.url) for seen in network.seen) - asked
        assert second.gaps == ()
        assert sum(second.sizes.values()) >= sum(first.sizes.values())
        assert again >= ONE_PERCENT, "what changed was not read"
        assert again <= math.ceil(asked * 0.05), f"{again} requests after {asked}"


def test_the_certificate_names_what_is_read_as_a_whole(tour, platforms):
    named = read_whole(tour.whole.coverage)
    titles = {one.cls.title: entry for entry, one in platforms.items()}
    nothing = {titles[title] for title, streams in named.items() if streams == ("",)}
    assert nothing == UNTOLD.keys()
    # what is named after the first inventory is what the second one read as a whole, and nothing else
    swept = {(row.title, row.stream_title) for row in tour.again.coverage if row.door is Door.SWEEP and row.status in READ}
    for title, streams in named.items():
        assert streams == ("",) or {(title, stream) for stream in streams} == {one for one in swept if one[0] == title}
    assert {title for title, _ in swept} == named.keys()
    assert {titles[title] for title in named} - nothing <= TOLD.keys()
