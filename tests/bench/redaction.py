"""What an evidence pack hides of others, and what it blacks of the subject's own, over texts of which the truth is known.

    python tests/bench/redaction.py [--quick] [--sets NAME ...] [--show NAME] [--json FILE]      (the mail sets need: pip install faker)

The redactor is made as a pack makes it: `make_redactor` with the detector and the people of the last inventory, over the records of one case.
The letters are written by hand (`redaction_letters/`): the redaction was worked on while looking at the first set; of those held back the
figures were watched and the errors not looked at, and the fresh ones were written at the end. Some rules were added after that (reports/README.md). `mail` and `mail, blind` are `name_mail.py`'s; `studio` is the invented studio, all
platforms, on seeds that nobody looked at, where the truth is every spelling of the names and numbers of its people.

A stranger's name is *readable* where a word of it (no initial, no "van", no "mevrouw") stays. *warned*: the reviewer is told of the place.
*whole* is a name of two words or more ("J. Bos" too), *word* a first name, nickname or surname alone. `--show` prints what went wrong in a set.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import redaction_sets  # noqa: E402
from redaction_sets import OWN, WORD, significant  # noqa: E402

from scanner.naming.folding import fold  # noqa: E402

KNOWERS = ("case", "tenant", "model", "nobody")
"""Who knows a stranger: the case's records, another record of the tenant, the detector of names alone, nobody."""


class Tally:
    """What became of the strangers, the own names and the ordinary words of one set."""

    def __init__(self):
        self.counts = Counter()
        self.shown = []

    def record(self, case, fields):
        """Judge one record; `fields` are (field, planted) of the record."""
        redactor = case.redactor
        plain = [field for field, _ in fields]
        names = redactor.spoken(plain)
        warned = needless = 0
        refused = False
        for (field, planted), redacted in zip(fields, redactor.fields(plain), strict=True):
            text = field.value
            places = [(0, len(text))] if redacted.whole else [(at, to) for _, at, to in redactor.places(text, names, field.path)]
            told = [] if redacted.whole or field.declared else redactor.unknown(text, names, field.path)
            # the pack is read again before it is signed: a name that is found only then stops it
            refused = refused or bool(redactor.text(redacted.value, path=field.path)[1])
            for one in planted:
                self.judge(case, text, one, places, told)
            strangers = [(one.start, one.end) for one in planted if one.who != OWN]
            wrong = [place for place in told if not touches(place, strangers)]
            warned, needless = warned + len(told), needless + len(wrong)
            self.shown += [("needless warning", text[slice(*place)], around(text, *place)) for place in wrong]
            if not redacted.whole and not field.declared:
                self.words(text, planted, places)
        self.counts["records"] += 1
        self.counts["refused"] += refused
        self.counts["warned records"] += warned > 0
        self.counts["needlessly warned records"] += 0 < needless == warned
        self.counts["needless warnings"] += needless

    def judge(self, case, text, one, places, told):
        """Count one planted name or number."""
        said = text[one.start : one.end]
        if one.kind == "number":
            gone = any(at <= one.start and one.end <= to for at, to in places)
            wrong = not gone if one.who != OWN else touches((one.start, one.end), places)
            key = (one.who == OWN, "number")
        else:
            # of "Sanne Ooms" only the surname tells that it is not the subject
            telling = [word for word in significant(said) if one.who == OWN or fold(word[0]) not in case.own_words]
            words = [(one.start + word.start(), one.start + word.end()) for word in telling]
            left = [place for place in words if not touches(place, places)]
            if one.who == OWN:
                wrong, key = len(left) < len(words), (True, "name")
            else:
                knower = (
                    one.who if one.who in KNOWERS else "model" if touches((one.start, one.end), case.seen(text)) else "nobody"
                )
                wrong, key = any(to - at > 1 for at, to in left), (False, "whole" if len(words) > 1 else "word", knower)
        self.counts[key] += 1
        self.counts[(*key, "wrong")] += wrong
        if wrong:
            heard = key[0] is False and touches((one.start, one.end), told)
            self.counts["readable"] += key[0] is False and key[1] != "number"
            self.counts["readable, warned"] += heard
            self.shown.append((" ".join(map(str, key)) + (" (warned)" if heard else ""), said, around(text, one.start, one.end)))

    def words(self, text, planted, places):
        """Count the ordinary words that went black."""
        taken = [(one.start, one.end) for one in planted]
        for word in WORD.finditer(text):
            if not touches(word.span(), taken) and "@" not in (
                text[word.end() : word.end() + 1],
                text[word.start() - 1 : word.start()],
            ):
                self.counts["words"] += 1
                if touches(word.span(), places):
                    self.counts["words, blacked"] += 1
                    self.shown.append(("ordinary word", word[0], around(text, *word.span())))


