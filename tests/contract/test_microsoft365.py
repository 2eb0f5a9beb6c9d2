"""The Microsoft 365 connector keeps the contract, as an application and with one user's consent."""

from connectors.microsoft365 import Microsoft365
from connectors.microsoft365.calendars import Calendars
from connectors.microsoft365.contacts import Contacts, OrganisationContacts
from connectors.microsoft365.directory import DeletedUsers, Groups, Users
from connectors.microsoft365.files import Files
from connectors.microsoft365.mail import Mail
from connectors.microsoft365.microsoft import SHELVES
from connectors.microsoft365.notes import Notes
from connectors.microsoft365.options import Options
from connectors.microsoft365.plans import Plans
from connectors.microsoft365.sites import Lists
from connectors.microsoft365.tasks import Tasks
from connectors.microsoft365.teams import Channels, Chats
from connectors.microsoft365.threads import Threads
from connectors.sandbox.microsoft365 import MicrosoftStandIn
from connectors.sandbox.microsoft365.app import HOSTS
from connectors.sandbox.microsoft365.tenant import RECOVERABLE, Tenant
from connectors.testing.hostility import Hostility
from connectors.testing.reading import Reading
from connectors.testing.world import Seeded, World
from scanner.connector import Secret
from scanner.entities import EntityType
from scanner.model import DataSubject, GapKind, Identifier

ANNA, BRAM = "anna@pand.example", "bram@pand.example"
ROOS = "u-roos_post.example#EXT#@pand.example"
SITE, PERSONAL = "pand,site-1", "pand-my,site-2"
MIRTHE = "mirthe.zandbergen@post.example"
SUBJECT = DataSubject(
    "s1",
    (
        Identifier(EntityType.EMAIL_ADDRESS, MIRTHE),
        Identifier(EntityType.PERSON, "Mirthe Zandbergen"),
        Identifier(EntityType.PHONE_NUMBER, "+31 6 12345678"),
    ),
)
POSTS = {
    "/{tenant}/oauth2/v2.0/token": "exchanges the sign-in for a token (RFC 6749)",
    "/{tenant}/oauth2/v2.0/devicecode": "asks for a code for a user to enter (RFC 8628)",
}
E, P, L = EntityType.EMAIL_ADDRESS, EntityType.PERSON, EntityType.LOCATION


def letter(text, sender=MIRTHE):
    return f"From: {sender}\r\nTo: {ANNA}\r\nSubject: les\r\nDate: Tue, 03 Nov 2026 10:00:00 +0100\r\n\r\n{text}\r\n".encode()


def chat(number, text, **more):
    who = {"user": {"id": "u1", "displayName": "Berber Feenstra"}}
    return {"id": f"c{number}", "from": who, "body": {"contentType": "html", "content": f"<p>{text}</p>"}, **more}


def event(number, title, **more):
    return {"id": f"ev{number}", "subject": title, "body": {"contentType": "html", "content": ""}, **more}


