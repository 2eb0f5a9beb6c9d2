"""The page that says what a connector takes is about the connectors as they are."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "bench" / "connector_lines.py"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("connector_lines", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_names_every_connector_with_about_its_lines(bench):
    page = bench.PAGE.read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    told = {row[0]: int(row[5]) for row in rows if row[5].isdecimal()}
    now = {title: declared + code for title, _, _, declared, code in bench.rows()}
    assert told.keys() == now.keys(), "make the table again: tests/bench/connector_lines.py --write"
    assert {title: (told[title], lines) for title, lines in now.items() if not lines / 2 <= told[title] <= lines * 2} == {}


def test_lines_are_counted(bench, tmp_path):
    path = tmp_path / "one.py"
    path.write_text('"""Doc."""\n\n# why\nA = 1\nTABLE = (\n    2,\n)\n\n\ndef f():\n    """Doc."""\n    # why\n    return A\n')
    assert bench.count(path) == (4, 2)
