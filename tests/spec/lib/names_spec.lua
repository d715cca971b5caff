local support = require "support"

describe("lib.names", function()
  local function names(code, spec, metadata)
    return support.eval("require(\"lib.names\")." .. code, spec, { metadata = metadata })
  end

  it("puts manifests into the XR's namespace", function()
    assert.equal("production", names "namespace(xr)")
  end)

  it("puts manifests into the target namespace where there is one", function()
    assert.equal("models", names("namespace(xr)", { targetNamespace = "models" }))
  end)

  it("calls the runtime as the XR", function()
    assert.same({ name = "qwen", namespace = "production" }, names "metadata(xr)")
  end)

  it("calls the picker's things after it", function()
    assert.equal("qwen-epp", names "picker(xr)")
    assert.same({ name = "qwen-epp-pod-reader", namespace = "production" },
                names "picker_metadata(xr, 'pod-reader')")
  end)

  it("calls an Object after the XR and its resource", function()
    assert.equal("qwen-vllm-runtime", names "object(xr, 'vllm-runtime')")
  end)

  -- sha256 of the whole name, by coreutils: the cut must be the same everywhere.
  it("cuts what is longer than 63 characters", function()
    local long = ("a"):rep(60)
    assert.equal(("a"):rep(50) .. "-8bc8ef4e28c2", names("picker(xr)", nil, { name = long }))
  end)

  it("leaves no dash before the hash", function()
    local long = ("a"):rep(49) .. "-" .. ("b"):rep(12)
    assert.equal(("a"):rep(49) .. "-684889f48f48", names("picker(xr)", nil, { name = long }))
  end)
end)
