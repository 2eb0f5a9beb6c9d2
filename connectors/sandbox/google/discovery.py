"""What Google's own description says: methods, parameters, scopes and shapes of answers.

The discovery documents are read as data out of google-api-python-client; its code is not used.
"""

import functools
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from connectors.sandbox.google.problems import bad, missing

APIS = (
    "gmail.v1", "drive.v3", "calendar.v3", "people.v1", "admin.directory_v1",
    "forms.v1", "chat.v1", "tasks.v1", "keep.v1", "meet.v2",
)  # fmt: skip
_SCOPE = "https://www.googleapis.com/auth/"
_VARIABLE = re.compile(r"\{(\+?)(\w+)\}")

Mask = Mapping[str, Any] | None
"""A parsed `fields` parameter: names with the mask below each; None means everything."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one API, as described."""

    id: str
    http_method: str
    host: str
    path: str
    parameters: Mapping[str, Mapping[str, Any]] = field(repr=False)
    scopes: frozenset[str] = field(repr=False)
    response: Mapping[str, Any] | None = field(repr=False)
    media: bool
    pattern: re.Pattern[str] = field(repr=False)


@functools.cache
def document(api: str) -> dict[str, Any]:
    """Return the discovery document of one API that google-api-python-client ships."""
    spec = importlib.util.find_spec("googleapiclient")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("google-api-python-client is not installed.")
    path = Path(spec.origin).parent / "discovery_cache" / "documents" / f"{api}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _expression(path: str, parameters: Mapping[str, Mapping[str, Any]]) -> re.Pattern[str]:
    parts, at = [], 0
    for variable in _VARIABLE.finditer(path):
        parts.append(re.escape(path[at : variable.start()]))
        shape = parameters[variable[2]].get("pattern", "^.+$").strip("^$") if variable[1] else "[^/]+"
        parts.append(f"(?P<{variable[2]}>{shape})")
        at = variable.end()
    return re.compile("".join([*parts, re.escape(path[at:])]))


def _walk(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from _walk(below)


@functools.cache
def methods() -> tuple[Method, ...]:
    """Return every method of these APIs; those with the fewest variables in their path first."""
    found = []
    for api in APIS:
        doc = document(api)
        for raw in _walk(doc):
            path = "/" + doc["servicePath"] + raw["path"]
            parameters = raw.get("parameters", {})
            found.append(
                Method(
                    raw["id"],
                    raw["httpMethod"],
                    urlsplit(doc["rootUrl"]).hostname or "",
                    path,
                    {**doc["parameters"], **parameters},
                    frozenset(scope.removeprefix(_SCOPE) for scope in raw.get("scopes", ())),
                    raw.get("response"),
                    bool(raw.get("supportsMediaDownload")),
                    _expression(path, parameters),
                )
            )
    return tuple(sorted(found, key=lambda method: method.path.count("{")))


def find(http_method: str, host: str, path: str) -> tuple[Method, dict[str, str]]:
    """Return the method at an address and the variables in its path."""
    for method in methods():
        if method.host == host and method.http_method == http_method and (hit := method.pattern.fullmatch(path)):
            return method, hit.groupdict()
    raise missing("The method")


def check(method: Method, query: Mapping[str, list[str]]) -> None:
    """Refuse a parameter that the description does not know, and a required one that is absent."""
    for name, values in query.items():
        spec = method.parameters.get(name)
        if spec is None or spec.get("location") != "query":
            raise bad(f"Unknown name {name}.")
        if len(values) > 1 and not spec.get("repeated"):
            raise bad(f"{name} is given more than once.")
        for value in values:
            _value(name, spec, value)
    for name, spec in method.parameters.items():
        mandatory = spec.get("required") or spec.get("description", "").startswith("Required.")
        if mandatory and spec["location"] == "query" and name not in query and name != "requestMask.includeField":
            raise bad(f"{name} is required.")


def _value(name: str, spec: Mapping[str, Any], value: str) -> None:
    if spec["type"] == "integer" and not value.isdigit():
        raise bad(f"{name} is not a number.")
    if spec["type"] == "boolean" and value not in {"true", "false"}:
        raise bad(f"{name} is not true or false.")
    if "maximum" in spec and int(value) > int(spec["maximum"]):
        raise bad(f"{name} is too large.")
    if "enum" in spec and value not in spec["enum"]:
        raise bad(f"{name} has a value nobody knows.")


def schema(method: Method, shape: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return a shape with its reference followed."""
    if shape is None:
        return {}
    api = next(
        api
        for api in APIS
        if (document(api)["name"] == "admin" and method.id.startswith("directory.")) or api.startswith(method.id.split(".")[0])
    )
    return document(api)["schemas"][shape["$ref"]] if "$ref" in shape else shape


def conform(method: Method, value: Any, shape: Mapping[str, Any] | None = None, where: str = "") -> None:
    """Assert that an answer holds nothing the description does not name."""
    shape = schema(method, method.response if shape is None else shape)
    if isinstance(value, dict) and "properties" in shape:
        for name, below in value.items():
            assert name in shape["properties"], f"{method.id} does not describe {where}/{name}"
            conform(method, below, shape["properties"][name], f"{where}/{name}")
    elif isinstance(value, list):
        for below in value:
            conform(method, below, shape.get("items", {}), f"{where}/*")


def parse(fields: str) -> Mask:
    """Return a `fields` parameter as a tree: `a,b(c,d),e/f`."""
    tree, rest = _list(fields)
    if rest:
        raise bad("Invalid field selection.")
    return tree


def _list(text: str) -> tuple[dict[str, Any] | None, str]:
    tree: dict[str, Any] = {}
    while True:
        hit = re.match(r"\*|[\w.]+", text)
        if hit is None:
            raise bad("Invalid field selection.")
        name, text = hit[0], text[hit.end() :]
        below: Any = None
        if text.startswith("/"):
            below, text = _one(text[1:])
        elif text.startswith("("):
            below, text = _list(text[1:])
            if not text.startswith(")"):
                raise bad("Invalid field selection.")
            text = text[1:]
        tree[name] = below
        if not text.startswith(","):
            return (None if "*" in tree else tree), text
        text = text[1:]


def _one(text: str) -> tuple[dict[str, Any] | None, str]:
    hit = re.match(r"[^,()]+", text)
    if hit is None:
        raise bad("Invalid field selection.")
    tree = parse(hit[0])
    return (dict(tree) if tree is not None else None), text[hit.end() :]


def known(method: Method, mask: Mask, shape: Mapping[str, Any] | None = None) -> None:
    """Refuse a `fields` parameter that names what the description does not."""
    shape = schema(method, method.response if shape is None else shape)
    shape = schema(method, shape["items"]) if "items" in shape else shape
    for name, below in (mask or {}).items():
        if name not in shape.get("properties", {}):
            raise bad(f"Invalid field selection {name}.")
        known(method, below, shape["properties"][name])


def select(mask: Mask, value: Any) -> Any:
    """Return what a `fields` parameter leaves of an answer."""
    if mask is None:
        return value
    if isinstance(value, list):
        return [select(mask, below) for below in value]
    if isinstance(value, dict):
        return {name: select(mask[name], below) for name, below in value.items() if name in mask}
    return value
