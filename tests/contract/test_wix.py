"""The Wix connector keeps the contract: group by group under attack, and as a whole when Wix behaves."""

import io
import json

from connectors.sandbox.wix import WixStandIn
from connectors.sandbox.wix import records as r
from connectors.sandbox.wix.app import HOSTS, SITE
from connectors.testing.contract import ConnectorContract
from connectors.testing.faults import repeated_token
from connectors.testing.reading import Reading
from connectors.testing.world import Seeded, World
from connectors.wix import Wix
from connectors.wix.options import Options
from connectors.wix.people import PEOPLE as PEOPLES
from connectors.wix.reads import QUERIES
from connectors.wix.sales import SALES
from connectors.wix.texts import TEXTS
from connectors.wix.visits import VISITS
from scanner.connector import Secret
from scanner.entities import EntityType as T
from scanner.model import DataSubject, GapKind, Identifier

P, E = T.PERSON, T.EMAIL_ADDRESS
FORMS = "wix.form_app.form"
BLOG = "14bcded7-0066-7c35-14d7-466cb3f09103"
PEOPLE = (
    ("Wietske", "Oldersma", "wietske.oldersma@post.example"),
    ("Jorrit", "Halbertsma", "jorrit.h@elders.example"),
    ("Nynke", "Roorda", "nynke.roorda@post.example"),
    ("Auke", "Terwisscha", "auke@terwisscha.example"),
    ("Foekje", "van der Wal", "foekje.wal@post.example"),
)
SUBJECT = DataSubject("s1", (Identifier(E, PEOPLE[0][2]), Identifier(P, "Wietske Oldersma")))


