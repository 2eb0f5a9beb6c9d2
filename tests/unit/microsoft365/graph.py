"""What Microsoft says Graph v1.0 looks like: from `graph.json`, or from msgraph-sdk itself, which is generated from Graph's description.

msgraph-sdk is 472 MB unpacked, so that what the tests ask of it is written down once, in `graph.json` beside this file: the
parameters and the type of the answer of each address, and the properties of each type that is met. To write it again, after
a new address, a new property in the stand-in, or a new version of msgraph-sdk:

    python -m venv /tmp/sdk && /tmp/sdk/bin/pip install --no-deps --no-compile msgraph-sdk
    .venv/bin/python tests/unit/microsoft365/graph.py /tmp/sdk/lib/python3.*/site-packages

Where msgraph-sdk is installed beside inzage, a test holds `graph.json` against it.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from connectors.microsoft365 import quotas
from connectors.microsoft365.microsoft import SHELVES, Microsoft365
from connectors.microsoft365.notes import Notes
from connectors.microsoft365.options import Options
from connectors.microsoft365.teams import Chats
from connectors.sandbox.microsoft365 import description
from connectors.sandbox.microsoft365.app import HOSTS
from connectors.sandbox.microsoft365.premises import premises
from connectors.sandbox.studio import studio
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.model import Gap

WRITTEN = Path(__file__).with_name("graph.json")
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
    "deletedUsers": "User",
    "groups": "Group",
    "threads": "ConversationThread",
    "onenotePages": "OnenotePage",
    "plannerTasks": "PlannerTask",
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
    ("PlannerTask", "people"): "put beside the task by this connector",
}
OPEN = {
    "FieldValueSet": "the columns that a list has, by the names their owner gave",
    "PlannerAssignments": "what each person has to do with a task, by the person's number",
    "PlannerChecklistItems": "the steps, by their numbers",
    "PlannerExternalReferences": "the links, by their addresses",
}


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Sdk:
    """msgraph-sdk's files, read as text: loading it would take longer than all of our tests."""

    def __init__(self, packages):
        self._generated = Path(packages) / "msgraph" / "generated"
        self.version = next(Path(packages).glob("msgraph_sdk-*.dist-info")).name.split("-")[1].removesuffix(".dist")
        self.properties = cache(self._properties)
        self.address = cache(self._address)

    def _folder(self, path):
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
        return self._generated.joinpath(*steps)

    def _address(self, path):
        """Return the parameters of a GET and the type of its answer ("": bytes). Raises LookupError."""
        folder = self._folder(path)
        names, answers = set(), set()
        for file in folder.glob("*_request_builder.py"):
            text = file.read_text(encoding="utf-8")
            for template in re.findall(r'"\{\+baseurl\}([^"]*)"', text):
                for listed in re.findall(r"\{\?([^}]*)\}", template):
                    names |= {unquote(name).rstrip("*") for name in listed.split(",")}
            get = text.partition("async def get(")[2].partition("async def ")[0]
            answers |= set(re.findall(r"send_async\(request_info, (\w+)", get))
            answers |= {"" for _ in re.findall(r"send_primitive_async\(request_info, \"bytes\"", get)}
        if len(answers) != 1:
            raise LookupError(f"not described: {path}")
        return {"parameters": sorted(names), "answer": self._item(folder, answers.pop())}

    def _item(self, folder, answer):
        """Return the type of what an answer lists, marked so; of one thing its own type."""
        beside = folder / f"{snake(answer)}.py"
        listed = self._named(beside if beside.is_file() else self._model(answer)).get("value") if answer else None
        return f"{listed}*" if listed and answer.endswith("Response") else answer

    def _properties(self, model):
        """Return what a type has, with the type of each object in it ("": a plain value); what it inherits included."""
        file = self._model(model)
        if not model or not file.is_file():
            return {}
        text = file.read_text(encoding="utf-8")
        parents = re.search(rf"^class {model}\(([^)]*)\)", text, re.MULTILINE)
        found = {}
        for parent in parents[1].split(",") if parents else ():
            found |= self.properties(parent.strip())
        return found | self._named(file)

    def _model(self, name):
        return self._generated / "models" / f"{snake(name)}.py"

    def _named(self, file):
        text = file.read_text(encoding="utf-8")
        rows = re.findall(r'"([\w@.]+)": lambda n ?: setattr\(self, \'\w+\', n\.(\w+)\(([^)]*)\)\)', text)
        return {name: kind.split(".")[-1].strip() if "object" in how else "" for name, how, kind in rows}


class Written:
    """`graph.json`: as `Sdk`, as far as it was asked when it was written."""

    def __init__(self):
        self.facts = json.loads(WRITTEN.read_text(encoding="utf-8"))

    def address(self, path):
        if path not in self.facts["addresses"]:
            raise LookupError(f"{path} is not in graph.json: write it again as graph.py says")
        return self.facts["addresses"][path]

    def properties(self, model):
        if model not in self.facts["types"]:
            raise LookupError(f"{model} is not in graph.json: write it again as graph.py says")
        return self.facts["types"][model]


class Noting:
    """Another source, and all that was asked of it."""

    def __init__(self, source):
        self._source = source
        self.addresses, self.types = {}, {}

    def address(self, path):
        self.addresses[path] = self._source.address(path)
        return self.addresses[path]

    def properties(self, model):
        self.types[model] = self._source.properties(model)
        return self.types[model]


