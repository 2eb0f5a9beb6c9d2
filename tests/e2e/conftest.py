"""The invented studio, its platforms on an in-process network, and the commands' own parts around it."""

import functools
from types import SimpleNamespace

import pytest

from connectors.bookkeeping.exports import Exports
from connectors.google_workspace import GoogleWorkspace
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.studio import studio as make_studio
from connectors.testing.wsgi import Network
from scanner.cli.scan import gather
from scanner.config import Configuration, LimitSettings, PictureSettings, StoreSettings, WorkerSettings
from scanner.connector import Secret, System
from scanner.detection import DetectionSettings, Roster, make_detector
from scanner.engine import Engine
from scanner.executors import DetectionPool
from scanner.extraction import Extractor, Limits
from scanner.inventory import InventorySink, take_inventory
from scanner.matching.matcher import Matcher, Own
from scanner.matching.normalize import canonical_forms
from scanner.organisation import Organisation
from scanner.scan import Scan
from scanner.store.cases import Cases
from scanner.store.database import open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger


class Silent:
    def planned(self, system, partitions): ...
    def took(self, system, partition, records, gaps): ...
    def ended(self, system, partition, state): ...


class Office:
    """The studio with inzage installed: `inventory()` and `scan(subject)` as the commands do them."""

    def __init__(self, folder, *, troubles):
        self.studio = make_studio(troubles=troubles)
        self.stand_in = GoogleStandIn(self.studio.google)
        self.network = Network(dict.fromkeys(HOSTS, self.stand_in), budget=200_000)
        self.studio.write_exports(folder / "kees")
        self.state = folder / "state"
        house = self.studio.house
        organisation = Organisation(house.name, house.contact, domains=house.domains, people=house.people)
        settings = Configuration(
            organisation, (), {}, {}, StoreSettings(self.state / "inzage.db", self.state / "inzage.key"),
            WorkerSettings(), LimitSettings(), PictureSettings(), DetectionSettings(), {"post": "by hand"},
        )  # fmt: skip
        google = GoogleWorkspace.Options(
            service_account=Secret(self.stand_in.oauth.key_file()), admin=self.studio.google.users[0]
        )
        self.connectors = {
            "google": GoogleWorkspace(System("google", google, transport=self.network, pace=0)),
            "kees": Exports(System("kees", Exports.Options(folder=folder / "kees"))),
        }
        database = open_database(settings.store.path, settings.store.key)
        self.house = SimpleNamespace(
            configuration=settings, database=database, connectors=self.connectors,
            ledger=Ledger(database), index=Index(database), cases=Cases(database),
        )  # fmt: skip
        self.own = Own(domains=organisation.domains, people=organisation.people)

    def engine(self, extractor):
        return Engine(self.house.ledger, extractor, Silent(), 2)

    def inventory(self, *, full=False):
        make = functools.partial(make_detector, None, Roster(self.house.index.roster()))
        with Extractor(Limits()) as extractor, DetectionPool(make, 0) as pool:
            sink = InventorySink(self.house.index, self.house.ledger, pool.detect, canonical_forms)
            return take_inventory(
                self.connectors, self.house.configuration.organisation, self.house.configuration.manual,
                self.engine(extractor), self.house.ledger, self.house.index, sink, full=full,
            )  # fmt: skip

    def scan(self, subject, *, quick=False):
        house = self.house
        case = house.cases.new(subject, (), make_day(), None)
        with Extractor(Limits()) as extractor:
            looking = Scan(self.engine(extractor), house.ledger, house.index, house.cases, canonical_forms)
            run = looking.run(case, self.connectors, Matcher(subject, self.own), quick=quick, only=frozenset())
        return gather(house, case, run)


def make_day():
    from datetime import date

    return date(2026, 9, 1)


@pytest.fixture(scope="session")
def tidy(tmp_path_factory):
    """A studio where everything can be read."""
    return Office(tmp_path_factory.mktemp("tidy"), troubles=False)


@pytest.fixture(scope="session")
def troubled(tmp_path_factory):
    """A studio with everything that cannot be read."""
    return Office(tmp_path_factory.mktemp("troubled"), troubles=True)


@pytest.fixture(scope="session")
def tidy_inventory(tidy):
    return tidy.inventory()


@pytest.fixture(scope="session")
def troubled_inventory(troubled):
    return troubled.inventory()


@pytest.fixture(scope="session")
def scans(tidy):
    """What was found on each of the five who ask."""
    return {subject.subject_id: tidy.scan(subject) for subject in tidy.studio.named}
