"""Seeded studio mail in which people are named as people name each other, with the truth. Shares no list with the detector.

Names are Faker's (MIT; Dutch, English, Turkish, Polish, Spanish and Danish lists) and a few dozen more below; the sentences are ours.
Some people are known to the studio (they stand in its contacts), the others are strangers. Mail is answered, and the answer quotes.
"""

import random
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import NamedTuple

from studio_mail import EN as PLAIN_EN
from studio_mail import NL as PLAIN_NL

MORE_GIVEN = [
    "Radjesh",
    "Shanti",
    "Soenita",
    "Rishi",
    "Xaviera",
    "Kwame",
    "Yaw",
    "Efua",
    "Sherlon",
    "Giovani",
    "Mireya",
    "Ayoub",
    "Ikrame",
    "Soulaimane",
    "Nawal",
    "Oussama",
    "Wafae",
    "Hanae",
    "Tesfaye",
    "Selam",
    "Mehari",
    "Saliha",
    "Dilnoza",
    "Oleksii",
    "Bohdana",
    "Thuy",
    "Minh",
    "Jingyi",
    "Haruka",
    "Sunniva",
    "Wiebren",
    "Hylke",
    "Sjoukje",
    "Feikje",
    "Gurbe",
    "Oane",
    "Bauke",
    "Rixt",
    "Jeltsje",
    "Tetje",
]
MORE_FAMILY = (
    (
        "Ramkhelawan Gajadien Sitaldin Koorndijk Tjon-A-Tsien Wongsodikromo Kartowidjojo Lieuw El Khattabi Benchekroun Ouchene Boutahar Tekle "
        "Haile Hoxha Krasniqi Phan Nishimura Fluitsma Sipkema Tolsma Zijlmans Quaedvlieg Verbiest Poelgeest Schimmelpenninck Nauta Wijbenga Abma"
    )
    .replace("El Khattabi", "El_Khattabi")
    .split()
)
BETWEEN = ["van", "de", "van der", "van den", "van de", "ter", "den", "te"]
SURE = """
Ik heb {full} gevraagd of ze dinsdag kan invallen.
Volgens {given} begint de repetitie een half uur later.
Kun je {full} ook op de lijst zetten voor de workshop van zaterdag?
Gisteren belde {title_surname} om te vragen of er nog plek is.
Wij hebben {initials} ingeschreven voor het najaar, de bevestiging volgt.
Het idee van {given} om met maskers te werken vond iedereen geweldig.
{given} zei dat hij de sleutel bij de bakker heeft achtergelaten.
{full} neemt de les van donderdag over, dan ben ik in Utrecht.
Ik kom samen met {given} en {given}, die doen ook mee.
Zou je de factuur kunnen sturen naar {full}, die regelt de betaling?
Mijn dochter {given} wil graag bij de jongerengroep.
De rol van Hamlet gaat naar {given}, en {full} speelt de koningin.
Vanavond oefenen we zonder {given}, want die is ziek.
Ik mail namens {full}, die geen toegang tot internet heeft.
Op de foto staan {full}, {full} en {given} bij de première.
Heb jij het nummer van {given}? Ik moet {given} nog terugbellen.
Bij de ingang zit {title_surname} met de kaarten.
Aanwezig waren: {full}, {initials} en {title_surname}.
Dank ook aan {full} voor het licht en het geluid.
Als {given} niet kan, vraag ik {full}.
De auto van {full} stond verkeerd, dat gaf wat gedoe op de Prins Hendrikkade.
Weet je of {full} lid is van Stichting De Vrije Vogel?
We zijn met zijn vieren: {given}, {given}, {given} en ik.
Zoals {full} al schreef is de zaal aan de Lange Nieuwstraat 14 te klein.
Afgesproken met {given} dat de decorstukken vrijdag klaar zijn.
Kaarten liggen klaar op naam van {inverted}.
""".strip().splitlines()
CASUAL = """
heb je {lower_full} nog gesproken over de planning?
ik ga morgen met {given} naar de stad
trouwens {lower_full} wil ook een proefles
{given} kan niet, sorry!
""".strip().splitlines()
ENGLISH = """
I asked {full} whether the hall is free on Friday.
According to {given} the rehearsal starts half an hour later.
Could you add {full} to the list for the Saturday workshop?
{title_surname} called yesterday about the deposit.
We booked two seats for {full} and one for {given}.
{given} said that the second scene needs more silence.
My son {given} would love to join the youth group.
I am writing on behalf of {full}, who has no internet.
{full} will take over the class on Thursday while I am in London.
Thanks to {given} and {full} for helping out at the door.
Please send the invoice to {initials}, who handles payments.
The part of Macbeth goes to {given}; {full} plays the witch.
Did {given} tell you about the new room at Kings Road 12?
Without {given} we are one person short.
You will find {full} at the desk next to the Royal Theatre.
The tickets are under the name {inverted}.
""".strip().splitlines()
NOISE_NL = """
De Algemene Voorwaarden staan op onze website, net als het Privacy Statement.
We spelen Romeo en Julia in de Grote Zaal van Theater De Kom.
De workshop Improvisatie voor Beginners start op maandag 3 november.
Via Google Drive of Microsoft Teams kun je de opnames bekijken.
Parkeren kan op het Wilhelminaplein of in de Jan van Galenstraat.
De trein uit Den Haag komt om half acht aan op Amsterdam Centraal.
Met Pasen en Hemelvaart is de studio gesloten.
Neem je tekst mee, een fles water en makkelijke schoenen.
Het Rode Kruis geeft in De Meervaart een cursus reanimatie.
Betalen kan via iDEAL, PayPal of met een Tikkie.
De tweede akte is nog rommelig, de rest staat als een huis.
Goed nieuws: de subsidie van het Prins Bernhard Cultuurfonds is binnen.
Bij Albert Heijn hebben ze de koekjes in de aanbieding.
Dinsdag oefenen we van zeven tot tien in het Oude Raadhuis.
Vergeet niet om je in te schrijven voor de Zomerweek op Vlieland.
""".strip().splitlines()
NOISE_EN = """
Our Terms and Conditions and the Privacy Policy are on the website.
The course Acting for Beginners starts on Monday 3 November.
Recordings are on Google Drive; the slides are in Microsoft Teams.
We perform A Midsummer Night's Dream at the Old Town Hall.
Take the train to Amsterdam Central and then tram 12 to Museum Square.
Bring comfortable shoes, a bottle of water and your script.
The second act is still messy but the rest is in good shape.
You can pay by bank transfer, PayPal or Apple Pay.
On Good Friday and Easter Monday the studio is closed.
""".strip().splitlines()
GERMAN = """
Sehr geehrte Damen und Herren, vielen Dank für Ihre Anfrage zu unserem Kurs.
Die Anmeldung für den Workshop ist ab dem ersten Oktober auf unserer Seite möglich.
Bitte bringen Sie bequeme Kleidung, eine Decke und gute Laune mit.
Der Unterricht findet im großen Saal statt, die Teilnahme kostet zwanzig Euro.
""".strip().splitlines()
BLIND_NL = """
Even ter herinnering: {full} en {given} zetten de stoelen klaar.
Het script ligt bij {given}, die woont om de hoek.
{full} liet weten dat de auditie een uur opschuift.
Is de borg van {full} al terugbetaald?
Wat vond je van {given} als de dokter?
Sinds {given} weg is loopt het minder soepel.
We missen alleen nog het formulier van {initials}.
Ik heb de sleutel aan {title_surname} gegeven.
Kan {given} jullie morgen ophalen van het station?
Deelnemers tot nu toe zijn {full}, {full} en {full}.
Overleg dat even met {full} van de techniek.
De ouders van {given} komen ook kijken.
Mijn naam is {full} en ik speel al jaren.
Het verslag is gemaakt door {full}.
{given} heeft zich afgemeld, {given} neemt haar plek over.
Graag een kopie naar {title_surname} sturen.
Dat was een mooie scene van {given} en {given} gisteren!
Reservering voor twee personen onder {inverted}.
heb {lower_full} er net over gebeld
""".strip().splitlines()
BLIND_EN = """
Just a reminder that {full} and {given} set out the chairs.
The script is at {given}'s place, round the corner.
{full} let us know that the audition moves by an hour.
Has the deposit of {full} been returned yet?
How did you like {given} as the doctor?
Please check this with {full} from the crew.
{given}'s parents are coming to watch.
My name is {full} and I have played for years.
I gave the key to {title_surname} at the desk.
{given} signed off, and {given} takes her place.
We only miss the form of {initials}.
""".strip().splitlines()
BLIND_NOISE = """
De Nacht van de Improvisatie is dit jaar in Zaal Drie van het Cultuurcentrum.
Wie mee wil naar de Efteling meldt zich voor Koningsdag.
Het Vlaams Improfestival zoekt vrijwilligers voor de Bar en de Garderobe.
Stuur je motivatie naar de Commissie Voorjaarsproductie, uiterlijk de tweede maandag van maart.
De NS rijdt dat weekend niet tussen Leiden Lammenschans en Alphen aan den Rijn.
We lezen Wachten op Godot en een stuk van de Griekse Oudheid.
""".strip().splitlines()
OPENINGS = {"nl": ["Beste", "Hoi", "Hallo", "Lieve", "Dag", "Ha"], "en": ["Dear", "Hi", "Hello", "Hey"]}
ENDINGS = {
    "nl": ["Met vriendelijke groet,", "Groetjes,", "Groet,", "Liefs,", "Hartelijke groeten,", "Mvg,"],
    "en": ["Best regards,", "Kind regards,", "Cheers,", "Thanks,", "Best,"],
}


