"""Seeded studio mail with planted identifiers and their truth. Shares no code or word list with the detector.

Domains end in example.org, example.com and example.net (reserved, RFC 2606): stock Presidio drops any address whose end
is not a public suffix, and `.example` is none, which would make the comparison unfair to it.
"""

import random
from dataclasses import dataclass, field

NL = """
Dank je wel voor je berichtje, wat leuk dat je de kennismakingsles hebt bijgewoond.
We beginnen dinsdag om half acht, de deur van de zaal gaat een kwartier eerder open.
Neem makkelijke kleren mee en iets te drinken, verder heb je niets nodig.
De vorige groep was heel enthousiast over de oefeningen met maskers en stiltes.
Kun je me laten weten of je ook bij de presentatie op zaterdag aanwezig bent?
Het cursusgeld is 245,00 euro, in twee termijnen van 122,50 mag ook.
Vanwege de verbouwing oefenen we deze maand in het buurthuis op de eerste verdieping.
Ik heb de opnames van de hoofdruimte bekeken en er een paar mooie stukken uitgeknipt.
Zullen we volgende week even bijpraten over het programma van het najaar?
Er zijn nog drie plekken vrij, dus wees er snel bij als je mee wilt doen.
Mocht je verhinderd zijn, geef dat dan minstens 24 uur van tevoren door.
Onze bestelling 2024-00317 is nog onderweg, levering tussen 09:00 en 17:30.
De les van 14-10-2025 vervalt en wordt ingehaald in week 47.
""".strip().splitlines()
EN = """
Thanks a lot for coming to the open class, it was a joy to have you with us.
The next round starts in spring and will run for ten evenings, ninety minutes each.
Please bring comfortable shoes, water and something that makes you laugh.
We are still looking for two volunteers who can help at the door on opening night.
Your booking has been confirmed and the remaining balance is 180.00 in total.
Could you tell us whether you would rather join the morning or the evening group?
I watched the recording again and I think the second scene deserves more silence.
There is a reading list on the shared drive, chapters three to seven are enough for now.
Let me know when it suits you and I will put it on the calendar for everyone.
Version 2.14.3 of the handout replaces the one from 3 September.
""".strip().splitlines()
GIVEN = [
    "Fenna",
    "Joris",
    "Tirza",
    "Wouter",
    "Marit",
    "Sjoerd",
    "Noor",
    "Bram",
    "Ilse",
    "Kasper",
    "Odile",
    "Rens",
    "Yara",
    "Lotte",
    "Pim",
    "Saar",
]
FAMILY = [
    "Hoekstra",
    "Brandsma",
    "Verlinde",
    "Oosterwijk",
    "Tuinman",
    "Zandstra",
    "Kloosterman",
    "Duindam",
    "Veldkamp",
    "Roodenburg",
]
STREETS = ["Molenweg", "Lange Nieuwstraat", "Prins Hendriklaan", "Oude Gracht", "Burgemeester de Vlugtplein", "Wilgenpad"]
TOWNS = ["Zutphen", "Leiden", "Groningen", "Breda", "Haarlem", "Deventer"]


@dataclass
class Marked:
    """A text and what was planted in it: (type, start, end)."""

    text: str = ""
    truth: list[tuple[str, int, int]] = field(default_factory=list)

    def plain(self, text: str) -> None:
        self.text += text

    def plant(self, kind: str, value: str) -> None:
        self.truth.append((kind, len(self.text), len(self.text) + len(value)))
        self.text += value


