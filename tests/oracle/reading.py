"""YAML 1.1 and JSON as strangers read them; a key that stands twice is an error."""
import json

import yaml


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, which would take the last of two equal keys."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for i, key in enumerate(keys):
            if key in keys[:i]:
                raise ValueError(f"the key {key!r} stands twice")
        return super().construct_mapping(node, deep)


def yaml_documents(data):
    return list(yaml.load_all(data, Loader=Loader))


def _pairs(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _no_constant(text):
    raise ValueError(f"{text} is not JSON")


def json_value(text):
    return json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)


def difference(a, b, path="$"):
    """Where two values differ, types included (1, 1.0 and true are three values); or None."""
    if type(a) is not type(b):
        return f"{path}: {a!r} is not {b!r}"
    if isinstance(a, dict):
        if list(sorted(a)) != list(sorted(b)):
            return f"{path}: keys {sorted(a)} are not {sorted(b)}"
        found = (difference(a[key], b[key], f"{path}.{key}") for key in a)
    elif isinstance(a, list):
        if len(a) != len(b):
            return f"{path}: {len(a)} items are not {len(b)}"
        found = (difference(a[i], b[i], f"{path}[{i}]") for i in range(len(a)))
    else:
        return None if a == b else f"{path}: {a!r} is not {b!r}"
    return next((text for text in found if text), None)
