"""A workbook of before 2007 in the bookkeeper's folder: its rows, and what lies beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "extraction"))  # for the files that are made there

from old_files import biff, compound, string, workbook

from scanner.extraction import Extractor, Limits


def test_what_stands_beside_the_rows_is_read(tmp_path, reading):
    cells = [(0, 0, "Naam"), (1, 0, "Fenna Zonnebloem")]
    (tmp_path / "klanten.xls").write_bytes(compound(workbook(biff(0x14, string("KOPREGEL")), cells=cells)))
    found = reading(tmp_path)
    assert not found.gaps
    assert [one.value for one in found.records["klanten.xls#Blad1/2"].fields] == ["Fenna Zonnebloem"]
    (whole,) = found.records["klanten.xls#part/whole"].blobs
    with Extractor(Limits(children=1)) as extractor:
        assert "KOPREGEL" in {piece.value for piece in extractor.extract(whole)}
