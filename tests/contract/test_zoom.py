"""The Zoom connector keeps the contract."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.sandbox.zoom import HOSTS, Meeting, Recording, ZoomAccount, ZoomStandIn
from connectors.testing.hostility import Hostility
from connectors.testing.reading import Reading
from connectors.testing.world import Seeded, World
from connectors.zoom import Zoom, months
from connectors.zoom.catalogue import TABLES
from connectors.zoom.options import Options
from scanner.connector import Secret
from scanner.entities import EntityType
from scanner.model import RecordRef

ANNA, BRAM = "anna@pand.example", "bram@pand.example"
E, P, T, L = EntityType.EMAIL_ADDRESS, EntityType.PERSON, EntityType.PHONE_NUMBER, EntityType.LOCATION

# ids as Zoom makes them: one begins with a slash, one holds two
LESSON, COACHING, INTAKE, SEMINAR = "/ajXp112QmuoKj48==", "aDYl//lsd3x/Bw==", "r4nD0mUu1d/Ab==", "w3b1nArUu1d=="


def person(name, **more):
    return {"id": "", "name": name, "join_time": "2026-11-03T19:00:00Z", "user_email": "", **more}


def form(number, name, status, **more):
    first, _, last = name.partition(" ")
    return {"id": f"reg{number}", "first_name": first, "last_name": last, "status": status, **more}


def asked(name, answer):
    return [{"name": name, "email": "", "question_details": [{"question": "Wat vond je?", "answer": answer}]}]


def vtt(*lines):
    return (
        "WEBVTT\n\n" + "\n\n".join(f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{line}" for n, line in enumerate(lines, 1))
    ).encode()


def meetings():
    return [
        Meeting(
            ANNA,
            9001,
            LESSON,
            "Les 1",
            "2026-11-03T19:00:00Z",
            participants=[
                person("Mirthe Zandbergen", user_email="mirthe.zandbergen@post.example"),
                person("Anna de Graaf", user_email=ANNA, internal_user=True),
                person("Gast Wobbe Tolsma"),
            ],
            polls=asked("Hessel Dam", "leerzaam"),
            questions=asked("Jildou Veen", "wanneer is les twee?"),
            surveys=[{"name": "Klaske Bouma", "email": "klaske.bouma@post.example", "answer_details": [{"answer": "fijn"}]}],
            transcript="WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nRinske Algra: hallo allemaal\n",
            summary={"summary_title": "Les 1", "summary_overview": "Fokke Bosma vertelde over vallen."},
        ),
        Meeting(
            ANNA,
            9001,
            COACHING,
            "Coaching",
            "2026-10-06T19:00:00Z",
            reported=False,
            participants=[person("Ymkje Haan", user_email="ymkje.haan@post.example"), person("Anna de Graaf", user_email=ANNA)],
        ),
        Meeting(
            BRAM,
            9003,
            INTAKE,
            "Intake",
            "2026-10-20T09:00:00Z",
            participants=[person("Auke Vos", user_email="auke.vos@post.example"), person("Bram van Dijk", user_email=BRAM)],
        ),
        Meeting(
            ANNA,
            9500,
            SEMINAR,
            "Open avond",
            "2026-11-10T19:00:00Z",
            webinar=True,
            participants=[person("Sytske Wielinga", user_email="sytske.wielinga@post.example"), person("Anna de Graaf")],
            absentees=[form(81, "Okke Terpstra", "approved", email="okke.terpstra@post.example")],
            polls=asked("Tjitske Roorda", "ja"),
            questions=asked("Ids Wiarda", "hoe laat?"),
            surveys=[{"name": "Gelske Sinnema", "answer_details": [{"answer": "goed"}]}],
            transcript="WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nNynke Haitsma: welkom\n",
        ),
    ]


def account():
    held = meetings()
    return ZoomAccount(
        users=[
            {"id": "u1", "email": ANNA, "first_name": "Anna", "last_name": "de Graaf", "status": "active",
             "phone_numbers": [{"number": "+31612345678"}], "host_key": "998877"},
            {"id": "u2", "email": BRAM, "first_name": "Bram", "last_name": "van Dijk", "status": "inactive"},
            {"email": "nieuw@pand.example", "status": "pending"},
        ],
        planned={ANNA: [{"id": 9001, "uuid": LESSON, "topic": "Les", "type": 8, "agenda": "met Nynke Faber",
                         "start_url": "https://zoom.us/s/9001?zak=g3he1m",
                         "settings": {"meeting_invitees": [{"email": "douwe.kingma@post.example"}]}}]},
        webinars={ANNA: [{"id": 9500, "uuid": SEMINAR, "topic": "Open avond", "type": 5, "host_email": ANNA}]},
        registrants={
            9001: [form(1, "Mirthe Zandbergen", "approved", email="mirthe.zandbergen@post.example", phone="06-12345678",
                        address="Zaalstraat 7", custom_questions=[{"title": "Allergie", "value": "noten"}]),
                   form(2, "Wieteke Brandsma", "approved"), form(3, "Aafje Hoving", "approved"),
                   form(4, "Hylke Postma", "pending"), form(5, "Joris Alting", "denied")],
            9500: [form(6, "Okke Terpstra", "approved"), form(7, "Sytske Wielinga", "approved"), form(9, "Pier Donia", "approved"),
 form(8, "Eabele Hoekstra", "denied")],
        },
        panelists={9500: [{"id": "p1", "name": "Feike Asma", "email": "feike.asma@post.example"}]},
        held=held,
        recordings=[
            Recording(held[0], [("MP4", "MP4", b"film"), ("TRANSCRIPT", "VTT", vtt("Bauke Mulder: ik doe mee")),
                                ("CHAT", "TXT", b"19:01:02 Van Doutzen Riemersma: hoi"), ("SUMMARY", "JSON", b'{"a": "Eelke Nauta"}')],
                      voices=["Femke Bakelandt"], registrants=[form(n, f"Kijker{n} Bijlsma", "approved") for n in (1, 2, 3)]),
            Recording(held[2], [("CC", "VTT", vtt("Auke Vos: mijn intake"))], trashed=True),
        ],
        chats=[{"session": {"session_id": "team/1", "name": "Docenten", "type": "Group", "member_emails": [ANNA, BRAM]},
                "messages": [{"id": f"m{n}", "message": f"{who} belde", "sender": ANNA, "receiver": BRAM, "date_time": f"2026-11-0{n}T09:00:00Z"}
                             for n, who in enumerate(("Jelmer Ypma", "Reina Postma", "Sjoerd Kooi"), 1)],
                "edited_messages": [{"id": "m1", "message": "Jelmer IJpma belde", "sender": ANNA, "date_time": "2026-11-01T09:00:00Z"}],
                "deleted_messages": [{"id": "m0", "message": "Wiep Halbersma heeft griep", "sender": BRAM, "date_time": "2026-11-01T09:00:00Z"}]},
               *({"session": {"session_id": f"s{n}", "name": "Anna, Bram", "type": "1:1"},
                  "messages": [{"id": f"n{n}{k}", "message": "ok", "sender": BRAM, "date_time": "2026-11-05T09:00:00Z"} for k in range(3)]} for n in (2, 3))],
        calls=[{"id": f"c{n}", "caller_name": who, "caller_did_number": f"+3161234560{n}", "callee_name": "Anna de Graaf", "start_time": f"2026-11-0{n}T09:00:00Z"}
               for n, who in enumerate(("Ale Hiemstra", "Bouke Sikkema", "Corrie Tuinstra"), 1)],
        phone_recordings=[{"id": f"r{n}", "caller_name": f"Beller{n} Jorna", "caller_number": "+31612345699", "date_time": f"2026-11-0{n}T09:00:00Z",
                           **({"transcript_download_url": "https://api.zoom.us/v2/phone/recording_transcript/download/r1"} if n == 1 else {})}
                          for n in (1, 2, 3)],
        call_transcripts={"r1": b'{"timeline": [{"text": "met Gjalt de Jong"}]}'},
        voice_mails=[{"id": "v1", "caller_name": "Minke Sjoerdsma", "caller_number": "+31612345688", "date_time": "2026-11-02T09:00:00Z",
                      "transcription": {"content": "bel me terug, Minke"}},
                     {"id": "v2", "caller_name": "Nanne Ottema", "date_time": "2026-11-02T09:00:00Z", "trashed": True}],
        sms=[{"session": {"session_id": f"x{n}", "last_access_time": "2026-11-06T09:00:00Z",
                          "participants": [{"display_name": f"Sms{n} Keuning", "phone_number": "+31612345677"}]},
              "messages": [{"message_id": f"t{n}{k}", "message": "tot zo", "date_time": "2026-10-30T09:00:00Z",
                            "sender": {"display_name": f"Sms{n} Keuning", "phone_number": "+31612345677"}} for k in range(3)]} for n in (1, 2, 3)],
        contacts=[{"external_contact_id": f"e{n}", "name": f"Relatie{n} Wouda", "email": f"relatie{n}@post.example"} for n in (1, 2, 3)],
    )  # fmt: skip


def seeded():  # noqa: PLR0915  a list
    def of(stream, record_id, value, kind=None, account=ANNA, hidden=""):
        return Seeded(stream, record_id, value, kind, account, hidden)

    yield of("users", "u1", ANNA, E, "")
    yield of("users", "u1", "+31612345678", T, "")
    yield of("users", "u2", "van Dijk", P, "", "inactive")
    yield of("users", "nieuw@pand.example", "nieuw@pand.example", E, "", "pending")
    yield of("meetings", "9001", "Nynke Faber")
    yield of("meetings", "9001", "douwe.kingma@post.example", E)
    yield of("registrants", "9001/reg1", "mirthe.zandbergen@post.example", E)
    yield of("registrants", "9001/reg1", "06-12345678", T)
    yield of("registrants", "9001/reg1", "Zaalstraat 7", L)
    yield of("registrants", "9001/reg1", "noten")
    yield of("registrants", "9001/reg2", "Brandsma", P)
    yield of("registrants", "9001/reg3", "Hoving", P)
    yield of("registrants", "9001/reg4", "Postma", P, hidden="pending")
    yield of("registrants", "9001/reg5", "Alting", P, hidden="denied")
    yield of("past_meetings", LESSON, "mirthe.zandbergen@post.example", E)
    yield of("past_meetings", LESSON, "Gast Wobbe Tolsma", P)
    yield of("past_meetings", COACHING, "Ymkje Haan", P, hidden="not in the report")
    yield of("past_meetings", INTAKE, "auke.vos@post.example", E, BRAM, "inactive host")
    yield of("polls", LESSON, "Hessel Dam", P)
    yield of("qa", LESSON, "Jildou Veen", P)
    yield of("surveys", LESSON, "klaske.bouma@post.example", E)
    yield of("transcripts", LESSON, "Rinske Algra: hallo allemaal")
    yield of("transcripts", LESSON, "Mirthe Zandbergen", P)
    yield of("summaries", LESSON, "Fokke Bosma", account="")
    yield of("recordings", f"2026-11/{LESSON}", "Bauke Mulder: ik doe mee")
    yield of("recordings", f"2026-11/{LESSON}", "Doutzen Riemersma")
    yield of("recordings", f"2026-11/{LESSON}", "Eelke Nauta")
    yield of("recordings", f"2026-11/{LESSON}", "Femke Bakelandt")
    yield of("recordings", f"2026-11/{LESSON}", "Mirthe Zandbergen", P)
    yield of("recordings", f"2026-10/{INTAKE}", "Auke Vos: mijn intake", account=BRAM, hidden="trash")
    for number in (1, 2, 3):
        yield of("recording_registrants", f"9001/reg{number}", f"Kijker{number}", P)
    yield of("webinars", "9500", "feike.asma@post.example", E)
    yield of("webinar_registrants", "9500/reg6", "Terpstra", P)
    yield of("webinar_registrants", "9500/reg7", "Wielinga", P)
    yield of("webinar_registrants", "9500/reg9", "Donia", P)
    yield of("webinar_registrants", "9500/reg8", "Hoekstra", P, hidden="denied")
    yield of("past_webinars", SEMINAR, "sytske.wielinga@post.example", E)
    yield of("past_webinars", SEMINAR, "okke.terpstra@post.example", E, hidden="absent")
    yield of("webinar_transcripts", SEMINAR, "Nynke Haitsma: welkom")
    yield of("webinar_transcripts", SEMINAR, "Sytske Wielinga", P)
    yield of("webinar_polls", SEMINAR, "Tjitske Roorda", P)
    yield of("webinar_qa", SEMINAR, "Ids Wiarda", P)
    yield of("webinar_surveys", SEMINAR, "Gelske Sinnema", P)
    for name in ("team%2F1", "s2", "s3"):
        yield of(
            "chat_sessions",
            f"2026-11/{'team/1' if name.startswith('team') else name}",
            "Anna" if name != "team%2F1" else "Docenten",
            account="",
        )
    for number, who in enumerate(("Jelmer Ypma", "Reina Postma", "Sjoerd Kooi"), 1):
        yield of("chat_messages", f"2026-11.team%2F1/m{number}", who, account="")
    yield of("chat_messages", "2026-11.team%2F1/m1:edited_messages", "Jelmer IJpma", account="", hidden="edited")
    yield of("chat_messages", "2026-11.team%2F1/m0:deleted_messages", "Wiep Halbersma", account="", hidden="deleted")
    for chat in (2, 3):
        for number in range(3):
            yield of("chat_messages", f"2026-11.s{chat}/n{chat}{number}", BRAM, E, "")
    for number, who in enumerate(("Ale Hiemstra", "Bouke Sikkema", "Corrie Tuinstra"), 1):
        yield of("call_history", f"2026-11/c{number}", who, P, "")
        yield of("call_history", f"2026-11/c{number}", f"+3161234560{number}", T, "")
        yield of("phone_recordings", f"2026-11/r{number}", f"Beller{number} Jorna", P, "")
        yield of("sms_sessions", f"2026-11/x{number}", f"Sms{number} Keuning", P, "")
        yield of("external_contacts", f"e{number}", f"relatie{number}@post.example", E, "")
        for message in range(3):
            yield of("sms_messages", f"x{number}/t{number}{message}", f"Sms{number} Keuning", P, "")
    yield of("phone_recordings", "2026-11/r1", "Gjalt de Jong", account="")
    yield of("voice_mails", "v1", "bel me terug, Minke", account="")
    yield of("voice_mails", "v2", "Nanne Ottema", P, "", "trash")


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """Windows end today; here it stays the same day."""
    monkeypatch.setattr(months, "today", lambda: date(2026, 11, 20))


NOT_APPLICABLE = {
    "links": "pages are found by token",
    "search": "Zoom cannot be asked for a person",
    "delta": "Zoom does not tell what changed",
}


def world(connector, zoom, truth, first_month):
    return World(
        connector,
        dict.fromkeys(HOSTS, zoom),
        tuple(truth),
        Options(zoom.account_id, zoom.client_id, Secret(zoom.client_secret), first_month=first_month),
        token="",
        secrets=(zoom.client_secret, zoom.token, "g3he1m", "998877", "geheim1", "geheim2"),
        next_keys=frozenset({"next_page_token"}),
        posts={"/oauth/token": "exchanges the sign-in for a token (RFC 6749)"},
    )


class TestZoom(Reading):
    """All of it, when Zoom behaves."""

    not_applicable = NOT_APPLICABLE

    def world(self):
        return world(Zoom, ZoomStandIn(account(), page_cap=2), seeded(), "2026-10")


def small(part):
    """Return an account in which one host did everything once, in one month."""
    whole = account()
    return replace(
        whole,
        users=whole.users[:1],
        held=[meeting for meeting in whole.held if meeting.uuid in ({SEMINAR} if part == "webinars" else {LESSON})],
        recordings=whole.recordings[:1] if part == "recordings" else [],
        chats=whole.chats[:1],
        sms=[{**whole.sms[0], "messages": [{**one, "date_time": "2026-11-06T09:00:00Z"} for one in whole.sms[0]["messages"]]}],
    )


class Misbehaving(Hostility):
    """One part of it, when Zoom does not: each of the many requests in turn, of an account that is small for that reason."""

    not_applicable = NOT_APPLICABLE
    parts = ()
    # unpacking a hundred megabytes once is enough: there is one gateway
    test_a_huge_answer_is_refused = None

    def world(self):
        class OnePart(Zoom):
            tables = tuple(table for table in TABLES if table.part in self.parts)
            streams = tuple(table.stream for table in tables)

        names = {stream.name for stream in OnePart.streams}
        zoom = ZoomStandIn(small(self.parts[0]), page_cap=2)
        found = (
            World(OnePart, dict.fromkeys(HOSTS, zoom), (), world(OnePart, zoom, (), "2026-11").options, token="").visit().sweep()
        )
        truth = [
            one
            for one in seeded()
            if one.stream in names and RecordRef("sample", one.account, one.stream, one.record_id) in found.records
        ]
        return world(OnePart, zoom, truth, "2026-11")


class TestMeetings(Misbehaving):
    parts = ("meetings", "")
    test_a_huge_answer_is_refused = Hostility.test_a_huge_answer_is_refused


class TestRecordings(Misbehaving):
    parts = ("recordings",)


class TestWebinars(Misbehaving):
    parts = ("webinars",)


class TestChat(Misbehaving):
    parts = ("chat",)


class TestPhone(Misbehaving):
    parts = ("phone",)
