"""Where Moneybird is odd: years, ids, files that lie elsewhere, and its own description."""

import json
from pathlib import Path

import pytest

from connectors.bookkeeping import moneybird
from connectors.bookkeeping.moneybird import Moneybird
from connectors.sandbox.moneybird import HOST, STORAGE, Administration, MoneybirdStandIn
from connectors.sandbox.moneybird_studio import ADMINISTRATION, premises
from connectors.sandbox.studio import studio
from connectors.testing import truth
from connectors.testing.described import Description
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.errors import CursorExpired
from scanner.model import Cursor, Gap, GapKind, Partition

SPECIFICATION = Path(__file__).parents[4] / "shared" / "samples" / "moneybird" / "moneybird_openapi.json"
described = pytest.mark.skipif(not SPECIFICATION.exists(), reason="Moneybird's description is not beside the repository")


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


def books(**records):
    house = Administration()
    for path, rows in records.items():
        for row in rows:
            house.put(path.replace("__", "/"), row)
    app = MoneybirdStandIn({"11": house})
    network = Network({HOST: app, STORAGE: app})
    return app, house, network, Moneybird(System("moneybird", Moneybird.Options(), token=Secret(app.token), transport=network))


def mutations(many):
    return [{"id": str(1000 + n), "date": "2021-03-01", "message": f"m{n}"} for n in range(many)]


def test_all_that_the_studio_keeps_here_is_found_and_no_namesake_is_a_match(zijsprong):
    here = premises(zijsprong)
    found = truth.sweep(truth.connect(Moneybird, here))
    assert {planted.person_id for planted in here.planted} >= {subject.subject_id for subject in zijsprong.named}
    assert truth.faults(zijsprong, here, found) == []
    assert truth.unlike(here, found) == {}


def test_bank_transactions_are_asked_for_by_the_hundred_over_all_years():
    app, _, _, connector = books(financial_mutations=mutations(250))
    found = truth.sweep(connector)
    assert found.complaints == []
    assert len(found.records) == 250
    assert [method for method, target in app.seen if "mutations/synchronization" in target] == ["GET", "POST", "POST", "POST"]


def test_a_bank_transaction_that_is_listed_and_not_given_is_asked_for_by_itself():
    app, house, _, connector = books(financial_mutations=mutations(3))
    withheld = house.records["financial_mutations"]["1001"]
    give = app._of

    def forgetful(house, steps, request):
        answer = give(house, steps, request)
        return [row for row in answer if row is not withheld] if request.method == "POST" else answer

    app._of = forgetful
    found = truth.sweep(connector)
    assert {ref.record_id for ref in found.records} == {"1000", "1001", "1002"}
    app._of = lambda house, steps, request: (
        forgetful(house, steps, request) if steps[-1] != "1001" else give(house, ["financial_mutations", "9"], request)
    )
    assert {ref.record_id for ref in truth.sweep(connector).records} == {"1000", "1002"}


def test_a_scope_that_was_not_given_costs_its_own_streams_only():
    app, _, _, connector = books(
        contacts=[{"id": "1", "archived": False, "firstname": "Wubbo"}], financial_mutations=mutations(1)
    )
    app.scopes.discard("bank")
    found = truth.sweep(connector)
    assert found.kinds == {GapKind.ACCESS_DENIED}
    assert {ref.stream for ref in found.records} == {"contacts"}
    assert {row.stream for row in connector.check() if not row.visible} == {"financial_mutations"}


BANK = Partition("11", "financial_mutations")


def read(connector, since=None, cursor=None):
    """Return the ids that were read and those that were removed, and the last page."""
    pages = list(connector.changes(BANK, since) if since else connector.pages(BANK, cursor))
    seen = [item.ref.record_id for page in pages for item in page.records]
    return seen, [ref.record_id for page in pages for ref in page.removed], pages[-1]


def test_only_what_has_another_version_is_asked_for_again():
    app, house, _, connector = books(financial_mutations=mutations(250))
    _, _, last = read(connector)
    asked = len(app.seen)
    house.put("financial_mutations", {"id": "1007", "date": "2021-03-01", "message": "anders"})
    house.put("financial_mutations", {"id": "1300", "date": "2021-03-01", "message": "nieuw"})
    house.remove("financial_mutations", "1009")
    assert read(connector, last.delta)[:2] == (["1007", "1300"], ["1009"])
    assert len(app.seen) - asked == 2


def test_what_changes_while_it_is_read_is_read_the_next_time(monkeypatch):
    monkeypatch.setattr(moneybird, "AT_ONCE", 2)
    _, house, _, connector = books(financial_mutations=mutations(4))
    pages = connector.pages(BANK, None)
    cursor = next(pages).cursor
    house.put("financial_mutations", {"id": "1000", "date": "2021-03-01", "message": "anders"})
    *_, last = pages
    assert read(connector, last.delta)[0] == ["1000"]
    assert sorted(read(connector, cursor=cursor)[0]) == ["1000", "1002", "1003"], "when the reading was cut and goes on"


def test_of_a_list_with_too_many_records_no_versions_are_kept_and_all_is_read(monkeypatch):
    monkeypatch.setattr(moneybird, "AT_ONCE", 2)
    monkeypatch.setattr(moneybird, "MOST_KNOWN", 4)
    _, _, _, connector = books(financial_mutations=mutations(5))
    first = next(connector.pages(BANK, None))
    seen, _, last = read(connector, cursor=first.cursor)
    assert seen == ["1002", "1003", "1004"]
    assert last.delta is None
    assert read(connector)[0] == ["1000", "1001", "1002", "1003", "1004"]