def pand():
    there = Tenant()
    there.user(ANNA, "Anna Pander")
    there.user("roos_post.example#EXT#@pand.example", "Roos Idema", guest=True, mail="roos@post.example")
    there.user("weg@pand.example", "Wieger Buma", deleted=True)
    there.folder(ANNA, "archive", "Archief")
    there.folder(ANNA, "oud", "Oud", within="archive")
    there.folder(ANNA, "verborgen", "Verborgen", hidden=True)
    there.mail(ANNA, "inbox", "m1", letter("Kan ik meedoen? Mirthe Zandbergen, 06-12345678"))
    for number in (2, 3, 4, 5):
        there.mail(ANNA, "inbox", f"m{number}", letter(f"nummer {number} van wieteke.brandsma@post.example"))
    there.mail(ANNA, "oud", "m6", letter("archief van sytske.wielinga@post.example"), categories=["Klant Terpstra"])
    there.mail(ANNA, "verborgen", "m7", letter("verborgen: aafje.hoving@post.example"))
    there.mail(ANNA, RECOVERABLE, "m8", letter("weg: douwe.kingma@post.example"))
    guests = [{"emailAddress": {"address": MIRTHE, "name": "Mirthe Zandbergen"}}]
    there.event(ANNA, event(1, "Intake", attendees=guests, location={"displayName": "Zaalstraat 7, Utrecht"}))
    changed = event(22, "Les verzet", attendees=[{"emailAddress": {"address": "ids.wiarda@elders.example"}}])
    there.event(ANNA, event(2, "Les"), exceptions=[changed])
    there.event(ANNA, event(3, "Met bijlage", hasAttachments=True, body={"contentType": "html", "content": "<b>Fokke</b> Bosma"}))
    attachment = {"@odata.type": "#microsoft.graph.fileAttachment", "id": "a1", "name": "lijst.txt", "contentType": "text/plain"}
    there.attach(ANNA, "ev3", attachment, b"ymkje.haan@post.example")
    there.event(ANNA, event(4, "Les met Wobbe Tolsma"), calendar="team")
    there.contact(
        ANNA,
        {
            "id": "k1",
            "displayName": "Mirthe Zandbergen",
            "emailAddresses": [{"address": MIRTHE, "name": "Mirthe"}],
            "mobilePhone": "06 12345678",
            "birthday": "1987-03-14T00:00:00Z",
            "homeAddress": {"street": "Zaalstraat 7", "postalCode": "3500 AA"},
        },
    )
    there.contact(ANNA, {"id": "k2", "displayName": "Hessel Dam"})
    by_mail = [{"address": "jildou.o'veen@post.example", "name": "Jildou"}]
    there.contact(ANNA, {"id": "k3", "displayName": "Jildou Veen", "emailAddresses": by_mail}, folder="vrijwilligers")
    there.drive(ANNA, "d1")
    there.file("d1", "f1", "deelnemers.txt", b"Mirthe Zandbergen betaalde")
    there.share("d1", "f1", {"id": "p1", "roles": ["read"], "grantedToV2": {"user": {"email": BRAM, "displayName": "Bram Bos"}}})
    there.file("d1", "f2", "intake.txt", b"intake van jorrit.alting@post.example")
    there.site(SITE)
    there.site(PERSONAL)
    there.drive(SITE, "d2")
    there.put(f"sites/{PERSONAL}/drives", {"id": "d1"})
    there.file("d2", "f3", "rooster.txt", b"rooster van gelske.sinnema@post.example")
    there.list(SITE, "inschrijvingen")
    there.list(SITE, "bibliotheek", "documentLibrary")
    there.list(SITE, "User Information List", "userInformation", system=True)
    there.put(f"sites/{SITE}/lists/inschrijvingen/items", {"id": "1", "fields": {"Title": "Klaske Bouma"}})
    there.put(f"sites/{SITE}/lists/User Information List/items", {"id": "1", "fields": {"EMail": "auke.vos@post.example"}})
    there.put(f"users/{ANNA}/todo/lists", {"id": "taken", "displayName": "Taken"})
    task = {"id": "t1", "title": "Rinske Algra bellen", "checklistItems": [{"id": "s1", "displayName": "Nynke Faber vragen"}]}
    attached = {"id": "a3", "name": "lijst.txt", "size": 5}
    there.task(
        ANNA,
        "taken",
        {**task, "body": {"contentType": "html", "content": "bij <b>Tjalling</b> Eringa"}},
        [(attached, b"jetze.bos@post.example")],
    )
    where = "https://graph.microsoft.com/v1.0/chats/19:x/messages/c1/hostedContents/h%3D1/$value"
    there.task(ANNA, "taken", {"id": "t2", "title": "Fedde Post bellen"})
    there.put(f"sites/{SITE}/lists/inschrijvingen/items", {"id": "2", "fields": {"Title": "Ate Vonk"}})
    there.put(f"users/{ANNA}/chats", chat(1, f'Klaas Vis komt morgen <img src="{where}">', chatId="19:x"))
    there.contents["h=1"] = b"plaatje met lieuwe.post@post.example"
    together(there)
    notes(there)
    return there


