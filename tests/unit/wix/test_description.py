"""Paths and fields are those of Wix's own client packages, as far as they were written down beside the project."""

import re
from pathlib import Path

import pytest

from connectors.sandbox.studio import studio
from connectors.sandbox.wix.shelves import SHELVES
from connectors.sandbox.wix.studio import premises
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.wix import Wix
from scanner.connector import Secret, System

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "wix"
# what the packages resolve to first, beside what the documentation and everybody calls
ALIASES = {"/blog/v3/posts/query": "/v3/posts/query", "/blog/v3/posts/*": "/v3/posts/*"}
SIGN_IN = "POST /oauth2/token"
TYPES = {
    "contacts": "crm_contacts",
    "notes": "crm_notes",
    "tasks": "crm_tasks",
    "members": "members_members",
    "orders": "ecom_orders",
    "draftOrders": "ecom_orders",
    "abandonedCheckouts": "ecom_abandoned-checkouts",
    "planOrders": "pricing-plans_orders",
    "loyaltyAccounts": "loyalty_accounts",
    "reviews": "reviews_reviews",
    "extendedBookings": "bookings_extended-bookings",
    "guests": "events_guests",
    "rsvps": "events_rsvp",
    "eventOrders": "events_orders",
    "tickets": "events_tickets",
    "submissions": "forms_submissions",
    "deletedSubmissions": "forms_submissions",
    "emailSubscriptions": "email-subscriptions",
    "recipients": "email-marketing",
    "comments": "comments_comments",
}
SCALARS = {"string", "number", "boolean", "Date"}


def read(name):
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"the list of Wix's own {name.split('.')[0]} is not beside the project")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def interfaces():
    rows = re.findall(r"^(GET|POST) +(/\S+)", read("wixapis_urls.txt"), re.MULTILINE)
    return {f"{method} {re.sub(r':[A-Za-z]+', '*', path)}" for method, path in rows}


@pytest.fixture(scope="module")
def types():
    found = {}
    for block in read("response_fields.txt").split("=== ")[1:]:
        head, *lines = block.splitlines()
        rows = (line.partition(" : ") for line in lines if " : " in line)
        found[head] = {path.strip(): kind.strip() for path, _, kind in rows}
    return found


def known(line, interfaces):
    method, _, path = line.partition(" ")
    path = re.sub(r"\{\w+\}", "*", path)
    return f"{method} {ALIASES.get(path, path)}" in interfaces


def test_every_read_is_one_of_wixs(interfaces):
    asked = [f"{read.method} {read.path}" for read in Wix.reads]
    assert [line for line in asked if line != SIGN_IN and not known(line, interfaces)] == []


def test_every_right_is_one_that_wix_names():
    named = {}
    for method, path, rights in re.findall(r"^(GET|POST) +(/\S+) +<\w+> perm=(\S+)", read("wixapis_urls.txt"), re.MULTILINE):
        named[f"{method} {re.sub(r':[A-Za-z]+', '*', path)}"] = rights.split("|")
    asked = {one.method + " " + re.sub(r"\{\w+\}", "*", one.path): one.right for one in Wix.reads if one.right}
    assert {way: right for way, right in asked.items() if way in named and right not in named[way]} == {}
    assert sum(way in named for way in asked) > 20


def test_the_stand_in_answers_to_nothing_else(interfaces):
    ways = [way for shelf in SHELVES for way in (shelf.listing, shelf.item) if way]
    assert [way for way in ways if not known(way, interfaces)] == []


def test_every_post_is_a_query_by_its_name():
    posts = [read.path for read in Wix.reads if read.method == "POST"]
    assert [
        path for path in posts if not path.endswith(("/query", "/search", "/query-cursor", "/list-by-ids", "/oauth2/token"))
    ] == []


@pytest.mark.parametrize("stream", TYPES)
def test_every_declared_path_is_in_wixs_types(types, stream):
    described = next(fields for head, fields in types.items() if head.startswith(TYPES[stream]))
    declared = next(one for one in Wix.streams if one.name == stream).declares
    strange = [path for path in declared if not is_described(path, described)]
    assert strange == []


def is_described(pointer, described):
    """Whether a path is there, or lies in something that the types do not open up."""
    steps = pointer.lstrip("/").replace("/*", "[]").split("/")
    for length in range(len(steps), 0, -1):
        kind = described.get(".".join(steps[:length]))
        if kind is not None:
            return length == len(steps) or kind.rstrip("[]") not in SCALARS
    return False


def test_every_answer_of_the_stand_in_is_in_wixs_types(types):
    place = premises(studio(troubles=False))
    secrets = {name: Secret(text) for name, text in place.secrets.items()}
    network = Network(dict.fromkeys(place.hosts, place.app))
    connector, sweep = Wix(System("wix", Wix.Options(**place.settings, **secrets), pace=0, transport=network)), Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    assert sweep.complaints == []
    told = set()
    for ref, record in sweep.records.items():
        if ref.stream in TYPES:
            described = next(fields for head, fields in types.items() if head.startswith(TYPES[ref.stream]))
            paths = {re.sub(r"/\d+(?=/|$)", "/*", field.path) for field in record.fields}
            told |= {f"{ref.stream} {path}" for path in paths if not is_described(path, described)}
    assert told == set()
    assert {ref.stream for ref in sweep.records} > TYPES.keys()
    assert not is_described("/info/nickname", next(fields for head, fields in types.items() if head.startswith("crm_contacts")))
