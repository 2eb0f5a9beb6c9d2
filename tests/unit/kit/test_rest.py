"""A platform described in tables."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from connectors.kit.rest import RestConnector
from connectors.kit.tables import Listing, Numbers
from connectors.testing import faults
from connectors.testing.club import HOST as CLUB
from connectors.testing.club import Club, world
from connectors.testing.clubkaart import Clubkaart
from connectors.testing.wsgi import Network
from scanner.connector import Incremental, Read, Searchable, Stream, System
from scanner.errors import CursorExpired, Malformed
from scanner.model import Cursor, Gap, GapKind, Partition

HOST = "api.kring.example"


class Kring(RestConnector):
    title = "Kring"
    reads = (Read("GET", HOST, "/letters"), Read("GET", HOST, "/letters/{id}"))
    listings = (
        Listing(
            Stream("letters", "Letters"),
            url=f"https://{HOST}/letters",
            items="data/letters",
            item=f"https://{HOST}/letters/{{id}}",
            paging=Numbers("page", "meta/pages"),
            id="meta/id",
            modified="at",
        ),
    )


def letters(pages, at="2026-10-01T10:00:00+02:00", again=False):
    def app(environ, start_response):
        page = parse_qs(environ["QUERY_STRING"]).get("page", ["1"])[0]
        items = [{"meta": {"id": f"{page}-{n}"}, "at": at} for n in (1, 1 if again else 2)]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"data": {"letters": items}, "meta": {"pages": pages}}).encode()]

    return app


def kring(app):
    return Kring(System("kring", None, transport=Network({HOST: app})))


ALL = Partition("", "letters")


def test_one_account_and_numbered_pages():
    connector = kring(letters(3))
    assert list(connector.partitions()) == [ALL]
    assert [[r.ref.record_id for r in page.records] for page in connector.pages(ALL, None)] == [
        ["1-1", "1-2"],
        ["2-1", "2-2"],
        ["3-1", "3-2"],
    ]
    assert not isinstance(connector, Searchable)
    assert not isinstance(connector, Incremental)
    assert Kring.streams[0].name == "letters"


@pytest.mark.parametrize("pages", [None, "many", -1])
def test_a_count_that_is_not_one(pages):
    with pytest.raises(Malformed):
        next(kring(letters(pages)).pages(ALL, None))


def test_two_items_of_one_name_do_not_hide_each_other():
    with pytest.raises(Malformed, match="same identifier"):
        next(kring(letters(1, again=True)).pages(ALL, None))


@pytest.mark.parametrize(
    ("at", "modified_at"),
    [
        ("2026-10-01T10:00:00+02:00", datetime(2026, 10, 1, 8, tzinfo=UTC)),
        ("2026-10-01T10:00:00", datetime(2026, 10, 1, 10, tzinfo=UTC)),
        ("last week", None),
        (None, None),
    ],
)
def test_when_it_was_modified(at, modified_at):
    record = next(iter(next(kring(letters(1, at)).pages(ALL, None)).records))
    assert record.modified_at == modified_at


@pytest.mark.parametrize("cursor", ["", "page 2", "[]", "7", "null"])
def test_a_cursor_of_another_time_has_lapsed(cursor):
    with pytest.raises(CursorExpired):
        list(kring(letters(1)).pages(ALL, Cursor(cursor)))


def test_the_record_as_it_was_returned_and_where_to_see_it():
    visit = world().visit()
    record = next(record for record in visit.sweep().records.values() if record.ref.record_id == "zuid-0")
    assert record.url == "https://clubkaart.example/zuid/members/zuid-0"
    with record.original.open() as stream:
        assert json.loads(stream.read())["emails"][0]["kind"] == "home"
    assert record.original.name == "zuid-0.json"


def test_check_tells_what_is_denied():
    def deny_notes(app):
        denied = faults.status(403)(app)
        return lambda environ, start: (denied if "/notes" in environ["PATH_INFO"] else app)(environ, start)

    rows = {(row.account, row.stream): row for row in world().visit(deny_notes).connector.check()}
    assert {key: row.visible for key, row in rows.items()} == {
        ("noord", "members"): True,
        ("noord", "notes"): False,
        ("zuid", "members"): True,
        ("zuid", "notes"): False,
    }
    assert "may not see" in rows["zuid", "notes"].detail


def test_a_search_that_fails_is_a_gap():
    told = world()
    visit = told.visit(
        lambda app: lambda environ, start: (faults.status(403)(app) if "q=" in environ["QUERY_STRING"] else app)(environ, start)
    )
    found = list(visit.connector.search(told.subject))
    assert {gap.kind for gap in found if isinstance(gap, Gap)} == {GapKind.ACCESS_DENIED}
    assert len(found) == 2


def test_one_unreadable_item_leaves_the_others():
    told = world()
    key = ("GET", f"https://{CLUB}/v1/branches/noord/notes/note-2", b"")
    sweep = told.visit(faults.at({key}, faults.status(403))).sweep()
    assert [(gap.kind, gap.ref.record_id, gap.partition) for gap in sweep.gaps] == [
        (GapKind.ACCESS_DENIED, "note-2", Partition("noord", "notes"))
    ]
    assert len(sweep.records) == 19


def test_a_name_that_needs_escaping_stays_one_step():
    club = Club()
    club.members["noord"]["a/b?c#d é"] = club.members["noord"].pop("noord-0")
    told = replace(world(), apps={CLUB: club})
    visit = told.visit()
    ref = next(ref for ref in visit.sweep().records if ref.record_id.startswith("a/b"))
    assert visit.connector.fetch(ref).ref == ref
    assert "a%2Fb%3Fc%23d%20%C3%A9" in visit.seen[-1].url


def test_a_fetched_stream_asks_for_an_item_when_it_is_wanted():
    visit = world(Clubkaart).visit()
    page = next(visit.connector.pages(Partition("noord", "notes"), None))
    assert len(visit.seen) == 1
    next(iter(page.records))
    assert len(visit.seen) == 2