def together(there):
    there.put("teams", {"id": "team1", "displayName": "Docenten"})
    there.put("teams/team1/messages", chat(2, "Hylke Postma is ziek", channelIdentity={"channelId": "19:y", "teamId": "team1"}))
    snippet = '{"codeSnippetUrl": "https://graph.microsoft.com/v1.0/teams/team1/channels/19:y/messages/c2/replies/c3/hostedContents/h2/$value"}'
    more = {"attachments": [{"id": "s", "contentType": "application/vnd.microsoft.card.codesnippet", "content": snippet}]}
    there.contents["h2"] = b"naam = 'Sjoukje Wind'"
    reply = chat(3, "Beterschap Tjitske Roorda", channelIdentity={"channelId": "19:y", "teamId": "team1"}, replyToId="c2")
    there.put("teams/team1/messages", {**reply, **more})
    there.put("teams/team1/messages", chat(4, "Dank", channelIdentity={"channelId": "19:y", "teamId": "team1"}, replyToId="c2"))
    there.put("contacts", {"id": "o1", "displayName": "Okke Terpstra", "mail": "okke@drukker.example"})
    there.put("contacts", {"id": "o2", "displayName": "Sjoerdtje Dam", "mail": "sjoerdtje@drukker.example"})
    writer = {"emailAddress": {"address": "gosse.roorda@post.example", "name": "Gosse Roorda"}}
    post = {
        "id": "p1",
        "from": writer,
        "body": {"contentType": "html", "content": "<p>Dag, Jelmer Visbeen</p>"},
        "hasAttachments": True,
    }
    there.thread("g1", {"id": "th1", "topic": "Vraag"}, [post])
    there.put("groups/g1/threads/th1/posts/p1/attachments", {"id": "a2", "name": "namen.txt", "contentType": "text/plain"})
    there.contents["a2"] = b"lijst met elske.dijk@post.example"
    there.group(
        {"id": "g1", "displayName": "Docenten", "groupTypes": ["Unified"]},
        members=[{"id": "u9", "displayName": "Sjoerd Prins", "mail": BRAM}],
    )

    by = {"user": {"id": f"u-{ANNA}"}}
    steps = {"s1": {"title": "Sietske Klamer mailen", "orderHint": "x"}}
    links = {"https%3A//drukker%2Eexample/hinke": {"alias": "drukwerk van Hinke Post"}}
    details = {"description": "Zaal voor Wytske Dijkema", "checklist": steps, "references": links}
    given = {f"u-{ANNA}": {"assignedBy": by, "orderHint": "x"}, "u-gone": {"orderHint": "y"}}
    there.plan("g1", "plan1", {"id": "pt1", "title": "Zaal", "createdBy": by, "assignments": given}, details)
    there.plan("g1", "plan1", {"id": "pt2", "title": "Bellen met Auke Zwart", "createdBy": by, "assignments": {}})


def notes(there):
    shown = "<img src=\"https://graph.microsoft.com/v1.0/users('x')/onenote/resources/r1/$value\" />"
    there.note(
        ANNA,
        "intakes",
        {"id": "n1", "title": "Intake"},
        f"<p>Gesprek met <b>Hiske</b> Wal</p>{shown}",
        [("r1", b"eelke.wal@post.example")],
    )
    for number in (2, 3):
        there.note(ANNA, "intakes", {"id": f"n{number}", "title": f"Nynke Sjaarda {number}"}, "<p></p>")
    there.note(ANNA, "ideeen", {"id": "n4", "title": "Plan"}, "<p>met Doeke Faber</p>")


def change(there):
    there.mail(ANNA, "inbox", "m9", letter("nieuw"))
    there.remove(f"users/{ANNA}/mailFolders/inbox/messages", "m2")
    there.mail(ANNA, "inbox", "m3", letter("nummer 3 van wieteke.brandsma@post.example"), categories=["Nieuw"])
    there.contact(ANNA, {"id": "k4", "displayName": "Nieuwe Klant"})
    there.remove(f"users/{ANNA}/contacts", "k2")
    there.file("d1", "f4", "nieuw.txt", b"nieuw")
    there.file("d1", "f2", "intake 2027.txt", b"intake van iemand anders")
    there.remove("drives/d1", "f1")
    there.task(ANNA, "taken", {"id": "t1", "title": "Rinske Algra schrijven", "hasAttachments": False})
    there.task(ANNA, "taken", {"id": "t3", "title": "Wiebe Kooistra mailen"})
    there.remove(f"users/{ANNA}/todo/lists/taken/tasks", "t2")
    there.put(f"sites/{SITE}/lists/inschrijvingen/items", {"id": "1", "fields": {"Title": "Klaske Bouma-Reitsma"}})
    there.put(f"sites/{SITE}/lists/inschrijvingen/items", {"id": "3", "fields": {"Title": "Harmen Tuinstra"}})
    there.remove(f"sites/{SITE}/lists/inschrijvingen/items", "2")
    there.user("sanne_post.example#EXT#@pand.example", "Sanne Idema", guest=True, mail="sanne@post.example")
    there.remove("users", ROOS)
    there.put("contacts", {"id": "o1", "displayName": "Okke Terpstra", "mail": "okke@nieuwe.example"})
    there.put("contacts", {"id": "o3", "displayName": "Bouke Wal", "mail": "bouke@drukker.example"})
    there.remove("contacts", "o2")


