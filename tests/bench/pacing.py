"""How much of each vendor's quota a run uses, and how much of what it asks is refused: `python tests/bench/pacing.py [--json]`.

Each rate of each connector's table, asked for at full speed through the connector's own gateway for three times its window, before
a vendor that enforces the published figure to the letter (tests/promises/policed.py). Time is virtual: what is measured is the
pace and not the network. Two figures are promised of each: at least 90 % used, under 1 % refused; the exit code says whether.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "promises"))

import everywhere
import policed

from connectors.sandbox.studio import studio


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as folder:
        platforms = everywhere.driven(studio(troubles=False), Path(folder))
        rows = [policed.run(platforms[entry], rate) for entry, rate in policed.tables(platforms)]
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        print(f"{'platform':18} {'rate':11} {'quota':>19} {'calls':>7} {'used':>7} {'refused':>8}")
        for row in rows:
            quota = f"{row.units:,.0f} in {row.seconds:,.0f} s"
            print(f"{row.entry:18} {row.rate:11} {quota:>19} {row.calls:7,} {row.share:7.1%} {row.refused:8.2%}")
    sys.exit(any(row.share < 0.9 or row.refused >= 0.01 for row in rows))


if __name__ == "__main__":
    main()
