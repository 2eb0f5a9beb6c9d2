"""Listings that are asked for by POST, by cursor or by offset."""

import json

import pytest

from connectors.kit.rest import RestConnector
from connectors.kit.tables import Cursors, Listing, Offsets, within, without
from connectors.testing.wsgi import Network
from scanner.connector import Read, Stream, System
from scanner.errors import CursorExpired, Malformed
from scanner.model import Cursor, Partition

HOST = "api.vraagbaak.example"
URL = f"https://{HOST}/letters/query"
ALL = Partition("", "letters")
CURSORS = Cursors("query/paging/cursor", "meta/cursors/next", "letters", ("query/filter",), more="meta/hasNext")
OFFSETS = Offsets("query/paging/offset", "letters", total="meta/total")
BODY = {"fields": ["ALL"], "query": {"filter": {"seen": False}, "paging": {"limit": 2}}}


def vraagbaak(paging, answer, body=BODY):
    asked = []

    def app(environ, start_response):
        said = json.loads(environ["wsgi.input"].read() or b"{}")
        asked.append((environ["REQUEST_METHOD"], environ["QUERY_STRING"], said))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer(environ, said)).encode()]

    class Vraagbaak(RestConnector):
        title = "Vraagbaak"
        reads = (Read("POST", HOST, "/letters/query"), Read("GET", HOST, "/letters/query"), Read("GET", HOST, "/letters/{id}"))
        listings = (
            Listing(
                Stream("letters", "Letters"),
                url=URL,
                items="letters",
                item=f"https://{HOST}/letters/{{id}}",
                paging=paging,
                params={"limit": "2"} if body is None else {},
                body=body,
                item_params={"fields": ["A", "B"]},
                inside="letter",
            ),
        )

    return Vraagbaak(System("vraagbaak", None, transport=Network({HOST: app}))), asked


def letters(*ids, **meta):
    return {"letters": [{"id": key} for key in ids], "meta": meta}


def read(connector, cursor=None):
    return [[record.ref.record_id for record in page.records] for page in connector.pages(ALL, cursor)]


def test_a_cursor_goes_into_the_body_and_the_filter_out_of_it():
    def answer(_environ, said):
        if said["query"]["paging"].get("cursor"):
            return letters("c")
        return letters("a", "b", cursors={"next": "n1"}, hasNext=True)

    connector, asked = vraagbaak(CURSORS, answer)
    assert read(connector) == [["a", "b"], ["c"]]
    assert [body for _, _, body in asked] == [BODY, {"fields": ["ALL"], "query": {"paging": {"limit": 2, "cursor": "n1"}}}]
    assert BODY["query"]["paging"] == {"limit": 2}


def test_more_without_a_way_to_it_is_an_error():
    with pytest.raises(Malformed, match="not where"):
        read(vraagbaak(CURSORS, lambda *_: letters("a", hasNext=True))[0])


def test_an_empty_page_with_a_cursor_is_the_last():
    connector, asked = vraagbaak(CURSORS, lambda *_: letters(cursors={"next": f"n{len(asked)}"}))
    assert read(connector) == [[]]


def test_offsets_end_at_the_total():
    def answer(_environ, said):
        at = said["query"]["paging"].get("offset", 0)
        return letters(*"abcd"[at : at + 2], total=4)

    connector, asked = vraagbaak(OFFSETS, answer)
    assert read(connector) == [["a", "b"], ["c", "d"]]
    assert asked[1][2]["query"]["paging"] == {"limit": 2, "offset": 2}


@pytest.mark.parametrize("total", [None, 0])
def test_offsets_without_a_count_end_with_an_empty_page(total):
    connector, _ = vraagbaak(
        OFFSETS, lambda _, said: letters(*"abc"[said["query"]["paging"].get("offset", 0) :][:2], total=total)
    )
    assert read(connector) == [["a", "b"], ["c"], []]


def test_offsets_in_an_address():
    def answer(environ, _):
        at = int(environ["QUERY_STRING"].partition("paging.offset=")[2] or 0)
        return letters(*"abc"[at : at + 2], total=3)

    connector, asked = vraagbaak(Offsets("paging.offset", "letters", "meta/total"), answer, body=None)
    assert read(connector) == [["a", "b"], ["c"]]
    assert [query for _, query, _ in asked] == ["limit=2", "limit=2&paging.offset=2"]


def test_a_vendor_that_does_not_heed_the_offset_is_noticed():
    with pytest.raises(Malformed, match="same page twice"):
        read(vraagbaak(OFFSETS, lambda *_: letters("a", "b"))[0])


def test_an_offset_of_another_time_has_lapsed():
    with pytest.raises(CursorExpired):
        read(vraagbaak(OFFSETS, lambda *_: letters())[0], Cursor('["", "next week"]'))


def test_a_record_is_asked_for_with_its_parameters_and_taken_out():
    connector, asked = vraagbaak(CURSORS, lambda *_: {"letter": {"id": "a", "text": "hello"}})
    ref = connector.ref("", connector.listings[0], {"id": "a"})
    assert [field.path for field in connector.fetch(ref).fields] == ["/id", "/text"]
    assert asked == [("GET", "fields=A&fields=B", {})]


@pytest.mark.parametrize("answer", [{"letters": {}}, {"letter": []}, {"letter": None}])
def test_a_record_that_is_not_there_is_an_error(answer):
    connector, _ = vraagbaak(CURSORS, lambda *_: answer)
    with pytest.raises(Malformed, match="no record"):
        connector.fetch(connector.ref("", connector.listings[0], {"id": "a"}))


def test_places_in_a_body():
    assert within({}, "a/b", 1) == {"a": {"b": 1}}
    assert within({"a": {"c": 2}}, "a/b", 1) == {"a": {"c": 2, "b": 1}}
    assert without({"a": {"b": 1, "c": 2}}, "a/b") == {"a": {"c": 2}}
    assert without({"a": 1}, "a/b") == {"a": 1}
    assert without({"a": 1, "b": 2}, "a") == {"b": 2}
