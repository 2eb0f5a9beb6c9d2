"""What a command reads platforms with, made from the configuration."""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scanner.cli.house import House, configuration, connectors
from scanner.config import Configuration
from scanner.connector import Connector
from scanner.detection import Roster, make_detector
from scanner.engine import Engine, Watcher
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.executors import DetectionPool
from scanner.extraction import Extractor, Limits, Tesseract
from scanner.matching.normalize import canonical_forms
from scanner.store.cases import Cases
from scanner.store.database import open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Connected(House):
    """The house, with its systems and the connector of each."""

    connectors: dict[str, Connector]

    @property
    def reaches(self) -> tuple[str, ...]:
        """What each system's settings let it read: what is cut goes on, and an answer is built, only with the same."""
        return tuple(system.reach() for system in self.configuration.systems)


@contextmanager
def connected(path: Path | None) -> Iterator[Connected]:
    """Open the house that the configuration describes, with its systems. Raises ConfigError, before anything is read."""
    settings = configuration(path)
    with open_database(settings.store.path, settings.store.key) as database:
        yield Connected(settings, database, Ledger(database), Index(database), Cases(database), connectors(settings))


def canonical(house: House) -> Callable[[EntityType, str], Sequence[str]]:
    """Return what gives the spellings under which a value is indexed: its numbers are dialled where the organisation is."""
    return functools.partial(canonical_forms, region=house.configuration.organisation.country)


def require_systems(house: Connected) -> None:
    """Raise ConfigError where there is nothing to look in: nothing found would then mean nothing."""
    if not house.connectors:
        raise ConfigError(
            "No system is configured, so there is nothing to look in; add a table [systems.NAME]: config.example.toml"
        )


@contextmanager
def reading(house: House, watcher: Watcher) -> Iterator[Engine]:
    """Hold the lock of a run and give the engine for it."""
    with house.database.running(), extractor_for(house.configuration) as extractor:
        yield Engine(house.ledger, extractor, watcher, house.configuration.workers.threads)


@contextmanager
def detecting(house: House) -> Iterator[DetectionPool]:
    """Give the processes that find personal data."""
    make = functools.partial(make_detector, house.configuration.detection, Roster(house.index.roster()))
    with DetectionPool(make, house.configuration.workers.detection_processes) as pool:
        yield pool


def extractor_for(configuration: Configuration) -> Extractor:
    """Return the reader of files, within the limits of `[limits]` and with the languages of `[pictures]`."""
    settings, pictures = configuration.limits, configuration.pictures
    size = settings.file_megabytes * MEGABYTE
    limits = Limits(
        file_bytes=size,
        held_bytes=size * 3 // 2,
        text=settings.text_megabytes * MEGABYTE,
        file_seconds=settings.seconds,
        depth=settings.depth,
        ocr_seconds=pictures.seconds,
    )
    return Extractor(limits, Tesseract(pictures.languages))