def known(graph, model, pointer):
    """Whether a place in a record is described."""
    steps = [step for step in pointer.strip("/").split("/") if step != "*"]
    for step in steps:
        if step.startswith("@"):
            return True
        if (model, step) in BESIDE:
            model = {"permissions": "Permission", "people": "User", "user": "Identity"}.get(step, "")
            continue
        if model in OPEN:
            return True
        if not model or step not in graph.properties(model):
            return False
        model = graph.properties(model)[step]
    return True


def places(shelf):
    """Return the places in a record that a shelf declares, leaves out and asks for."""
    asked = [f"/{name}" for name in shelf.params.get("select", "").split(",") if name]
    return [*shelf.stream.declares, *shelf.stream.ignores, *asked]


def strange(graph, model, value, where=""):
    """Yield what of an answer is not described, by place."""
    if isinstance(value, list):
        for one in value:
            yield from strange(graph, model, one, f"{where}/*")
    if not isinstance(value, dict) or model in OPEN:
        return
    said = value.get("@odata.type", "").rpartition(".")[2]
    model = said[:1].upper() + said[1:] if said else model
    if not model:
        yield f"{where}: an object where a plain value is"
        return
    for name, below in value.items():
        if "@" in name:
            continue
        if (model, name) in BESIDE:
            yield from strange(graph, {"user": "Identity"}.get(name, ""), below, f"{where}/{name}")
        elif name not in graph.properties(model):
            yield f"{where}/{name} ({model})"
        else:
            yield from strange(graph, graph.properties(model)[name], below, f"{where}/{name}")


def strange_in(graph, template, body):
    """Return what of an answer at an address is not described."""
    answer = graph.address(template)["answer"]
    if not answer.endswith("*"):
        return list(strange(graph, answer, body))
    beside = [f"/{name}" for name in body if name != "value" and "@odata" not in name]
    return beside + list(strange(graph, answer.removesuffix("*"), body["value"]))


class Heard:
    """The stand-in, and what was answered to each address."""

    def __init__(self, app):
        self._app, self.answers = app, []

    def __call__(self, environ, start_response):
        begun = []
        body = b"".join(self._app(environ, lambda *said: (begun.append(said), start_response(*said))))
        status, headers = begun[0][:2]
        if environ["HTTP_HOST"] == quotas.GRAPH and status.startswith("200") and "json" in dict(headers)["Content-Type"]:
            template = description.find(environ["PATH_INFO"].encode("latin-1").decode().removeprefix("/v1.0"))[0].template
            self.answers.append((template, json.loads(body)))
        return [body]


def conversation():
    """Return every answer that the studio's tenant gives to a whole read, its changes, a search and a record of each kind."""
    zijsprong = studio(troubles=False)
    place = premises(zijsprong)
    heard = Heard(place.app)
    options = Options(**place.settings, **{name: Secret(text) for name, text in place.secrets.items()})
    system = System("microsoft", options, pace=0, transport=Network(dict.fromkeys(HOSTS, heard)))
    connector, sweep = Microsoft365(system), Sweep()
    for partition in connector.partitions():
        assert not isinstance(partition, Gap)
        sweep.read(partition, connector.pages(partition, None))
    for partition, since in sweep.deltas.items():
        list(connector.changes(partition, since))
    for ref in {ref.stream: ref for ref in sweep.records}.values():
        connector.fetch(ref)
    list(connector.check())
    list(connector.search(zijsprong.named[0]))
    read_as_one_user(place, heard)
    assert sweep.complaints == []
    return heard.answers


def read_as_one_user(place, heard):
    """Read what is read in another way, or only, where one user signed in."""
    entra = place.app.entra
    options = Options(**place.settings, refresh_token=Secret(entra.refresh_token()))
    parts = type("Parts", (Microsoft365,), {"shelves": (Notes, Chats)})
    connector, sweep = parts(System("microsoft", options, pace=0, transport=Network(dict.fromkeys(HOSTS, heard)))), Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    for ref in {ref.stream: ref for ref in sweep.records}.values():
        connector.fetch(ref)
    assert {ref.stream for ref in sweep.records} == {"onenotePages", "chatMessages"}
    assert sweep.complaints == []


def ask_everything(graph):
    """Ask all that the tests ask."""
    for path in ADDRESSES:
        if path not in UNDESCRIBED:
            graph.address(path)
    for shelf in SHELVES:
        graph.properties(MODELS[shelf.stream.name])
        for place in places(shelf):
            known(graph, MODELS[shelf.stream.name], place)
    for template, body in conversation():
        if template not in UNDESCRIBED:
            strange_in(graph, template, body)


def extracted(packages):
    """Return what `graph.json` should hold."""
    sdk = Sdk(packages)
    noting = Noting(sdk)
    ask_everything(noting)
    return {
        "source": f"msgraph-sdk {sdk.version} from the Python Package Index: facts about Microsoft Graph v1.0; written by graph.py",
        "addresses": dict(sorted(noting.addresses.items())),
        "types": dict(sorted(noting.types.items())),
    }


def text_of(facts):
    """Return the facts as they are written down: a line for each address and type, so that a change shows."""
    parts = [json.dumps("source") + ": " + json.dumps(facts["source"])]
    for table in ("addresses", "types"):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in facts[table].items())
        parts.append(f'"{table}": {{\n{rows}\n}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    WRITTEN.write_text(text_of(extracted(sys.argv[1])), encoding="utf-8")