class Site:
    """The stand-in, filled, and the truth about it."""

    def __init__(self, page_cap=2):
        self.wix = WixStandIn(page_cap=page_cap)
        self.seeded = []
        self._people()
        self._sales()
        self._visits()
        self._forms()
        self._texts()

    def put(self, shelf, record, *values, at="", hidden="", within=None, entity=P):
        """Keep a record; each value in it is seeded, the first as `entity`."""
        self.wix.put(shelf, record, **(within or {}))
        key = record.get("id") or record.get("orderId") or record.get("orderNumber") or record.get("contactId") or ""
        for number, value in enumerate(values):
            name = (at + str(key)) if at or key else value
            self.seeded.append(Seeded(shelf, name, value, None if number else entity, hidden=hidden))

    def of(self, *streams):
        """Return what is seeded in these streams."""
        return tuple(one for one in self.seeded if one.stream in streams)

    def _people(self):
        for n, (first, last, email) in enumerate(PEOPLE):
            full = r.contact(f"c{n}", first, last, (email,), (f"061234500{n}",), birthdate=f"1980-01-0{n + 1}")
            self.put("contacts", full, email, first, f"061234500{n}", f"1980-01-0{n + 1}", "SUBSCRIBED", entity=E)
            self.put("members", r.member(f"m{n}", f"c{n}", first, last, email), email, last, entity=None)
        for n, (first, last, email) in enumerate(PEOPLE[:3]):
            gone = r.deleted_contact(f"d{n}", f"Oud{first}", last, f"oud.{email}")
            self.put("deletedContacts", gone, f"Oud{first}", f"oud.{email}", hidden="trash")
            self.put("notes", r.note(f"n{n}", f"c{n}", f"belde over {email}"), f"belde over {email}", entity=None)
            self.put("tasks", r.task(f"t{n}", f"terugbellen {n}", first, last), last, f"terugbellen {n}")
            self.put("abouts", r.about(f"a{n}", f"m{n}", f"ik ben {first} uit Stiens"), f"ik ben {first}", entity=None)
            file = r.attachment(f"f{n}", f"intake {last}.pdf")
            self.put("attachments", file, f"intake {last}.pdf", at="c0/", within={"contact": "c0"}, entity=None)
            group = r.membership(f"g{n}", f"ROL-{n}")
            self.wix.put("memberships", group, member="m1")
            self.seeded.append(Seeded("memberships", f"m1/g{n}", f"ROL-{n}"))

    def _sales(self):
        for n, (first, last, email) in enumerate(PEOPLE[:3]):
            note = f"graag bezorgen bij de buren van {n}"
            self.put("orders", r.order(f"o{n}", f"100{n}", first, last, email, buyerNote=note), last, email, note)
            self.put("transactions", r.transactions(f"o{n}", f"tr_{n}77"), f"tr_{n}77", entity=None)
            self.put("invoices", r.invoices(f"o{n}", f"inv-{n}"), f"inv-{n}", entity=None)
        self.wix.kept["orders"][1].record["archived"] = True
        self.seeded = [s if (s.stream, s.record_id) != ("orders", "o1") else _hidden(s, "archived") for s in self.seeded]
        for n, (first, last, email) in enumerate(PEOPLE[:3]):
            self.put("draftOrders", r.order(f"do{n}", "", first, last, email), first, email, hidden="draft")
            self.put(
                "planOrders",
                r.plan_order(f"po{n}", "Strippenkaart", f"c{n}", wens=f"liefst avond {n}"),
                f"liefst avond {n}",
                entity=None,
            )
            self.put("loyaltyAccounts", r.loyalty(f"la{n}", f"{first} {last}", email), f"{first} {last}", email)
            status = ("APPROVED", "IN_MODERATION", "REJECTED")[n]
            self.put(
                "reviews",
                r.review(f"rv{n}", f"{first} {last}", "fijne les", status),
                f"{first} {last}",
                hidden="" if n == 0 else status,
            )

        for n, (first, last, email) in enumerate(PEOPLE):
            self.put("abandonedCheckouts", r.checkout(f"ac{n}", first, last, email, "0612300000"), last, email, "0612300000")

    def _visits(self):
        for n, (first, last, email) in enumerate(PEOPLE):
            booked = r.booking(f"b{n}", "Proefles", first, last, email, (f"ik neem {n} mensen mee",))
            self.wix.put("extendedBookings", booked)
            self.seeded += [
                Seeded("extendedBookings", f"b{n}", email, E),
                Seeded("extendedBookings", f"b{n}", f"ik neem {n} mensen"),
            ]
        for n, (first, last, email) in enumerate(PEOPLE[:3]):
            self.put("attendance", r.attendance(f"at{n}", f"b{n}"), f"b{n}", entity=None)
            self.put("guests", r.guest(f"gu{n}", "ev1", first, last, email, phone="0612300001"), first, email, "0612300001")
            self.put("rsvps", r.rsvp(f"rs{n}", "ev1", first, last, email, (f"Partner {last}",)), f"Partner {last}", email, last)
            bought = r.event_order(f"EO-{n}", "ev2", first, last, email, (f"Kind {last}",), archived=n == 2)
            self.put("eventOrders", bought, f"Kind {last}", email, hidden="archived" if n == 2 else "")
            self.wix.put("tickets", r.ticket(f"TK-{n}", f"EO-{n}", f"{first} {last}", "Gast", last, f"gast.{email}"))
            self.seeded += [Seeded("tickets", f"TK-{n}", f"gast.{email}", E), Seeded("tickets", f"TK-{n}", f"{first} {last}", P)]

    def _forms(self):
        self.wix.put("forms", {"id": "form1", "name": "Contact"}, namespace=FORMS)
        self.wix.put("forms", {"id": "form2", "name": "Weg"}, namespace=FORMS)
        self.wix.put("forms", {"id": "form3", "name": "Boeken"}, namespace="wix.bookings.v2.bookings")
        statuses = ("CONFIRMED", "PENDING", "PAYMENT_CANCELED", "CONFIRMED", "CONFIRMED")
        for n, (_, last, email) in enumerate(PEOPLE):
            sent = r.submission(f"s{n}", "form1", FORMS, {"email_1": email, "bericht_2": f"groet van {last}"}, statuses[n])
            self.put("submissions", sent, email, f"groet van {last}", at=f"{FORMS}/", within={"namespace": FORMS}, entity=None)
        for n, (_, _, email) in enumerate(PEOPLE[:3]):
            thrown = r.submission(f"x{n}", "form2", FORMS, {"email_1": f"weg.{email}"}, statuses[n])
            self.put(
                "deletedSubmissions",
                thrown,
                f"weg.{email}",
                at=f"{FORMS}/form2/",
                within={"formId": "form2"},
                hidden="trash",
                entity=None,
            )
        other = r.submission("s9", "form3", "wix.bookings.v2.bookings", {"notitie": "slecht ter been"})
        self.put(
            "submissions",
            other,
            "slecht ter been",
            at="wix.bookings.v2.bookings/",
            within={"namespace": "wix.bookings.v2.bookings"},
            entity=None,
        )

    def _texts(self):
        for n, (first, _, email) in enumerate(PEOPLE):
            self.put("emailSubscriptions", r.subscription(f"es{n}", email), email, entity=E)
            self.put(
                "comments",
                r.comment(f"cm{n}", f"m{n}", f"mooi stuk, {first}"),
                f"mooi stuk, {first}",
                within={"appId": BLOG},
                entity=None,
            )
        self.wix.put("campaigns", {"campaignId": "k1", "title": "Nieuwsbrief"})
        for n, (first, last, email) in enumerate(PEOPLE[:3]):
            for part in ("SENT", "OPENED"):
                sent = r.recipient(f"c{n}", f"{first} {last}", email, deleted=n == 2)
                within = {"campaign": "k1", "activity": part}
                self.put(
                    "recipients",
                    sent,
                    f"{first} {last}",
                    email,
                    at=f"k1/{part}/",
                    within=within,
                    hidden="deleted contact" if n == 2 else "",
                )
            self.put("posts", r.post(f"bp{n}", f"Verslag {n}", f"met dank aan {last}"), f"met dank aan {last}", entity=None)
            self.put(
                "draftPosts", r.post(f"dp{n}", f"Kladje {n}", f"vraag {email}"), f"vraag {email}", hidden="draft", entity=None
            )
            self.put(
                "deletedDraftPosts",
                r.post(f"xp{n}", f"Weg {n}", f"niet plaatsen: {last}"),
                f"niet plaatsen: {last}",
                hidden="trash",
                entity=None,
            )
        for name, many in (("Cursisten", 3), ("Members/PrivateData", 1)):
            self.wix.put("collections", {"id": name, "displayName": name})
            for n, (first, last, _) in enumerate(PEOPLE[:many]):
                status = {"_publishStatus": "DRAFT"} if n == 1 else {}
                row = r.item(f"i{n}", name, naam=f"{first} {last}", **status)
                at = name.replace("/", "%2F") + "/"
                self.put(
                    "items",
                    row,
                    f"{first} {last}",
                    at=at,
                    within={"dataCollectionId": name},
                    hidden="draft" if n == 1 else "",
                    entity=None,
                )

    def change(self):
        """Remove something of each group, and add a contact."""
        self.wix.remove("notes", "n1")
        self.wix.remove("draftOrders", "do1")
        self.wix.remove("guests", "gu1")
        self.wix.remove("tickets", "TK-1")
        self.wix.remove("submissions", "s1")
        self.wix.remove("recipients", "c1")
        self.wix.remove("items", "i2")
        self.wix.remove("memberships", "g1")


