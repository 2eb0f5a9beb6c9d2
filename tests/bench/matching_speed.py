"""How fast: text that is not about the person, structured records of others, and records that name the person.

"Not about the person" is text in which neither the person's surname nor an identifier stands, but the first name does now and
then, as it does in real mail. A pair is one person beside one contact of six fields.
"""

import random
import time

from matching import Figure

from scanner.entities import EntityType as T
from scanner.matching.matcher import Matcher
from scanner.model import DataSubject, Field, Identifier, Record, RecordRef

SUBJECT = DataSubject(
    "bench",
    (
        Identifier(T.PERSON, "Jan van Wijngaarden"),
        Identifier(T.EMAIL_ADDRESS, "jan.van.wijngaarden@gmail.com"),
        Identifier(T.PHONE_NUMBER, "06 12345678"),
        Identifier(T.IBAN_CODE, "NL91ABNA0417164300"),
        Identifier(T.DATE_OF_BIRTH, "1979-04-02"),
        Identifier(T.NL_POSTCODE, "2013 KL 12"),
        Identifier(T.LOCATION, "Repetitielaan 12, 2013 KL Haarlem"),
    ),
)
LINES = """
Beste Emma, wat fijn dat je er vrijdag bij was, we hebben erg gelachen om de slotscène.
De volgende workshop begint om 19.30 uur in zaal 2, neem makkelijke kleren mee.
Kun je Jan vragen of de sleutel bij de receptie ligt? Hij weet er alles van.
Op 14-03-2026 is er geen les; de week erna halen we die in.
Factuur 2026-00412 staat nog open: € 245,00, te voldoen op NL20 INGB 0001 2345 67.
Mijn nummer is 06 87 65 43 21, mailen mag ook: emma.feenstra@gmail.com of via de site.
> Hoi allemaal, ik kan deze keer niet. Groetjes, Daan
Thanks for the recording, I watched it twice and still do not get the second scene.
Adres: Toneelkade 44, 1475 FE Zaandam, aanbellen bij de blauwe deur.
""".strip().splitlines()
PLAIN = [line for line in LINES if line.isascii()]


def mail(size, lines):
    """Return messages of about three kilobytes, together `size` bytes."""
    rng = random.Random(7)
    texts, total = [], 0
    while total < size:
        text = "\n".join(rng.choice(lines) for _ in range(40))
        texts.append(text)
        total += len(text.encode())
    return texts


def contacts(many):
    """Return contacts of other people."""
    rng = random.Random(8)
    firsts, lasts = "Emma Daan Roos Jan Teun Yara".split(), "Feenstra Kuipers Nauta Postma Spaan Tamboer".split()  # noqa: SIM905
    return [
        Record(
            RecordRef("google", "", "connections", str(at)),
            (
                Field("/names/0/displayName", f"{rng.choice(firsts)} {rng.choice(lasts)}", T.PERSON),
                Field("/emailAddresses/0/value", f"p{at}@gmail.com", T.EMAIL_ADDRESS),
                Field("/phoneNumbers/0/value", f"06{rng.randrange(10**8):08}", T.PHONE_NUMBER),
                Field("/addresses/0/streetAddress", f"Toneelkade {rng.randrange(200)}"),
                Field("/addresses/0/postalCode", f"{rng.randrange(1000, 9999)} AB", T.NL_POSTCODE),
                Field("/birthdays/0/date", f"19{rng.randrange(50, 99)}-0{rng.randrange(1, 9)}-11", T.DATE_OF_BIRTH),
            ),
        )
        for at in range(many)
    ]


def fastest(run, times=5):
    """Return the seconds of the best run."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return best


def figures(chosen):
    """Yield the speeds of a scan for one person."""
    matcher = Matcher(SUBJECT)
    for name, lines in (("plain letters", PLAIN), ("with accents", LINES)):
        texts = mail(chosen.size, lines)
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        records = [
            Record(RecordRef("google", "", "messages", str(at)), (Field("m.eml!/text", text),)) for at, text in enumerate(texts)
        ]
        assert not any(matcher.maybe(text) for text in texts)
        rate = megabytes / fastest(lambda records=records: [matcher.match(record) for record in records])
        yield Figure("one person, mail of others", f"MB/s, {name}", rate)
    others = contacts(5000)
    mine = [
        Record(item.ref, (Field("/names/0/displayName", "J. van Wijngaarden", T.PERSON), *item.fields[1:]))
        for item in others[:500]
    ]
    rates = {
        "contacts of others, a second": len(others) / fastest(lambda: [matcher.match(item) for item in others], 3),
        "contacts that name the person, a second": len(mine) / fastest(lambda: [matcher.match(item) for item in mine], 3),
    }
    for measure, rate in rates.items():
        yield Figure("one person", measure, rate)
