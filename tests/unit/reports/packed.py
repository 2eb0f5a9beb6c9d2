"""What tests read out of a built pack."""

import json
import zipfile


def files(built):
    with zipfile.ZipFile(built.path) as pack:
        assert pack.testzip() is None
        return {name.partition("/")[2]: pack.read(name) for name in pack.namelist()}


def data(built):
    return json.loads(files(built)["data/data.json"])


def fits(value, schema):
    """A validator of the little JSON Schema that ours uses."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    assert not wanted or isinstance(value, tuple(kinds[kind] for kind in wanted))
    assert value in schema.get("enum", [value])
    if isinstance(value, dict):
        assert set(schema.get("required", [])) <= value.keys()
        for name, each in value.items():
            fits(each, schema.get("properties", {}).get(name, {}))
    if isinstance(value, list):
        for each in value:
            fits(each, schema.get("items", {}))
