"""How well and how fast identifiers are found, beside other detectors, in one run on the same texts.

    python tests/bench/identifiers.py [--json FILE] [--size 600000] [--quick]

MB = 10^6 bytes of UTF-8 text, processor time of one core, best of several runs, loading not counted. All read mail by mail (some
2.8 kB). "Stock" Presidio is `AnalyzerEngine` with its predefined English recognizers, every score counted, and an NLP engine
that does nothing instead of a spaCy model: faster than anyone runs it. Install the others with `pip install -e .[bench]`; one
that is not there, or fails, is printed as such.

Recall: a planted value counts as found when a result of its type covers at least half of it and is not twice as long. Precision: the
share of results of a type that lie on a planted value of that type. Ours counts what it reports by default (score 0.35 and up);
the others count whatever they report.

The texts write what people are known to write; they do not measure what nobody thought of. Of DataFog's corpus our misses were read
one by one and are meant: numbers with an exchange that begins with 0 or 1 and no word beside them, an SSN that is glued to a word,
nine bare digits that nothing calls an SSN, 987-65-4321, which is an ITIN's range, and DE123456789, whose check digit is wrong.
"""

import argparse
import json
import sys
import time
from bisect import bisect_left
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import identifier_texts  # noqa: E402
import rivals  # noqa: E402
from rivals import Find, Found, Missing  # noqa: E402
from studio_mail import Marked, studio_mail  # noqa: E402

CORPUS = HERE.parents[2] / "shared" / "bench" / "datafog_corpus"
OURS, PLAIN = "inzage", "inzage, plain re"
HARD = ("NL_BSN", "IBAN_CODE", "CREDIT_CARD", "PHONE_NUMBER")


def in_mails(find: Find) -> Find:
    """Read a text as it lies in a mailbox: message by message (some 2 kB), not as one long string."""

    def each(text: str) -> Found:
        found, offset = [], 0
        for piece in text.split("\n\n\n"):
            found += [(kind, a + offset, b + offset) for kind, a, b in find(piece)]
            offset += len(piece) + 3
        return found

    return each


def speed(find: Find, text: str, runs: int) -> tuple[float, Found]:
    """Return MB/s, best of `runs`, and what was found."""
    best, found = float("inf"), ()
    for _ in range(runs):
        began = time.process_time()
        found = find(text)
        best = min(best, time.process_time() - began)
    return len(text.encode()) / best / 1e6, found


def _by_kind(spans: Found) -> dict[str, list[tuple[int, int]]]:
    kinds: dict[str, list[tuple[int, int]]] = {}
    for kind, a, b in sorted(spans, key=lambda span: span[1]):
        kinds.setdefault(kind, []).append((a, b))
    return kinds


def _near(spans: list[tuple[int, int]], a: int, b: int) -> list[tuple[int, int]]:
    return spans[bisect_left(spans, (a - 3000, 0)) : bisect_left(spans, (b, 0))]


def recall(truth: Found, found: Found) -> dict[str, tuple[int, int]]:
    """Return (found, planted) by type."""
    planted, hit, spans = Counter(kind for kind, _, _ in truth), Counter(), _by_kind(found)
    for kind, a, b in truth:
        near = _near(spans.get(kind, []), a, b)
        hit[kind] += any(min(b, y) - max(a, x) >= (b - a) / 2 and y - x <= 2 * (b - a) for x, y in near)
    return {kind: (hit[kind], planted[kind]) for kind in sorted(planted)}


def precision(truth: Found, found: Found) -> dict[str, tuple[int, int]]:
    """Return (right, reported) by type."""
    reported, right, spans = Counter(kind for kind, _, _ in found), Counter(), _by_kind(truth)
    for kind, a, b in found:
        right[kind] += any(a < y for _, y in _near(spans.get(kind, []), a, b))
    return {kind: (right[kind], reported[kind]) for kind in sorted(reported)}


