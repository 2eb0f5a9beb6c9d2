"""The folders of company machines keep the contract."""

import base64
import os
import zipfile
from hashlib import sha256
from typing import ClassVar

import pytest

from connectors.devices.machines import Machines
from connectors.devices.source import Limits, digest_of
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType as T

ACCOUNT = "laptop-lotte"


def letter(number, name="Els van Dam"):
    return f"From: {name} <els@dam.example>\nTo: info@zijsprong.example\nSubject: Vraag {number}\nDate: Mon, 2 Mar 2026 10:0{number}:00 +0100\n\nHallo nummer {number}.\n\n"


def mbox(*letters):
    return "".join(f"From els@dam.example Mon Mar  2 10:00:00 2026\n{one}" for one in letters)


def card(name, mail):
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{mail}\nTEL:+31 6 11122233\nEND:VCARD\n"


CALENDAR = """BEGIN:VCALENDAR
X-WR-CALNAME:Agenda van Lotte
BEGIN:VEVENT
UID:afspraak-1@agenda.example
SUMMARY:Kennismaking
ATTENDEE;CN="Mireille Zandstra":mailto:mireille@zandstra.example
END:VEVENT
END:VCALENDAR
"""
CHAT = "12-03-2026 10:11 - Berend Oldeman: Ik kom vanavond\n12-03-2026 10:12 - Lotte: Leuk!\n"
TEXTS = '<?xml version="1.0"?><smses count="1"><sms address="+31611122244" date="1767225600000" type="1" body="Tot zo" contact_name="Wytske Haarsma"/></smses>'
TRANSCRIPT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nJoris Kruidhof: Goedemorgen allemaal\n"
POST = '[{"title": "Nieuw", "sender_name": "Ma\\u00c3\\u00ablle Vis"}]'
PICTURE = base64.b64encode(b"a picture of nobody").decode()


def short(text):
    return digest_of(text.encode())


def message_id(text):
    return sha256(text.encode()).hexdigest()[:20]


def inside(text):
    return short(text.removeprefix("BEGIN:VCARD\n").removesuffix("END:VCARD\n"))


def seeds(letters):
    book, box = "Adressen/boek.vcf", "Mail/oud.mbox"
    return (
        Seeded("files", "brief.txt", "a letter to Ilonka", account=ACCOUNT),
        Seeded("files", ".verborgen/notitie #1.txt", "een notitie over Fenna", account=ACCOUNT, hidden="in a hidden folder"),
        Seeded("files", "Mail/los.eml", "Vraag 9", account=ACCOUNT),
        *(Seeded("mail", f"{box}#{message_id(letter(n))}", f"nummer {n}", account=ACCOUNT) for n in letters),
        Seeded("contacts", f"{book}#{inside(card('Sem Vos', 'sem@vos.example'))}", "Sem Vos", T.PERSON, ACCOUNT),
        Seeded("contacts", f"{book}#{inside(card('Ans Mol', 'ans@mol.example'))}", "ans@mol.example", T.EMAIL_ADDRESS, ACCOUNT),
        Seeded("events", "agenda.ics#afspraak-1@agenda.example", "Mireille Zandstra", T.PERSON, ACCOUNT),
        Seeded("events", "agenda.ics#afspraak-1@agenda.example", "mireille@zandstra.example", T.EMAIL_ADDRESS, ACCOUNT),
        Seeded("events", "agenda.ics#calendar", "Agenda van Lotte", account=ACCOUNT),
        Seeded("chats", "WhatsApp-chat.txt#1", "Berend Oldeman", T.PERSON, ACCOUNT),
        Seeded("chats", "WhatsApp-chat.txt#1", "Ik kom vanavond", account=ACCOUNT),
        Seeded("chats", "WhatsApp Chat.zip#_chat.txt/1", "Berend Oldeman", T.PERSON, ACCOUNT),
        Seeded("chats", "WhatsApp Chat.zip#foto.jpg", "a picture of nobody", account=ACCOUNT),
        Seeded("texts", "sms.xml#sms/" + short("+31611122244\n\n1767225600000\n1\nTot zo\n\n"), "Wytske Haarsma", T.PERSON, ACCOUNT),
        Seeded("texts", "sms.xml#sms/" + short("+31611122244\n\n1767225600000\n1\nTot zo\n\n"), "+31611122244", T.PHONE_NUMBER, ACCOUNT),
        Seeded("transcripts", "opname.vtt#1", "Joris Kruidhof", T.PERSON, ACCOUNT),
        Seeded("exports", "instagram-lotte/posts.json#" + short('{"sender_name": "Ma\\u00c3\\u00ablle Vis", "title": "Nieuw"}'), "Maëlle Vis", T.PERSON, ACCOUNT),
    )  # fmt: skip


class TestMachines(ConnectorContract):
    not_applicable: ClassVar = {
        "http": "files are read from folders on this machine",
        "links": "pages are found by their place in the folder",
        "search": "a folder cannot be asked for a person",
    }

    @pytest.fixture(autouse=True)
    def _folders(self, tmp_path_factory):
        self.new_folder = lambda: tmp_path_factory.mktemp("laptop")

    def world(self):
        folder = self.new_folder()
        letters = range(1, 7)
        files = {
            "brief.txt": "a letter to Ilonka",
            ".verborgen/notitie #1.txt": "een notitie over Fenna",
            "Mail/los.eml": letter(9),
            "Mail/oud.mbox": mbox(*map(letter, letters)),
            "Adressen/boek.vcf": card("Sem Vos", "sem@vos.example") + card("Ans Mol", "ans@mol.example"),
            "agenda.ics": CALENDAR,
            "WhatsApp-chat.txt": CHAT,
            "sms.xml": TEXTS,
            "opname.vtt": TRANSCRIPT,
            "instagram-lotte/posts.json": POST,
        }
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        with zipfile.ZipFile(folder / "WhatsApp Chat.zip", "w") as archive:
            archive.writestr("_chat.txt", CHAT)
            archive.writestr("foto.jpg", "a picture of nobody")

        def change():
            (folder / "Mail/oud.mbox").write_text(mbox(*map(letter, (2, 3, 4, 5, 6, 7))))
            (folder / ".verborgen/notitie #1.txt").unlink()
            (folder / "brief.txt").write_text("another letter to Ilonka")
            (folder / "nieuw.txt").write_text("something new")
            os.utime(folder / "opname.vtt", (1_767_225_600,) * 2)

        options = Machines.Options({ACCOUNT: folder}, limits=Limits(page=2))
        return World(Machines, {}, seeds(letters), options=options, token="", change=change)
