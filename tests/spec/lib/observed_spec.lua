local support = require "support"

describe("lib.observed", function()
  local function observed(code)
    return support.eval("require(\"lib.observed\")." .. code)
  end

  it("finds the manifest on the target cluster", function()
    assert.equal("Deployment", observed [[live({ a = { status = { atProvider = {
      manifest = { kind = "Deployment" } } } } }, "a").kind]])
  end)

  it("finds nothing where nothing was observed", function()
    assert.is_nil(observed [[live({}, "a")]])
    assert.is_nil(observed [[live({ a = {} }, "a")]])
    assert.is_nil(observed [[live({ a = { status = { atProvider = {} } } }, "a")]])
  end)

  it("finds a condition by its type", function()
    assert.equal("b", observed [[condition({ { type = "A", reason = "a" }, { type = "B", reason = "b" } },
                                           "B").reason]])
    assert.is_nil(observed [[condition(nil, "A")]])
  end)

  it("tells unknown from false", function()
    assert.is_true(observed [[truth("True")]])
    assert.is_false(observed [[truth("False")]])
    assert.is_nil(observed [[truth("Unknown")]])
    assert.is_nil(observed [[truth(nil)]])
  end)

  it("reads an object's own Ready condition", function()
    assert.is_true(observed [[ready({ status = { conditions = { { type = "Ready", status = "True" } } } })]])
    assert.is_false(observed [[ready({ status = { conditions = { { type = "Ready", status = "False" } } } })]])
    assert.is_nil(observed [[ready({ status = { conditions = { { type = "Synced", status = "True" } } } })]])
    assert.is_nil(observed [[ready({})]])
  end)
end)