class Person(NamedTuple):
    """An invented person."""

    given: str
    between: str
    family: str
    known: bool

    @property
    def full(self) -> str:
        return " ".join(filter(None, (self.given, self.between, self.family)))

    @property
    def surname(self) -> str:
        return f"{self.between} {self.family}".strip()


class Planted(NamedTuple):
    """Where somebody is named: half-open code points, whether the studio knows the person, and how the name is written."""

    start: int
    end: int
    known: bool
    form: str


@dataclass
class Message:
    """One mail: who sent it to whom, its text, and the truth."""

    sender: Person
    to: Person
    text: str = ""
    truth: list[Planted] = field(default_factory=list)

    def plain(self, text: str) -> None:
        self.text += text

    def plant(self, person: Person, form: str, written: str) -> None:
        self.truth.append(Planted(len(self.text), len(self.text) + len(written), person.known, form))
        self.text += written


def names_of_the_world(chance: random.Random) -> tuple[list[str], list[str]]:
    """Return first names and surnames: mostly Dutch, as in a Dutch town."""
    given, family = list(MORE_GIVEN), [name.replace("_", " ") for name in MORE_FAMILY]
    for locale, share in (("nl_NL", 400), ("en_GB", 120), ("tr_TR", 60), ("pl_PL", 60), ("es_ES", 30), ("da_DK", 30)):
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for source, into in ((provider.first_names, given), (provider.last_names, family)):
            listed = sorted({str(name) for name in source if re.fullmatch(r"[^\W\d_]{3,14}(?:-[^\W\d_]+)?", str(name))})
            into.extend(chance.sample(listed, min(share, len(listed))))
    return given, family


