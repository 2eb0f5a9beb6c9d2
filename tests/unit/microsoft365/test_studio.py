"""The studio's tenant, read whole: everything planted is found, nobody is taken for a namesake, each category is right."""

from dataclasses import replace

import pytest

from connectors.microsoft365 import Microsoft365
from connectors.microsoft365.options import Options
from connectors.sandbox.microsoft365.premises import premises
from connectors.sandbox.studio import studio
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.detection import make_detector
from scanner.extraction import Extractor
from scanner.extraction.limits import Limits
from scanner.matching.matcher import Matcher, Own
from scanner.model import Field, Gap, Verdict


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


@pytest.fixture(scope="module")
def place(zijsprong):
    return premises(zijsprong)


@pytest.fixture(scope="module")
def connector(place):
    network = Network(dict.fromkeys(place.hosts, place.app))
    options = Options(client_secret=Secret(place.secrets["client_secret"]), **place.settings)
    return Microsoft365(System(place.system, options, transport=network))


@pytest.fixture(scope="module")
def records(connector):
    sweep, extractor = Sweep(), Extractor(Limits())
    for partition in connector.partitions():
        assert not isinstance(partition, Gap), partition
        sweep.read(partition, connector.pages(partition, None))
    assert sweep.complaints == []
    assert len(sweep.listed) == len(sweep.records) > 100
    whole = {}
    for ref, record in sweep.records.items():
        texts = [piece for blob in record.blobs for piece in extractor.extract(blob)]
        assert all(isinstance(piece, Field) for piece in texts)
        whole[ref] = replace(record, fields=(*record.fields, *texts))
    extractor.close()
    return whole


@pytest.mark.parametrize("person", ["marijn", "sanne", "maelle", "pieter", "dirkjan"])
def test_the_planted_records_are_found_and_no_namesake_is_a_match(zijsprong, place, records, person):
    # what another record leads to is shown over all platforms at once, in tests/e2e
    mine = [one for one in place.planted if one.person_id == person and not one.trap.startswith("alone")]
    truth = {(one.stream, one.record_id): one.verdict for one in mine}
    assert len(truth) > 8
    house = zijsprong.house
    matcher = Matcher(zijsprong.subject(person), Own(domains=house.domains, people=house.people))
    found = {(ref.stream, ref.record_id): matcher.match(record).verdict for ref, record in records.items()}
    certain = {where for where, verdict in truth.items() if verdict is Verdict.MATCH}
    assert certain == {where for where, verdict in found.items() if verdict is Verdict.MATCH}
    assert [where for where in truth if found[where] is Verdict.NON_MATCH] == []


def test_each_category_is_right(place, records):
    detector, counted = make_detector(), {}
    for ref, record in records.items():
        kinds = counted.setdefault((ref.system, ref.stream), set())
        kinds |= {finding.entity_type for finding in detector.detect_fields(ref, record.fields)}
    assert counted == {key: set(kinds) for key, kinds in place.categories.items()}


def test_microsofts_own_search_finds_mail_and_files(zijsprong, place, connector):
    found = {(hit.stream, hit.record_id) for hit in connector.search(zijsprong.named[0])}
    truth = {(one.stream, one.record_id) for one in place.planted if one.person_id == "marijn"}
    assert {"messages"} <= {stream for stream, _ in found & truth}
