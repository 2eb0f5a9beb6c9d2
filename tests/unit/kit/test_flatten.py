"""Every scalar becomes a field."""

import pytest

from connectors.kit.flatten import flatten, parse, pointer
from scanner.entities import EntityType
from scanner.errors import TooLarge
from scanner.model import Field

EMAIL, NAME = EntityType.EMAIL_ADDRESS, EntityType.PERSON


def pairs(raw, **more):
    return [(field.path, field.value) for field in flatten(raw, **more)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"a": "x", "b": {"c": "y"}}, [("/a", "x"), ("/b/c", "y")]),
        ({"a": ["x", "y"]}, [("/a/0", "x"), ("/a/1", "y")]),
        ({"a": None, "b": "", "c": [], "d": {}}, []),
        ({"a": True, "b": False, "c": 0, "d": 1.5, "e": 12345678901234567890}, None),
        ({"a/b": {"c~d": "x", "": "y"}}, [("/a~1b/c~0d", "x"), ("/a~1b/", "y")]),
        ("alone", [("", "alone")]),
        ([["x"], {"y": "z"}], [("/0/0", "x"), ("/1/y", "z")]),
        ({"naïve 💌": " "}, [("/naïve 💌", " ")]),
        ({1: "number"}, [("/1", "number")]),
    ],
)
def test_scalars_in_document_order(raw, expected):
    if expected is None:
        expected = [("/a", "true"), ("/b", "false"), ("/c", "0"), ("/d", "1.5"), ("/e", "12345678901234567890")]
    assert pairs(raw) == expected


def test_declared_with_stars():
    raw = {"name": "Ada", "emails": [{"address": "a@post.example"}, {"address": "b@post.example", "kind": "home"}]}
    fields = flatten(raw, {"/emails/*/address": EMAIL, "/name": NAME})
    assert [(field.path, field.declared) for field in fields] == [
        ("/name", NAME),
        ("/emails/0/address", EMAIL),
        ("/emails/1/address", EMAIL),
        ("/emails/1/kind", None),
    ]


def test_the_most_literal_declaration_wins():
    assert flatten({"a": {"b": "x"}}, {"/a/*": EMAIL, "/a/b": NAME}) == (Field("/a/b", "x", NAME),)


def test_an_escaped_key_is_declared_as_it_is_written():
    assert flatten({"a/b": "x"}, {"/a~1b": NAME}) == (Field("/a~1b", "x", NAME),)


def test_ignoring_takes_all_that_is_below_and_nothing_else():
    raw = {"etag": "x", "meta": {"etag": "y", "deep": {"z": "1"}}, "etags": "kept"}
    assert pairs(raw, ignores={"/etag": "cache tag", "/meta": "of the platform"}) == [("/etags", "kept")]


def test_depth_cannot_blow_the_stack():
    raw = value = {}
    for _ in range(100_000):
        value["a"] = value = {}
    value["a"] = "x"
    with pytest.raises(TooLarge, match="nested"):
        flatten(raw)
    # the document itself is taken apart by hand: freeing it level by level is the interpreter's business
    while raw:
        raw = raw.pop("a") if isinstance(raw.get("a"), dict) else None


@pytest.mark.parametrize(("depth", "fine"), [(200, True), (201, False)])
def test_depth_limit(depth, fine):
    raw = "x"
    for _ in range(depth):
        raw = [raw]
    if fine:
        assert len(flatten(raw)) == 1
    else:
        with pytest.raises(TooLarge):
            flatten(raw)


def test_count_limit():
    assert len(flatten(["x"] * 10, max_fields=10)) == 10
    with pytest.raises(TooLarge, match="more than 10"):
        flatten(["x"] * 11, max_fields=10)


def test_a_pointer_and_back():
    for path in [(), ("a",), ("a/b", "c~d"), ("", "~1", "~0/")]:
        assert parse(pointer(path)) == path
    with pytest.raises(ValueError, match="slash"):
        parse("a")