def touches(place, places):
    return any(place[0] < to and at < place[1] for at, to in places)


def around(text, start, end):
    return " ".join(text[max(0, start - 30) : end + 30].split())


def share(part, whole):
    return f"{100 * part / whole:5.1f}" if whole else "    -"


def lines(tallies):
    """Yield the tables."""
    yield "strangers' names that stay readable, % (of how many), by who knows them"
    yield f"{'':22}" + "".join(f"{kind + ', ' + knower:>17}" for kind in ("whole", "word") for knower in KNOWERS)
    for name, tally in tallies.items():
        cells = []
        for kind in ("whole", "word"):
            for knower in KNOWERS:
                key = (False, kind, knower)
                cells.append(f"{share(tally.counts[(*key, 'wrong')], tally.counts[key])} ({tally.counts[key]})")
        yield f"{name:22}" + "".join(f"{cell:>17}" for cell in cells)
    yield ""
    heads = (
        "numbers readable",
        "own names black",
        "own numbers black",
        "words black",
        "readable: warned",
        "needless/record",
        "records warned",
        "stops the pack",
    )
    yield f"{'%':22}" + "".join(f"{head:>19}" for head in heads)
    for name, tally in tallies.items():
        counts = tally.counts
        rows = [
            (counts[(False, "number", "wrong")], counts[(False, "number")]),
            (counts[(True, "name", "wrong")], counts[(True, "name")]),
            (counts[(True, "number", "wrong")], counts[(True, "number")]),
            (counts["words, blacked"], counts["words"]),
            (counts["readable, warned"], counts["readable"]),
        ]
        cells = [f"{share(*row)} ({row[1]})" for row in rows]
        cells.append(f"{counts['needless warnings'] / max(1, counts['records']):.2f}")
        cells.append(f"{share(counts['warned records'], counts['records'])} ({counts['records']})")
        cells.append(f"{share(counts['refused'], counts['records'])} ({counts['records']})")
        yield f"{name:22}" + "".join(f"{cell:>19}" for cell in cells)


def figures(name, counts):
    """Yield one set's rows for docs/accuracy.md, in percent."""

    def row(measure, part, whole, target=None, note=""):
        return {"area": "what an answer hides", "measure": f"{name}: {measure}, %", "ours": round(100 * part / whole, 1),
                "target": target, "less_is_better": True, "rivals": {}, "note": f"of {whole}{note}"}  # fmt: skip

    def of(keys):
        return sum(counts[(*key, "wrong")] for key in keys), sum(counts[key] for key in keys)

    known = [(False, said, knower) for said in ("whole", "word") for knower in ("case", "tenant")]
    full, word = ([(False, said, knower) for knower in ("model", "nobody")] for said in ("whole", "word"))
    own = [(True, "name"), (True, "number")]
    for measure, keys, target in (
        ("people whom records declare, readable", known, 0),
        ("full names that no record declares, readable", full, None),
        ("first names and surnames alone that no record declares, readable", word, None),
        ("numbers of others, readable", [(False, "number")], 0),
        ("names and numbers of the person and the organisation, black", own, 0),
    ):
        part, whole = of(keys)
        if whole:
            yield row(measure, part, whole, target)
    yield row("ordinary words, black", counts["words, blacked"], counts["words"])
    yield row("records with a place to look at", counts["warned records"], counts["records"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the letters only, in seconds")
    parser.add_argument("--sets", nargs="+", choices=redaction_sets.SETS, default=list(redaction_sets.SETS))
    parser.add_argument("--show", choices=redaction_sets.SETS, help="print what went wrong in this set")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    chosen = [name for name in wanted.sets if not wanted.quick or name.startswith("letters")]
    tallies = {}
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            tally = tallies[name] = Tally()
            for case in redaction_sets.SETS[name](Path(folder)):
                for record in case.records:
                    tally.record(case, record)
    print("\n".join(lines(tallies)))
    print(f"\n{time.process_time() - began:.0f} s of processor time")
    for what, said, beside in sorted(tallies[wanted.show].shown) if wanted.show else ():
        print(f"{what:32} {said!r:40} {beside}")
    if wanted.json:
        wanted.json.write_text(
            json.dumps([row for name, tally in tallies.items() for row in figures(name, tally.counts)], indent=1)
        )


if __name__ == "__main__":
    main()
