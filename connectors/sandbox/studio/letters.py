"""The mail that is hard to read or to judge: each message carries one difficulty, named in the book."""

import unicodedata

from connectors.sandbox import mime, numbers
from connectors.sandbox.people import plain
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.studio.mailroom import Mailroom
from scanner.entities import EntityType

FORM = ("Formulier website", "geen-antwoord@formulier.example")


def write(room: Mailroom) -> None:
    """Post every special message whose difficulty lies in the message itself."""
    _undelivered(room)
    _contact_form(room)
    _two_namesakes(room)
    _only_the_namesake(room)
    _address_nobody_mentions(room)
    _unpaid(room)
    _text_message(room)
    _spam(room)
    _accents(room)
    _account_only(room)
    _draft(room)
    _couple(room)
    _partner_writes(room)
    _bin(room)
    _misspelt(room)
    _card(room)
    _quoted(room)
    _tagged(room)
    _alternative(room)
    _family(room)


def _inside(
    room: Mailroom, ink: Ink, parts: str | list[mime.Part], subject: str, trap: str, labels: tuple[str, ...] = ("INBOX",)
) -> None:
    """Post a message between colleagues, which leads to no requester by its headers."""
    sender, to = room.staff("joost", ink), [room.staff("marloes", ink)]
    room.post(ink, parts, sender=sender, to=to, subject=subject, owner="marloes", labels=labels, trap=trap)


def _undelivered(room: Mailroom) -> None:
    ink = Ink()
    marijn = room.cast.named[0]
    address = ink.email(marijn)
    status = f"Reporting-MTA: dns; mail.postduif.example\r\n\r\nFinal-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    head = f"From: {room.cast.house.mailbox}\r\nTo: {address}\r\nSubject: Zijsprongen 3\r\n"
    parts = [
        mime.text("Het volgende bericht is niet bezorgd: het postvak is vol.\n"),
        mime.Part(status.encode(), "message/delivery-status", "7bit"),
        mime.Part(head.encode(), "text/rfc822-headers", "7bit"),
    ]
    sender = ("Mail Delivery System", "mailer-daemon@postduif.example")
    room.post(
        ink,
        parts,
        sender=sender,
        to=[room.studio()],
        subject="Niet bezorgd",
        multipart="report",
        trap="inside a delivery report",
    )


def _contact_form(room: Mailroom) -> None:
    ink = Ink()
    sanne = room.cast.named[1]
    rows = (("Naam", ink.name(sanne)), ("Bericht", "Kan ik mijn cadeaubon nog gebruiken?"))
    html = "<table>" + "".join(f"<tr><td>{label}:</td><td>{value}</td></tr>" for label, value in rows) + "</table>"
    room.post(
        ink,
        [mime.text(html, "base64", subtype="html")],
        sender=FORM,
        to=[room.studio()],
        subject="Nieuw bericht via de website",
        headers=[("Reply-To", ink.email(sanne))],
        trap="certain by Reply-To only",
    )


def _two_namesakes(room: Mailroom) -> None:
    ink = Ink()
    sanne, namesake = room.cast.named[1], room.cast.others["namesake"]
    body = (
        "Let op met de presentielijst, er zijn er twee:\n\n"
        f"{ink.inverted(sanne)}, geboren {ink.birth(sanne)}\n{ink.inverted(namesake)}, geboren {ink.birth(namesake)}\n\nJoost\n"
    )
    _inside(room, ink, body, "Presentielijst", "both namesakes, told apart by birth date")


def _only_the_namesake(room: Mailroom) -> None:
    ink = Ink()
    namesake = room.cast.others["namesake"]
    body = (
        f"Voor de verzekering: {ink.name(namesake)}, geboortedatum {ink.birth(namesake, 2)}, doet mee op eigen risico.\n\nJoost\n"
    )
    _inside(room, ink, body, "Verzekering", "another birth date")


def _address_nobody_mentions(room: Mailroom) -> None:
    ink = Ink()
    sanne = room.cast.named[1]
    sender = (ink.name(sanne, "Bakker, Sanne"), ink.other_email(sanne))
    body = "Goedemiddag,\n\nMag de factuur op naam van mijn werkgever?\n\nMet vriendelijke groet,\nSanne\n"
    room.post(
        ink,
        body,
        sender=sender,
        to=[room.studio()],
        subject="Tenaamstelling",
        trap="an address that the requester does not mention",
    )


