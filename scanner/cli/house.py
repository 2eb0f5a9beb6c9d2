"""What a command keeps things in, made from the configuration: light, for those that ask no platform anything.

What reads platforms and looks through what they hold is in `setup`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scanner import config
from scanner.config import Configuration
from scanner.connector import Connector
from scanner.store.cases import Cases
from scanner.store.database import Database, open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class House:
    """The configuration, without its systems, and the open database."""

    configuration: Configuration
    database: Database
    ledger: Ledger
    index: Index
    cases: Cases

    @property
    def reports(self) -> Path:
        """Where reports go when nobody says: beside the database."""
        return self.configuration.store.path.parent / "reports"


def configuration(path: Path | None) -> Configuration:
    """Return the settings. Raises ConfigError."""
    return config.load(config.find(path))


def connectors(settings: Configuration) -> dict[str, Connector]:
    """Return a connector for each configured system, none of which was called yet."""
    return {system.name: settings.connectors[system.name](system) for system in settings.systems}


@contextmanager
def opened(path: Path | None) -> Iterator[House]:
    """Open the house that the configuration describes, and no platform. Raises ConfigError, before anything is read."""
    settings = config.load(config.find(path), systems=False)
    with open_database(settings.store.path, settings.store.key) as database:
        yield House(settings, database, Ledger(database), Index(database), Cases(database))
