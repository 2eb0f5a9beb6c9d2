"""Every request and answer against Zoom's own lists, where they are at hand."""

import json
import re
from pathlib import Path

import pytest

from connectors.sandbox.studio import studio
from connectors.sandbox.zoom.routes import ROUTES
from connectors.sandbox.zoom.studio import premises
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.zoom import Zoom
from connectors.zoom.catalogue import TABLES
from connectors.zoom.endpoints import API
from connectors.zoom.tables import Detail
from scanner.connector import Secret, System

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "zoom"


def plain(path):
    return re.sub(r"\{[^}]*\}", "{}", path)


def used():
    return {plain(read.path.removeprefix("/v2")) for read in Zoom.reads if read.host == API}


@pytest.fixture(scope="module")
def listed():
    path = SAMPLES / "rivet_get_endpoints.txt"
    if not path.exists():
        pytest.skip("Zoom's list of requests is not at hand (shared/samples/zoom/rivet_get_endpoints.txt)")
    return {plain(hit) for hit in re.findall(r"^GET https://api\.zoom\.us/v2(/\S+)", path.read_text(), re.MULTILINE)}


@pytest.fixture(scope="module")
def described():
    path = SAMPLES / "openapi.v2.json"
    if not path.exists():
        pytest.skip("Zoom's archived description is not at hand (shared/samples/zoom/openapi.v2.json)")
    document = json.loads(path.read_text())
    return document, {plain(path): item["get"] for path, item in document["paths"].items() if "get" in item}


def test_every_request_is_one_that_zoom_knows(listed):
    assert used()
    assert used() - listed == set()


def test_the_stand_in_knows_no_other_requests_than_zoom(listed):
    assert {plain(route.path) for route in ROUTES} - listed == set()
    assert {plain(route.path) for route in ROUTES} == used()


def asked():
    """Yield each path that a table asks for with the parameters it gives, and the key it reads."""
    for table in TABLES:
        for part in table.parts if isinstance(table, Detail) else (table,):
            yield plain(part.path), set(part.params), part.items


def test_parameters_are_ones_that_the_archived_description_knows(described):
    document, paths = described

    def resolved(item):
        return document["parameters"][item["$ref"].rpartition("/")[2]] if "$ref" in item else item

    # since the description was archived, Zoom leads from page to page by token there too, and gives more when asked
    newer = {"next_page_token", "include_fields"}
    checked = 0
    for path, params, _ in asked():
        if path in paths:
            known = {resolved(item)["name"] for item in paths[path].get("parameters", ())}
            assert params - newer <= known, path
            checked += 1
    assert checked > 8


def test_the_lists_have_the_names_that_the_archived_description_gives(described):
    document, paths = described

    def keys(shape):
        while "$ref" in shape:
            *_, kind, name = shape["$ref"].split("/")
            shape = document[kind][name]
        found = set(shape.get("properties", ()))
        return found.union(*(keys(piece) for piece in shape.get("allOf", ())))

    checked = 0
    for path, _, items in asked():
        if items and path in paths:
            assert items in keys(paths[path]["responses"]["200"]["schema"]), path
            checked += 1
    assert checked > 5


# what Zoom gives and its description, archived in 2020, does not name; recordings' as later clients have them, the rest from memory
NEWER = {"next_page_token", "page_size", "status", "user_email", "duration", "agenda", "type", "password", "file_extension"}
NEWER |= {"recording_play_passcode", "participant_audio_files"}


@pytest.fixture(scope="module")
def answers():
    """Return every answer that the studio's account gives to a whole read, by path."""
    place, heard = premises(studio(troubles=False)), []

    def listening(environ, start_response):
        begun = []
        body = b"".join(place.app(environ, lambda *said: (begun.append(said), start_response(*said))))
        if begun[0][0].startswith("200") and "json" in dict(begun[0][1])["Content-Type"]:
            heard.append((environ["REQUEST_URI"].partition("?")[0].removeprefix("/v2"), json.loads(body)))
        return [body]

    secrets = {name: Secret(text) for name, text in place.secrets.items()}
    network = Network(dict.fromkeys(place.hosts, listening))
    connector, sweep = Zoom(System("zoom", Zoom.Options(**place.settings, **secrets), pace=0, transport=network)), Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    assert sweep.complaints == []
    return heard


def strange(document, shape, value, where=""):
    """Yield what of an answer the description does not name, by place."""
    properties, shape = opened(document, shape)
    if isinstance(value, list):
        for one in value:
            yield from strange(document, shape.get("items", {}), one, f"{where}/*")
    elif isinstance(value, dict) and properties:
        for name, below in value.items():
            if name in properties:
                yield from strange(document, properties[name], below, f"{where}/{name}")
            elif name not in NEWER:
                yield f"{where}/{name}"


def opened(document, shape):
    while "$ref" in shape:
        *_, kind, name = shape["$ref"].split("/")
        shape = document[kind][name]
    properties = dict(shape.get("properties", {}))
    for piece in shape.get("allOf", ()):
        properties |= opened(document, piece)[0]
    return properties, shape


def test_every_answer_is_one_that_the_archived_description_knows(described, answers):
    document, _ = described
    ways = {re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): path for path, item in document["paths"].items() if "get" in item}
    told, checked = set(), set()
    for path, body in answers:
        for pattern, name in ways.items():
            # newer than the description, and in the place of an id there
            if pattern.fullmatch(path) and not path.endswith("/meeting_summaries"):
                shape = document["paths"][name]["get"]["responses"]["200"].get("schema", {})
                told |= {f"{name} {place}" for place in strange(document, shape, body)}
                checked.add(name)
    assert told == set()
    assert len(checked) > 15
    assert list(strange(document, document["paths"]["/users"]["get"]["responses"]["200"]["schema"], {"usrs": []})) == ["/usrs"]
