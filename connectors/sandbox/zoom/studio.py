"""The studio's account at Zoom: online lessons with registrations, recordings in which people speak, calls and messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio, asides
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from connectors.sandbox.zoom.account import Meeting, Raw, Recording, ZoomAccount
from connectors.sandbox.zoom.app import HOSTS, ZoomStandIn
from scanner.entities import EntityType

SYSTEM = "zoom"
PERSON, EMAIL, PHONE = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER
STATUSES = ("approved", "approved", "pending", "approved", "denied")
PROCESSING = {
    "purposes": ["online lessen en coaching geven", "lessen opnemen voor wie er niet bij kon zijn"],
    "legal_ground": "uitvoering van de overeenkomst; voor opnamen toestemming (art. 6 lid 1 onder b en a AVG)",
    "recipients": [
        {"name": "Zoom Communications, Inc. (verwerker)", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
    ],
    "retention": "opnamen drie maanden, inschrijvingen een jaar",
    "source": "de persoon zelf, bij het inschrijven en tijdens de les",
    "automated_decisions": "geen; AI Companion schrijft samenvattingen die een docent naleest",
}


@dataclass(slots=True)
class Classroom:
    """Writes the account and its truth. Everything happened in the five months before `today`."""

    studio: Studio
    account: ZoomAccount
    book: Book
    today: date
    _number: int = 0

    def person(self, person_id: str) -> Person:
        """Return somebody of the studio's people."""
        return next(one for one in self.studio.people if one.person_id == person_id)

    def moment(self, days_ago: int) -> str:
        """Return an evening in the past, as Zoom writes it."""
        evening = datetime(self.today.year, self.today.month, self.today.day, 19, 30, tzinfo=UTC) - timedelta(days=days_ago)
        return f"{evening:%Y-%m-%dT%H:%M:%SZ}"

    def next(self) -> int:
        """Return a number that is not taken."""
        self._number += 1
        return self._number

    def enter(self, stream: str, record_id: str, ink: Ink, trap: str = "", kinds: Sequence[EntityType] = (PERSON, EMAIL)) -> None:
        """Note a record and the kinds that Zoom's description says it holds."""
        ink.also(*kinds)
        self.book.enter(SYSTEM, stream, record_id, ink, trap)

    def fill(self) -> None:
        """Write everything."""
        named = self.studio.named_people
        crowd = [one for one in self.studio.people if one.role is Role.CUSTOMER and not one.scarce and one not in named]
        self._house()
        self._lessons(crowd)
        self._named_lessons()
        self._webinar(crowd)
        self._chat()
        self._group_chat()
        self._telephone()

    def _house(self) -> None:
        for key in ("marloes", "bram", "lotte"):
            ink, person = Ink(), self.person(key)
            user = {"id": f"zu-{key}", "email": ink.email(person), "first_name": person.first, "last_name": person.surname}
            ink.name(person)
            self.account.users.append({**user, "status": "inactive" if key == "lotte" else "active", "type": 2})
            self.enter("users", user["id"], ink)

    def _lessons(self, crowd: Sequence[Person]) -> None:
        """Four open lessons: everybody registers for one, those whom the teacher let in take part."""
        for at in range(4):
            group = crowd[at::4]
            number = 71_000 + at
            topic = ("Improviseren voor beginners", "Ja, en...", "De visser in het bos: vertellen", "Lange vorm")[at]
            host = self.person("bram").email
            self.account.planned.setdefault(host, []).append(
                {"id": number, "topic": topic, "type": 8, "agenda": "Neem water mee."}
            )
            self.enter("meetings", str(number), Ink(), kinds=())
            for turn, person in enumerate(group):
                self.register(number, person, STATUSES[turn % 5])
            present = [person for turn, person in enumerate(group) if STATUSES[turn % 5] == "approved"]
            self.lesson(host, number, topic, 130 - 30 * at, present, at)

    def register(self, number: int, person: Person, status: str, trap: str = "", stream: str = "registrants") -> None:
        """Let somebody fill in the form."""
        ink, serial = Ink(), f"rg{self.next():05d}"
        form = {
            "id": serial,
            "first_name": person.first,
            "last_name": person.surname,
            "email": ink.email(person),
            "status": status,
        }
        ink.name(person)
        self.account.registrants.setdefault(number, []).append(form)
        self.enter(stream, f"{number}/{serial}", ink, trap or f"registration: {status}")

    def lesson(self, host: str, number: int, topic: str, days_ago: int, present: Sequence[Person], at: int) -> Meeting:
        """Hold a lesson with a poll; guests who registered show their address."""
        ink = Ink()
        people = [self.took_part(ink, person) for person in present]
        meeting = Meeting(host, number, _uuid(number, at), topic, self.moment(days_ago), participants=people)
        self.account.held.append(meeting)
        self.enter("past_meetings", meeting.uuid, ink, "took part")
        if present:
            ink = Ink()
            answers = [{"question": "Hoe was het?", "answer": "speels"}]
            meeting.polls = [{"name": ink.name(present[0]), "email": ink.email(present[0]), "question_details": answers}]
            self.enter("polls", meeting.uuid, ink, "answer in a poll")
        return meeting

    def took_part(self, ink: Ink, person: Person, shown: str = "", *, guest: bool = False) -> Raw:
        """Let somebody in, under the name they typed; of a guest Zoom hides the address."""
        mailbox = "" if guest else ink.email(person)
        return {"id": "", "name": ink.name(person, shown), "user_email": mailbox, "duration": 5400}

    def _named_lessons(self) -> None:
        marijn, sanne, maelle, pieter, dirkjan = self.studio.named_people
        host, number = self.person("marloes").email, 72_000
        self.account.planned[host] = [{"id": number, "topic": "Weekend Personages", "type": 8}]
        self.enter("meetings", str(number), Ink(), kinds=())
        for person, status in ((marijn, "approved"), (sanne, "denied"), (maelle, "pending"), (pieter, "approved")):
            self.register(number, person, status)
        self.register(number, self.person("namesake"), "approved", "namesake")
        ink = Ink()
        meeting = Meeting(host, number, _uuid(number, 9), "Weekend Personages", self.moment(40), participants=self.weekend(ink))
        self.account.held.append(meeting)
        self.enter("past_meetings", meeting.uuid, ink, "guest without an address")
        self._recorded(meeting, maelle)
        self._trashed(host, number, pieter)
        ink = Ink()
        text = f"{ink.name(dirkjan)} vroeg naar een training voor zijn team. Afspraak: bellen op {ink.phone(dirkjan, 1)}."
        meeting.summary = {"summary_title": "Weekend Personages", "summary_overview": text}
        self.enter("summaries", meeting.uuid, ink, "named in a summary", (EMAIL,))
        ink = Ink()
        answers = [{"question": "Wat neem je mee?", "answer": "Vallen is ook spelen."}]
        meeting.surveys = [
            {"first_name": marijn.first, "last_name": marijn.surname, "email": ink.email(marijn), "answer_details": answers}
        ]
        ink.name(marijn)
        self.enter("surveys", meeting.uuid, ink, "answer in a survey")

    def weekend(self, ink: Ink) -> list[Raw]:
        """Return who took part in the weekend, which several records tell."""
        marijn, sanne = self.studio.named_people[:2]
        return [
            self.took_part(ink, marijn, f"Marijn ({marijn.full})"),
            self.took_part(ink, sanne, guest=True),
            self.took_part(ink, self.person("bos")),
        ]

    def _recorded(self, meeting: Meeting, speaker: Person) -> None:
        """Record a lesson; one person is only heard."""
        ink = Ink()
        self.weekend(ink)
        said = (f"{ink.name(speaker)}: Ik begin wel.", "Bram: Ja, en dan valt het decor om.", "Bram: De bakker lacht het hardst.")
        files: list[tuple[str, str, bytes | None]] = [
            ("MP4", "MP4", b"beeld"),
            ("TRANSCRIPT", "VTT", _vtt(said)),
            ("CHAT", "TXT", b"19:42:10\tBram:\tmicrofoon uit graag\n"),
        ]
        self.account.recordings.append(Recording(meeting, files))
        self.enter("recordings", f"{meeting.start_time[:7]}/{meeting.uuid}", ink, "speaks in a recording")
        ink = Ink()
        self.weekend(ink)
        meeting.transcript = _vtt((f"{ink.name(speaker)}: Ik begin wel.",)).decode()
        self.enter("transcripts", meeting.uuid, ink, "speaks in a transcript")

    def _trashed(self, host: str, number: int, person: Person) -> None:
        ink = Ink()
        people = [self.took_part(ink, person), self.took_part(ink, self.person("karin"))]
        meeting = Meeting(host, number, _uuid(number, 4), "Weekend Personages", self.moment(75), participants=people)
        self.account.held.append(meeting)
        self.enter("past_meetings", meeting.uuid, ink, "took part")
        self.account.recordings.append(Recording(meeting, [("M4A", "M4A", b"geluid")], trashed=True))
        self.enter("recordings", f"{meeting.start_time[:7]}/{meeting.uuid}", ink, "recording in the trash")

    def _webinar(self, crowd: Sequence[Person]) -> None:
        host, number = self.person("marloes").email, 73_000
        marijn, sanne, _, pieter, _ = self.studio.named_people
        ink = Ink()
        self.account.webinars[host] = [{"id": number, "topic": "Open avond", "type": 5}]
        self.account.panelists[number] = [{"id": "pa1", "name": ink.name(pieter), "email": ink.email(pieter)}]
        self.enter("webinars", str(number), ink, "panelist")
        for person in (*crowd[:8], sanne, marijn):
            self.register(number, person, "approved", stream="webinar_registrants")
        ink = Ink()
        people = [self.took_part(ink, person) for person in crowd[:6]]
        ink.name(sanne)
        absent = {
            "id": "ab1",
            "first_name": sanne.first,
            "last_name": sanne.surname,
            "email": ink.email(sanne),
            "status": "approved",
        }
        meeting = Meeting(
            host, number, _uuid(number, 1), "Open avond", self.moment(20), webinar=True, participants=people, absentees=[absent]
        )
        self.account.held.append(meeting)
        self.enter("past_webinars", meeting.uuid, ink, "registered and did not come")
        ink = Ink()
        asked = [{"question": f"Kan {ink.name(marijn)} ook optreden?", "answer": "Leuk idee."}]
        meeting.questions = [{"name": "Anoniem", "email": "", "question_details": asked}]
        self.enter("webinar_qa", meeting.uuid, ink, "named in a question", kinds=(PERSON,))

    def _chat(self) -> None:
        marloes, bram = self.person("marloes").email, self.person("bram").email
        maelle, dirkjan = self.studio.named_people[2], self.studio.named_people[4]
        inks = [Ink() for _ in range(4)]
        texts = (
            f"Wil jij {inks[0].name(maelle)} mailen? Het is {inks[0].email(maelle)}.",
            f"{inks[1].initials(dirkjan)} belt maandag: {inks[1].phone(dirkjan, 2)}",
            "De bakker is dicht, ik haal koeken bij de visser.",
            "Sanne had het lastig, ik vang haar morgen even op.",
        )
        messages, traps = [], ("mailbox in a chat", "phone number in a chat", "", "")
        when = self.moment(12)
        for text, ink, trap in zip(texts, inks, traps, strict=True):
            serial = f"CH{self.next():06d}"
            messages.append({"id": serial, "message": text, "sender": marloes, "receiver": bram, "date_time": when})
            self.enter("chat_messages", f"{when[:7]}.{quote('team-docenten', safe='')}/{serial}", ink, trap, (EMAIL,))
        session = {"session_id": "team-docenten", "name": "Docenten", "type": "Group", "member_emails": [marloes, bram]}
        self.book.aside(
            SYSTEM,
            "chat_messages",
            f"{when[:7]}.team-docenten/{serial}",
            self.studio.named_people[1],
            asides.ELSEWHERE,
            led=False,
        )
        self.account.chats.append({"session": session, "messages": messages})
        self.enter("chat_sessions", f"{when[:7]}/team-docenten", Ink(), kinds=(EMAIL,))

    def _group_chat(self) -> None:
        bram, pieter = self.person("bram").email, self.studio.named_people[3]
        session, when, ink = "cursusgroep", self.moment(14), Ink()
        members = [bram, ink.email(pieter)]
        self.account.chats.append(
            {
                "session": {"session_id": session, "name": "Cursusgroep", "type": "Group", "member_emails": members},
                "messages": [{"id": "CHgroep", "message": f"{pieter.first} is er al", "sender": bram, "date_time": when}],
            }
        )
        self.enter("chat_sessions", f"{when[:7]}/{session}", ink, "member of a chat", (EMAIL,))
        self.enter("chat_messages", f"{when[:7]}.{session}/CHgroep", Ink(), kinds=(EMAIL,))
        self.book.aside(SYSTEM, "chat_messages", f"{when[:7]}.{session}/CHgroep", pieter, asides.HERE)

    def _telephone(self) -> None:
        _, sanne, _, pieter, dirkjan = self.studio.named_people
        for at, person in enumerate((sanne, pieter, dirkjan, self.person("karin"))):
            ink, serial, when = Ink(), f"cl{self.next():05d}", self.moment(8 + 20 * at)
            call = {"caller_name": ink.name(person), "caller_did_number": ink.phone(person, 2), "callee_name": "Studio Zijsprong"}
            self.account.calls.append({"id": serial, **call, "start_time": when, "duration": 95})
            self.enter("call_history", f"{when[:7]}/{serial}", ink, "telephone call", (PERSON, PHONE))
        ink, when = Ink(), self.moment(33)
        content = {"content": f"Dag, met {ink.name(dirkjan)}. Bel me terug over de training."}
        self.account.voice_mails.append(
            {
                "id": "vm001",
                "caller_name": "onbekend",
                "caller_number": ink.phone(dirkjan, 2),
                "date_time": when,
                "transcription": content,
            }
        )
        self.enter("voice_mails", "vm001", ink, "transcript of a voicemail", (PERSON, PHONE))
        ink, when, session = Ink(), self.moment(15), "sms-5501"
        who = [{"display_name": "", "phone_number": ink.phone(pieter, 2)}]
        self.account.sms.append(
            {"session": {"session_id": session, "last_access_time": when, "participants": who}, "messages": []}
        )
        self.enter("sms_sessions", f"{when[:7]}/{session}", ink, "telephone number without a name", (PHONE,))
        ink = Ink()
        text = {
            "message_id": "ms001",
            "message": "Ik ben tien minuten later!",
            "date_time": when,
            "sender": {"phone_number": ink.phone(pieter, 2)},
        }
        self.account.sms[0]["messages"].append(text)
        self.enter("sms_messages", f"{session}/ms001", ink, "telephone number without a name", (PHONE,))
        ink = Ink()
        contact = {"external_contact_id": "xc01", "name": ink.name(sanne), "email": ink.other_email(sanne)}
        self.account.contacts.append(contact)
        self.enter("external_contacts", "xc01", ink, "an address the requester does not mention")


