"""The invented studio, read whole through the connector: every planted record is there, every trouble is said."""

import pytest

from connectors.google_workspace import GoogleWorkspace
from connectors.google_workspace.options import Options
from connectors.google_workspace.terms import terms
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.studio import studio
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.entities import EntityType
from scanner.model import Gap, GapKind, Identifier


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=True)


@pytest.fixture(scope="module")
def connector(zijsprong):
    google = GoogleStandIn(zijsprong.google)
    options = Options(service_account=Secret(google.oauth.key_file()), admin=zijsprong.google.users[0])
    return GoogleWorkspace(System("google", options, transport=Network(dict.fromkeys(HOSTS, google))))


def test_every_planted_record_is_read(zijsprong, connector):
    sweep = Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    read = {(ref.stream, ref.record_id) for ref in sweep.records}
    planted = {(p.stream, p.record_id) for p in zijsprong.truth.planted if p.system == "google"}
    assert planted
    assert not planted - read
    assert len(sweep.listed) == len(sweep.records)
    assert sweep.kinds == {GapKind.UNSUPPORTED}, "the site, which no export gives"


def test_googles_own_search_finds_most_of_a_person(zijsprong, connector):
    marijn = zijsprong.named[0]
    found = {(hit.stream, hit.record_id) for hit in connector.search(marijn) if not isinstance(hit, Gap)}
    truth = {
        (p.stream, p.record_id) for p in zijsprong.truth_for(marijn.subject_id) if p.system == "google" and p.verdict == "match"
    }
    assert len(found & truth) > len(truth) / 2


@pytest.mark.parametrize("written", ["+31 6 12345678", "0031612345678", "06-12345678"])
def test_a_telephone_number_is_asked_for_in_its_usual_forms(written):
    asked = terms(Identifier(EntityType.PHONE_NUMBER, written))
    assert {written, "0612345678", "+31612345678", "06-12345678"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_a_foreign_number_is_asked_for_as_given():
    assert terms(Identifier(EntityType.PHONE_NUMBER, "+44 20 7946 0018")) == ("+44 20 7946 0018", "442079460018")
    assert terms(Identifier(EntityType.PERSON, ' " ')) == ()
