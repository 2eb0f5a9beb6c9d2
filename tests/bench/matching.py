"""How well and how fast inzage tells people apart, beside what others do, in one table.

    python -m pip install --editable '.[bench]'      # the rivals and the FEBRL data sets; without them their rows are left out
    python tests/bench/matching.py [--json FILE] [--pairs FOLDER] [--size BYTES] [--only names records speed]

Ours is measured at thresholds that were fixed beforehand (`Level.CALLNAME`, `Alike.INITIALS`, `LINKED_AT`), every rival at the
threshold that suits it best on the very data. MB = 10^6 bytes; times are processor time of one core. `--pairs` is the folder with
nomenklatura's `cases.csv` and `logicv2-frozen.csv` (contrib/name_bench in opensanctions/nomenklatura).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

PAIRS = Path(__file__).parents[3] / "shared" / "bench" / "nomenklatura_name_bench"


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, ours beside what is aimed for and what the rivals reach."""

    area: str
    measure: str
    ours: float
    target: float | None = None
    rivals: dict[str, float] = field(default_factory=dict)
    note: str = ""


def f1(said: Sequence[bool], truth: Sequence[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    both = sum(one and other for one, other in zip(said, truth, strict=True))
    precision, recall = both / max(1, sum(said)), both / max(1, sum(truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def best_f1(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Return the F1 of the threshold that suits these scores best."""
    ranked = sorted(zip(scores, truth, strict=True), reverse=True)
    best, right, every = 0.0, 0, sum(truth)
    for at, (score, true) in enumerate(ranked, 1):
        right += true
        if at == len(ranked) or ranked[at][0] != score:
            best = max(best, 2 * right / (at + every))
    return best


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines."""
    lines = [f"{'':62}{'inzage':>12}{'aim':>10}   beside"]
    for one in figures:
        aim = "" if one.target is None else f"{one.target:,.3f}" if one.target < 10 else f"{one.target:,.0f}"
        ours = f"{one.ours:,.4f}" if one.ours < 10 else f"{one.ours:,.1f}" if one.ours < 1000 else f"{one.ours:,.0f}"
        rivals = ", ".join(f"{name} {value:,.4f}" if value < 10 else f"{name} {value:,.0f}" for name, value in one.rivals.items())
        lines.append(f"{one.area + ': ' + one.measure:62}{ours:>12}{aim:>10}   {rivals}")
        if one.note:
            lines.append(f"    {one.note}")
    return "\n".join(lines)


def main() -> None:
    """Print the table; with --json also write the figures to a file."""
    import matching_names
    import matching_records
    import matching_speed

    parts = {"names": matching_names.figures, "records": matching_records.figures, "speed": matching_speed.figures}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--size", type=int, default=4_000_000)
    parser.add_argument("--only", nargs="+", choices=parts, default=list(parts))
    chosen = parser.parse_args()
    found = [one for part in chosen.only for one in parts[part](chosen)]
    sys.stdout.write(table(found) + "\n")
    if chosen.json:
        rows = [{**asdict(one), "ours": round(one.ours, 5)} for one in found]
        chosen.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    # the parts import this module by its own name
    sys.modules["matching"] = sys.modules["__main__"]
    main()
