"""A fleet as dicts that PyYAML writes, with libyaml's reader and writer:
usage: structured.py MANIFESTS FLEET"""
import importlib.util
import sys

import yaml

spec = importlib.util.spec_from_file_location("manifests", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
with open(sys.argv[2], encoding="utf-8") as fleet:
    for xr in yaml.load_all(fleet, yaml.CSafeLoader):
        sys.stdout.write(yaml.dump_all(module.manifests(xr), Dumper=yaml.CSafeDumper,
                                       explicit_start=True))
