"""Folders with devices' files in them, read as the engine reads them."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from connectors.devices.machines import Machines
from connectors.devices.source import Limits
from scanner.connector import System
from scanner.errors import SourceError
from scanner.model import Gap

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"


@pytest.fixture
def sample():
    def path(name):
        if not (SAMPLES / name).exists():
            pytest.skip(f"the sample {name} is not beside this repository")
        return (SAMPLES / name).read_bytes()

    return path


def _machines(folder, leave_out=(), **limits):
    return Machines(System("disk", Machines.Options({"pc": folder}, leave_out, Limits(**limits))))


def _take(pages):
    """Return the records, gaps, removed ids, number of pages and last delta of pages."""
    found = SimpleNamespace(records={}, gaps=[], removed=[], pages=0, delta=None, files={})
    for page in pages:
        found.pages += 1
        found.delta = page.delta
        found.removed += [ref.record_id for ref in page.removed]
        for item in page.records:
            if isinstance(item, Gap):
                found.gaps.append(item)
                continue
            assert item.ref.record_id not in found.records
            found.records[item.ref.record_id] = item
            found.files[item.ref.record_id] = [_content(blob) for blob in item.blobs]
    return found


def _content(blob):
    try:
        with blob.open() as stream:
            return stream.read()
    except SourceError as error:
        return error


@pytest.fixture
def sweep():
    """Read all of a folder; `deltas` are by partition."""

    def swept(folder, leave_out=(), **limits):
        connector = _machines(folder, leave_out, **limits)
        plan = list(connector.partitions())
        whole = SimpleNamespace(records={}, gaps=[one for one in plan if isinstance(one, Gap)], files={}, deltas={})
        for partition in plan:
            if not isinstance(partition, Gap):
                part = _take(connector.pages(partition, None))
                assert not whole.records.keys() & part.records.keys()
                whole.records |= part.records
                whole.files |= part.files
                whole.gaps += part.gaps
                whole.deltas[partition] = part.delta
        return whole

    return swept


@pytest.fixture
def changes():
    """Read what changed in a folder since a sweep."""

    def changed(folder, deltas, **limits):
        connector = _machines(folder, **limits)
        found = SimpleNamespace(records={}, gaps=[], removed=[])
        for partition, delta in deltas.items():
            part = _take(connector.changes(partition, delta))
            found.records |= part.records
            found.gaps += part.gaps
            found.removed += part.removed
        return found

    return changed


def _said(record, declared=None):
    """Return the values of a record, or those declared as a kind."""
    return [field.value for field in record.fields if declared is None or field.declared is declared]


@pytest.fixture
def said():
    return _said


@pytest.fixture
def machines():
    return _machines


@pytest.fixture
def take():
    return _take
