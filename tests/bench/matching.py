"""Speed and accuracy of matching, on seeded text and records of its own.

    python tests/bench/matching.py [--json] [--size 4000000]

MB = 10^6 bytes of UTF-8 text, processor time of one core, best of several runs. "Not about the person" is text in which neither the
person's surname nor an identifier stands, but the first name does now and then, as it does in real mail.
A pair is one person beside one structured record (a contact of six fields). The name pairs are nomenklatura's, with
ours called a match from `Alike.INITIALS` on; nothing here was tuned to them.
"""

import argparse
import csv
import json
import random
import sys
import time
from pathlib import Path

from scanner.entities import EntityType as T
from scanner.matching.alike import Alike, alike
from scanner.matching.matcher import Matcher
from scanner.model import DataSubject, Field, Identifier, Record, RecordRef

PAIRS = Path(__file__).parents[3] / "shared" / "bench" / "nomenklatura_name_bench"
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


def mail(size: int, lines: list[str]) -> list[str]:
    """Return messages of about three kilobytes, together `size` bytes."""
    rng = random.Random(7)
    texts, total = [], 0
    while total < size:
        text = "\n".join(rng.choice(lines) for _ in range(40))
        texts.append(text)
        total += len(text.encode())
    return texts


def contacts(many: int) -> list[Record]:
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


def fastest(run, times: int = 5) -> float:
    """Return the seconds of the best run."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return best


def sweep(size: int) -> dict[str, float]:
    """Return megabytes per second of the cheap check and of whole matches on mail that is not about the person."""
    matcher, figures = Matcher(SUBJECT), {}
    for name, lines in (("ASCII", PLAIN), ("with accents", LINES)):
        texts = mail(size, lines)
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        records = [
            Record(RecordRef("google", "", "messages", str(at)), (Field("m.eml!/text", text),)) for at, text in enumerate(texts)
        ]
        assert not any(matcher.maybe(text) for text in texts)
        figures[f"cheap check, {name}: MB/s"] = megabytes / fastest(lambda texts=texts: [matcher.maybe(text) for text in texts])
        figures[f"match, {name}: MB/s"] = megabytes / fastest(
            lambda records=records: [matcher.match(record) for record in records]
        )
    return figures


def pairs(many: int = 5000) -> dict[str, float]:
    """Return pairs per second: records of others, records about the person, and bare names."""
    matcher, others = Matcher(SUBJECT), contacts(many)
    mine = [
        Record(item.ref, (Field("/names/0/displayName", "J. van Wijngaarden", T.PERSON), *item.fields[1:]))
        for item in others[: many // 10]
    ]
    names = [item.fields[0].value for item in others[: many // 10]]
    return {
        "records of others: pairs/s": many / fastest(lambda: [matcher.match(item) for item in others], 3),
        "records that name the person: pairs/s": len(mine) / fastest(lambda: [matcher.match(item) for item in mine], 3),
        "two bare names: pairs/s": len(names) / fastest(lambda: [alike(name, "Emma Kuipers") for name in names], 3),
    }


def accuracy() -> dict[str, float]:
    """Return precision, recall and F1 on nomenklatura's pairs of people, and F1 of the scores frozen beside them."""
    if not PAIRS.exists():
        return {}
    rows = [row for row in csv.DictReader((PAIRS / "cases.csv").open(encoding="utf-8")) if row["schema"] == "Person"]
    frozen = [row for row in csv.DictReader((PAIRS / "logicv2-frozen.csv").open(encoding="utf-8")) if row["schema"] == "Person"]
    said = [alike(row["name1"], row["name2"]) >= Alike.INITIALS for row in rows]
    truth = [row["is_match"] == "true" for row in rows]
    precision, recall, f1 = _scores(said, truth)
    theirs = _scores([row["predicted_match"] == "true" for row in frozen], [row["is_match"] == "true" for row in frozen])
    return {
        f"nomenklatura, {len(rows)} Person pairs: precision": precision,
        "nomenklatura: recall": recall,
        "nomenklatura: F1": f1,
        "nomenklatura: F1 of its own logic-v2, frozen": theirs[2],
    }


def _scores(said: list[bool], truth: list[bool]) -> tuple[float, float, float]:
    both = sum(one and other for one, other in zip(said, truth, strict=True))
    precision, recall = both / max(1, sum(said)), both / max(1, sum(truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, default=4_000_000)
    chosen = parser.parse_args()
    figures = {**sweep(chosen.size), **pairs(), **accuracy()}
    if chosen.json:
        shown = json.dumps({name: round(figure, 3) for name, figure in figures.items()})
    else:
        shown = "\n".join(f"{name:<58} {figure:>12,.2f}" for name, figure in figures.items())
    sys.stdout.write(f"{shown}\n")


if __name__ == "__main__":
    main()
