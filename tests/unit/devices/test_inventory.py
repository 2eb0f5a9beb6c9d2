"""The studio's office computer through the engine: what is there, what changed, what was left out, and what cannot be read."""

import functools

import pytest

from connectors.devices.machines import Machines
from connectors.sandbox import devices
from connectors.sandbox.studio import studio as make_studio
from scanner.connector import System
from scanner.detection import make_detector
from scanner.engine import Engine
from scanner.executors import DetectionPool
from scanner.extraction import Extractor
from scanner.inventory import InventorySink, take_inventory
from scanner.matching.normalize import canonical_forms
from scanner.organisation import Organisation
from scanner.outcomes import Door, Status
from scanner.store.database import open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger


class Silent:
    def planned(self, *_): ...
    def took(self, *_): ...
    def ended(self, *_): ...


@pytest.fixture(scope="module")
def computer(tmp_path_factory):
    state, folder = tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("computer")
    truth = devices.place(make_studio(troubles=False), folder)
    (folder / "Documenten/link").symlink_to("x")
    (folder / "Documenten/weg.tmp").write_text("x")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 9000)
    database = open_database(state / "i.db", state / "i.key")
    ledger, index = Ledger(database), Index(database)
    connectors = {"devices": Machines(System("devices", Machines.Options({"pc": folder}, ("*.tmp",))))}

    def inventory():
        with Extractor() as extractor, DetectionPool(functools.partial(make_detector, None), 0) as pool:
            sink = InventorySink(index, ledger, pool.detect, canonical_forms)
            engine = Engine(ledger, extractor, Silent(), 2)
            return take_inventory(connectors, Organisation("x", "y"), {}, engine, ledger, index, sink, full=False)

    yield folder, truth, inventory, [inventory(), inventory()]
    database.close()


def test_every_category_is_right(computer):
    _, truth, _, (result, _) = computer
    counted = {}
    for tally in result.tallies:
        counted.setdefault((tally.system, tally.stream), set()).add(tally.entity_type)
    assert counted == truth.categories


def test_gaps_are_told_every_time(computer):
    for result in computer[3]:
        assert {gap.ref.record_id for gap in result.gaps} == {"Documenten/link", "foto.jpg"}


def test_what_is_left_out_is_listed_and_is_no_failure(computer):
    for result in computer[3]:
        (row,) = (row for row in result.coverage if row.status is Status.NOT_COVERED and row.key)
        assert (row.key, row.account, row.stream) == ("*.tmp", "pc", "files")
        assert "1 files or folders" in row.gaps[0].reason


def test_the_second_inventory_reads_changes_only_and_knows_as_much(computer):
    first, second = computer[3]
    assert second.sizes == first.sizes
    assert {row.door for row in second.coverage if row.records} == {Door.CHANGES}


def test_a_file_taken_away_is_forgotten_and_a_new_one_known(computer):
    folder, _, inventory, (first, _) = computer
    (folder / "Documenten/presentie.csv").unlink()
    (folder / "Documenten/link").unlink()
    (folder / "foto.jpg").unlink()
    (folder / "Documenten/nieuw 1.txt").write_text("een")
    (folder / "nieuw 2.txt").write_text("twee")
    result = inventory()
    # the picture was counted too: its name was read
    assert result.sizes["devices", "files"] == first.sizes["devices", "files"]
    assert result.gaps == ()
