"""The studio's office computer: everything planted is found with the real matcher, and nobody is taken for a namesake."""

import pytest

from connectors.sandbox import devices
from connectors.sandbox.studio import studio as make_studio
from scanner.extraction import Extractor
from scanner.matching.matcher import Matcher, Own
from scanner.model import Field, Verdict

NAMED = ("marijn", "sanne", "maelle", "pieter", "dirkjan")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    studio = make_studio(troubles=False)
    folder = tmp_path_factory.mktemp("computer")
    return studio, folder, devices.place(studio, folder)


@pytest.fixture(scope="module")
def records(office):
    from connectors.devices.machines import Machines
    from scanner.connector import System
    from scanner.model import Partition

    connector = Machines(System("devices", Machines.Options({devices.ACCOUNT: office[1]})))
    found = []
    with Extractor() as extractor:
        for partition in connector.partitions():
            assert isinstance(partition, Partition), partition
            for page in connector.pages(partition, None):
                for record in page.records:
                    pieces = [piece for blob in record.blobs for piece in extractor.extract(blob)]
                    assert all(isinstance(piece, Field) for piece in pieces), pieces
                    found.append((record, (*record.fields, *pieces)))
    return found


def test_every_planted_record_is_read(office, records):
    read = {(record.ref.stream, record.ref.record_id) for record, _ in records}
    assert {(one.stream, one.record_id) for one in office[2].planted} - read == set()
    assert {one.stream for one in office[2].planted} == {
        "files", "mail", "contacts", "events", "chats", "texts", "transcripts", "exports",
    }  # fmt: skip


@pytest.mark.parametrize("person", NAMED)
def test_the_verdicts_are_those_of_a_careful_reader(office, records, person):
    from dataclasses import replace

    studio, _, truth = office
    matcher = Matcher(studio.subject(person), Own(domains=studio.house.domains, people=studio.house.people))
    # what another record leads to is shown over all platforms at once, in tests/e2e
    mine = [one for one in truth.planted if one.person_id == person and not one.trap.startswith("alone")]
    told = {(one.stream, one.record_id): one.verdict for one in mine}
    said = {
        (record.ref.stream, record.ref.record_id): matcher.match(replace(record, fields=fields)).verdict
        for record, fields in records
    }
    assert {where for where, verdict in told.items() if verdict is Verdict.MATCH} == {
        where for where, verdict in said.items() if verdict is Verdict.MATCH
    }
    missed = {where for where, verdict in told.items() if verdict is Verdict.POSSIBLE and said[where] is Verdict.NON_MATCH}
    assert missed == set()
    assert len([one for one in told.values() if one is not Verdict.NON_MATCH]) >= 3