def _unpaid(room: Mailroom) -> None:
    ink = Ink()
    body = f"Van {ink.initials(room.cast.named[1])} is de tweede termijn nog niet binnen. Stuur jij een herinnering?\n\nJoost\n"
    _inside(room, ink, body, "Openstaand", "initials and surname only")
    ink = Ink()
    body = f"De aanmelding van mw. {ink.initials(room.cast.others['namesake'], 'S. Bakker')} komt dubbel voor, welke is de goede?\n\nJoost\n"
    _inside(room, ink, body, "Dubbel?", "initials that fit two people")


def _text_message(room: Mailroom) -> None:
    ink = Ink()
    body = (
        f"Net een sms gekregen van {ink.phone(room.cast.named[1], 2)}: 'ben tien minuten later'. Weet jij wie dat is?\n\nJoost\n"
    )
    _inside(room, ink, body, "Sms", "phone number without a name")


def _spam(room: Mailroom) -> None:
    ink = Ink()
    shouted = ink.email(room.cast.named[1], room.cast.named[1].email.upper())
    body = f"You have been selected! {shouted} recommended your business. Click now.\n"
    sender = ("Lucky Prize", "winner@loterij.example")
    room.post(
        ink, body, sender=sender, to=[room.studio()], subject="You won", labels=("SPAM",), trap="in spam, address in capitals"
    )


def _accents(room: Mailroom) -> None:
    maelle = room.cast.named[2]
    taken = unicodedata.normalize("NFD", maelle.full.replace("\u2011", "-"))
    ways = (
        ("Maëlle van der Veen", "iso-8859-1", "quoted-printable", "half of a double name, in Latin-1"),
        ("Maëlle Güneş", "iso-8859-9", "8bit", "maiden name, in Latin-5"),
        (taken, "utf-8", "base64", "accents as combining marks"),
        (maelle.inverted, "utf-8", "quoted-printable", "surname first, with a non-breaking hyphen"),
    )
    for written, charset, encoding, trap in ways:
        ink = Ink()
        body = f"Wil jij {ink.name(maelle, written)} op de wachtlijst zetten?\n\nJoost\n"
        _inside(room, ink, [mime.text(body, encoding, charset)], "Wachtlijst", trap)
    ink = Ink()
    entities = "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in ink.name(maelle))
    html = f"<p>Wachtlijst: <b>{entities.replace(' van', '</b>&nbsp;van')}</p><script>var naam = 'niemand';</script>"
    _inside(room, ink, [mime.text(html, "quoted-printable", subtype="html")], "Wachtlijst", "HTML only, as character references")
    ink = Ink()
    body = f"Heeft {ink.misspelt(maelle, 'Maelle vd Veen-Gunes')} nog gebeld?\n\nJoost\n"
    _inside(room, ink, body, "Gebeld", "without accents, tussenvoegsel abbreviated")
    ink = Ink()
    body = f"Op de lijst staat '{plain(ink.name(maelle)).upper()}', zo heeft de printer het gemaakt.\n\nJoost\n"
    _inside(room, ink, body, "Printer", "capitals without accents")


def _account_only(room: Mailroom) -> None:
    ink = Ink()
    body = (
        f"Stort je de 95 euro terug op {ink.iban(room.cast.named[2], grouped=True)}? De betaling kwam dubbel binnen.\n\nJoost\n"
    )
    _inside(room, ink, body, "Terugstorten", "IBAN without a name")


def _draft(room: Mailroom) -> None:
    ink = Ink()
    room.post(
        ink,
        "Beste Maëlle,\n\nWe hebben je aanmelding helaas te laat\n",
        sender=room.staff("marloes", ink),
        to=[ink.mailbox(room.cast.named[2])],
        subject="Je aanmelding",
        owner="marloes",
        labels=("DRAFT",),
        trap="an unsent draft",
    )


