"""Names in prose: who is found, beside rivals, in one run on the same text.

    python tests/bench/names.py [--messages 6000] [--seed 11] [--spacy FOLDER] [--json FILE]      (needs: pip install faker)

The mail is `name_mail.py`'s: names from Faker's lists, sentences of our own; the detector's word lists share nothing with it, but the
same person wrote the sentences and the cues, and the first set of sentences was looked at while the cues were made. "blind" is a second
set of sentences, written afterwards and measured without change. A place counts as found when a span covers half of it or more and is at
most twice as long; every false span counts against known people and against strangers alike. F2 weighs recall four times.
Speed: MB = 10^6 bytes of UTF-8, processor time of one core, best of three, everything in memory; "end to end" is identifiers and names
together, each mail read once, with nothing remembered beforehand.

Europeana's Dutch newspapers (CC0, historic OCR, last fifth) are a stranger's corpus: nothing was tuned to it. The model that comes with
inzage has learnt from other pages of the same newspapers, and from sentences and names of which the mail shares next to none
(docs/names_model.md). `--spacy` is a spaCy model to measure beside it: scanner/detection/names/training/rivals.py makes one of the same texts.

Rivals: two capitalised words in a row; the house's own earlier stretches of capitalised words (`scanner/matching/people.py`); scrubadub's
name detector and Presidio's need a model or a corpus that is downloaded: they are run where that is installed, else named as missing.
"""

import argparse
import contextlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import name_mail  # noqa: E402
from name_mail import Message, Person, Planted  # noqa: E402

from scanner.detection import DetectionSettings, Roster, make_detector  # noqa: E402
from scanner.detection.names import NameFinder, evidence, finder, trained  # noqa: E402
from scanner.detection.names import stretches as runs  # noqa: E402
from scanner.detection.names.roster import flat  # noqa: E402
from scanner.detection.names.words import kind  # noqa: E402
from scanner.entities import EntityType  # noqa: E402
from scanner.matching import people as house  # noqa: E402
from scanner.model import Field, RecordRef  # noqa: E402

EUROPEANA = HERE.parents[2] / "shared" / "bench" / "europeana_ner" / "enp_NL.kb.bio"
Spans = Sequence[tuple[int, int]]
Find = Callable[[Message], Spans]
REF = RecordRef("mail", "desk", "messages", "1")


def ours(roster: Sequence[str], *, headers: bool = True, names: str = "built-in") -> Find:
    """The detector over a mail as a record: its sender and its addressee are declared, its text is prose."""
    detector = make_detector(DetectionSettings(names=names), Roster(roster))

    def find(mail: Message) -> Spans:
        declared = [Field("/from", mail.sender.full, EntityType.PERSON), Field("/to", mail.to.full, EntityType.PERSON)]
        found = detector.detect_fields(REF, [*(declared if headers else ()), Field("/text", mail.text)])
        return [(one.start, one.end) for one in found if one.entity_type is EntityType.PERSON and one.path == "/text"]

    return find


def bigrams(mail: Message) -> Spans:
    """Two capitalised words in a row: what everyone tries first."""
    return [
        found.span() for found in re.finditer(r"\b[A-ZÀ-Ž][\w'’-]+(?: (?:van|de|der|den|te|ter))* [A-ZÀ-Ž][\w'’-]+", mail.text)
    ]


def stretches(mail: Message) -> Spans:
    """Capitalised words in a row as the redaction reads them, when nobody is known."""
    found = [(parts[0][0], parts[-1][1]) for parts in house.runs(mail.text) if not house.is_opener(mail.text, parts[0])]
    return [*found, *house.titled(mail.text)]


def scrubbed() -> Find | None:
    """scrubadub's name detector; None where its corpus is not there."""
    try:
        import scrubadub

        detector = scrubadub.detectors.TextBlobNameDetector()
        list(detector.iter_filth("Hello John"))
    except Exception:
        return None
    return lambda mail: [(one.beg, one.end) for one in detector.iter_filth(mail.text)]


def presidio() -> Find | None:
    """Presidio's own recognizer of names; None where no spaCy model for Dutch is there."""
    try:
        import spacy

        model = spacy.load("nl_core_news_sm")
    except Exception:
        return None
    return lambda mail: [(one.start_char, one.end_char) for one in model(mail.text).ents if one.label_ in {"PER", "PERSON"}]


def hit(place: Planted, spans: Spans) -> bool:
    """Whether one of the spans says the place."""
    size = place.end - place.start
    return any(min(place.end, end) - max(place.start, start) >= size / 2 and end - start <= 2 * size for start, end in spans)


