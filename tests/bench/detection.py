"""Speed and recall of identifier detection beside stock Presidio, in one run on the same text.

    python tests/bench/detection.py [--json] [--size 1000000] [--stock-size 60000]

MB = 10^6 bytes of UTF-8 text, processor time of one core, best of several runs, loading not counted. Stock Presidio is
`AnalyzerEngine` with its predefined recognizers as its documentation starts it, language "en", but with an NLP engine that
does nothing instead of a spaCy model: faster than anyone runs it. It reads the first part of the same text, since it would
take minutes on all of it; its speed does not depend on the length.
Recall: a planted value counts as found when a result of its type covers at least half of it and is not twice as long.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from scanner.detection import make_detector
from scanner.detection.presidio import stay_offline

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "bench" / "datafog_corpus"
Found = Sequence[tuple[str, int, int]]
Find = Callable[[str], Found]
DATAFOG_NAMES = {
    "EMAIL": "EMAIL_ADDRESS",
    "PHONE": "PHONE_NUMBER",
    "CREDIT_CARD": "CREDIT_CARD",
    "IP_ADDRESS": "IP_ADDRESS",
    "DE_IBAN": "IBAN_CODE",
}


def _generator():
    spec = importlib.util.spec_from_file_location("studio_mail", HERE / "studio_mail.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["studio_mail"] = module
    spec.loader.exec_module(module)
    return module


studio_mail = _generator().studio_mail


def ours(**settings) -> Find:
    """Our detector as it comes."""
    from scanner.detection import DetectionSettings

    detector = make_detector(DetectionSettings(**settings))
    return lambda text: [(str(s.entity_type), s.start, s.end) for s in detector.detect(text)]


def stock() -> Find:
    """Presidio with its predefined recognizers for English, and no model."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from presidio_analyzer.recognizer_registry import RecognizerRegistry

    stay_offline()
    blank = NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=blank)
    registry.recognizers = [r for r in registry.recognizers if "NER" not in r.name and r.name != "SpacyRecognizer"]
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=blank, supported_languages=["en"])
    return lambda text: [(r.entity_type, r.start, r.end) for r in analyzer.analyze(text, "en")]


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


def recall(truth: Found, found: Found) -> dict[str, tuple[int, int]]:
    """Return (found, planted) by type."""
    planted, hit = Counter(kind for kind, _, _ in truth), Counter()
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for kind, a, b in found:
        by_kind.setdefault(kind, []).append((a, b))
    for kind, a, b in truth:
        hit[kind] += any(min(b, y) - max(a, x) >= (b - a) / 2 and y - x <= 2 * (b - a) for x, y in by_kind.get(kind, ()) if x < b)
    return {kind: (hit[kind], planted[kind]) for kind in sorted(planted)}


def precision(truth: Found, found: Found) -> dict[str, tuple[int, int]]:
    """Return (right, reported) by type."""
    reported, right = Counter(kind for kind, _, _ in found), Counter()
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for kind, a, b in truth:
        by_kind.setdefault(kind, []).append((a, b))
    for kind, a, b in found:
        right[kind] += any(x < b and a < y for x, y in by_kind.get(kind, ()))
    return {kind: (right[kind], reported[kind]) for kind in sorted(reported)}


def datafog(find: Find) -> dict[str, tuple[int, int]]:
    """Return (found, expected) by type on the corpus; `negatives` counts the negative texts with anything but a link found."""
    total: dict[str, list[int]] = {}
    for name in ("structured_pii", "mixed_pii", "edge_cases"):
        for case in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8")):
            truth = [
                (DATAFOG_NAMES[e["type"]], e["start"], e["end"]) for e in case["expected_entities"] if e["type"] in DATAFOG_NAMES
            ]
            for kind, (hit, planted) in recall(truth, find(case["input"])).items():
                row = total.setdefault(kind, [0, 0])
                row[0] += hit
                row[1] += planted
    negatives = json.loads((CORPUS / "negative_cases.json").read_text(encoding="utf-8"))
    flagged = sum(any(kind in set(DATAFOG_NAMES.values()) for kind, _, _ in find(case["input"])) for case in negatives)
    return {kind: (hit, planted) for kind, (hit, planted) in sorted(total.items())} | {
        "(negatives flagged)": (flagged, len(negatives))
    }


def measure(size: int, stock_size: int, runs: int = 5) -> dict:
    """Measure everything; keys are what the table's rows say."""
    dense, sparse = studio_mail(size), studio_mail(size, seed=8, dense=False)
    finders = {"stock Presidio, no model": (in_mails(stock()), stock_size, 2), "inzage": (in_mails(ours()), size, runs)}
    finders["inzage, plain re"] = (in_mails(ours(prefilter="re")), size, 2)
    results: dict = {}
    for name, (find, limit, times) in finders.items():
        row: dict = {}
        for label, text in (("mail", dense), ("sparse mail", sparse)):
            part = text.text[:limit]
            truth = [t for t in text.truth if t[2] <= len(part)]
            find(part[:20_000])
            row[label], found = speed(find, part, times)
            if label == "mail":
                row["recall"], row["precision"] = recall(truth, found), precision(truth, found)
        if CORPUS.is_dir():
            row["datafog"] = datafog(find)
        results[name] = row
    results["ratio"] = {
        label: results["inzage"][label] / results["stock Presidio, no model"][label] for label in ("mail", "sparse mail")
    }
    return results


def table(results: dict) -> str:
    """Return the results as the lines of a table."""
    names = [name for name in results if name != "ratio"]
    kinds = sorted({kind for name in names for kind in results[name]["recall"]})
    lines = [f"{'':34}" + "".join(f"{name:>27}" for name in names)]
    for label, ratio in results["ratio"].items():
        speeds = "".join(f"{results[name][label]:27.3f}" for name in names)
        lines.append(f"{'MB/s, ' + label:34}{speeds}   x{ratio:.0f}")
    for part in ("recall", "precision", "datafog"):
        shown = kinds if part != "datafog" else sorted({k for name in names for k in results[name].get("datafog", {})})
        for kind in shown:
            cells = (results[name].get(part, {}).get(kind) for name in names)
            lines.append(f"{part + ', ' + kind:34}" + "".join(f"{f'{c[0]}/{c[1]}' if c else '-':>27}" for c in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--size", type=int, default=1_000_000)
    arguments.add_argument("--stock-size", type=int, default=60_000)
    given = arguments.parse_args()
    measured = measure(given.size, given.stock_size)
    sys.stdout.write((json.dumps(measured, indent=2) if given.json else table(measured)) + "\n")