def seeded():
    members = (
        Seeded("messages", "inbox/m1", "06-12345678", account=ANNA),
        *(Seeded("messages", f"inbox/m{n}", "wieteke.brandsma@post.example", account=ANNA) for n in (2, 3, 4, 5)),
        Seeded("messages", "oud/m6", "sytske.wielinga@post.example", account=ANNA, hidden="archived"),
        Seeded("messages", "oud/m6", "Klant Terpstra", account=ANNA),
        Seeded("messages", "verborgen/m7", "aafje.hoving@post.example", account=ANNA, hidden="hidden folder"),
        Seeded("messages", f"{RECOVERABLE}/m8", "douwe.kingma@post.example", account=ANNA, hidden="deleted for good"),
        Seeded("events", f"cal-{ANNA}/ev1", MIRTHE, E, account=ANNA),
        Seeded("events", f"cal-{ANNA}/ev1", "Mirthe Zandbergen", P, account=ANNA),
        Seeded("events", f"cal-{ANNA}/ev1", "Zaalstraat 7", L, account=ANNA),
        Seeded("events", f"cal-{ANNA}/ev2", "ids.wiarda@elders.example", E, account=ANNA, hidden="exception of a series"),
        Seeded("events", f"cal-{ANNA}/ev3", "ymkje.haan@post.example", account=ANNA),
        Seeded("events", f"cal-{ANNA}/ev3", "Fokke", account=ANNA),
        Seeded("events", "team/ev4", "Wobbe Tolsma", account=ANNA),
        Seeded("contacts", "k1", MIRTHE, E, account=ANNA),
        Seeded("contacts", "k1", "06 12345678", EntityType.PHONE_NUMBER, account=ANNA),
        Seeded("contacts", "k1", "1987-03-14", EntityType.DATE_OF_BIRTH, account=ANNA),
        Seeded("contacts", "k1", "3500 AA", EntityType.NL_POSTCODE, account=ANNA),
        Seeded("contacts", "k2", "Hessel Dam", P, account=ANNA),
        Seeded("contacts", "vrijwilligers/k3", "Jildou Veen", P, account=ANNA),
        Seeded("driveItems", "d1/d1-root", "root", account=ANNA),
        Seeded("driveItems", "d1/f1", "Mirthe Zandbergen", account=ANNA),
        Seeded("driveItems", "d1/f1", BRAM, E, account=ANNA),
        Seeded("driveItems", "d1/f2", "jorrit.alting@post.example", account=ANNA),
        Seeded("tasks", "taken/t1", "Nynke Faber", account=ANNA),
        Seeded("tasks", "taken/t1", "Tjalling", account=ANNA),
        Seeded("tasks", "taken/t1", "jetze.bos@post.example", account=ANNA),
        Seeded("tasks", "taken/t2", "Fedde Post", account=ANNA),
    )
    shared = (
        Seeded("chatMessages", "19:x/c1", "Klaas Vis", account=ANNA),
        Seeded("chatMessages", "19:x/c1", "Berber Feenstra", P, account=ANNA),
        Seeded("chatMessages", "19:x/c1", "lieuwe.post@post.example", account=ANNA),
        Seeded("driveItems", "d2/d2-root", "root", account=SITE),
        Seeded("driveItems", "d2/f3", "gelske.sinnema@post.example", account=SITE),
        Seeded("listItems", "inschrijvingen/1", "Klaske Bouma", account=SITE),
        Seeded("listItems", "inschrijvingen/2", "Ate Vonk", account=SITE),
        Seeded("listItems", "User Information List/1", "auke.vos@post.example", account=SITE, hidden="hidden list"),
        Seeded("channelMessages", "19:y/c2", "Hylke Postma", account="team1"),
        Seeded("channelMessages", "19:y/c2/c3", "Tjitske Roorda", account="team1"),
        Seeded("channelMessages", "19:y/c2/c3", "Sjoukje Wind", account="team1"),
        Seeded("channelMessages", "19:y/c2/c4", "Dank", account="team1"),
        Seeded("orgContacts", "o1", "okke@drukker.example", E),
        Seeded("orgContacts", "o2", "Sjoerdtje Dam", P),
        Seeded("users", f"u-{ANNA}", "Anna Pander", P),
        Seeded("users", ROOS, "roos@post.example", E, hidden="guest"),
        Seeded("deletedUsers", "u-weg@pand.example", "Wieger Buma", P, hidden="deleted"),
        Seeded("threads", "th1", "gosse.roorda@post.example", E, account="g1"),
        Seeded("threads", "th1", "Jelmer Visbeen", account="g1"),
        Seeded("threads", "th1", "elske.dijk@post.example", account="g1"),
        Seeded("groups", "g1", "Sjoerd Prins", P),
        Seeded("plannerTasks", "plan1/pt1", "Anna Pander", P, account="g1"),
        Seeded("plannerTasks", "plan1/pt1", ANNA, E, account="g1"),
        Seeded("plannerTasks", "plan1/pt1", "Wytske Dijkema", account="g1"),
        Seeded("plannerTasks", "plan1/pt1", "Sietske Klamer", account="g1"),
        Seeded("plannerTasks", "plan1/pt1", "Hinke Post", account="g1"),
        Seeded("plannerTasks", "plan1/pt1", "https://drukker.example/hinke", account="g1"),
        Seeded("plannerTasks", "plan1/pt2", "Auke Zwart", account="g1"),
    )
    return members + shared


