"""The studio's newsletter, read whole: everything planted is found, nobody is taken for a namesake, each category is right."""

import pytest

from connectors.mailchimp import Mailchimp, Options
from connectors.sandbox.mailchimp.studio import premises
from connectors.sandbox.studio import studio
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.detection import make_detector
from scanner.matching.matcher import Matcher, Own
from scanner.model import Verdict


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


@pytest.fixture(scope="module")
def place(zijsprong):
    return premises(zijsprong)


@pytest.fixture(scope="module")
def connector(place):
    network = Network(dict.fromkeys(place.hosts, place.app))
    return Mailchimp(System(place.system, Options(Secret(place.secrets["api_key"])), transport=network))


@pytest.fixture(scope="module")
def sweep(connector):
    sweep = Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    return sweep


def verdicts(zijsprong, sweep, person):
    house = zijsprong.house
    matcher = Matcher(zijsprong.subject(person), Own(domains=house.domains, people=house.people))
    return {(ref.stream, ref.record_id): matcher.match(record).verdict for ref, record in sweep.records.items()}


def test_everything_can_be_read(sweep):
    assert sweep.complaints == []
    assert len(sweep.listed) == len(sweep.records) > 50


@pytest.mark.parametrize("person", ["marijn", "sanne", "maelle", "pieter", "dirkjan"])
def test_the_planted_records_are_found_and_no_namesake_is_a_match(zijsprong, place, sweep, person):
    truth = {(one.stream, one.record_id): one.verdict for one in place.planted if one.person_id == person}
    assert Verdict.MATCH in truth.values()
    found = verdicts(zijsprong, sweep, person)
    wrong = {where: (verdict, found[where]) for where, verdict in truth.items() if verdict is not found[where]}
    missed = {where: both for where, both in wrong.items() if both[0] is Verdict.MATCH or both[1] is Verdict.NON_MATCH}
    assert missed == {}
    assert [where for where, verdict in found.items() if verdict is Verdict.MATCH and truth.get(where) is not Verdict.MATCH] == []


def test_each_category_is_right(place, sweep):
    detector, counted = make_detector(), {}
    for ref, record in sweep.records.items():
        kinds = counted.setdefault((ref.system, ref.stream), set())
        kinds |= {finding.entity_type for finding in detector.detect_fields(ref, record.fields)}
    assert counted == {key: set(kinds) for key, kinds in place.categories.items()}


def test_the_search_finds_who_is_not_archived(zijsprong, place, connector):
    found = {ref.record_id for subject in zijsprong.named for ref in connector.search(subject)}
    truth = {one.record_id for one in place.planted if one.verdict == "match"}
    archived = {
        number for members in place.app.members.values() for number, one in members.items() if one["status"] == "archived"
    }
    assert found & truth == truth - archived
