"""Over every platform of the invented studio at once: all planted records are found, and no namesake is taken for somebody."""

import dataclasses
from datetime import date
from types import SimpleNamespace

import pytest

from connectors.bookkeeping.exports import Exports
from connectors.devices.machines import Machines
from connectors.sandbox import devices
from connectors.sandbox.premises import premises
from connectors.sandbox.studio import studio as make_studio
from connectors.testing.wsgi import Network
from scanner import plugins
from scanner.connector import Secret, System
from scanner.engine import Engine
from scanner.extraction import Extractor, Limits
from scanner.matching.matcher import Matcher, Own
from scanner.matching.normalize import canonical_forms
from scanner.model import Verdict
from scanner.scan import Scan
from scanner.store.cases import Cases
from scanner.store.database import open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger

NAMED = ("marijn", "sanne", "maelle", "pieter", "dirkjan")


class Silent:
    def planned(self, system, partitions): ...
    def took(self, system, partition, records, gaps): ...
    def ended(self, system, partition, state): ...


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everything")
    studio = make_studio(troubles=False)
    platforms = premises(studio)
    network = Network({host: one.app for one in platforms for host in one.hosts}, budget=200_000)
    connectors = {}
    planted = [one for one in studio.truth.planted if one.system == "kees"]
    for one in platforms:
        cls = plugins.connector_class(one.connector, one.system)
        secrets = {name: Secret(text) for name, text in one.secrets.items()}
        token = secrets.pop("token", None)
        names = {field.name for field in dataclasses.fields(cls.Options)}
        options = cls.Options(**{name: value for name, value in {**one.settings, **secrets}.items() if name in names})
        connectors[one.system] = cls(System(one.system, options, token=token, pace=0, transport=network))
        planted += one.planted
    studio.write_exports(folder / "kees")
    connectors["kees"] = Exports(System("kees", Exports.Options(folder=folder / "kees")))
    planted += devices.place(studio, folder / "kantoor").planted
    connectors[devices.SYSTEM] = Machines(System(devices.SYSTEM, Machines.Options({devices.ACCOUNT: folder / "kantoor"})))
    database = open_database(folder / "inzage.db", folder / "inzage.key")
    yield SimpleNamespace(studio=studio, connectors=connectors, planted=planted, database=database, found={})
    database.close()


def verdicts(house, person):
    """Return every verdict of a sweep for one person, by place, and the gaps."""
    if person not in house.found:
        subject = next(one for one in house.studio.named if one.subject_id == person)
        ledger, cases = Ledger(house.database), Cases(house.database)
        case = cases.new(subject, (), date(2026, 9, 1), None)
        facts = house.studio.house
        match = Matcher(subject, Own(domains=facts.domains, people=facts.people))
        with Extractor(Limits()) as extractor:
            looking = Scan(Engine(ledger, extractor, Silent(), 2), ledger, Index(house.database), cases, canonical_forms)
            run = looking.run(case, house.connectors, match, quick=False, only=frozenset())
        kept = {
            (one.record.ref.system, one.record.ref.stream, one.record.ref.record_id): one.match.verdict
            for one in cases.kept(case.case_id)
        }
        house.found[person] = (
            kept,
            [gap for line in ledger.lines(run) for gap in line.gaps],
            {line.system for line in ledger.lines(run)},
        )
    return house.found[person]


@pytest.mark.parametrize("person", NAMED)
def test_everything_planted_is_found_and_nobody_else(house, person):
    kept, gaps, systems = verdicts(house, person)
    assert gaps == []
    assert systems == set(house.connectors)
    mine = {(one.system, one.stream, one.record_id): one for one in house.planted if one.person_id == person}
    certain = {where for where, one in mine.items() if one.verdict is Verdict.MATCH}
    asked = {where for where, one in mine.items() if one.verdict is not Verdict.NON_MATCH}
    assert len({where[0] for where in certain}) >= 8
    assert {where: mine[where].trap for where in certain if kept.get(where) is not Verdict.MATCH} == {}
    assert {where: mine[where].trap for where in asked if where not in kept} == {}
    assert {where for where, verdict in kept.items() if verdict is Verdict.MATCH} - certain == set()
    anothers = {where: one.trap for where, one in mine.items() if one.verdict is Verdict.NON_MATCH}
    assert {where: trap for where, trap in anothers.items() if where in kept} == {}