def noted():
    return (
        Seeded("onenotePages", "intakes/n1", "Hiske", account=ANNA),
        Seeded("onenotePages", "intakes/n1", "eelke.wal@post.example", account=ANNA),
        *(Seeded("onenotePages", f"intakes/n{n}", f"Nynke Sjaarda {n}", account=ANNA) for n in (2, 3)),
        Seeded("onenotePages", "ideeen/n4", "Doeke Faber", account=ANNA),
    )


def world(there, ms, connector=Microsoft365, **options):
    given = {"tenant_id": ms.entra.tenant_id, "client_id": ms.entra.client_id, **options}
    streams = {shelf.stream.name for shelf in connector.shelves}
    return World(
        connector,
        dict.fromkeys(HOSTS, ms),
        tuple(one for one in (*seeded(), *(() if "client_secret" in options else noted())) if one.stream in streams),
        Options(**given),
        token="",
        secrets=(ms.entra.client_secret,),
        next_keys=frozenset({"@odata.nextLink"}),
        links=True,
        posts=POSTS,
        change=lambda: change(there),
        subject=SUBJECT,
    )


class TestApplication(Reading):
    def world(self):
        there = pand()
        ms = MicrosoftStandIn(there, page_cap=2)
        return world(there, ms, client_secret=Secret(ms.entra.client_secret))


def test_one_users_consent_reads_notebooks_too_and_what_takes_an_application_is_a_gap():
    there = pand()
    ms = MicrosoftStandIn(there, page_cap=2)
    ms.me = ANNA
    visit = world(there, ms, refresh_token=Secret(ms.entra.refresh_token())).visit()
    sweep = visit.sweep()
    for_applications = {one for one in seeded() if one.stream == "channelMessages" or one.account == SITE}
    assert {visit.ref(one) for one in {*seeded(), *noted()} - for_applications} == sweep.records.keys()
    assert {gap.partition.stream for gap in sweep.gaps} == {"driveItems", "listItems"}
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert len(sweep.errors) == 1, "the channels"


def of_one_user(*shelves):
    there = pand()
    ms = MicrosoftStandIn(there, page_cap=2)
    ms.me = ANNA
    part = type("Part", (Microsoft365,), {"shelves": shelves})
    return world(there, ms, part, refresh_token=Secret(ms.entra.refresh_token()))


class _Hostile(Hostility):
    """Every request misbehaves in turn: a few streams at a time, which takes a third of the time of all at once."""

    shelves = ()

    def world(self):
        there = pand()
        ms = MicrosoftStandIn(there, page_cap=2)
        part = type("Part", (Microsoft365,), {"shelves": self.shelves})
        return world(there, ms, part, client_secret=Secret(ms.entra.client_secret))


class TestHostileUser(_Hostile):
    """What is read in another way, or only, where one user signed in."""

    shelves = (Notes, Chats)

    def world(self):
        return of_one_user(*self.shelves)


class TestHostileMail(_Hostile):
    shelves = (Mail,)


class TestHostileCalendars(_Hostile):
    shelves = (Calendars, Contacts, Tasks)


class TestHostileFiles(_Hostile):
    shelves = (Files, Lists)


class TestHostileTeams(_Hostile):
    shelves = (Chats, Channels, Threads, OrganisationContacts, Users, DeletedUsers, Groups, Plans)


def test_no_stream_is_left_out():
    hostile = {shelf for part in _Hostile.__subclasses__() for shelf in part.shelves}
    assert hostile == set(SHELVES)
