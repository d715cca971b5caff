"""OpenAPI schemas of Kubernetes as JSON Schema: what the API server prunes, fills in or counts
itself is made explicit, so that an unknown field is an error. CEL rules are not evaluated."""
import copy
import json
import re

import jsonschema
import yaml

RANGES = {"int32": (-(1 << 31), (1 << 31) - 1), "int64": (-(1 << 63), (1 << 63) - 1)}
KEEP = "x-kubernetes-preserve-unknown-fields"
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}

# What of ObjectMeta a manifest may say; the rest belongs to the API server.
METADATA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 253,
                 "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},
        "namespace": {"type": "string", "maxLength": 63,
                      "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},
        "labels": {
            "type": "object",
            "additionalProperties": {
                "type": "string", "maxLength": 63,
                "pattern": r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"}},
        "annotations": TEXTS,
    },
}


def _list_type(validator, kind, items, schema):
    if kind not in ("set", "map") or not isinstance(items, list):
        return
    keys = schema.get("x-kubernetes-list-map-keys", [])
    fields = schema.get("items", {}).get("properties", {})
    seen = set()
    for item in items:
        if kind == "map":
            item = [item.get(key, fields.get(key, {}).get("default")) for key in keys]
        mark = json.dumps(item, sort_keys=True)
        if mark in seen:
            yield jsonschema.ValidationError(f"{mark} stands twice in a list that is a {kind}")
        seen.add(mark)


# OpenAPI 3.0 has exclusiveMinimum: true, as draft 4 has.
Validator = jsonschema.validators.extend(jsonschema.Draft4Validator,
                                         {"x-kubernetes-list-type": _list_type})
FORMATS = jsonschema.FormatChecker(["ipv4", "ipv6"])


def _type(schema):
    if schema.get("x-kubernetes-int-or-string"):
        schema["type"] = ["integer", "string"]
    if schema.get("nullable") and "type" in schema:
        kinds = schema["type"]
        schema["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]


def _pattern(text):
    """Go's expression as Python's: \\x{85}, and $, which lets a line break pass there."""
    text = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda code: f"\\U{int(code[1], 16):08x}", text)
    return text[:-1] + r"\Z" if text.endswith("$") else text


def _bounds(schema):
    low, high = RANGES.get(schema.get("format"), (None, None))
    if low is not None:
        schema["minimum"] = max(low, schema.get("minimum", low))
        schema["maximum"] = min(high, schema.get("maximum", high))
    if "pattern" in schema:
        schema["pattern"] = _pattern(schema["pattern"])


def _objects(schema):
    fields = schema.get("properties", {})
    for name in fields:
        tighten(fields[name])
    # The API server fills defaults in before it looks for what is missing.
    required = [name for name in schema.get("required", [])
                if "default" not in fields.get(name, {})]
    schema.pop("required", None)
    if required:
        schema["required"] = required
    if isinstance(schema.get("additionalProperties"), dict):
        tighten(schema["additionalProperties"])
    elif schema.get(KEEP):
        schema["additionalProperties"] = True
    else:
        schema["additionalProperties"] = False


def tighten(schema):
    """Makes a structural schema strict, in place; returns it."""
    _bounds(schema)
    if schema.get("type") == "object":
        if schema.get("x-kubernetes-embedded-resource"):
            fields = schema.setdefault("properties", {})
            fields.update(apiVersion={"type": "string"}, kind={"type": "string"},
                          metadata=copy.deepcopy(METADATA))
            schema["required"] = sorted({*schema.get("required", []), *fields})
        _objects(schema)
    elif isinstance(schema.get("items"), dict):
        tighten(schema["items"])
    _type(schema)
    return schema


def root(schema):
    """The validator for whole objects of one version of one kind."""
    schema = copy.deepcopy(schema)
    fields = schema.setdefault("properties", {})
    fields.update(apiVersion={"type": "string"}, kind={"type": "string"},
                  metadata=copy.deepcopy(METADATA))
    fields.pop("status", None)  # a manifest says what is wanted
    schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind", "metadata"})
    tighten(schema)
    Validator.check_schema(schema)
    return Validator(schema, format_checker=FORMATS)


def definitions(folder):
    """(apiVersion, kind) -> [(file name, validator), ...] of the CRDs in a folder."""
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        for crd in yaml.load_all(file.read_bytes(), Loader=yaml.CSafeLoader):
            if not crd or crd.get("kind") != "CustomResourceDefinition":
                continue
            spec = crd["spec"]
            for version in spec["versions"]:
                if not version["served"]:
                    continue
                name = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                schema = root(version["schema"]["openAPIV3Schema"])
                found.setdefault(name, []).append((file.name, schema))
    return found


def complaints(validator, value):
    for error in validator.iter_errors(value):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}"
                       for part in error.absolute_path)
        yield f"{path or '.'}: {error.message[:300]}"