def town(count: int, seed: int) -> list[Person]:
    """Return people of different names, the first half known to the studio."""
    chance = random.Random(seed)
    given, family = names_of_the_world(chance)
    people: dict[str, Person] = {}
    while len(people) < count:
        between = chance.choice(BETWEEN) if chance.random() < 0.25 else ""
        one = Person(chance.choice(given), between, chance.choice(family), len(people) < count // 2)
        people.setdefault(one.full, one)
    return list(people.values())


class Mailbox:
    """Writes mail; the same seed writes the same."""

    def __init__(self, people: list[Person], seed: int, *, blind: bool = False) -> None:
        self.people, self.chance, self.blind = people, random.Random(seed), blind
        self.regulars = [one for one in people if one.known]

    def someone(self) -> Person:
        return self.chance.choice(self.people)

    def message(self) -> Message:
        chance = self.chance
        language = "nl" if chance.random() < 0.7 else "en"
        mail = Message(self.someone(), chance.choice(self.regulars))
        small = chance.random() < 0.08
        self.greeting(mail, language, small)
        for _ in range(chance.randint(2, 4)):
            lines = [chance.choice(self.sentences(language)) for _ in range(chance.randint(2, 5))]
            for line in lines:
                self.sentence(mail, line)
                mail.plain(" ")
            mail.plain("\n\n" if chance.random() < 0.6 else "\n")
        if chance.random() < 0.03:
            mail.plain(" ".join(GERMAN) + "\n")
        self.ending(mail, language, small)
        return mail

    def sentences(self, language: str) -> list[str]:
        roll = self.chance.random()
        named, plain, noise = (ENGLISH, PLAIN_EN, NOISE_EN) if language == "en" else (SURE, PLAIN_NL, NOISE_NL)
        if self.blind:
            named, noise = (BLIND_EN if language == "en" else BLIND_NL), (noise if language == "en" else BLIND_NOISE)
            return named if roll < 0.25 else plain if roll < 0.8 else noise
        if roll < 0.25:
            return CASUAL if language == "nl" and roll < 0.03 else named
        return plain if roll < 0.8 else noise

    def greeting(self, mail: Message, language: str, small: bool) -> None:
        opening = self.chance.choice(OPENINGS[language])
        if self.chance.random() < 0.1:
            mail.plain(f"{opening} {'allemaal' if language == 'nl' else 'all'},\n\n")
            return
        mail.plain((opening.lower() if small else opening) + " ")
        mail.plant(mail.to, "greeting", mail.to.given.lower() if small else mail.to.given)
        mail.plain(self.chance.choice([",", ",", "!", ""]) + "\n\n")

    def ending(self, mail: Message, language: str, small: bool) -> None:
        mail.plain(self.chance.choice(ENDINGS[language]) + self.chance.choice(["\n", "\n\n"]))
        full = self.chance.random() < 0.6
        name = mail.sender.full if full else mail.sender.given
        mail.plant(mail.sender, "sign-off", name.lower() if small and not full else name)
        mail.plain("\n")
        if full and self.chance.random() < 0.4:
            mail.plain(
                self.chance.choice(
                    ["Studio Zonnehoek\nKerkstraat 12, Haarlem\n", "T 06-12345678\n", "dramadocent en regisseur\n"]
                )
            )

    def sentence(self, mail: Message, line: str) -> None:
        for piece in re.split(r"(\{\w+\})", line):
            if piece.startswith("{"):
                self.name(mail, piece[1:-1])
            else:
                mail.plain(piece)

    def name(self, mail: Message, form: str) -> None:
        person = self.someone()
        if form == "title_surname":
            mail.plain(self.chance.choice(["mevrouw ", "meneer ", "dhr. ", "mevr. "]) if self.chance.random() < 0.8 else "Mr ")
        particle = person.between.capitalize() if form == "title_surname" else person.between
        surname = f"{particle} {person.family}".strip()
        written = {
            "full": person.full, "given": person.given, "title_surname": surname, "lower_full": person.full.lower(),
            "initials": f"{person.given[0]}. {person.surname}", "inverted": f"{person.family}, {person.given} {person.between}".strip(),
        }[form]  # fmt: skip
        if form == "full" and self.chance.random() < 0.05:
            # mail programs break lines where it suits them
            written = written.replace(" ", "\n", 1)
        mail.plant(person, form, written)

    def answer(self, first: Message) -> Message:
        """Return the answer to a mail, which quotes all of it."""
        reply = self.message()
        reply = Message(reply.sender, first.sender, reply.text, reply.truth)
        reply.plain("\nOp ma 3 nov 2025 om 10:12 schreef ")
        reply.plant(first.sender, "attribution", first.sender.full)
        reply.plain(f" <{first.sender.given[0].lower()}@post.example>:\n")
        quoted, at, marks = "", 0, []
        for line in first.text.splitlines(keepends=True):
            quoted += "> " + line
            at += len(line)
            marks.append((at, len(quoted)))
        base, places = len(reply.text), _moved(first.text)
        reply.truth += [Planted(base + places(a), base + places(b - 1) + 1, known, form) for a, b, known, form in first.truth]
        reply.plain(quoted)
        return reply


def _moved(text: str):
    """Return where a code point of `text` stands once every line begins with "> "."""
    return lambda at: at + 2 * (text.count("\n", 0, at) + 1)


def mailbox(messages: int, seed: int = 11, people: int = 800, *, blind: bool = False) -> tuple[list[Person], list[Message]]:
    """Return the town and its mail; two of five mails are answered once or twice. `blind`: with the second set of sentences."""
    inhabitants = town(people, seed)
    box = Mailbox(inhabitants, seed + 1, blind=blind)
    written: list[Message] = []
    while len(written) < messages:
        written.append(box.message())
        for _ in range(2):
            if box.chance.random() < 0.4:
                written.append(box.answer(written[-1]))
    return inhabitants, written[:messages]
