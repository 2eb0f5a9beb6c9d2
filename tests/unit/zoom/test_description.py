"""Every request against Zoom's own lists, where they are at hand."""

import json
import re
from pathlib import Path

import pytest

from connectors.sandbox.zoom.routes import ROUTES
from connectors.zoom import Zoom
from connectors.zoom.catalogue import TABLES
from connectors.zoom.endpoints import API
from connectors.zoom.tables import Detail

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