def _couple(room: Mailroom) -> None:
    ink = Ink()
    pieter, ilse = room.cast.named[3], room.cast.others["ilse"]
    ink.initials(ilse)
    ink.initials(pieter)
    to = [("P. Wijnands en I. Wijnands-Kroon", ink.email(pieter))]
    body = f"Beste {pieter.first} en {ilse.first},\n\nJullie cadeaubon ligt klaar.\n\nJoost\n"
    room.post(ink, body, sender=room.studio(), to=to, subject="Cadeaubon", labels=("SENT",), trap="one mailbox, two people")


def _partner_writes(room: Mailroom) -> None:
    ink = Ink()
    pieter, ilse = room.cast.named[3], room.cast.others["ilse"]
    body = f"Hoi Lotte,\n\nIk kom alleen, {pieter.first} is op reis. Bel hem gerust: {ink.phone(pieter, 1)}.\n\nIlse\n"
    room.post(
        ink,
        body,
        sender=ink.mailbox(ilse),
        to=[room.staff("lotte", ink)],
        subject="Zondag",
        owner="lotte",
        trap="partner writes from the shared mailbox",
    )


def _bin(room: Mailroom) -> None:
    ink = Ink()
    body = (
        f"De certificaten zijn gedrukt, alleen dat van {ink.name(room.cast.named[3])} moet over: er zat een vlek op.\n\nJoost\n"
    )
    _inside(room, ink, body, "Certificaten", "in the bin, name only", labels=("TRASH",))


def _misspelt(room: Mailroom) -> None:
    ink = Ink()
    body = f"Er belde een {ink.misspelt(room.cast.named[4], 'Dirk Jan Viser')} over de incompany-dag. Ken jij die?\n\nJoost\n"
    _inside(room, ink, [mime.text(body, "base64")], "Gebeld", "misspelt name in base64")


def _card(room: Mailroom) -> None:
    ink = Ink()
    payer = room.cast.crowd[0]
    ink.also(EntityType.CREDIT_CARD)
    body = f"Hi,\n\nCan you charge my card {numbers.TEST_CARD}, expiry 12/29? The website keeps failing.\n\n{ink.name(payer)}\n"
    room.post(ink, body, sender=ink.mailbox(payer), to=[room.studio()], subject="Payment")


def _quoted(room: Mailroom) -> None:
    ink = Ink()
    marijn = room.cast.named[0]
    body = (
        "Klopt, dat heb ik toegezegd.\n\nOp ma 9 feb. 2026 om 16:02 schreef Lotte <lotte@zijsprong.example>:\n"
        f">\n> Op ma 9 feb. 2026 om 15:40 schreef {ink.name(marijn)}\n> <{ink.email(marijn)}>:\n>> Mag mijn broer een keer meekijken?\n"
    )
    _inside(room, ink, body, "Re: Fwd: meekijken", "quoted twice, wrapped")


def _tagged(room: Mailroom) -> None:
    ink = Ink()
    sanne = room.cast.named[1]
    sender = (ink.name(sanne), ink.email(sanne, sanne.email.replace("@", "+impro@")))
    room.post(
        ink,
        "Ik schrijf me hierbij in.\n",
        sender=sender,
        to=[room.studio()],
        subject="Inschrijving",
        trap="tagged address (plus sign)",
    )


def _alternative(room: Mailroom) -> None:
    ink = Ink()
    pieter = room.cast.named[3]
    html = (
        f"<table><tr><td>Klant</td><td>{ink.name(pieter)}</td></tr><tr><td>Tel.</td><td>{ink.phone(pieter, 3)}</td></tr></table>"
    )
    parts = [mime.text("Bekijk deze mail in de browser.\n"), mime.text(html, "base64", subtype="html")]
    room.post(
        ink, parts, sender=FORM, to=[room.studio()], subject="Bestelling", multipart="alternative", trap="only in the HTML alternative"
    )  # fmt: skip


def _family(room: Mailroom) -> None:
    ink = Ink()
    body = f"Aanmelding van {ink.initials(room.cast.others['daan'], 'D. Visser')}, nog zonder gegevens. Bel jij even?\n\nJoost\n"
    _inside(room, ink, body, "Aanmelding", "initials that fit a relative too")