def summed(rows: list[dict[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    """Return rows of (a, b) by type added up."""
    total: dict[str, tuple[int, int]] = {}
    for row in rows:
        for kind, (a, b) in row.items():
            total[kind] = (total.get(kind, (0, 0))[0] + a, total.get(kind, (0, 0))[1] + b)
    return dict(sorted(total.items()))


def over(find: Find, marked: list[Marked]) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Return recall and precision by type over short texts."""
    found = [(one.truth, find(one.text)) for one in marked]
    return summed([recall(*pair) for pair in found]), summed([precision(*pair) for pair in found])


def datafog(find: Find) -> dict[str, tuple[int, int]]:
    """Return (found, expected) by type on DataFog's corpus; "flagged" counts its negative texts with anything of those types found."""
    names, marked = rivals.DATAFOG_NAMES, []
    for name in ("structured_pii", "mixed_pii", "edge_cases"):
        for case in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8")):
            truth = [(names[e["type"]], e["start"], e["end"]) for e in case["expected_entities"] if e["type"] in names]
            marked.append(Marked(case["input"], truth))
    negatives = json.loads((CORPUS / "negative_cases.json").read_text(encoding="utf-8"))
    flagged = sum(any(kind in set(names.values()) for kind, _, _ in find(case["input"])) for case in negatives)
    return over(find, marked)[0] | {"(negatives flagged)": (flagged, len(negatives))}


def measured(find: Find, size: int, count: int, runs: int) -> dict[str, tuple[float, float]]:
    """Return (figure, of how many) by what was measured; a speed is of 0."""
    rows: dict[str, tuple[float, float]] = {}
    mail = in_mails(find)
    for label, dense in (("dense mail", True), ("sparse mail", False)):
        text = studio_mail(size, seed=7 if dense else 8, dense=dense)
        mail(text.text[:20_000])
        rate, found = speed(mail, text.text, runs)
        rows[f"MB/s, {label}"] = (rate, 0)
        if dense:
            rows |= {f"recall, mail, {kind}": row for kind, row in recall(text.truth, found).items()}
            rows |= {f"precision, mail, {kind}": row for kind, row in precision(text.truth, found).items() if kind in HARD}
    right: list[dict[str, tuple[int, int]]] = []
    for shape in identifier_texts.SHAPES:
        hits, exact = over(find, identifier_texts.texts(shape, count))
        rows |= {f"recall, {shape}, {kind}": row for kind, row in hits.items()}
        right.append(exact)
    rows |= {f"precision, all shapes, {kind}": row for kind, row in summed(right).items() if kind in HARD}
    if CORPUS.is_dir():
        rows |= {f"recall, DataFog's corpus, {kind}": row for kind, row in datafog(find).items()}
    for label, texts in (("decoys", identifier_texts.decoys()), ("clean Dutch documents", identifier_texts.clean_documents())):
        rows[f"flagged, {label}"] = (sum(bool(_data(find(text))) for text in texts), len(texts))
    return rows


def _data(found: Found) -> Found:
    """A date or a link alone is not counted against anybody."""
    return [span for span in found if span[0] not in {"DATE_TIME", "DATE", "URL", "UUID"}]


def run(size: int, count: int, runs: int) -> dict[str, dict[str, tuple[float, float]] | Missing]:
    """Measure everybody; ours first."""
    results: dict[str, dict[str, tuple[float, float]] | Missing] = {OURS: measured(rivals.ours(), size, count, runs)}
    results[PLAIN] = measured(rivals.ours(prefilter="re"), size // 2, count, 1)
    for name, make in rivals.RIVALS.items():
        find = rivals.attempt(make)
        # the slow ones read a tenth: their speed does not depend on the length
        results[name] = find if isinstance(find, Missing) else measured(find, size // 10, count, 1)
    return results


def table(results: dict[str, dict[str, tuple[float, float]] | Missing]) -> str:
    """Return the results as the lines of a table: one row a measure, one column a detector."""
    lines = [f"{name}: not measured, {row.why}" for name, row in results.items() if isinstance(row, Missing)]
    there = {name: row for name, row in results.items() if not isinstance(row, Missing)}
    lines.append(f"{'':44}" + "".join(f"{name:>25}" for name in there))
    lines += [f"{measure:44}" + "".join(f"{_cell(row.get(measure)):>25}" for row in there.values()) for measure in there[OURS]]
    return "\n".join(lines)


def _cell(figure: tuple[float, float] | None) -> str:
    if figure is None:
        return "-"
    return f"{figure[0]:.3g}" if not figure[1] else f"{figure[0]:.0f}/{figure[1]:.0f}"


def figures(results: dict[str, dict[str, tuple[float, float]] | Missing]) -> list[dict]:
    """Return the table as a flat list, shares as fractions of one."""

    def value(figure: tuple[float, float] | None) -> float | None:
        if figure is None:
            return None
        return round(figure[0], 3) if not figure[1] else round(figure[0] / figure[1], 4)

    listed = []
    ours = results[OURS]
    assert isinstance(ours, dict)
    for measure, figure in ours.items():
        others = {
            name: f"not measured: {row.why}" if isinstance(row, Missing) else value(row.get(measure))
            for name, row in results.items()
            if name != OURS
        }
        target = {"MB/s, dense mail": 10.0, "flagged, decoys": 0, "flagged, clean Dutch documents": 0}.get(measure)
        target = 0.98 if measure.startswith("precision") else target
        note = f"{figure[0]:.0f} of {figure[1]:.0f}" if figure[1] else "one core, processor time"
        listed.append(
            {"area": "identifiers", "measure": measure, "ours": value(figure), "target": target, "rivals": others, "note": note}
        )
    return listed


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--json", metavar="FILE", help="also write the figures there")
    arguments.add_argument("--size", type=int, default=600_000, help="code points of mail")
    arguments.add_argument("--quick", action="store_true", help="fewer texts and runs")
    given = arguments.parse_args()
    outcome = run(given.size if not given.quick else 100_000, 4 if given.quick else 20, 2 if given.quick else 7)
    if given.json:
        Path(given.json).write_text(json.dumps(figures(outcome), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(outcome))
