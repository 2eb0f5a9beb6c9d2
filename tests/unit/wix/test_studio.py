"""The studio's site, read whole: everything planted is found, nobody is taken for a namesake, each category is right."""

import pytest

from connectors.sandbox.studio import studio
from connectors.sandbox.wix.studio import premises
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.wix import Wix
from scanner.connector import Secret, System
from scanner.detection import make_detector
from scanner.matching.matcher import Matcher, Own
from scanner.model import Gap, Verdict


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


@pytest.fixture(scope="module")
def place(zijsprong):
    return premises(zijsprong)


@pytest.fixture(scope="module")
def connector(place):
    secrets = {name: Secret(text) for name, text in place.secrets.items()}
    options = Wix.Options(**place.settings, **secrets)
    return Wix(System(place.system, options, transport=Network(dict.fromkeys(place.hosts, place.app))))


@pytest.fixture(scope="module")
def sweep(connector):
    sweep = Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    return sweep


def test_everything_can_be_read(sweep):
    assert sweep.complaints == []
    assert len(sweep.listed) == len(sweep.records) > 300
    assert {ref.stream for ref in sweep.records} == {stream.name for stream in Wix.streams}


@pytest.mark.parametrize("person", ["marijn", "sanne", "maelle", "pieter", "dirkjan"])
def test_the_planted_records_are_found_and_no_namesake_is_a_match(zijsprong, place, sweep, person):
    truth = {(one.stream, one.record_id): one.verdict for one in place.planted if one.person_id == person}
    assert Verdict.MATCH in truth.values()
    house = zijsprong.house
    matcher = Matcher(zijsprong.subject(person), Own(domains=house.domains, people=house.people))
    found = {(ref.stream, ref.record_id): matcher.match(record).verdict for ref, record in sweep.records.items()}
    assert truth.keys() <= found.keys()
    wrong = {where: (verdict, found[where]) for where, verdict in truth.items() if verdict is not found[where]}
    assert {where: both for where, both in wrong.items() if both[0] is Verdict.MATCH or both[1] is Verdict.NON_MATCH} == {}
    assert [where for where, verdict in found.items() if verdict is Verdict.MATCH and truth.get(where) is not Verdict.MATCH] == []


def test_each_category_is_right(place, sweep):
    detector, counted = make_detector(), {}
    for ref, record in sweep.records.items():
        kinds = counted.setdefault((ref.system, ref.stream), set())
        kinds |= {finding.entity_type for finding in detector.detect_fields(ref, record.fields)}
    assert counted == {key: set(kinds) for key, kinds in place.categories.items()}


def test_the_platforms_own_search_finds_what_holds_the_address(zijsprong, place, connector):
    marijn = zijsprong.named[0]
    found = {(ref.stream, ref.record_id) for ref in connector.search(marijn) if not isinstance(ref, Gap)}
    truth = {(one.stream, one.record_id) for one in place.planted if one.person_id == "marijn"}
    assert found
    assert found <= truth
    assert {"contacts", "emailSubscriptions"} <= {stream for stream, _ in found}
