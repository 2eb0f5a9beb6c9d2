"""Listings that do not say where they end, and moments to wait for."""

from datetime import UTC, datetime

import pytest

from connectors.kit.paging import items_of
from connectors.kit.retrying import seconds_until
from connectors.kit.tables import After, Counted, Whole
from scanner.errors import Malformed


def walk(paging, pages):
    asked, token = [], ""
    for page in pages:
        asked.append(paging.request("https://x.example/", {"size": "2"}, token)[1])
        token = paging.following(page, "", token)
        if not token:
            break
    return [params[paging.param] for params in asked]


def test_pages_are_asked_for_until_one_is_empty():
    assert walk(Counted("page", ""), [[1, 2], [3], [4], []]) == ["1", "2", "3", "4"]


def test_an_offset_counts_what_came_and_not_what_was_asked():
    pages = [{"items": [1, 2]}, {"items": [3]}, {"items": []}]
    assert walk(Counted("offset", "items", offset=True), pages) == ["0", "2", "3"]


def test_a_page_that_comes_twice_is_an_error():
    paging = Counted("page", "")
    with pytest.raises(Malformed):
        paging.following([1, 2], "", paging.following([1, 2], "", ""))


def test_a_list_that_is_not_there_is_an_error_also_where_the_page_is_the_list():
    assert items_of([1], "") == [1]
    for page in ({"error": "no"}, "no", None):
        with pytest.raises(Malformed):
            items_of(page, "")


def test_the_last_item_leads_to_the_next_page_while_there_is_more():
    paging = After("starting_after", "data", "has_more")
    assert paging.following({"data": [{"id": "a"}, {"id": "b"}], "has_more": True}, "", "") == "b"
    assert paging.following({"data": [], "has_more": False}, "", "") == ""
    assert paging.request("u", {"limit": "2"}, "b")[1] == {"limit": "2", "starting_after": "b"}
    for page in ({"data": [], "has_more": True}, {"data": [{"id": "a"}]}, {"data": [{}], "has_more": True}):
        with pytest.raises(Malformed):
            paging.following(page, "", "")


def test_one_page_has_no_other():
    assert Whole().request("u", {"a": "b"}, "") == ("u", {"a": "b"})
    assert Whole().following([1], "", "") == ""


def test_a_moment_in_seconds_since_1970_is_waited_for():
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert seconds_until(str(int(now.timestamp()) + 40), now) == 40
    assert seconds_until(str(int(now.timestamp()) - 40), now) == 0
    assert seconds_until("86400", now) == 86400
