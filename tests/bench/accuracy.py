"""Run every bench and write docs/accuracy.md: ours beside the rivals', the aims, and what is weak.

    python tests/bench/accuracy.py [--only NAME ...] [--figures FOLDER] [--spacy FOLDER] [--out docs/accuracy.md]

Each bench writes its figures as a list of {"area", "measure", "ours", "target", "rivals", "note"}; they are kept in FOLDER, so that a
bench which takes long need not be run again (`--only` runs those named, the others' figures are taken from the folder). A bench
that fails leaves a line that says so. Rivals are measured in the same run where they are installed: pip install -e '.[bench]'.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = {
    "identifiers": ("--size", "300000"),
    "names": ("--messages", "900"),
    "matching": (),
    "extraction": ("throughput", "flat", "hostile", "scans", "--files", "40"),
    "everyone": (),
    "redaction": (),
}
"""Each bench with the size that the page is made at: about ten minutes in all."""
INTRO = """# How well and how fast it finds

Made by `python tests/bench/accuracy.py` on {machine}, {on}. Speeds are of one core, MB is 10^6 bytes of text; machines differ, so read
them as ratios between what stands in one row. An aim in **bold** is not met. "–": not measured, or no aim was set.
"""


def run(name, figures, spacy):
    """Run one bench; return its figures, or one row that says that it failed."""
    file = figures / f"{name}.json"
    beside = ("--spacy", spacy) if spacy and name == "names" else ()
    ended = subprocess.run(
        [sys.executable, HERE / f"{name}.py", *BENCHES[name], *beside, "--json", file], cwd=HERE.parents[1], check=False
    )
    if ended.returncode or not file.exists():
        return failed(name, f"ended with {ended.returncode}")
    return json.loads(file.read_text(encoding="utf-8"))


def failed(name, why):
    return [{"area": name, "measure": "the bench", "ours": None, "target": None, "rivals": {}, "note": why}]


def kept(name, figures):
    """Return the figures of an earlier run."""
    file = figures / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else failed(name, "not run")


def written(value):
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def target(row):
    """Return the aim, bold where it is missed; a lower figure is the better one where the measure says so."""
    aim, ours = row.get("target"), row["ours"]
    if aim is None:
        return "–"
    if not isinstance(aim, int | float) or not isinstance(ours, int | float):
        return written(aim)
    fewer = aim == 0 or row.get("less_is_better", False)
    met = ours <= aim if fewer else ours >= aim
    sign = "≤" if fewer else "≥"
    return f"{sign} {written(aim)}" if met else f"**{sign} {written(aim)}**"


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(rows):
    """Return one area's rows as a Markdown table."""
    lines = ["| measure | ours | aim | others in the same run | note |", "|---|---|---|---|---|"]
    for row in rows:
        rivals = "; ".join(f"{name} {written(value)}" for name, value in row.get("rivals", {}).items())
        cells = (row["measure"], written(row["ours"]), target(row), rivals or "–", row.get("note") or "")
        lines.append("| " + " | ".join(map(cell, cells)) + " |")
    return "\n".join(lines)


def page(figures):
    """Return docs/accuracy.md."""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    parts = [INTRO.format(machine=machine, on=datetime.now().astimezone().date().isoformat())]
    areas = {}
    for row in figures:
        areas.setdefault(row["area"], []).append(row)
    parts += [f"## {area[:1].upper()}{area[1:]}\n\n{table(rows)}\n" for area, rows in areas.items()]
    weak = HERE / "weak_spots.md"
    return "\n".join([*parts, weak.read_text(encoding="utf-8")])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    parser.add_argument("--figures", type=Path)
    parser.add_argument(
        "--spacy", help="a spaCy model of names to measure beside ours: scanner/detection/names/training/rivals.py makes one"
    )
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "docs" / "accuracy.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.figures or Path(temporary)
        folder.mkdir(exist_ok=True)
        figures = [
            row for name in BENCHES for row in (run(name, folder, wanted.spacy) if name in wanted.only else kept(name, folder))
        ]
    wanted.out.write_text(page(figures), encoding="utf-8")
    print(f"written: {wanted.out}")


if __name__ == "__main__":
    main()
