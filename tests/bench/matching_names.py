"""Is this written name that person's? Dutch variants of our own making, and nomenklatura's pairs."""

import csv

from dutch_names import Pair, pairs
from matching import Figure, best_f1, f1

from scanner.matching.alike import Alike, alike
from scanner.matching.mentions import Level, NameSearch
from scanner.naming.folding import Text


def _found(pair: Pair) -> bool:
    """Whether a scan for the person finds the name: as the cheap check and the search say, not a comparison of strings."""
    search, text = NameSearch([pair.name]), Text(pair.written)
    return search.maybe(text) and max((mention.level for mention in search.find(text)), default=Level.OTHER) >= Level.CALLNAME


def _rapidfuzz(couples: list[tuple[str, str]], truth: list[bool]) -> dict[str, float]:
    """Return F1 of rapidfuzz's two usual scorers, with its own preprocessing."""
    from rapidfuzz import fuzz, utils

    scorers = {"rapidfuzz WRatio": fuzz.WRatio, "rapidfuzz token_set_ratio": fuzz.token_set_ratio}
    return {
        name: round(best_f1([scorer(*couple, processor=utils.default_process) for couple in couples], truth), 4)
        for name, scorer in scorers.items()
    }


def figures(chosen):
    """Yield the figures on names."""
    made = pairs()
    truth = [pair.same for pair in made]
    precision, recall, both = f1([_found(pair) for pair in made], truth)
    rivals = _rapidfuzz([(pair.name, pair.written) for pair in made], truth)
    note = (
        f"6,000 variants and 6,000 names of others, seeded; precision {precision:.4f}, recall {recall:.4f}. Seed 1 was looked at "
        "while building, this one was not; the lists are the same"
    )
    yield Figure("Dutch names", "F1", both, 0.98, rivals, note)
    yield from _nomenklatura(chosen.pairs)


def _nomenklatura(folder):
    if not (folder / "cases.csv").exists():
        return
    rows, frozen = (
        [row for row in csv.DictReader((folder / name).open(encoding="utf-8")) if row["schema"] == "Person"]
        for name in ("cases.csv", "logicv2-frozen.csv")
    )
    truth = [row["is_match"] == "true" for row in rows]
    couples = [(row["name1"], row["name2"]) for row in rows]
    precision, recall, both = f1([alike(*couple) >= Alike.INITIALS for couple in couples], truth)
    theirs = best_f1([float(row["score"]) for row in frozen], [row["is_match"] == "true" for row in frozen])
    said = f1([row["predicted_match"] == "true" for row in frozen], [row["is_match"] == "true" for row in frozen])[2]
    rivals = {
        "nomenklatura logic-v2, best threshold": round(theirs, 4),
        "logic-v2, its own": round(said, 4),
        **_rapidfuzz(couples, truth),
    }
    note = (
        f"{len(rows)} Person pairs; precision {precision:.4f}, recall {recall:.4f}. 25 pairs, and counts by category, were looked "
        f"at beforehand; nothing was tuned. Their frozen scores cover {len(frozen)} pairs"
    )
    yield Figure("nomenklatura's name pairs", "F1", both, 0.80, rivals, note)