def _hidden(seeded, why):
    return Seeded(seeded.stream, seeded.record_id, seeded.value, seeded.entity_type, seeded.account, why)


QUERY = "a query: Wix puts filter and page in the body; it changes nothing"
POSTS = dict.fromkeys(QUERIES, QUERY) | {"/oauth2/token": "exchanges the app's sign-in for a token (RFC 6749)"}
NAMES = tuple(stream.name for stream in Wix.streams)


def world_of(streams, **options):
    site = Site()
    given = {"site_id": SITE, **options, "without": tuple(name for name in NAMES if name not in streams)}
    return World(
        Wix,
        dict.fromkeys(HOSTS, site.wix),
        site.of(*streams),
        Options(**given),
        token="" if "client_id" in options else site.wix.key,
        secrets=(site.wix.app["client_secret"],),
        next_keys=frozenset({"next"}),
        posts=POSTS,
        change=site.change,
        subject=SUBJECT,
    )


def names(rows):
    return tuple(row.stream.name for row in rows)


def stuck(app):
    """Let the vendor not heed any offset."""

    def answer(environ, start_response):
        said = environ["wsgi.input"].read()
        body = json.dumps(_less(json.loads(said))).encode() if said else b""
        path, _, query = environ["REQUEST_URI"].partition("?")
        kept = "&".join(one for one in query.split("&") if "offset=" not in one)
        changed = {
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            "REQUEST_URI": f"{path}?{kept}",
            "QUERY_STRING": kept,
        }
        return app({**environ, **changed}, start_response)

    return answer


def _less(body):
    if not isinstance(body, dict):
        return body
    return {name: _less(value) for name, value in body.items() if name != "offset"}


class Group(ConnectorContract):
    """Some streams under attack: all of them at once would be too many requests for one test."""

    not_applicable = {
        "links": "pages are found by cursor or by offset",
        "delta": "Wix lists no changes: webhooks alone tell of them",
    }
    streams = ()

    def world(self):
        return world_of(self.streams)

    def test_a_repeated_page_token_is_an_error(self):
        """A listing that leads back to itself ends in an error, be it by cursor or by offset."""
        world = self.world()
        visit = world.visit()
        expected = visit.sweep()
        faults = (stuck, repeated_token(world.next_keys))
        sweep = world.visit(*faults, budget=50 * len(visit.seen)).sweep()
        paged = {partition for partition, count in expected.pages.items() if count > 1}
        assert paged
        assert GapKind.MALFORMED in sweep.kinds
        assert not {partition.stream for partition in paged & sweep.ended}


class Light(Group):
    """What is the gateway's alone, and takes long, is tried with one group."""

    test_a_huge_answer_is_refused = None


class TestContacts(Group):
    streams = names(PEOPLES[:5])


class TestMembers(Light):
    streams = (*names(PEOPLES[5:]), "deletedDraftPosts")


class TestSales(Light):
    streams = names(SALES)


class TestVisits(Light):
    streams = names(VISITS)


class TestForms(Light):
    streams = names(TEXTS[:3])


class TestTexts(Light):
    streams = ("contacts", *names(TEXTS[3:-2] + TEXTS[-1:]))


class TestAppInstance(Reading):
    """Everything at once, signed in as an app that is installed on the site."""

    not_applicable = Group.not_applicable
    # each group has shown these
    test_one_page_in_memory = None
    test_resume_from_every_page = None

    def world(self):
        app = WixStandIn().app
        return world_of(NAMES, site_id="", **{**app, "client_secret": Secret(app["client_secret"])})
