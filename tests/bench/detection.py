"""Speed and recall of identifier detection beside stock Presidio, in one run on the same text.

    python tests/bench/detection.py [--json] [--size 1000000]

MB = 10^6 bytes of UTF-8 text, processor time of one core, best of several runs, loading not counted. Stock Presidio is
`AnalyzerEngine` with its predefined recognizers as its documentation starts it, language "en", but with an NLP engine that
does nothing instead of a spaCy model: faster than anyone runs it. Both read the text mail by mail (some 2.8 kB).
Recall: a planted value counts as found when a result of its type covers at least half of it and is not twice as long.

The generator writes what people are known to write; it does not measure what nobody thought of. Known to be missed: a number
dictated digit by digit ("0 6 1 2 …") or spelled in words, addresses written "naam at domein punt nl", a handle without @,
"jarig op 12 maart" without a year, DE and BE national numbers and bare BSN, KvK and Maestro numbers without a word beside them,
numbers broken over two lines, full-width and other scripts' digits, postcodes in lower case without a street,
and of North America's numbers the fictional ones (555, exchange 0xx or 1xx) without a word beside them.
"""

import argparse
import importlib.util
import json
import sys
import time
from bisect import bisect_left
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


def measure(size: int, runs: int = 5) -> dict:
    """Measure everything; keys are what the table's rows say."""
    dense, sparse = studio_mail(size), studio_mail(size, seed=8, dense=False)
    finders = {"stock Presidio, no model": (in_mails(stock()), 1), "inzage": (in_mails(ours()), runs)}
    finders["inzage, plain re"] = (in_mails(ours(prefilter="re")), 2)
    results: dict = {}
    for name, (find, times) in finders.items():
        row: dict = {}
        for label, text in (("mail", dense), ("sparse mail", sparse)):
            find(text.text[:20_000])
            row[label], found = speed(find, text.text, times)
            if label == "mail":
                row["recall"], row["precision"] = recall(text.truth, found), precision(text.truth, found)
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
    given = arguments.parse_args()
    measured = measure(given.size)
    sys.stdout.write((json.dumps(measured, indent=2) if given.json else table(measured)) + "\n")
