"""Every installed connector before the invented studio, run by the real engine: what the promises are shown on."""

import dataclasses
from contextlib import ExitStack, contextmanager
from datetime import date

from connectors.sandbox import devices
from connectors.sandbox.premises import premises
from connectors.testing.wsgi import Network
from scanner import plugins
from scanner.connector import Secret, System
from scanner.coverage import coverage
from scanner.detection.fields import findings
from scanner.engine import Engine
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

FILES = {"bookkeeping_exports": "kees", "devices": devices.SYSTEM}
"""The connectors that read folders, and what the studio calls them."""


def declared(ref, fields):
    """Find what is declared and nothing else: what is read is at stake here, not what is in it."""
    return findings(lambda _: [], ref, fields)


class Silent:
    def planned(self, system, partitions): ...
    def took(self, system, partition, records, gaps): ...
    def ended(self, system, partition, state): ...


@dataclasses.dataclass
class Driven:
    """One entry point with its platform. `apps` are its stand-in by host; none: it reads `folder`."""

    entry: str
    system: str
    cls: type
    options: object
    token: Secret | None = None
    apps: dict = dataclasses.field(default_factory=dict)
    folder: object = None

    def connect(self, *faults, budget=200_000):
        """Return a new connector and the network it is on, misbehaving as told."""
        apps = self.apps
        for fault in faults:
            apps = {host: fault(app) for host, app in apps.items()}
        network = Network(apps, budget=budget)
        return self.cls(System(self.system, self.options, token=self.token, pace=0, transport=network)), network


def driven(studio, folder):
    """Return every installed connector by entry point. Fails where one has no platform in the studio."""
    found = {}
    for one in premises(studio):
        cls = plugins.connector_class(one.connector, one.system)
        secrets = {name: Secret(text) for name, text in one.secrets.items()}
        token = secrets.pop("token", None)
        names = {field.name for field in dataclasses.fields(cls.Options)}
        options = cls.Options(**{name: value for name, value in {**one.settings, **secrets}.items() if name in names})
        found[one.connector] = Driven(one.connector, one.system, cls, options, token, dict.fromkeys(one.hosts, one.app))
    for entry, system in FILES.items():
        place = folder / system
        cls = plugins.connector_class(entry, system)
        if entry == "devices":
            devices.place(studio, place)
            options = cls.Options({devices.ACCOUNT: place})
        else:
            studio.write_exports(place)
            options = cls.Options(folder=place)
        found[entry] = Driven(entry, system, cls, options, folder=place)
    assert found.keys() == set(plugins.names()), "an installed connector is not driven: give it a platform in the studio"
    return found


def planted(studio, folder):
    """Return what the truth says of every record, on every platform. Lays the company machine out under `folder`."""
    platforms = [one for platform in premises(studio) for one in platform.planted]
    exports = [one for one in studio.truth.planted if one.system == "kees"]
    return [*exports, *platforms, *devices.place(studio, folder).planted]


class Office:
    """inzage installed in a folder: `inventory` and `scan` as the commands do them."""

    def __init__(self, folder, studio):
        self.studio = studio
        self.database = open_database(folder / "inzage.db", folder / "inzage.key")
        self.ledger, self.index, self.cases = Ledger(self.database), Index(self.database), Cases(self.database)
        house = studio.house
        self.organisation = Organisation(house.name, house.contact, domains=house.domains, people=house.people)

    @contextmanager
    def engine(self):
        with Extractor(Limits()) as extractor:
            yield Engine(self.ledger, extractor, Silent(), 2)

    def inventory(self, connectors, *, full=False):
        with self.engine() as engine:
            sink = InventorySink(self.index, self.ledger, declared, canonical_forms)
            return take_inventory(connectors, self.organisation, {}, engine, self.ledger, self.index, sink, full=full)

    def scan(self, connectors, subject, *, quick):
        """Return the coverage of a scan and the records that it kept."""
        case = self.cases.new(subject, (), date(2026, 9, 1), None)
        match = Matcher(subject, Own(domains=self.organisation.domains, people=self.organisation.people))
        with self.engine() as engine:
            looking = Scan(engine, self.ledger, self.index, self.cases, canonical_forms)
            run = looking.run(case, connectors, match, quick=quick, only=frozenset())
        return coverage(run, self.ledger, connectors, {}), list(self.cases.kept(case.case_id))

    def close(self):
        self.database.close()


@contextmanager
def office(folder, studio):
    """Yield an office that is closed afterwards."""
    with ExitStack() as stack:
        found = Office(folder, studio)
        stack.callback(found.close)
        yield found
