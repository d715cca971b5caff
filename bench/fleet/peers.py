"""What a user would pick instead of luxr, each made ready to render the same fleet.

A peer is built once, below the cache folder, from the form that holes.py makes. All of them only
fill in values: no defaults, no conditions, no checks, no hash of the configuration."""
import json
import os
import pathlib
import shutil
import subprocess

import yaml

import holes

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD") or ROOT / "build").resolve()
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
HELM, JSONNET = "v4.2.4", "v0.22.0"
HANDLEBARS, JS_YAML = "4.7.10", "4.3.2"


class NotHere(Exception):
    """Something that a peer needs is not installed."""


def ran(*command, **options):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False,
                          **options)
    if done.returncode:
        raise NotHere((done.stderr.strip() or f"{command[0]} failed").splitlines()[-1])
    return done.stdout.strip()


def needs(program):
    if not shutil.which(program):
        raise NotHere(f"{program} is not installed")


class Peer:
    """name: what the table calls it; kind: what it builds; command(fleet): how it is called, with
    the fleet as prepare() left it."""
    name = kind = None

    def __init__(self, form, folder):
        self.folder = folder / type(self).__name__.lower()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.build(form)

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def copy(self, source):
        shutil.copytree(HERE / "peers" / source, self.folder, dirs_exist_ok=True)

    def build(self, form):
        raise NotImplementedError

    def prepare(self, fleet):
        """The fleet in the form that the tool takes; not part of what is measured."""
        return fleet

    def command(self, fleet):
        raise NotImplementedError


class Luxr(Peer):
    name, kind, options = "luxr", "structure, checked", ["-j", "1"]

    def build(self, form):
        if not (BUILD / "luxr").exists():
            raise NotHere(f"{BUILD} has no luxr")
        self.version = ran(BUILD / "luxr", "version").splitlines()[0].removeprefix("luxr ")

    def command(self, fleet):
        return [BUILD / "luxr", "render", *self.options, fleet]


class LuxrTwo(Luxr):
    name, options = "luxr -j 2", ["-j", "2"]


class RustText(Peer):
    name, kind = "Rust minijinja", "text"
    version, binary = "2.24.0", "text"

    def build(self, form):
        needs("cargo")
        self.copy("rust")
        made = ", ".join(f"json!({manifest})" for manifest in holes.manifests(form, holes.Rust))
        self.write("src/manifests.rs",
                   f"fn manifests(xr: &Xr) -> Vec<Value> {{\n    vec![{made}]\n}}\n")
        self.form = self.write("form.j2", holes.text_template(form, holes.hole_minijinja))
        target = self.folder.parent / "target"
        ran("cargo", "build", "--quiet", "--release", cwd=self.folder,
            env={**os.environ, "CARGO_TARGET_DIR": str(target)})
        self.program = target / "release" / self.binary

    def command(self, fleet):
        return [self.program, self.form, fleet]


class RustStructured(RustText):
    name, kind = "Rust serde_yaml", "structure"
    version, binary = "0.9.34", "structured"

    def command(self, fleet):
        return [self.program, fleet]


class GoText(Peer):
    name, kind = "Go text/template", "text"

    def build(self, form):
        needs("go")
        self.version = ran("go", "env", "GOVERSION").removeprefix("go")
        self.copy("go")
        self.form = self.write("form.tmpl", holes.text_template(form, holes.hole_go))
        if not (self.folder / "go.mod").exists():
            ran("go", "mod", "init", "fleet", cwd=self.folder)
            ran("go", "get", "sigs.k8s.io/yaml@v1.6.0", cwd=self.folder)
        ran("go", "build", "-o", "text", ".", cwd=self.folder)

    def command(self, fleet):
        return [self.folder / "text", self.form, fleet]


class Node(Peer):
    program = None

    def build(self, form):
        needs("npm")
        self.copy("node")
        if not (self.folder / "node_modules").exists():
            ran("npm", "install", "--silent", "--no-save", "--no-package-lock", "--prefix",
                self.folder, f"handlebars@{HANDLEBARS}", f"js-yaml@{JS_YAML}")
        self.form = self.written(form)

    def written(self, form):
        raise NotImplementedError

    def command(self, fleet):
        return ["node", self.folder / self.program, self.form, fleet]


class Handlebars(Node):
    name, kind, version, program = "Node Handlebars", "text", HANDLEBARS, "text.mjs"

    def written(self, form):
        return self.write("form.hbs", holes.text_template(form, holes.hole_handlebars))


class JsYaml(Node):
    name, kind, version, program = "Node js-yaml", "structure", JS_YAML, "structured.mjs"

    def written(self, form):
        made = ",\n".join(holes.manifests(form, holes.JavaScript))
        return self.write("manifests.mjs", f"export const manifests = (xr) => [{made}];\n")


class PyYaml(Peer):
    name, kind, version = "Python PyYAML, C", "structure", yaml.__version__

    def build(self, form):
        made = ",\n".join(holes.manifests(form, holes.Python))
        self.form = self.write("manifests.py", f"def manifests(xr):\n    return [{made}]\n")

    def command(self, fleet):
        return ["/usr/bin/python3", "-B", HERE / "peers/structured.py", self.form, fleet]


class AsJson(Peer):
    """A tool that takes the whole fleet as one JSON document."""

    def prepare(self, fleet):
        with fleet.open(encoding="utf-8") as stream:
            xrs = list(yaml.load_all(stream, yaml.CSafeLoader))
        return self.write(f"{fleet.stem}.json", json.dumps(self.whole(xrs)))

    def whole(self, xrs):
        return xrs


class Jsonnet(AsJson):
    name, kind, version = "go-jsonnet, JSON", "structure", JSONNET[1:]

    def build(self, form):
        needs("go")
        ran("go", "install", f"github.com/google/go-jsonnet/cmd/jsonnet@{JSONNET}",
            env={**os.environ, "GOBIN": str(self.folder)})
        made = ",\n".join(holes.manifests(form, holes.Jsonnet))
        self.form = self.write("manifests.jsonnet",
                               f"function(fleet) std.flatMap(function(xr) [{made}], fleet)\n")

    def command(self, fleet):
        return [self.folder / "jsonnet", "-y", "--tla-code-file", f"fleet={fleet}", self.form]


class Helm(AsJson):
    name, kind, version = "helm template", "text, read back", HELM[1:]

    def build(self, form):
        needs("go")
        ran("go", "install", f"helm.sh/helm/v4/cmd/helm@{HELM}",
            env={**os.environ, "GOBIN": str(self.folder)})
        self.write("chart/Chart.yaml", "apiVersion: v2\nname: fleet\nversion: 0.0.0\n")
        self.write("chart/templates/all.yaml", "{{- range .Values.fleet }}\n"
                   + holes.text_template(form, holes.hole_go) + "{{- end }}\n")

    def whole(self, xrs):
        return {"fleet": xrs}

    def command(self, fleet):
        return [self.folder / "helm", "template", "fleet", self.folder / "chart",
                "--values", fleet]


ALL = [Luxr, LuxrTwo, RustText, RustStructured, GoText, Handlebars, JsYaml, PyYaml, Jsonnet, Helm]


def ready(luxr):
    """All peers that can be had here; says which cannot, and why."""
    form, found = holes.rendered(luxr), []
    for kind in ALL:
        try:
            found.append(kind(form, CACHE / "luxr" / "bench-fleet"))
        except NotHere as reason:
            print(f"left out: {kind.name}: {reason}")
    return found
