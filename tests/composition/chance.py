"""XRs, Compositions and answers by chance, with what the core treats in a way of its own: names
that are given or cut, conditions twice, statuses that are none, owners, namespaces, definitions."""

import json
import random

UID = "11111111-2222-3333-4444-555555555555"
DEMO_UID = "854b0667-50fb-5f20-8da0-f7c31d62606a"  # of the XR team-a/demo
INPUT = {"apiVersion": "luxr.fn.crossplane.io/v1beta1", "kind": "Input"}


class Chance:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick, self.below = self.random.choice, self.random.randint

    def happens(self, chance):
        return self.random.random() < chance

    def some(self, most, make):
        return [make() for _ in range(self.below(0, most))]

    def value(self, depth=0):
        """Any value, as JSON has them."""
        kind = self.pick("tttnnbz" if depth > 2 else "ttnbzllmm")
        if kind == "t":
            return self.pick(["x", "yes", "a: b", "", "1", "null", "two\nlines", "#c", " sp ",
                              "0x1", "~", "long " * 30])
        if kind == "n":
            return self.pick([0, 1, -5, 2.5, 1e7, 0.00001, 123456789, 1e20, -0.5, 2 ** 53 - 1])
        if kind == "b":
            return self.happens(0.5)
        if kind == "z":
            return None
        if kind == "l":
            return self.some(3, lambda: self.value(depth + 1))
        return {self.pick(["a", "b", "c10", "c2", "y", "n", "key-1", "Z"]): self.value(depth + 1)
                for _ in range(self.below(0, 3))}

    def condition(self, answered):
        """One of a status, or of an answer."""
        one = {"type": self.pick(["A", "B", "C", "Ready", "Synced", "Healthy"])}
        if answered and self.happens(0.8):
            one["status"] = "STATUS_CONDITION_" + self.pick(["TRUE", "FALSE", "UNKNOWN"])
        if not answered:
            one["status"] = self.pick(["True", "False", "Unknown"])
            if self.happens(0.7):
                one["lastTransitionTime"] = "2020-01-01T00:00:00Z"
            if self.happens(0.3):
                one["observedGeneration"] = self.pick([1, 7])
        if self.happens(0.8):
            one["reason"] = self.pick(["R1", "R2"])
        if self.happens(0.5):
            one["message"] = self.pick(["m", "", "long message " * 10])
        return one

    def metadata(self):
        fields = {
            "name": ["given", "other-name", "same"], "generateName": ["gen-", "gen", "g" * 60],
            "namespace": ["other", "team-a"],
            "labels": [{"a": "b"}, {"crossplane.io/composite": "zz"}, {"a": 1}, {}],
            "annotations": [{"a": "b"}, {"x": None}, {}], "uid": ["some-uid"],
            "finalizers": [["f"]], "creationTimestamp": [None],
            "ownerReferences": [
                [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "extra": 1}],
                [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u",
                  "controller": False}],
                [{"uid": DEMO_UID, "name": "old", "kind": "K", "apiVersion": "v1"}]],
        }
        return {name: self.pick(values) for name, values in fields.items() if self.happens(0.2)}

    def status(self):
        """Of a composed resource; null is left out, which the command refuses after printing."""
        condition = {"type": "A", "status": "True"}
        return self.pick([
            {"x": 1}, {"conditions": self.some(3, lambda: self.condition(False))}, {},
            {"conditions": "bad"}, {"conditions": []}, {"conditions": None}, "text",
            {"conditions": [dict(condition, lastTransitionTime="nonsense")]},
            {"conditions": [dict(condition, lastTransitionTime="2020-02-29T10:00:00.5+02:00")]}])

    def object(self):
        made = {"metadata": self.metadata()}
        if self.happens(0.95):
            made["apiVersion"] = self.pick(["v1", "apps/v1", "x.org/v1beta1"])
        if self.happens(0.95):
            made["kind"] = self.pick(["ConfigMap", "Deployment", "Thing"])
        if self.happens(0.5):
            made["spec"] = self.value()
        if self.happens(0.3):
            made["status"] = self.status()
        return made

    def resource(self):
        made = {"resource": self.object()}
        if self.happens(0.6):
            made["ready"] = self.pick(["READY_TRUE", "READY_TRUE", "READY_FALSE"])
        return made

    def composite(self):
        status = {self.pick(["url", "n", "zero", "keep"]): self.value()
                  for _ in range(self.below(0, 3))}
        if self.happens(0.3):
            status["conditions"] = self.some(3, lambda: self.condition(False))
        made = {"resource": {"status": status}} if self.happens(0.8) else {}
        if self.happens(0.2):
            made["ready"] = self.pick(["READY_TRUE", "READY_FALSE"])
        return made

    def result(self):
        made = {"message": self.pick(["fine", "", "x" * 90])}
        if self.happens(0.7):
            made["severity"] = self.pick(["SEVERITY_NORMAL", "SEVERITY_WARNING"])
        if self.happens(0.5):
            made["reason"] = "Reason"
        return made

    def response(self):
        names = ["a", "b", "c", "app_deploy", "zz-config", "d.e"]
        desired = {"resources": {self.pick(names): self.resource()
                                 for _ in range(self.below(0, 4))}}
        if self.happens(0.6):
            desired["composite"] = self.composite()
        made = {"desired": desired}
        if self.happens(0.4):
            made["conditions"] = self.some(3, lambda: self.condition(True))
        if self.happens(0.4):
            made["results"] = self.some(2, self.result)
        if self.happens(0.3):
            made["context"] = {self.pick("kl"): self.value()}
        if self.happens(0.2):
            selector = {"apiVersion": "v1", "kind": "ConfigMap", "matchName": "env"}
            made["requirements"] = self.pick([{}, {"resources": {"one": selector}}])
        if self.happens(0.04):
            made.setdefault("results", []).append(
                {"severity": "SEVERITY_FATAL", "message": "boom"})
        return made

    def xr(self):
        name = self.pick(["demo", "demo", "a" * self.below(40, 63) + "-b", "x-"])
        metadata, spec = {"name": name}, {"size": 3}
        made = {"apiVersion": "example.org/v1alpha1", "kind": "XApp", "metadata": metadata,
                "spec": spec}
        if self.happens(0.7):
            metadata["namespace"] = "team-a"
        for field, chance, values in [
                ("labels", 0.5, [{"team": "a"}, {"crossplane.io/composite": "other"},
                                 {"crossplane.io/composite": ""},
                                 {"crossplane.io/claim-name": "c",
                                  "crossplane.io/claim-namespace": "cn"}]),
                ("annotations", 0.3, [{"note": "x"}, {"crossplane.io/paused": "true"},
                                      {"crossplane.io/reconcile-requested-at": "t1"}]),
                ("uid", 0.2, [UID]), ("generation", 0.3, [7]),
                ("deletionTimestamp", 0.05, ["2020-01-01T00:00:00Z"])]:
            if self.happens(chance):
                metadata[field] = self.pick(values)
        if self.happens(0.4):
            made["status"] = {"a": self.value(), "zero": 3,
                              "conditions": self.some(3, lambda: self.condition(False))}
        if self.happens(0.2):
            spec["crossplane"] = self.pick([
                {"compositionRef": {"name": "xapp"}}, {"compositionRef": {"name": "o"}}, {},
                {"resourceRefs": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "q"}]}])
        if self.happens(0.3):
            spec["more"] = self.value()
        return made

    def composition(self):
        steps = [{"step": f"step-{number}", "functionRef": {"name": "function-luxr"},
                  "input": dict(INPUT, parameters={"response": self.response()})}
                 for number in range(self.pick([1, 1, 2, 3]))]
        return {"apiVersion": "apiextensions.crossplane.io/v1", "kind": "Composition",
                "metadata": {"name": "xapp"},
                "spec": {"compositeTypeRef": {"apiVersion": "example.org/v1alpha1",
                                              "kind": "XApp"},
                         "mode": "Pipeline", "pipeline": steps}}

    def observed(self, xr):
        """What exists, of some resources and of one that nobody wants any more."""
        for name in self.random.sample(["a", "b", "c", "gone"], self.below(1, 3)):
            annotations = {"crossplane.io/composition-resource-name": name}
            metadata = {"name": "seen-" + name, "annotations": annotations}
            if "namespace" in xr["metadata"]:
                metadata["namespace"] = "team-a"
            elif self.happens(0.3):
                metadata["namespace"] = "ns9"
            if self.happens(0.3):
                metadata["generateName"] = "seen-"
            yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}

    def definition(self):
        more = {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {
            "a": {"type": "string", "default": "da"},
            "b": {"type": "array", "items": {"type": "object", "properties": {
                "q": {"type": "integer", "default": 3}}}}}}
        spec = {"type": "object", "properties": {
            "size": {"type": "integer"}, "colour": {"type": "string", "default": "red"},
            "more": more}}
        schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
        made = {"apiVersion": "apiextensions.crossplane.io/" + self.pick(["v1", "v2"]),
                "kind": "CompositeResourceDefinition", "metadata": {"name": "xapps.example.org"},
                "spec": {"group": "example.org", "names": {"kind": "XApp", "plural": "xapps"},
                         "versions": [{"name": "v1alpha1", "served": True,
                                       "referenceable": True, "schema": schema}]}}
        scope = self.pick([None, "Namespaced", "Cluster", "LegacyCluster"])
        if scope:
            made["spec"]["scope"] = scope
        return made

    def case(self, folder):
        """Writes the files of a case; returns its arguments."""
        xr = self.xr()
        files = {"xr": [xr], "composition": [self.composition()],
                 "required": [{"apiVersion": "v1", "kind": "ConfigMap",
                               "metadata": {"name": "env"}}]}
        options = [flag for flag in ["-x", "-r", "-c"] if self.happens(0.5)]
        options += ["-e", "required.yaml"]
        if self.happens(0.2):
            options += ["--context-values", "e=" + json.dumps(self.value())]
        if self.happens(0.4):
            files["observed"] = list(self.observed(xr))
            options += ["-o", "observed.yaml"]
        if self.happens(0.25):
            files["definition"] = [self.definition()]
            options += ["--xrd=definition.yaml"]
        for name, documents in files.items():
            text = "\n---\n".join(json.dumps(document) for document in documents)
            (folder / (name + ".yaml")).write_text(text)
        return ["xr.yaml", "composition.yaml", "functions.yaml", *options]
