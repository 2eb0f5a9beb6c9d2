"""Every request and every answer is held to Eventbrite's own description."""

import importlib.util
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.eventbrite import Eventbrite
from connectors.sandbox.eventbrite import HOST
from connectors.sandbox.eventbrite.described import METHODS, PARTS
from connectors.sandbox.eventbrite.studio import premises
from connectors.sandbox.studio import studio
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.errors import SourceError

# in the migration table of 2020, and as objects in the blueprint
UNDESCRIBED = re.compile(r"/organizations/[^/]+/contact_lists/")
OBJECTS = {
    "organizations": "Organization", "events": "Event", "event": "Event", "orders": "Order", "order": "Order",
    "attendees": "Attendee", "attendee": "Attendee", "teams": "Event Team Response", "team": "Event Team Response",
    "roles": "Role", "user": "User", "contact_lists": "Contact List", "contacts": "Contact List Item",
}  # fmt: skip
GENERAL = {"expand", "continuation"}


class Heard:
    """The application, and all that it was asked and answered."""

    def __init__(self, app):
        self.app, self.calls = app, []

    def __call__(self, environ, start_response):
        begun = []
        body = b"".join(self.app(environ, lambda *said: (begun.append(said[0]), start_response(*said))))
        self.calls.append((environ["REQUEST_URI"], begun[0], json.loads(body)))
        return [body]


def contract_app():
    path = Path(__file__).parents[2] / "contract" / "test_eventbrite.py"
    spec = importlib.util.spec_from_file_location("eventbrite_contract", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.stand_in(), module.TOKEN, module.SUBJECT


def everything(app, token, subject):
    """Do all that the connector can do, with the changes of nothing."""
    heard = Heard(app)
    connector = Eventbrite(System("e", None, token=Secret(token), transport=Network({HOST: heard})))
    sweep = Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    for partition, since in sweep.deltas.items():
        list(connector.changes(partition, since))
    for ref in {ref.stream: ref for ref in sweep.records}.values():
        connector.fetch(ref)
    list(connector.check())
    list(connector.search(subject))
    return heard.calls


@pytest.fixture(scope="module")
def calls():
    zijsprong = studio(troubles=False)
    place = premises(zijsprong)
    return everything(*contract_app()) + everything(place.app, place.secrets["token"], zijsprong.named[0])


def described(blueprint, path):
    ways = {way: re.compile(re.sub(r"\{\w+\}", "[^/]+", way)) for way in blueprint.methods}
    exact = [way for way, pattern in ways.items() if pattern.fullmatch(path)]
    return min(exact, key=lambda way: way.count("{")) if exact else None


def test_every_request_is_described(blueprint, calls):
    unknown = set()
    for uri, _, _ in calls:
        parts = urlsplit(uri)
        path = parts.path.removeprefix("/v3")
        if UNDESCRIBED.match(path):
            continue
        way = described(blueprint, path)
        if way is None:
            unknown.add(path)
            continue
        unknown |= {f"{way} {name}" for name in parse_qs(parts.query) if name not in blueprint.methods[way] | GENERAL}
    assert unknown == set()
    assert len({described(blueprint, urlsplit(uri).path.removeprefix("/v3")) for uri, _, _ in calls}) > 12


def test_every_value_of_an_enumeration_is_described(blueprint, calls):
    for uri, _, _ in calls:
        for name in ("status", "order_by", "series_filter", "time_filter"):
            for value in parse_qs(urlsplit(uri).query).get(name, ()):
                assert re.search(rf"^\s+\+ {value}\b", blueprint.text, re.MULTILINE), (name, value)


def test_every_answer_is_described(blueprint, calls):
    strange = set()
    for uri, status, body in calls:
        if not status.startswith("200"):
            continue
        last = [piece for piece in urlsplit(uri).path.split("/") if not piece.isdigit()][-2]
        kind = OBJECTS.get(last if "pagination" in body else {"me": "user"}.get(last, last))
        listed = body.get(last, [body]) if "pagination" in body else [body]
        if "pagination" in body:
            strange |= {f"pagination{one}" for one in blueprint.strange(body["pagination"], "Pagination")}
        for thing in listed if kind else ():
            strange |= {f"{kind}{one}" for one in blueprint.strange(thing, kind)}
    assert strange == set()


def test_what_the_stand_in_knows_is_what_the_blueprint_says(blueprint):
    for method in METHODS:
        if method.described:
            assert method.path in blueprint.methods, method.path
            assert method.params <= blueprint.methods[method.path], method.path
    for kind, group in (("order", "# Group Order\n"), ("attendee", "# Group Attendee\n"), ("event", "# Group Event\n")):
        assert PARTS[kind] <= blueprint.table(group, "Expansions"), kind
    assert {method.path for method in METHODS if not method.described} == {
        path for path in (method.path for method in METHODS) if UNDESCRIBED.match(path.replace("{organization_id}", "1"))
    }


def test_a_request_that_is_not_described_is_refused(blueprint):
    app, token, _ = contract_app()
    connector = Eventbrite(System("e", None, token=Secret(token), transport=Network({HOST: app})))
    for path, query in (("/users/me/", {"page": "2"}), ("/orders/70/", {"expand": "everything"})):
        with pytest.raises(SourceError):
            connector._client.get(path, query)