class Mail:
    """Writes mail; the same seed writes the same mail."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def number(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def bsn(self) -> str:
        while True:
            digits = [self.chance.randint(1, 9), *(self.chance.randint(0, 9) for _ in range(7))]
            last = sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
            if last < 10:
                return "".join(map(str, [*digits, last]))

    def iban(self, country: str = "NL") -> str:
        body = {"NL": lambda: "INZA" + self.number(10), "DE": lambda: self.number(18), "BE": lambda: self.number(12)}[country]()
        spelled = "".join(str(ord(c) - 55) if c.isalpha() else c for c in body + country)
        return f"{country}{98 - int(spelled + '00') % 97:02d}{body}"

    def card(self) -> str:
        body = self.chance.choice(["4", "51", "55"]) + self.number(14)
        body = body[:15]
        doubled = [int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(body)]
        return body + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)

    def grouped(self, value: str, size: int = 4, sign: str = " ") -> str:
        return sign.join(value[i : i + size] for i in range(0, len(value), size))

    def domain(self) -> str:
        return (
            self.chance.choice(["speelhuis", "improclub", "post", "kantoor"])
            + "."
            + self.chance.choice(["example.org", "example.com", "example.net"])
        )

    def dutch_phone(self) -> str:
        mobile = self.chance.choice("1234") + self.number(7)
        landline = self.chance.choice(["10", "20", "30", "70"]) + self.chance.choice("2345678") + self.number(6)
        return self.chance.choice([
            f"06-{mobile}", f"06 {self.grouped(mobile, 2)}", f"+31 6 {mobile}", f"+316{mobile}", f"+31 (0)6 {self.grouped(mobile, 2)}",
            f"0{landline[:2]}-{landline[2:]}", f"(0{landline[:2]}) {landline[2:5]} {landline[5:7]} {landline[7:]}", f"06{mobile}",
        ])  # fmt: skip

    def foreign_phone(self) -> str:
        return self.chance.choice([
            f"(212) {self.chance.randint(200, 999)}-{self.number(4)}", f"+1 415-{self.chance.randint(200, 999)}-{self.number(4)}",
            f"+44 20 7946 0{self.number(3)}", f"020 7946 0{self.number(3)}", f"+49 30 {self.chance.randint(2, 6)}{self.number(6)}",
            f"646-{self.chance.randint(200, 999)}-{self.number(4)}",
        ])  # fmt: skip

    def prose(self, text: Marked, lines: list[str], count: int) -> None:
        for _ in range(count):
            text.plain(self.chance.choice(lines) + self.chance.choice([" ", " ", "\n"]))

    def message(self, text: Marked, dense: bool = True) -> None:
        dutch = self.chance.random() < 0.6
        lines = NL if dutch else EN
        given, family = self.chance.choice(GIVEN), self.chance.choice(FAMILY)
        text.plain(f"{'Beste' if dutch else 'Dear'} {self.chance.choice(GIVEN)},\n\n")
        self.prose(text, lines, self.chance.randint(4, 8) if dense else 60)
        text.plain("\n")
        if dense:
            self.fact(text, dutch)
        self.prose(text, lines, self.chance.randint(3, 7))
        text.plain(f"\n\n{'Groet' if dutch else 'Best'},\n{given} {family}\n")
        if dense or self.chance.random() < 0.2:
            text.plant(
                "EMAIL_ADDRESS",
                f"{given}.{family}".lower()
                + self.chance.choice(["", "+les", str(self.chance.randint(1, 99))])
                + "@"
                + self.domain(),
            )
            text.plain("\n")
        if dense and self.chance.random() < 0.7:
            text.plain(self.chance.choice(["Tel: ", "T ", "", "Mobiel: "] if dutch else ["Phone: ", "Call me at ", ""]))
            text.plant("PHONE_NUMBER", self.dutch_phone() if dutch or self.chance.random() < 0.4 else self.foreign_phone())
            text.plain("\n")
        text.plain("\n")

    def fact(self, text: Marked, dutch: bool) -> None:
        """One sentence that holds one identifier, as people write it."""
        write = self.chance.choice(FACTS)
        write(self, text, dutch)
        text.plain(".\n")


def _iban(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Het geld graag overmaken op " if dutch else "Please transfer it to ")
    value = mail.iban(mail.chance.choice(["NL", "NL", "NL", "DE", "BE"]))
    text.plant("IBAN_CODE", mail.grouped(value) if mail.chance.random() < 0.6 else value)


def _bsn(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Voor de loonadministratie: mijn BSN is " if dutch else "For payroll, my citizen service number (BSN) is ")
    value = mail.bsn()
    text.plant("NL_BSN", f"{value[:4]}.{value[4:6]}.{value[6:]}" if mail.chance.random() < 0.3 else value)


def _card(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Ik heb betaald met mijn creditcard " if dutch else "I paid by credit card, number ")
    value = mail.card()
    text.plant("CREDIT_CARD", mail.grouped(value, sign=mail.chance.choice([" ", "-", ""])))


def _address(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Je kunt het sturen naar " if dutch else "You can send it to ")
    code = f"{mail.chance.randint(1011, 9899)}{mail.chance.choice([' ', ''])}{mail.chance.choice('BCHKLNRTVX')}{mail.chance.choice('BEGHKLMP')}"
    text.plant(
        "NL_POSTCODE",
        f"{mail.chance.choice(STREETS)} {mail.chance.randint(1, 240)}{mail.chance.choice(['', '', 'a', '-2'])}, {code}",
    )
    text.plain(" " + mail.chance.choice(TOWNS))


def _birth(mail: Mail, text: Marked, dutch: bool) -> None:
    day, month, year = mail.chance.randint(1, 28), mail.chance.randint(1, 12), mail.chance.randint(1950, 2009)
    names = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ]
    text.plain("Mijn dochter is geboren op " if dutch else "My date of birth is ")
    text.plant(
        "DATE_OF_BIRTH",
        f"{day} {names[month - 1]} {year}" if dutch and mail.chance.random() < 0.5 else f"{day:02d}-{month:02d}-{year}",
    )


def _company(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain(
        "Wij staan ingeschreven bij de KvK onder nummer " if dutch else "We are registered with the Chamber of Commerce, KvK "
    )
    text.plant("NL_KVK", mail.chance.choice("5678") + mail.number(7))
    text.plain(", btw-nummer " if dutch else ", VAT ID ")
    text.plant("NL_VAT", f"NL{mail.bsn()}B0{mail.chance.randint(1, 9)}")


def _network(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("De aanmelding kwam van IP " if dutch else "The login came from IP ")
    text.plant("IP_ADDRESS", ".".join(str(mail.chance.randint(1, 254)) for _ in range(4)))


def _link(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Zie ook " if dutch else "Have a look at ")
    path = mail.chance.choice(["/agenda", "/programma/najaar?groep=2", ""])
    text.plant("URL", mail.chance.choice(["https://", "http://", "www.", "https://www."]) + mail.domain() + path)


def _profile(mail: Mail, text: Marked, dutch: bool) -> None:
    text.plain("Volg me op Instagram: " if dutch else "Follow me on Instagram: ")
    text.plant(
        "SOCIAL_HANDLE",
        f"@{mail.chance.choice(GIVEN).lower()}_{mail.chance.choice(['speelt', 'impro', 'plays'])}{mail.number(2)}",
    )


FACTS = (_iban, _iban, _bsn, _card, _address, _birth, _company, _network, _link, _profile)


def studio_mail(size: int, seed: int = 7, dense: bool = True) -> Marked:
    """Return at least `size` characters of mail, and the truth."""
    mail, text = Mail(seed), Marked()
    pieces: list[Marked] = []
    length = 0
    while length < size:
        piece = Marked()
        mail.message(piece, dense)
        pieces.append(piece)
        length += len(piece.text)
    offset = 0
    for piece in pieces:
        text.truth += [(kind, a + offset, b + offset) for kind, a, b in piece.truth]
        offset += len(piece.text)
    text.text = "".join(piece.text for piece in pieces)
    return text
