"""The manifests of the full example as a form with holes, and that form in the notations of other
tools. luxr renders an XR whose values occur nowhere else; where they come out, a hole is."""
import json
import pathlib
import re
import subprocess

import yaml

# what stands for a value of the XR: (the path of the value, the factor it is multiplied with)
HOLES = {
    "hole-name": ("metadata.name", 1),
    "hole-namespace": ("metadata.namespace", 1),
    "hole/model": ("spec.model", 1),
    "hole-provider": ("spec.providerConfigName", 1),
    "hole-secret": ("spec.huggingFaceSecret.name", 1),
    "hole.host.example": ("spec.host", 1),
    "61": ("spec.gpu", 1),
    "122": ("spec.gpu", 2),
    "488": ("spec.gpu", 8),
    "41": ("spec.minReplicas", 1),
    "43": ("spec.maxReplicas", 1),
}
XR = """
apiVersion: inference.devopstoolkit.ai/v1alpha1
kind: LLMInference
metadata: {name: hole-name, namespace: hole-namespace}
spec:
  model: hole/model
  gpu: 61
  providerConfigName: hole-provider
  huggingFaceSecret: {name: hole-secret}
  host: hole.host.example
  minReplicas: 41
  maxReplicas: 43
  scaling: {enabled: true}
"""
PATTERN = re.compile(r"(?<![\w/.])(?:hole-namespace|hole-name|hole/model|hole-provider|hole-secret"
                     r"|hole\.host\.example|(?:61|122|488|41|43)(?![\w.]|Gi\w))|488(?=Gi\b)")


def rendered(luxr: pathlib.Path) -> str:
    """The form: what luxr makes of the XR above."""
    return subprocess.run([luxr, "render", "-"], input=XR, capture_output=True, text=True,
                          check=True).stdout


def parts(text: str) -> list:
    """A text as a list of strings and holes, a hole being (path, factor)."""
    found, end = [], 0
    for match in PATTERN.finditer(text):
        found += [text[end:match.start()], HOLES[match[0]]]
        end = match.end()
    return [part for part in [*found, text[end:]] if part != ""]


def text_template(form: str, hole) -> str:
    """The form in a text template's notation; hole(path, factor) writes a hole."""
    return "".join(part if isinstance(part, str) else hole(*part) for part in parts(form))


def hole_go(path, factor):
    return f"{{{{ mul .{path} {factor} }}}}" if factor > 1 else f"{{{{ .{path} }}}}"


def hole_handlebars(path, factor):
    return f"{{{{mul {path} {factor}}}}}" if factor > 1 else f"{{{{{path}}}}}"


def hole_minijinja(path, factor):
    return f"{{{{ {path} * {factor} }}}}" if factor > 1 else f"{{{{ {path} }}}}"


def literal(value, notation) -> str:
    """A value of the form as an expression of a programming language."""
    if isinstance(value, dict):
        return notation.table([(json.dumps(key), literal(item, notation))
                               for key, item in value.items()])
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, notation) for item in value) + "]"
    if isinstance(value, bool):
        return notation.truth[value]
    found = parts(str(value))
    if isinstance(value, int):
        return str(value) if isinstance(found[0], str) else notation.number(*found[0])
    if all(isinstance(part, str) for part in found):
        return json.dumps(value)
    return notation.text(found)


class Python:
    truth = ("False", "True")

    @staticmethod
    def table(pairs):
        return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"

    @staticmethod
    def number(path, factor):
        return "xr" + "".join(f'["{step}"]' for step in path.split(".")) + f" * {factor}" * (factor > 1)

    @classmethod
    def text(cls, found):
        return " + ".join(json.dumps(part) if isinstance(part, str) else f"str({cls.number(*part)})"
                          for part in found)


class JavaScript(Python):
    truth = ("false", "true")

    @staticmethod
    def number(path, factor):
        return f"xr.{path}" + f" * {factor}" * (factor > 1)

    @classmethod
    def text(cls, found):
        return " + ".join(json.dumps(part) if isinstance(part, str) else f"String({cls.number(*part)})"
                          for part in found)


class Jsonnet(JavaScript):
    @classmethod
    def text(cls, found):
        return " + ".join(['""'] * (not isinstance(found[0], str)) + [
            json.dumps(part) if isinstance(part, str) else f"({cls.number(*part)})"
            for part in found])


class Rust(JavaScript):
    """An expression for the macro json! of serde_json."""

    @staticmethod
    def number(path, factor):
        field = path.rsplit(".", 1)[-1] if path != "spec.huggingFaceSecret.name" else "secret"
        snake = re.sub(r"([A-Z])", lambda upper: "_" + upper[1].lower(), field)
        return f"xr.{snake}" + f" * {factor}" * (factor > 1)

    @classmethod
    def text(cls, found):
        shape = "".join("{}" if not isinstance(part, str)
                        else part.replace("{", "{{").replace("}", "}}") for part in found)
        holes = ", ".join(cls.number(*part) for part in found if not isinstance(part, str))
        return f"format!({json.dumps(shape)}, {holes})"


def manifests(form: str, notation) -> list:
    """Each manifest of the form as an expression."""
    return [literal(document, notation) for document in yaml.safe_load_all(form)]
