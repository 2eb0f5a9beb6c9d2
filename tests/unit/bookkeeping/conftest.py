"""A drop folder and what is read from it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from connectors.bookkeeping.exports import Exports
from connectors.bookkeeping.source import Limits
from scanner.connector import System
from scanner.errors import SourceError
from scanner.model import Gap, Record

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"


@dataclass
class Read:
    """Everything a folder gave: records by id, without the field that says where their file lies and with it; and gaps."""

    records: dict[str, Record] = field(default_factory=dict)
    whole: dict[str, Record] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def of(self, start: str) -> list[Record]:
        return [record for key, record in self.records.items() if key.startswith(start)]

    def words(self, file: str) -> Counter:
        """Count a file's records by the first word of their natural key."""
        return Counter(key.removeprefix(file + "#").partition("/")[0] for key in self.records if key.startswith(file))

    def values(self, record_id: str) -> dict:
        return {f.path: (f.value, f.declared) for f in self.records[record_id].fields}


def exports(folder: Path, **limits) -> Exports:
    return Exports(System("kees", Exports.Options(folder, Limits(**limits))))


def read(folder: Path, **limits) -> Read:
    """Read a folder as the engine does: an error ends its partition and no more."""
    connector, found, seen = exports(folder, **limits), Read(), Counter()
    for partition in connector.partitions():
        if isinstance(partition, Gap):
            found.gaps.append(partition)
            continue
        try:
            for page in connector.pages(partition, None):
                for item in page.records:
                    if isinstance(item, Gap):
                        found.gaps.append(item)
                    else:
                        seen[item.ref] += 1
                        assert item.fields[-1].path == "/path"
                        assert item.ref.record_id.startswith(item.fields[-1].value)
                        found.whole[item.ref.record_id] = item
                        found.records[item.ref.record_id] = replace(item, fields=item.fields[:-1])
        except SourceError as error:
            found.gaps.append(Gap("kees", "", error.kind, str(error), partition))
    assert [ref for ref, count in seen.items() if count > 1] == []
    return found


@pytest.fixture
def reading():
    return read


@pytest.fixture
def connect():
    return exports


@pytest.fixture(scope="session")
def samples():
    """The real exports, which nobody here wrote; they are not part of the project."""
    if not SAMPLES.is_dir():
        pytest.skip("the real exports are not on this machine (expected in ../shared/samples)")
    return SAMPLES
