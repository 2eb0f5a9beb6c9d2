"""Every address, parameter, property and answer is one that Microsoft describes: `graph.json`, see graph.py."""

import importlib.util
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module beside this one

import graph
from graph import ADDRESSES, MODELS, UNDESCRIBED

from connectors.microsoft365.microsoft import SHELVES
from connectors.sandbox.microsoft365 import description

GRAPH = graph.Written()


@pytest.fixture(scope="module")
def answers():
    return graph.conversation()


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path not in UNDESCRIBED])
def test_every_address_is_described(path):
    GRAPH.address(path)


@pytest.mark.parametrize("address", description.addresses(), ids=lambda address: address.template)
def test_the_stand_in_knows_no_parameter_that_graph_does_not(address):
    if address.template not in UNDESCRIBED:
        assert description.parameters(address.template) <= set(GRAPH.address(address.template)["parameters"])


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.stream.name)
def test_every_property_is_described(shelf):
    model = MODELS[shelf.stream.name]
    assert len(GRAPH.properties(model)) > 5
    assert [place for place in graph.places(shelf) if not graph.known(GRAPH, model, place)] == []


def test_the_connector_and_the_stand_in_know_the_same_addresses():
    served = {address.template for address in description.addresses()}
    assert served == set(ADDRESSES)


def test_every_answer_is_described(answers):
    described = [one for one in answers if one[0] not in graph.UNDESCRIBED]
    told = {(template, one) for template, body in described for one in graph.strange_in(GRAPH, template, body)}
    assert told == set()
    assert len({template for template, _ in answers}) > 30


def test_an_answer_that_is_not_described_is_noticed(answers):
    template, body = next(one for one in answers if one[0] == "/users" and one[1]["value"])
    spoilt = {**body, "value": [{**body["value"][0], "shoeSize": "43"}], "count": 1}
    assert graph.strange_in(GRAPH, template, spoilt) == ["/count", "/*/shoeSize (User)"]
    assert graph.strange_in(GRAPH, template, {"value": [{"mail": {"address": "x"}}]}) == [
        "/*/mail: an object where a plain value is"
    ]


def test_what_is_written_down_is_what_microsoft_says():
    found = importlib.util.find_spec("msgraph")
    if not found or not found.origin:
        pytest.skip("msgraph-sdk is not installed; graph.py says how to hold graph.json against it")
    fresh = graph.extracted(Path(found.origin).parents[1])
    assert graph.text_of(fresh) == graph.WRITTEN.read_text(encoding="utf-8"), "write graph.json again, as graph.py says"
