"""Every address, parameter and property is one that Microsoft describes: msgraph-sdk is made of the description of Graph v1.0.

Its files are read as text; loading it would take longer than all of our tests.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from connectors.microsoft365 import quotas
from connectors.microsoft365.microsoft import SHELVES
from connectors.sandbox.microsoft365 import description

FOUND = importlib.util.find_spec("msgraph")
GENERATED = Path(FOUND.origin).parent / "generated" if FOUND and FOUND.origin else Path("nowhere")

if not GENERATED.is_dir():
    pytest.skip("msgraph-sdk is not installed: pip install --no-deps --no-compile msgraph-sdk", allow_module_level=True)

ADDRESSES = [path for paths in quotas.PATHS.values() for path in paths]
UNDESCRIBED = {
    "/users/{user}/events/{id}/attachments/{attachment}/$value": "https://learn.microsoft.com/graph/api/attachment-get, example 6",
    "/groups/{group}/threads/{thread}/posts/{post}/attachments/{attachment}/$value": "the same page, example 6",
    "/me": "msgraph-sdk writes it as one of the users",
}

MODELS = {
    "messages": "Message",
    "driveItems": "DriveItem",
    "events": "Event",
    "contacts": "Contact",
    "tasks": "TodoTask",
    "chatMessages": "ChatMessage",
    "channelMessages": "ChatMessage",
    "listItems": "ListItem",
    "orgContacts": "OrgContact",
    "users": "User",
    "groups": "Group",
    "threads": "ConversationThread",
}
# what Graph shows and the description of the type in that place does not name
BESIDE = {
    ("Identity", "email"): "SharePoint adds the address to who made, changed or shared something",
    ("SharePointIdentity", "email"): "https://learn.microsoft.com/graph/api/driveitem-list-permissions shows it",
    ("Identity", "user"): "a reaction's identity set",
    ("DirectoryObject", "mail"): "a member is mostly a user",
    ("DirectoryObject", "userPrincipalName"): "a member is mostly a user",
    ("DirectoryObject", "displayName"): "a member is mostly a user",
    ("DriveItem", "permissions"): "put beside the file by this connector",
}


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def folder(path):
    """Where the description of an address lies: `users/item/mail_folders`."""
    steps = []
    for step in path.strip("/").replace("/items/root/", "/items/{item}/").split("/"):
        if step.startswith("{"):
            steps.append("item")
        elif step == "$value":
            steps.append("value")
        elif step.startswith("search("):
            steps.append("search_with_q")
        else:
            steps.append(snake(step.replace("microsoft.graph.", "graph.").replace(".", "_")))
    return GENERATED.joinpath(*steps)


def described(path):
    """Return the parameters that the description knows at an address."""
    templates = [
        found
        for file in folder(path).glob("*_request_builder.py")
        for found in re.findall(r'"\{\+baseurl\}([^"]*)"', file.read_text(encoding="utf-8"))
    ]
    assert templates, "not described"
    names = set()
    for template in templates:
        for listed in re.findall(r"\{\?([^}]*)\}", template):
            names |= {unquote(name).rstrip("*") for name in listed.split(",")}
    return names


@cache
def properties(model):
    """Return what a type has, with the type of each object in it; what it inherits included."""
    file = GENERATED / "models" / f"{snake(model)}.py"
    if not file.is_file():
        return {}
    text = file.read_text(encoding="utf-8")
    parents = re.search(rf"^class {model}\(([^)]*)\)", text, re.MULTILINE)
    found = {}
    for parent in parents[1].split(",") if parents else ():
        found |= properties(parent.strip()) if parent.strip() not in {"Parsable", "AdditionalDataHolder", "BackedModel"} else {}
    for name, kind in re.findall(r'"([\w@.]+)": lambda n ?: setattr\(self, \'\w+\', n\.\w+\(([^)]*)\)\)', text):
        found[name] = kind.split(".")[-1].strip()
    return found


def known(model, pointer):
    """Whether a place in a record is described."""
    steps = [step for step in pointer.strip("/").split("/") if step != "*"]
    for step in steps:
        if step.startswith("@") or step == "fields":
            return True
        if (model, step) in BESIDE:
            model = {"permissions": "Permission", "user": "Identity"}.get(step, "")
            continue
        if step not in properties(model):
            return False
        model = properties(model)[step]
    return True


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path not in UNDESCRIBED])
def test_every_address_is_described(path):
    described(path)


@pytest.mark.parametrize("address", description.addresses(), ids=lambda address: address.template)
def test_the_stand_in_knows_no_parameter_that_graph_does_not(address):
    if address.template in UNDESCRIBED:
        return
    assert description.parameters(address.template) <= described(address.template)


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.stream.name)
def test_every_property_is_described(shelf):
    model = MODELS[shelf.stream.name]
    assert len(properties(model)) > 5
    places = [*shelf.stream.declares, *shelf.stream.ignores]
    places += [f"/{name}" for name in shelf.params.get("select", "").split(",") if name]
    assert [place for place in places if not known(model, place)] == []


def test_the_connector_and_the_stand_in_know_the_same_addresses():
    served = {address.template for address in description.addresses()}
    assert served == set(ADDRESSES)
