"""Everyone in the invented studio asks, on seeds that nobody looked at while building: who is found, and who is taken for another.

    python tests/bench/everyone.py [--seeds 11 12 13] [--scale 1] [--show] [--json FILE]

The five who ask in the demo are looked for on every platform, every other customer where the truth is written for all: Google and the
bookkeeper's exports. Everything is read once by the real engine, then matched for each person. `missed` are records about the
person that are neither certain nor asked; `demoted` certain ones that are only asked; `wrong` those taken for certain without
being so; `asked` is how many questions a reviewer gets beyond the truth's own. `led` are questions to which a link led (a first name
alone where the person takes part), `led rightly` those of which the truth says that it is the person. Staff are left out: all mail is theirs.
"""

import argparse
import collections
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "promises"))

import everywhere

from connectors.sandbox.studio import studio as make_studio
from scanner.engine import sweep
from scanner.entities import EntityType
from scanner.matching.matcher import Matcher, Own
from scanner.matching.rarity import Rarity
from scanner.model import Verdict
from scanner.store.ledger import INVENTORY

FOR_ALL = frozenset({"google", "kees"})
"""The systems whose truth names everybody."""


MEASURES = ("truth", "certain", "missed", "demoted", "wrong", "asked", "led", "led rightly")


class Gathering:
    """A sink that keeps the records themselves, in memory."""

    def __init__(self):
        self.records = []

    def digest(self, record):
        return record, ()

    def keep(self, run, container, record, digest):
        self.records.append(digest)

    def miss(self, run, record): ...
    def remove(self, container, record): ...
    def finish(self, run, container, door, delta): ...


def read(studio, folder):
    """Return every record of every platform with its text, what was planted, and each stream's circle.

    Fails on a gap: nothing may be missing unseen.
    """
    platforms = everywhere.driven(studio, folder)
    connectors = {one.system: one.connect(budget=10_000_000)[0] for one in platforms.values()}
    sink = Gathering()
    with everywhere.office(folder, studio) as office, office.engine() as engine:
        run = office.ledger.open_run(INVENTORY, settings=b"")

        def planner(system, connector):
            return lambda: engine.plan(run, system, connector, lambda one: sweep(system, connector, one))[0]

        engine.run(run, {system: planner(system, one) for system, one in connectors.items()}, sink)
        assert [gap for line in office.ledger.lines(run) for gap in line.gaps] == []
    circles = {(name, stream.name): stream.circle for name, one in connectors.items() for stream in one.streams}
    return sink.records, everywhere.planted(studio, folder / "again"), circles


def place(one):
    return (one.system, one.stream, one.record_id)


def judged(studio, records, planted, circles):
    """Yield (kind, person, place, trap) for every record on which the matcher and the truth differ, and each person's totals."""
    house = studio.house
    own = Own(domains=house.domains, people=house.people)
    # as the last inventory knows them
    everyone = {one.value for record in records for one in record.fields if one.declared is EntityType.PERSON}
    asking = {subject.subject_id for subject in studio.named}
    for person in studio.people:
        if person.full in house.people:
            continue
        everywhere_known = person.person_id in asking
        looked = [one for one in records if everywhere_known or one.ref.system in FOR_ALL]
        truth = {
            place(one): one
            for one in planted
            if one.person_id == person.person_id and (everywhere_known or one.system in FOR_ALL)
        }
        subject = person.subject()
        matcher = Matcher(subject, own, rarity=Rarity.among(everyone, subject.values(EntityType.PERSON)))
        weighed = {place(one.ref): matcher.weigh(one, circles.get((one.ref.system, one.ref.stream))) for one in looked}
        present = {circle.key for one in weighed.values() for circle in one.joins}
        for where, one in weighed.items():
            led = one.glimpse is not None and any(circle.key in present for circle in one.leads)
            verdict = Verdict.POSSIBLE if led else one.match.verdict
            said = truth[where].verdict if where in truth else Verdict.NON_MATCH
            trap = truth[where].trap if where in truth else "nothing of hers"
            yield said, verdict, person.person_id, where, trap, led


def counted(differences):
    """Return the counts, and the differences worth a look."""
    counts, looks = collections.Counter(), []
    for said, verdict, person, where, trap, led in differences:
        counts["led"] += led
        counts["led rightly"] += led and said is Verdict.POSSIBLE
        counts["truth"] += said is not Verdict.NON_MATCH
        counts["certain"] += said is Verdict.MATCH
        kind = ""
        if said is not Verdict.NON_MATCH and verdict is Verdict.NON_MATCH:
            kind = "missed"
        elif said is Verdict.MATCH and verdict is Verdict.POSSIBLE:
            kind = "demoted"
        elif verdict is Verdict.MATCH and said is not Verdict.MATCH:
            kind = "wrong"
        elif verdict is Verdict.POSSIBLE and said is Verdict.NON_MATCH:
            kind = "asked"
        counts[kind] += bool(kind)
        if kind in {"missed", "demoted", "wrong"} or (led and said is not Verdict.POSSIBLE):
            looks.append((kind, person, *where, trap))
    return counts, looks


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each record on which truth and verdict differ")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    total = collections.Counter()
    for seed in wanted.seeds:
        studio = make_studio(seed, wanted.scale, troubles=False)
        with tempfile.TemporaryDirectory() as folder:
            records, planted, circles = read(studio, Path(folder))
        counts, looks = counted(judged(studio, records, planted, circles))
        total += counts
        told = "  ".join(f"{kind} {counts[kind]}" for kind in MEASURES)
        print(f"seed {seed}, x{wanted.scale}: {len(records)} records, {len(studio.people)} people   {told}", flush=True)
        if wanted.show:
            for one in looks:
                print("   ", *one)
    found = 1 - total["missed"] / total["truth"]
    print(f"found {found:.4%} of {total['truth']} records; {total['wrong']} of others taken for certain")
    if wanted.json:
        area = f"studio x{wanted.scale}, everyone asks, seeds {', '.join(map(str, wanted.seeds))}"
        rows = [
            {"area": area, "measure": "records found", "ours": round(found, 5), "target": 1.0, "rivals": {}, "note": f"{total['truth']} records"},
            {"area": area, "measure": "another's record taken for certain", "ours": total["wrong"], "target": 0, "rivals": {}, "note": ""},
        ]  # fmt: skip
        wanted.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
