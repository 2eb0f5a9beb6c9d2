"""The studio's account, read whole: everything planted is found, nobody is taken for a namesake, each category is right."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.sandbox.studio import studio
from connectors.sandbox.zoom.studio import premises
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.zoom import Zoom, months
from scanner.connector import Secret, System
from scanner.detection import make_detector
from scanner.extraction import Extractor, Limits
from scanner.matching.matcher import Matcher, Own
from scanner.model import Field, Verdict

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


@pytest.fixture(scope="module")
def place(zijsprong):
    return premises(zijsprong, TODAY)


@pytest.fixture(scope="module")
def sweep(place):
    network = Network(dict.fromkeys(place.hosts, place.app))
    secrets = {name: Secret(text) for name, text in place.secrets.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(months, "today", lambda: TODAY)
        connector = Zoom(System(place.system, Zoom.Options(**place.settings, **secrets), transport=network))
        sweep, extractor = Sweep(), Extractor(Limits())
        for partition in connector.partitions():
            sweep.read(partition, connector.pages(partition, None))
    for ref, record in sweep.records.items():
        read = [field for blob in record.blobs for field in extractor.extract(blob)]
        assert all(isinstance(field, Field) for field in read)
        sweep.records[ref] = replace(record, fields=(*record.fields, *read))
    extractor.close()
    return sweep


def test_everything_can_be_read(sweep):
    assert sweep.complaints == []
    assert len(sweep.listed) == len(sweep.records) > 80


@pytest.mark.parametrize("person", ["marijn", "sanne", "maelle", "pieter", "dirkjan"])
def test_the_planted_records_are_found_and_no_namesake_is_a_match(zijsprong, place, sweep, person):
    # what another record leads to is shown over all platforms at once, in tests/e2e
    mine = [one for one in place.planted if one.person_id == person and not one.trap.startswith("alone")]
    truth = {(one.stream, one.record_id): one.verdict for one in mine}
    assert Verdict.MATCH in truth.values()
    house = zijsprong.house
    matcher = Matcher(zijsprong.subject(person), Own(domains=house.domains, people=house.people))
    found = {(ref.stream, ref.record_id): matcher.match(record).verdict for ref, record in sweep.records.items()}
    wrong = {where: (verdict, found[where]) for where, verdict in truth.items() if verdict is not found[where]}
    assert {where: both for where, both in wrong.items() if both[0] is Verdict.MATCH or both[1] is Verdict.NON_MATCH} == {}
    assert [where for where, verdict in found.items() if verdict is Verdict.MATCH and truth.get(where) is not Verdict.MATCH] == []


def test_each_category_is_right(place, sweep):
    detector, counted = make_detector(), {}
    for ref, record in sweep.records.items():
        kinds = counted.setdefault((ref.system, ref.stream), set())
        kinds |= {finding.entity_type for finding in detector.detect_fields(ref, record.fields)}
    assert counted == {key: set(kinds) for key, kinds in place.categories.items()}


def test_nothing_of_what_happened_depends_on_the_year(zijsprong):
    later = premises(zijsprong, date(2031, 3, 31))
    assert len(later.planted) == len(premises(zijsprong, TODAY).planted) > 20
