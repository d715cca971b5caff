"""The VLLMRuntime of each vLLM operator that a profile names.

The folder of CRDs has 0.1.10 and head. The CRDs at the tags vllm-stack-0.1.11 and 0.1.12 are head's
without the fields below and say the same of every other field (compared path by path)."""
import copy

import yaml

from strict import root

KIND = "production-stack.vllm.ai/v1alpha1", "VLLMRuntime"
LACKS = {
    "0.1.11": ("runtimeClass", "podAnnotations", "shmSize"),
    "0.1.12": ("shmSize",),
    "head": (),
}
DEFAULT = "0.1.12"


def operators(folder):
    """Release -> (name, validator), or nothing where the folder has no CRD of head."""
    for file in folder.glob("vllmruntime.head-*.yaml"):
        crd = yaml.safe_load(file.read_bytes())
        schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
        found = {}
        for release, lacks in LACKS.items():
            own = copy.deepcopy(schema)
            fields = own["properties"]["spec"]["properties"]["deploymentConfig"]["properties"]
            for field in lacks:
                del fields[field]
            found[release] = (f"vLLM operator {release}", root(own))
        return found
    return {}


def release_of(parameters):
    """The operator that alone must take a case's VLLMRuntime; None where every one must."""
    if parameters.get("way") == "operator" or "operator" in parameters:
        return parameters.get("operator", DEFAULT)
    return None
