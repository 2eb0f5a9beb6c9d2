"""Walking through listings."""

import pytest

from connectors.kit.paging import fetched, items_of, next_link, required, text_of, token_pages
from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, TooLarge, Unavailable
from scanner.model import GapKind, Partition, Record, RecordRef

REFS = [RecordRef("s", "a", "things", str(n)) for n in range(8)]
PARTITION = Partition("a", "things")


def fetching(errors):
    asked = []

    def fetch(ref):
        asked.append(ref.record_id)
        error = errors.get(int(ref.record_id))
        if error:
            raise error("it failed")
        return Record(ref, ())

    return fetch, asked


def outcome(errors, patience=3):
    fetch, _ = fetching(errors)
    return [
        item.kind if not isinstance(item, Record) else item.ref.record_id for item in fetched(REFS, fetch, patience, PARTITION)
    ]


def test_each_item_is_fetched_when_it_is_asked_for():
    fetch, asked = fetching({})
    items = fetched(REFS, fetch)
    assert asked == []
    next(items)
    next(items)
    assert asked == ["0", "1"]


def test_an_unreadable_item_leaves_a_gap_in_its_place():
    assert outcome({1: AccessDenied, 3: TooLarge, 4: Malformed}) == [
        "0", GapKind.ACCESS_DENIED, "2", GapKind.TOO_LARGE, GapKind.MALFORMED, "5", "6", "7",
    ]  # fmt: skip
    fetch, _ = fetching({0: AccessDenied})
    gap = next(fetched(REFS, fetch, partition=PARTITION))
    assert (gap.ref, gap.partition, gap.reason, gap.account) == (REFS[0], PARTITION, "it failed", "a")


def test_what_was_deleted_meanwhile_is_left_out():
    assert outcome({1: Gone, 2: Gone}) == ["0", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("error", [AuthFailed, CursorExpired])
def test_what_is_about_more_than_the_item_propagates(error):
    with pytest.raises(error):
        outcome({1: error})


@pytest.mark.parametrize("between", [None, Gone, AccessDenied])
def test_patience_counts_in_a_row(between):
    down = Unavailable
    errors = {1: down, 2: down, 4: down, 5: down} | ({3: between} if between else {})
    assert outcome(errors).count(GapKind.UNAVAILABLE) == 4
    with pytest.raises(Unavailable):
        outcome({1: down, 2: down, 3: down})
    with pytest.raises(Unavailable):
        outcome({1: down}, patience=1)


def test_pages_by_token_until_there_is_none():
    pages = {"": ("one", "b"), "b": ("two", "c"), "c": ("three", "")}
    assert list(token_pages(pages.get)) == [("one", "b"), ("two", "c"), ("three", "")]
    assert list(token_pages(pages.get, "b")) == [("two", "c"), ("three", "")]


@pytest.mark.parametrize("back", ["b", "c", "d"])
def test_a_token_seen_before_is_an_error(back):
    pages = {"b": ("two", "c"), "c": ("three", "d"), "d": ("four", back)}
    walked = token_pages(pages.get, "b")
    assert [next(walked)[0], next(walked)[0]] == ["two", "three"]
    with pytest.raises(Malformed, match="twice"):
        next(walked)


CURRENT = "https://api.vendor.example/v1/things?page=1"


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("https://api.vendor.example/v1/things?page=2", "https://api.vendor.example/v1/things?page=2"),
        ("https://API.vendor.example/v1/x", "https://API.vendor.example/v1/x"),
        ("/v1/things?page=2", "https://api.vendor.example/v1/things?page=2"),
        ("?page=2", "https://api.vendor.example/v1/things?page=2"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_link_on_the_same_host(link, followed):
    assert next_link(link, CURRENT) == followed


@pytest.mark.parametrize(
    "link",
    [
        "https://thief.example/v1/things",
        "//thief.example/v1/things",
        "http://api.vendor.example/v1/things",
        "https://api.vendor.example:8443/v1/things",
        "https://api.vendor.example@thief.example/",
        "https://user@api.vendor.example/",
        "https://api.vendor.example.thief.example/",
        "https://[api.vendor.example/",
        "ftp://api.vendor.example/",
        7,
        {"href": "/v1"},
    ],
)
def test_a_link_elsewhere_is_refused(link):
    with pytest.raises(Malformed, match="another address") as caught:
        next_link(link, CURRENT)
    assert "thief" not in str(caught.value)


def test_the_list_of_a_page():
    assert items_of({"things": [1]}, "things") == [1]
    assert items_of({"data": {"things": []}}, "data/things") == []
    assert items_of({"total": 0}, "things", beside=("total", "kind")) == []


@pytest.mark.parametrize(
    ("page", "key", "beside"),
    [
        ({"things_v2": [1]}, "things", None),
        ({}, "things", None),
        ({"things": None}, "things", None),
        ({"things": {}}, "things", None),
        ([1], "things", None),
        ("things", "things", None),
        ({"data": []}, "data/things", None),
        ({"things_v2": [1], "total": 1}, "things", ("total",)),
        ({"things": {}}, "things", ("things",)),
    ],
)
def test_a_list_that_is_not_there_is_an_error(page, key, beside):
    with pytest.raises(Malformed, match="no list"):
        items_of(page, key, beside)


def test_text_and_identifiers():
    item = {"id": 7, "a": {"b": "x"}, "n": None, "l": []}
    assert [text_of(item, key) for key in ("id", "a/b", "a", "n", "l", "z", "id/z")] == ["7", "x", "", "", "", "", ""]
    assert required(item, "id") == "7"
    for missing in ("n", "z"):
        with pytest.raises(Malformed, match="no identifier"):
            required(item, missing)
    with pytest.raises(Malformed):
        required("text", "id")