def test_a_record_that_was_not_asked_for_does_not_pass_for_read(monkeypatch):
    monkeypatch.setattr(moneybird, "AT_ONCE", 2)
    app, _, _, connector = books(financial_mutations=mutations(4))
    give = app._of
    app._of = lambda house, steps, request: (
        [*house.records[BANK.stream].values()] if request.method == "POST" else give(house, steps, request)
    )
    first = next(connector.pages(BANK, None))
    assert read(connector, cursor=first.cursor)[0] == ["1002", "1003"]


@pytest.mark.parametrize("written", ["", '"1002"', "bm8=", "eJyLjgUAARUAuQ==", "eJyLVspIzcnJV9JRKk9NVQIAKQMFNw=="])
def test_a_place_of_another_form_is_read_again_from_the_start(written):
    _, _, _, connector = books(financial_mutations=mutations(1))
    with pytest.raises(CursorExpired):
        list(connector.changes(BANK, Cursor(written)))


def with_file(content=b"declaratie"):
    attached = {"id": "77", "filename": "bon.txt", "content_type": "text/plain", "size": 9}
    app, house, network, connector = books(documents__receipts=[{"id": "5", "date": "2024-03-01", "attachments": [attached]}])
    house.files["77"] = content
    (record,) = truth.sweep(connector).records.values()
    return app, network, record


def test_a_file_is_fetched_where_it_lies_and_the_token_stays_home():
    _, network, record = with_file()
    with record.blobs[0].open() as stream:
        assert stream.read() == b"declaratie"
    there = [seen for seen in network.seen if seen.host == STORAGE]
    assert there
    assert all("Authorization" not in seen.headers for seen in there)


def test_a_file_that_is_said_to_lie_at_another_host_is_refused(monkeypatch):
    _, network, record = with_file()
    monkeypatch.setattr("connectors.sandbox.moneybird.STORAGE", "thief.example")
    before = len(network.seen)
    with pytest.raises(moneybird.Malformed):
        record.blobs[0].open()
    assert [seen.host for seen in network.seen[before:]] == [HOST]


def test_the_vendors_limit_is_waited_out_by_the_moment_it_names(monkeypatch):
    monkeypatch.setattr(moneybird, "AT_ONCE", 1)
    app, _, network, connector = books(contacts=[{"id": str(n), "archived": False} for n in range(40)])
    app.quota.on = True
    app.quota.now = network.clock.monotonic
    app.wall = lambda: network.clock.now().timestamp()
    app.quota._units = 20
    found = truth.sweep(connector)
    assert found.complaints == []
    assert len(found.records) == 40
    assert 0 < [seen.status for seen in network.seen].count(429) <= 6


def test_the_studios_contact_is_found_by_asking(zijsprong):
    here = premises(zijsprong)
    connector = truth.connect(Moneybird, here)
    marijn = zijsprong.named[0]
    hits = [hit for hit in connector.search(marijn) if not isinstance(hit, Gap)]
    assert {(hit.stream, hit.record_id) for hit in hits} == {
        (one.stream, one.record_id) for one in here.planted if one.person_id == "marijn" and one.stream == "contacts"
    }


@described
def test_questions_and_answers_are_those_of_moneybirds_description(zijsprong):
    description = Description.read(SPECIFICATION, "/api/v2")
    here = premises(zijsprong)
    network = Network(dict.fromkeys(here.hosts, here.app))
    connector = truth.connect(Moneybird, here, network)
    found = truth.sweep(connector)
    list(connector.search(zijsprong.named[0]))
    for ref in {ref.stream: ref for ref in found.records}.values():
        connector.fetch(ref)
    asked = {seen.key: seen for seen in network.seen if seen.host == HOST}
    assert len(asked) > 30
    assert [wrong for seen in asked.values() for wrong in description.unknown_in(seen.method, seen.url)] == []
    for seen in asked.values():
        if seen.status == 200:
            body = json.loads(seen.body) if seen.body else None
            answer = connector.gateway.send(seen.method, seen.url, json=body).json()
            assert description.wrong_in(seen.method, seen.url, answer) == []


@described
def test_every_allowed_read_is_described_and_none_changes_anything():
    description = Description.read(SPECIFICATION, "/api/v2")
    for read in Moneybird.reads:
        if read.host == HOST:
            operation = description.operation(read.method, "https://x" + read.path.replace("{kind}", "receipts"))
            # Moneybird marks questions that are put by POST
            assert read.method == "GET" or operation.get("x-query") is True


@described
def test_what_is_declared_is_described(zijsprong):
    description = Description.read(SPECIFICATION, "/api/v2")
    for listing in Moneybird.listings:
        url = listing.item.partition("?")[0].replace("{account}", ADMINISTRATION).replace("{id}", "1")
        schema = description.operation("GET", url)["responses"]["200"]["content"]["application/json"]["schema"]
        for path in listing.stream.declares:
            place = schema
            for step in path.strip("/").split("/"):
                place = description.resolved(place)
                place = place.get("items") if step == "*" else _member(description, place, step)
                assert place is not None, f"{listing.stream.name}: {path} is not described"


def _member(description, schema, step):
    for choice in (schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        members, _ = description._members(description.resolved(choice))
        if step in members:
            return members[step]
    return None
