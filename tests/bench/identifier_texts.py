"""Seeded texts in the shapes of five regions with planted identifiers, decoys with a wrong check digit, and clean Dutch documents.

Shares no code or word list with the detector. Check digits of other countries' numbers come from python-stdnum (LGPL, for
tests only): a number is drawn until it says yes. Every value is invented.
"""

import random
from collections.abc import Callable
from importlib import import_module

from studio_mail import FAMILY, GIVEN, Mail, Marked

Say = tuple[str, str, str]
"""A kind, and the sentence about it with `{}` where the value stands, and after a bar what may stand there instead."""


class Writer:
    """Draws values; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.mail = Mail(seed)

    def drawn(self, form: str) -> str:
        """Fill a form: `#` any digit, `%` a digit but 0, `@` a capital, the rest as it stands."""
        signs = {"#": "0123456789", "%": "123456789", "@": "BDFGHJKLNPRSTVXZ"}
        return "".join(self.chance.choice(signs[sign]) if sign in signs else sign for sign in form)

    def valid(self, module: str, form: str) -> str:
        """Draw until python-stdnum calls the number right."""
        check = import_module(f"stdnum.{module}").is_valid
        while True:
            value = self.drawn(form)
            if check(value):
                return value

    def checked(self, module: str, form: str, signs: str = "0123456789") -> str:
        """As `valid`, the last sign being the check: tried one after another."""
        check = import_module(f"stdnum.{module}").is_valid
        while True:
            body = self.drawn(form)
            for sign in signs:
                if check(body + sign):
                    return body + sign

    def among(self, *choices: str) -> str:
        return self.chance.choice(choices)


def _dashed(value: str, *sizes: int, sign: str = "-") -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return sign.join(parts)


def _name(w: Writer) -> str:
    return f"{w.chance.choice(GIVEN)} {w.chance.choice(FAMILY)}"


def _mailbox(w: Writer) -> str:
    return w.drawn(f"{w.chance.choice(GIVEN)}.{w.chance.choice(FAMILY)}#@".lower().replace("@", "")) + "@" + w.mail.domain()


def _birth(w: Writer) -> tuple[int, int, int]:
    return w.chance.randint(1, 28), w.chance.randint(1, 12), w.chance.randint(1945, 2012)


def _ssn(w: Writer) -> str:
    return _dashed(w.valid("us.ssn", "%########"), 3, 2, 4)


def _fiscal_code(w: Writer) -> str:
    return w.checked("it.codicefiscale", "@@@@@@%#A##F###".replace("##F", "1#F"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _nrn(w: Writer) -> str:
    day, month, year = _birth(w)
    body = f"{year % 100:02d}{month:02d}{day:02d}{w.chance.randint(1, 997):03d}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return w.among(f"{body}{check:02d}", f"{body[:2]}.{body[2:4]}.{body[4:6]}-{body[6:]}.{check:02d}")


def _nir(w: Writer) -> str:
    body = f"{w.among('1', '2')}{w.drawn('##')}{w.chance.randint(1, 12):02d}{w.chance.randint(1, 95):02d}{w.drawn('###')}{w.chance.randint(1, 999):03d}"
    value = f"{body}{97 - int(body) % 97:02d}"
    return w.among(value, f"{value[0]} {value[1:3]} {value[3:5]} {value[5:7]} {value[7:10]} {value[10:13]} {value[13:]}")


def _pesel(w: Writer) -> str:
    day, month, _ = _birth(w)
    return w.checked("pl.pesel", f"{w.chance.randint(40, 99)}{month:02d}{day:02d}####")


def _american_phone(w: Writer) -> str:
    area, rest = w.among("212", "415", "312", "617", "206"), w.drawn("%##-####").replace("1", "7", 1)
    return w.among(
        f"({area}) {rest}", f"{area}-{rest}", f"+1 {area}-{rest}", f"{area}.{rest.replace('-', '.')}", f"1-{area}-{rest}"
    )


def _british_phone(w: Writer) -> str:
    return w.among(
        w.drawn("020 7946 0###"),
        w.drawn("+44 20 7946 0###"),
        w.drawn("07700 900###"),
        w.drawn("+44 7700 900###"),
        w.drawn("0161 496 0###"),
    )


def _german_phone(w: Writer) -> str:
    return w.among(
        w.drawn("+49 30 2312####"),
        w.drawn("+49 171 39#####"),
        w.drawn("0049 89 2180####"),
        w.drawn("030 2312####"),
        w.drawn("0171 39#####"),
    )


def _plate(w: Writer) -> str:
    return w.drawn(w.among("@@-##-@@", "##-@@@-#", "#-@@@-##", "@@-###-@", "@-###-@@", "@@-@@-##"))


TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
ONES = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]


def _spoken(w: Writer) -> str:
    pairs = []
    for _ in range(4):
        number = w.chance.randint(10, 99)
        ten, one = divmod(number, 10)
        link = "ën" if one in {2, 3} else "en"
        pairs.append(ONES[number] if number < 20 else (TENS[ten - 2] if not one else f"{ONES[one]}{link}{TENS[ten - 2]}"))
    return "nul zes " + w.among(" ", ", ").join(pairs)


Facts = tuple[tuple[str, Callable[[Writer], str], tuple[str, ...]], ...]
_ANYWHERE: Facts = (
    ("EMAIL_ADDRESS", _mailbox, ("You can write to {}.", "{} wrote us yesterday.", "From: {}")),
    (
        "CREDIT_CARD",
        lambda w: w.mail.grouped(w.mail.card(), sign=w.among(" ", "-", "")),
        ("Paid with card {} last week.", "Visa {} exp 04/29"),
    ),
    (
        "IP_ADDRESS",
        lambda w: ".".join(str(w.chance.randint(1, 254)) for _ in range(4)),
        ("The request came from {}.", "client {} connected"),
    ),
    ("MAC_ADDRESS", lambda w: ":".join(f"{w.chance.randrange(256):02x}" for _ in range(6)), ("Device {} joined the network.",)),
    ("URL", lambda w: "https://www." + w.mail.domain() + "/programme", ("See {} for more.",)),
)
SHAPES: dict[str, Facts] = {
    "US": (
        *_ANYWHERE,
        ("PHONE_NUMBER", _american_phone, ("Call me at {}.", "My cell is {}, evenings only.", "Phone: {}")),
        ("US_SSN", _ssn, ("My SSN is {}.", "Social security number: {}", "SSN {} on file")),
        ("US_ITIN", lambda w: w.drawn("9##-7%-####"), ("His ITIN is {}.", "ITIN: {}")),
        ("IDENTITY_DOCUMENT", lambda w: w.drawn(w.among("#########", "@########")), ("US passport number {}.", "passport: {}")),
        ("DRIVING_LICENCE", lambda w: w.drawn("@#######"), ("driver's license {} (CA)", "Driver license number: {}")),
        ("BANK_ACCOUNT", lambda w: w.drawn("%###########"), ("Wire it to bank account {}.", "checking account number: {}")),
        ("DATE_OF_BIRTH", lambda w: "{1:02d}/{0:02d}/{2}".format(*_birth(w)), ("DOB: {}", "date of birth {}", "born on {}")),
        ("LOCATION", lambda w: w.drawn(w.among("%## Maple St, Springfield, IL 627##", "%### Ocean Avenue, Apt 4, Portland, OR 972##")), ("Ship it to {}.",)),
        ("SOCIAL_HANDLE", lambda w: f"@{w.chance.choice(GIVEN).lower()}_plays", ("Follow me on Instagram: {}",)),
    ),
    "UK": (
        *_ANYWHERE,
        ("PHONE_NUMBER", _british_phone, ("Ring me on {}.", "Mobile: {}", "Tel {}")),
        ("UK_NHS", lambda w: _dashed(w.checked("gb.nhs", "%########"), 3, 3, 4, sign=" "), ("NHS number {}.", "Her NHS no. is {}")),
        ("UK_NINO", lambda w: f"{w.among('AB', 'CE', 'JH', 'PY')} {w.drawn('## ## ##')} {w.among('A', 'B', 'C', 'D')}", ("NI number {}.", "National Insurance: {}")),
        ("IBAN_CODE", lambda w: _iban(w, "GB", "WEST" + w.drawn("##############")), ("Transfer to {} please.",)),
        ("EU_VAT", lambda w: "GB" + w.checked("gb.vat", "%#######"), ("VAT no. {}", "our VAT number is {}.")),
        ("LOCATION", lambda w: w.drawn(w.among("%# Baker Street, London NW# %BH".replace("BH", "XE"), "%## High Road, Leeds LS# %AB")), ("Post it to {}.",)),
        ("DATE_OF_BIRTH", lambda w: "{:02d}/{:02d}/{}".format(*_birth(w)), ("Date of birth: {}", "born {}")),
        ("IDENTITY_DOCUMENT", lambda w: w.drawn("%########"), ("UK passport number {}.",)),
    ),
    "DE": (
        *_ANYWHERE,
        ("PHONE_NUMBER", _german_phone, ("Tel.: {}", "Mobil {}, am besten abends.", "Rufen Sie an: Telefon {}")),
        ("IBAN_CODE", lambda w: w.mail.grouped(w.mail.iban("DE"), sign=w.among(" ", "")), ("Bitte auf {} überweisen.", "IBAN: {}")),
        ("DE_TAX_ID", lambda w: w.valid("de.idnr", "%##########"), ("Meine Steuer-ID ist {}.", "Steuerliche Identifikationsnummer: {}")),
        ("EU_VAT", lambda w: "DE" + w.checked("de.vat", "%#######"), ("USt-IdNr. {}", "Unsere Umsatzsteuer-ID: {}")),
        ("LOCATION", lambda w: w.drawn(w.among("Lindenallee %#, 101## Berlin", "Bahnhofstraße %a, 803## München", "Am Markt %, 501## Köln")), ("Anschrift: {}.",)),
        ("DATE_OF_BIRTH", lambda w: "{:02d}.{:02d}.{}".format(*_birth(w)), ("Sie ist geboren am {} in Kiel.",)),
    ),
    "NL": (
        *_ANYWHERE,
        ("PHONE_NUMBER", lambda w: w.mail.dutch_phone(), ("Bel me op {}.", "Mijn nummer: {}", "06: {}, liefst 's avonds")),
        ("PHONE_NUMBER", _spoken, ("Mijn nummer is {}.", "Ja, dat is {} toch?")),
        ("IBAN_CODE", lambda w: w.mail.grouped(w.mail.iban("NL"), sign=w.among(" ", "")), ("Graag op {} t.n.v. het theater.", "IBAN {}")),
        ("BIC_CODE", lambda w: w.among("INZANL2A", "VOORNL2U", "TESTNL2AXXX"), ("BIC: {}", "BIC-code {} hoort erbij.")),
        ("NL_BSN", lambda w: w.mail.bsn(), ("Mijn BSN is {}.", "burgerservicenummer {}")),
        ("NL_RSIN", lambda w: w.mail.bsn(), ("RSIN {}", "Het RSIN van de stichting is {}.")),
        ("NL_KVK", lambda w: w.drawn("%#######"), ("KvK-nummer {}", "ingeschreven bij de Kamer van Koophandel onder {}.")),
        ("NL_VAT", lambda w: f"NL{w.mail.bsn()}B0{w.chance.randint(1, 9)}", ("btw-id {}", "Ons btw-nummer is {}.")),
        ("NL_LICENSE_PLATE", _plate, ("Kenteken {}.", "Mijn auto met kenteken {} staat voor de deur.", "parkeren: {}")),
        ("IDENTITY_DOCUMENT", lambda w: w.drawn("N@@%@%@%#"), ("paspoortnummer {}", "Nummer van mijn ID-kaart: {}", "Paspoort {} geldig tot 2031")),
        ("DRIVING_LICENCE", lambda w: w.drawn("5#########"), ("Rijbewijsnummer: {}", "Mijn rijbewijs heeft nummer {}.")),
        ("NL_V_NUMBER", lambda w: w.among(w.drawn("2#########"), w.drawn("2##.###.####")), ("V-nummer {}", "Haar V-nummer is {}.")),
        ("LOCATION", lambda w: f"{w.among('Wilgenlaan', 'Lange Nieuwstraat', 'Oudegracht', 'Prins Hendrikkade')} {w.chance.randint(1, 200)}{w.among('', 'a', '-2', ' hs', ' II')}", ("Ik woon op de {}.", "We spelen {} in Leiden", "Verhuisd: {}, Leiden", "{}")),
        ("NL_POSTCODE", lambda w: f"Wilgenpad {w.chance.randint(1, 200)}, {w.chance.randint(1011, 9899)} {w.among('BC', 'KL', 'TV')}", ("Ik woon op {} Leiden.",)),
        ("DATE_OF_BIRTH", lambda w: "{:02d}-{:02d}-{}".format(*_birth(w)), ("Geboren op {} in Breda.", "geboortedatum: {}")),
        ("SOCIAL_HANDLE", lambda w: f"@{w.chance.choice(GIVEN).lower()}.speelt", ("Volg ons op Instagram: {}",)),
    ),
    "EU": (
        ("BE_NATIONAL_NUMBER", _nrn, ("Rijksregisternummer: {}", "numéro de registre national {}")),
        ("FR_NIR", _nir, ("Numéro de sécurité sociale : {}", "NIR {}")),
        ("ES_NIF", lambda w: w.checked("es.dni", "%#######", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ("Mi DNI es {}.", "NIF: {}")),
        ("ES_NIE", lambda w: w.checked("es.nie", f"{w.among('X', 'Y', 'Z')}#######", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ("NIE {}",)),
        ("IT_FISCAL_CODE", _fiscal_code, ("Codice fiscale: {}", "Il mio codice fiscale è {}.")),
        ("PL_PESEL", _pesel, ("PESEL: {}", "Mój PESEL to {}.")),
        ("LOCATION", lambda w: w.drawn(w.among("Kerkstraat %#, 2000 Antwerpen", "Rue Haute %#, 1000 Bruxelles", "% rue des Lilas, 75011 Paris")), ("Adresse : {}.",)),
    ),
}  # fmt: skip


def _iban(w: Writer, country: str, body: str) -> str:
    spelled = "".join(str(ord(c) - 55) if c.isalpha() else c for c in body + country)
    return w.mail.grouped(f"{country}{98 - int(spelled + '00') % 97:02d}{body}")


FILLERS = (
    "The meeting starts at 10:30 in room 4.", "Bestelling 2024-00317 is onderweg.", "Invoice 88213 was paid.", "Das Treffen dauert 90 Minuten.",
    "Bitte bringen Sie 2 Fotos mit.", "De les begint om 19.30 uur in zaal 3.", "Thanks for the quick reply.", "Le cours commence à 9 h 15.",
    "Total: 1,245.50 for 12 seats.", "Wij sluiten op 24-12-2025.",
)  # fmt: skip


def texts(shape: str, count: int, seed: int = 31) -> list[Marked]:
    """Return `count` short letters per kind of one shape, each with one identifier planted among other sentences."""
    writer = Writer(seed)
    made = []
    for kind, draw, sentences in SHAPES[shape]:
        for number in range(count):
            letter = Marked()
            letter.plain(writer.chance.choice(FILLERS) + "\n")
            before, _, after = sentences[number % len(sentences)].partition("{}")
            letter.plain(before)
            letter.plant(kind, draw(writer))
            letter.plain(after + "\n" + writer.chance.choice(FILLERS) + "\n")
            made.append(letter)
    return made


def decoys(seed: int = 47) -> list[str]:
    """Return 80 numbers whose check digit is one off, each with the words that would vouch for it."""
    w = Writer(seed)

    def off(value: str, at: int = -1) -> str:
        at %= len(value)
        return value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]

    kinds: tuple[Callable[[], str], ...] = (
        lambda: f"Mijn BSN is {off(w.mail.bsn())}.",
        lambda: f"IBAN {w.mail.grouped(off(w.mail.iban()))}",
        lambda: f"creditcard {w.mail.grouped(off(w.mail.card()))}",
        lambda: f"rijksregisternummer {off(_nrn(w))}",
        lambda: f"PESEL {off(_pesel(w))}",
        lambda: f"Steuer-ID {off(w.valid('de.idnr', '%##########'))}",
        lambda: f"NHS number {off(w.checked('gb.nhs', '%########'))}",
        lambda: f"numéro de sécurité sociale {off(_nir(w))}",
    )
    return [kinds[number % len(kinds)]() for number in range(80)]


def clean_documents(seed: int = 53) -> list[str]:
    """Return 40 Dutch documents that hold nobody's data: recipes, course texts, price lists, orders."""
    w = Writer(seed)
    c = w.chance

    def recipe() -> str:
        rows = [
            f"- {c.randint(1, 900)} {w.among('g', 'ml', 'el', 'tl')} {w.among('bloem', 'melk', 'suiker', 'boter', 'rijst')}"
            for _ in range(6)
        ]
        return (
            f"Recept voor {c.randint(2, 8)} personen\n"
            + "\n".join(rows)
            + f"\nBak {c.randint(10, 50)} minuten op {c.randint(160, 220)} graden. Totaal {c.randint(200, 900)} kcal."
        )

    def course() -> str:
        return (
            f"Cursus {c.randint(2024, 2027)}-{w.among('I', 'II', 'A3')}: {c.randint(6, 12)} lessen van {c.randint(60, 150)} minuten.\nStart {c.randint(1, 28):02d}-"
            f"{c.randint(1, 12):02d}-{c.randint(2025, 2027)}, {c.randint(9, 20)}.30-{c.randint(21, 23)}.00 uur in zaal {c.randint(1, 9)}. Maximaal {c.randint(10, 20)} spelers. "
            f"Cursuscode {w.drawn('@@####')}, lesblok {c.randint(1, 4)} t/m {c.randint(5, 9)}. We lezen hoofdstuk {c.randint(1, 9)}.{c.randint(1, 9)} en pagina {c.randint(10, 99)}-{c.randint(100, 300)}."
        )

    def prices() -> str:
        rows = [
            f"{w.among('Kaart', 'Pas', 'Les', 'Huur zaal')} {c.randint(1, 30)}\t{c.randint(1, 1999)},{c.randint(0, 99):02d}\t{c.randint(1000, 9999)}"
            for _ in range(9)
        ]
        return (
            "Prijslijst (euro)\n"
            + "\n".join(rows)
            + f"\nSubtotaal {c.randint(1000, 9999)},00; btw 21%: {c.randint(100, 999)},{c.randint(0, 99):02d}"
        )

    def orders() -> str:
        rows = [
            f"Bestelnummer {c.randint(10**8, 10**9)}, artikel {c.randint(10**6, 10**7)}, aantal {c.randint(1, 40)}, {w.among('maat', 'kleur')} {w.drawn('##')}"
            for _ in range(6)
        ]
        return (
            f"Order {c.randint(2024, 2027)}-{c.randint(0, 99999):05d}\n"
            + "\n".join(rows)
            + f"\nFactuur {c.randint(20240000, 20279999)}, zending {c.randint(10**11, 10**12)}."
        )

    kinds = (recipe, course, prices, orders)
    return [kinds[number % len(kinds)]() for number in range(40)]