class Score:
    """What a finder found in all of the mail."""

    def __init__(self, mails: Sequence[Message], find: Find) -> None:
        self.found, self.planted, self.wrong = Counter(), Counter(), Counter()
        for mail in mails:
            spans = find(mail)
            for place in mail.truth:
                self.planted[place.known] += 1
                self.found[place.known] += hit(place, spans)
            self.wrong.update(
                mail.text[start:end]
                for start, end in spans
                if not any(start < place.end and place.start < end for place in mail.truth)
            )

    def recall(self, known: bool) -> float:
        return self.found[known] / max(1, self.planted[known])

    def precision(self, known: bool) -> float:
        return self.found[known] / max(1, self.found[known] + self.wrong.total())

    def f2(self, known: bool) -> float:
        precision, recall = self.precision(known), self.recall(known)
        return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0


def speed(size: int, work: Callable[[], object], times: int = 3) -> float:
    """Return MB/s of processor time, best of three, nothing remembered from the last."""
    best = float("inf")
    memories = (finder._remembered, finder._beside, runs._remembered, kind, trained.remembered, trained.shipped()._spelled)
    for _ in range(times):
        for remembered in (*memories, evidence.shape, evidence.sort):
            remembered.cache_clear()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return size / best / 1e6


def europeana() -> list[Message]:
    """The last fifth of the Dutch newspapers, as texts of some 200 words."""
    lines = [line.split() for line in EUROPEANA.read_text(encoding="utf-8", errors="replace").splitlines()]
    nobody, texts = Person("", "", "", known=False), []
    lines = lines[len(lines) * 4 // 5 :]
    for first in range(0, len(lines), 200):
        mail, inside = Message(nobody, nobody), False
        for token, tag in (line for line in lines[first : first + 200] if len(line) == 2):
            mail.plain(" " if mail.text else "")
            start = len(mail.text)
            mail.plain(token)
            person = tag.endswith("-PER")
            if person and inside and tag.startswith("I"):
                mail.truth[-1] = mail.truth[-1]._replace(end=len(mail.text))
            elif person:
                mail.truth.append(Planted(start, len(mail.text), known=False, form="newspaper"))
            inside = person
        texts.append(mail)
    return texts


def roster_speed(mails: Sequence[Message], roster: Sequence[str]) -> dict[str, float]:
    """Return MB/s of the pass that looks for the words of all known names at once, before the words beside each are looked at."""
    text = "\n".join(mail.text for mail in mails)
    size, known = len(text.encode()), Roster(roster)
    rates = {"inzage": speed(size, lambda: list(known._search(flat(text))))}
    with contextlib.suppress(ImportError):
        import ahocorasick

        words = ahocorasick.Automaton()
        for needle in known._needles:
            words.add_word(needle.decode("latin-1"), 1)
        words.make_automaton()
        rates["pyahocorasick"] = speed(size, lambda: sum(1 for _ in words.iter(text.lower())))
    wanted = {needle.decode("latin-1") for needle in known._needles}
    rates["words with re"] = speed(size, lambda: sum(word[0] in wanted for word in re.finditer(r"[^\W\d_]+", text.lower())))
    return rates


def with_models(boxes: dict[str, tuple], spacy: str) -> list[dict]:
    """Return the rows of the detector with the model that comes with inzage, beside the same without one and with a spaCy model."""
    settings = {"inzage": "trained", "no model": "built-in", **({"spaCy": f"spacy:{spacy}"} if spacy else {})}
    rows: list[dict] = []

    def row(measure: str, target: float | None, values: dict[str, float]) -> None:
        others = {name: round(value, 3) for name, value in values.items() if name != "inzage"}
        rows.append({"area": "names in prose, as it comes", "measure": measure, "ours": round(values["inzage"], 3), "target": target, "rivals": others, "note": ""})  # fmt: skip

    for label, (town, mails) in boxes.items():
        known = [one.full for one in town if one.known]
        scores = {name: Score(mails, ours(known, headers=bool(town), names=names)) for name, names in settings.items()}
        for who, state in ((True, "people the tenant knows, "), (False, "strangers, ")) if town else ((False, ""),):
            row(
                f"F2, {state}{label}",
                (0.97 if who else 0.85) if town else None,
                {name: one.f2(who) for name, one in scores.items()},
            )
            row(f"recall, {state}{label}", None, {name: one.recall(who) for name, one in scores.items()})
            row(f"precision, {state}{label}", None, {name: one.precision(who) for name, one in scores.items()})
    town, mails = boxes["mail"]
    size, rates = sum(len(mail.text.encode()) for mail in mails), {}
    for name, names in settings.items():
        find = ours([one.full for one in town if one.known], names=names)
        rates[name] = speed(size, lambda find=find: [find(mail) for mail in mails], 1 if name == "spaCy" else 3)
    row("MB/s, end to end", 0.5, rates)
    return rows


def measure(messages: int, seed: int, spacy: str = "") -> tuple[list[dict], str]:
    """Return the figures for docs/accuracy.md, and the table."""
    town, mails = name_mail.mailbox(messages, seed)
    blind = name_mail.mailbox(messages // 3, seed + 100, blind=True)
    known = [one.full for one in town if one.known]
    size = sum(len(mail.text.encode()) for mail in mails)
    rivals = {"two capitals": bigrams, "stretches": stretches, "scrubadub": scrubbed(), "spaCy nl": presidio()}
    columns: dict[str, Find | None] = {"inzage": ours(known), **rivals}
    scores = {name: Score(mails, find) for name, find in columns.items() if find}
    second = {name: Score(blind[1], find) for name, find in rivals.items() if find}
    second["inzage"] = Score(blind[1], ours([one.full for one in blind[0] if one.known]))
    first = Score(mails, ours(()))
    rows: list[dict] = []

    def row(measure: str, target: float | None, values: dict[str, float], note: str = "") -> None:
        others = {name: round(value, 3) for name, value in values.items() if name != "inzage"}
        rows.append({"area": "names in prose, without a model", "measure": measure, "ours": round(values["inzage"], 3), "target": target, "rivals": others, "note": note})  # fmt: skip

    for label, sets, note in (("", scores, "sentences were looked at"), (", blind", second, "second set of sentences")):
        for who, state, target in ((True, "people the tenant knows", 0.97), (False, "strangers", 0.85)):
            row(f"F2, {state}{label}", target, {name: one.f2(who) for name, one in sets.items()}, note)
            row(f"recall, {state}{label}", None, {name: one.recall(who) for name, one in sets.items()})
            row(f"precision, {state}{label}", None, {name: one.precision(who) for name, one in sets.items()})
    row(
        "F2, people the tenant knows, in the first inventory",
        None,
        {"inzage": first.f2(True)},
        "nobody is known yet but who writes",
    )
    if EUROPEANA.is_file():
        papers = europeana()
        news = {name: Score(papers, find) for name, find in {**columns, "inzage": ours((), headers=False)}.items() if find}
        for what in ("f2", "recall", "precision"):
            note = "historic OCR, never tuned to"
            row(f"{what}, Europeana-nl newspapers", None, {name: getattr(one, what)(False) for name, one in news.items()}, note)
    names, bare = NameFinder(Roster(known)), make_detector(DetectionSettings(names=""))
    row("MB/s, names alone", None, {"inzage": speed(size, lambda: [names.find(mail.text, []) for mail in mails])})
    row("MB/s, identifiers alone", None, {"inzage": speed(size, lambda: [bare.detect(mail.text) for mail in mails])})
    whole = ours(known)
    row("MB/s, end to end, no model", 2.0, {"inzage": speed(size, lambda: [whole(mail) for mail in mails])})
    row("MB/s, the pass for all known people", 50.0, roster_speed(mails, known))
    boxes = {"mail": (town, mails), "blind mail": blind}
    if EUROPEANA.is_file():
        boxes["Europeana-nl newspapers"] = ([], papers)
    rows += with_models(boxes, spacy)
    everyone = Roster(known)
    row(
        "MB/s, all known people, verified",
        None,
        {"inzage": speed(size, lambda: [list(everyone.find(mail.text)) for mail in mails])},
    )
    missing = [name for name, find in columns.items() if find is None]
    wrong = ", ".join(f"{text!r} x{count}" for text, count in scores["inzage"].wrong.most_common(6))
    head = f"{len(mails)} mails, {size / 1e6:.1f} MB, {sum(scores['inzage'].planted.values())} names of {len(town)} people\n"
    tail = f"\nfalse spans: {wrong}\nnot installed here (they download a model or corpus): {', '.join(missing) or 'none'}"
    return rows, head + table(rows) + tail


def table(rows: Sequence[dict]) -> str:
    """Return the rows as the lines of a table."""
    lines = []
    for row in rows:
        target = f">= {row['target']}" if row["target"] else ""
        rivals = "  ".join(f"{name} {value}" for name, value in row["rivals"].items())
        lines.append(f"{row['measure']:54} {row['ours']:>8} {target:>8}   {rivals}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print one table, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=6000)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--spacy", default="")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    rows, text = measure(given.messages, given.seed, given.spacy)
    print(text)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
