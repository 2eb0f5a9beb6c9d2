"""Where to go on, and since when to ask."""

import pytest

from connectors.kit.place import Place
from scanner.errors import CursorExpired
from scanner.model import Cursor


def test_a_place_is_read_as_it_was_written():
    place = Place("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z", "archived", "100 abc")
    assert Place.read(place.write()) == place
    assert Place.read(None) == Place()


@pytest.mark.parametrize("nonsense", ["{}", "no", "", "[]", "[1, 2, 3, 4]", '["a", "b", "c", "d", "e"]', "null"])
def test_what_is_no_place_is_a_lapsed_cursor(nonsense):
    with pytest.raises(CursorExpired):
        Place.read(Cursor(nonsense))


def test_changes_are_asked_for_since_the_platforms_own_time_and_a_little_before():
    place = Place().begun({"date": "Fri, 20 Nov 2026 10:00:00 +0100"}).begun({"date": "Fri, 20 Nov 2026 23:00:00 GMT"})
    assert place.began_at == "2026-11-20T09:00:00Z"
    delta = place.delta()
    assert delta is not None
    assert Place.read(delta) == Place(since="2026-11-20T08:45:00Z")


@pytest.mark.parametrize("headers", [{}, {"date": ""}, {"date": "yesterday"}])
def test_without_a_time_there_is_no_delta(headers):
    assert Place().begun(headers).delta() is None
