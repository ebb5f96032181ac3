"""A checker of JSON Schema, as much of it as our published schemas use; what it does not know it refuses."""

import re
from datetime import date
from typing import Any

_KNOWN = {
    *("$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default", "description", "enum"),
    *("format", "items", "properties", "required", "title", "type"),
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "$") -> list[str]:
    """Where the value is not what the schema says; empty when it is."""
    unknown = schema.keys() - _KNOWN
    if unknown:
        raise NotImplementedError(f"{place}: {unknown}")
    if "$ref" in schema:
        return faults(value, root["$defs"][re.sub("^#/\\$defs/", "", schema["$ref"])], root, place)
    if "anyOf" in schema:
        every = [faults(value, each, root, place) for each in schema["anyOf"]]
        return [] if any(not each for each in every) else [f"{place}: none of {every}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    return _by_type(value, schema, root, place) if "type" in schema else []


def _by_type(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str) -> list[str]:
    kind = schema["type"]
    if not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
        return [f"{place}: {value!r} is no {kind}"]
    if kind == "array":
        return [
            fault
            for at, each in enumerate(value)
            for fault in faults(each, schema["items"], root, f"{place}[{at}]")
        ]
    if kind == "object":
        return _object(value, schema, root, place)
    if schema.get("format") == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return [f"{place}: {value!r} is no day"]
    return []


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], place: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{place}: {key} is missing" for key in schema.get("required", []) if key not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{place}: {key} is not in the schema" for key in value if key not in known]
    for key, part in known.items():
        if key in value:
            found += faults(value[key], part, root, f"{place}.{key}")
    return found
