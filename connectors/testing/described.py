"""A vendor's own OpenAPI description, held against what is asked and answered."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


class Description:
    """An OpenAPI 3 document. `root` is cut off a requested path before it is looked up."""

    def __init__(self, document: Mapping[str, Any], root: str = "") -> None:
        self._document = document
        self._root = root
        self._paths = [(re.compile(_expression(path)), path) for path in document["paths"]]

    @classmethod
    def read(cls, path: Path, root: str = "") -> "Description":
        """Return the description in a file."""
        return cls(json.loads(path.read_text(encoding="utf-8")), root)

    def operation(self, method: str, url: str) -> dict[str, Any]:
        """Return what the description says of a request. Raises LookupError when it does not know it."""
        path = urlsplit(url).path.removeprefix(self._root)
        # the most literal path wins: /contacts/filter before /contacts/{id}
        for pattern, name in sorted(self._paths, key=lambda row: row[1].count("{")):
            if pattern.fullmatch(path) and method.lower() in self._document["paths"][name]:
                found: dict[str, Any] = self._document["paths"][name][method.lower()]
                return found
        raise LookupError(f"the description has no {method} {path}")

    def unknown_in(self, method: str, url: str) -> list[str]:
        """Return what of a request the description does not allow: parameters it lacks, or values out of their shape."""
        rows = {row["name"]: row for row in map(self.resolved, self.operation(method, url).get("parameters", []))}
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
        wrong = [f"unknown parameter {name}" for name in asked.keys() - rows.keys()]
        for name, row in rows.items():
            if row["in"] == "query" and row.get("required") and name not in asked:
                wrong.append(f"missing parameter {name}")
            if name in asked and not _fits(self.resolved(row.get("schema", {})), asked[name]):
                wrong.append(f"parameter {name} out of its shape")
        return wrong

    def wrong_in(self, method: str, url: str, answer: Any, status: int = 200) -> list[str]:
        """Return what of an answer the description does not have, by place."""
        response = self.resolved(self.operation(method, url)["responses"][str(status)])
        return list(self._wrong(response["content"]["application/json"]["schema"], answer, ""))

    def resolved(self, part: Any) -> dict[str, Any]:
        """Return a part of the description with its reference followed."""
        while "$ref" in part:
            followed: Any = self._document
            for step in part["$ref"].split("/")[1:]:
                followed = followed[step]
            part = {**followed, **{key: value for key, value in part.items() if key != "$ref"}}
        return dict(part)

    def _wrong(self, schema: Any, value: Any, where: str) -> Iterator[str]:
        schema = self.resolved(schema)
        for choice in ("oneOf", "anyOf"):
            if choice in schema and all(list(self._wrong(one, value, where)) for one in schema[choice]):
                yield f"{where}: fits none of {choice}"
        properties, required = self._members(schema)
        named = schema.get("type", [])
        types = tuple(kind for name in ([named] if isinstance(named, str) else named) for kind in TYPES[name])
        if types and not isinstance(value, types):
            yield f"{where}: {type(value).__name__} where {named} is meant"
        elif isinstance(value, dict) and properties:
            yield from (f"{where}/{key}: not described" for key in value.keys() - properties.keys())
            yield from (f"{where}/{key}: left out" for key in required - value.keys())
            for key in value.keys() & properties.keys():
                yield from self._wrong(properties[key], value[key], f"{where}/{key}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._wrong(schema.get("items", {}), item, f"{where}/{index}")
        elif isinstance(value, str) and not _fits(schema, value):
            yield f"{where}: out of its shape"

    def _members(self, schema: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        properties, required = dict(schema.get("properties", {})), set(schema.get("required", ()))
        for part in schema.get("allOf", ()):
            more, needed = self._members(self.resolved(part))
            properties, required = properties | more, required | needed
        return properties, required


def _expression(path: str) -> str:
    pieces = re.split(r"(\{\w+\})", path)
    return "".join(r"(\.json)?" if piece == "{format}" else "[^/]+" if piece[:1] == "{" else re.escape(piece) for piece in pieces)


def _fits(schema: Mapping[str, Any], text: str) -> bool:
    if "enum" in schema and text not in {str(one) for one in schema["enum"]}:
        return False
    # dialects of patterns differ; those that Python does not read are left to the vendor
    try:
        fits = "pattern" not in schema or re.search(schema["pattern"], text) is not None
    except re.error:
        fits = True
    if text.isdecimal() and "maximum" in schema:
        fits = fits and schema.get("minimum", 0) <= int(text) <= schema["maximum"]
    return fits and schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
