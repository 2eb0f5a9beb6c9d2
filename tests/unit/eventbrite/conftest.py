"""Eventbrite's own description of its interface, where the copy of it is at hand."""

import re
from pathlib import Path

import pytest

BLUEPRINT = Path(__file__).parents[4] / "shared" / "samples" / "eventbrite" / "eventbriteapiv3public.apib"
ATTRIBUTE = re.compile(r"^(\s*)\+ `?([\w.]+)`?\s*(?::[^(]*)?(?:\(([^)]*)\))?")

# what stands in tables beside the object's own list
TABLES = {
    "Order": ("Order Fields", "Expansions"),
    "Attendee": ("Attendee Fields", "Expansions"),
    "Event": ("Public Fields", "Private Fields", "Expansions"),
    "refund_requests": ("Refund Request Fields",),
    "items": ("Refund Item Fields",),
}
GROUPS = {"Order": "# Group Order\n", "Attendee": "# Group Attendee\n", "Event": "# Group Event\n"}


class Blueprint:
    """Methods with their parameters, and objects with their fields."""

    def __init__(self, text):
        self.text = text
        self.methods = dict(self._methods())
        self.objects = dict(self._objects())

    def _methods(self):
        for heading, body in re.findall(r"^### .*?\[GET ([^\]]+)\]\n(.*?)(?=^#|\Z)", self.text, re.MULTILINE | re.DOTALL):
            path = re.sub(r"\{\?.*?\}|\?.*$", "", heading)
            told = body.split("+ Request")[0].partition("+ Parameters")[2]
            yield path, set(re.findall(r"^    \+ `?(\w+)`?", told, re.MULTILINE)) - set(re.findall(r"\{(\w+)\}", path))

    def _objects(self):
        for name, kind, body in re.findall(
            r"^### `?([\w -]+?)`? \(([^)]*)\)\n(.*?)(?=^#|^<!--|\Z)", self.text, re.MULTILINE | re.DOTALL
        ):
            yield name, (kind, _tree(body))

    def table(self, group, title):
        """Return the first column of a table of a group."""
        told = self.text.partition(group)[2] if group else self.text
        told = told.partition(f"#### {title}\n")[2].split("\n#")[0]
        return set(re.findall(r"^\| `(\w+)\s*`", told, re.MULTILINE))

    def fields(self, name):
        """Return the fields of an object with what they are."""
        kind, fields = self.objects.get(name, ("", {}))
        if kind in self.objects:
            fields = {**self.fields(kind), **fields}
        extra = {one: ("", {}) for title in TABLES.get(name, ()) for one in self.table(GROUPS.get(name, ""), title)}
        return {**extra, "id": ("", {}), "resource_uri": ("", {}), **fields}

    def strange(self, value, name, known=None, where=""):
        """Yield what an answer holds that the description of its object does not name."""
        known = self.fields(name) if known is None else known
        for key, below in value.items():
            if key not in known:
                yield f"{where}/{key}"
                continue
            kind, children = known[key]
            named = re.sub(r"^array\[(.*)\]$", r"\1", kind.split(",")[0].strip())
            for one in below if isinstance(below, list) else [below]:
                if isinstance(one, dict) and (children or named in self.objects or key in TABLES):
                    inner = children or self.fields(named if named in self.objects else key)
                    yield from self.strange(one, named, inner, f"{where}/{key}")


def _tree(body):
    roots, stack = {}, []
    for line in body.splitlines():
        if hit := ATTRIBUTE.match(line):
            depth, name, kind = len(hit[1]), hit[2], hit[3] or ""
            while stack and stack[-1][0] >= depth:
                stack.pop()
            (stack[-1][1] if stack else roots)[name] = (kind, children := {})
            if name != "Members":
                stack.append((depth, children))
    return roots


@pytest.fixture(scope="session")
def blueprint():
    if not BLUEPRINT.is_file():
        pytest.skip("Eventbrite's blueprint is not beside this repository (../shared/samples/eventbrite)")
    return Blueprint(BLUEPRINT.read_text(encoding="utf-8"))