def premises(studio: Studio, today: date | None = None) -> Premises:
    """Return the studio's account, ready to be served. What happened lies in the months before `today`, as Zoom forgets the rest."""
    day = today or datetime.now(UTC).date()
    room = Classroom(studio, ZoomAccount(), Book(studio.people), day)
    room.fill()
    truth = room.book.close()
    asking = {person.person_id for person in studio.named_people}
    stand_in = ZoomStandIn(room.account)
    oldest = day - timedelta(days=140)
    return Premises(
        system=SYSTEM,
        connector="zoom",
        app=stand_in,
        hosts=HOSTS,
        settings={"account_id": stand_in.account_id, "client_id": stand_in.client_id, "first_month": f"{oldest:%Y-%m}"},
        secrets={"client_secret": stand_in.client_secret},
        processing=PROCESSING,
        planted=tuple(one for one in truth.planted if one.person_id in asking),
        categories=truth.categories,
    )


def _uuid(number: int, at: int) -> str:
    """Return an id as Zoom makes them; now and then one begins with a slash or holds two."""
    return ("", "/", "a//")[at % 3] + f"zj{number}x{at}Qk/Lm=="


def _vtt(lines: Sequence[str]) -> bytes:
    cues = (f"{n}\n00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{line}" for n, line in enumerate(lines, 1))
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()
