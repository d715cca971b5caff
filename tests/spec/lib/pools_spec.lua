local support = require "support"

describe("lib.pools", function()
  local function eval(code)
    return support.eval("local pools = require \"lib.pools\" return " .. code)
  end

  it("asks for every label, in each of the terms", function()
    local os   = { key = "os", operator = "In", values = { "linux" } }
    local arch = { key = "arch", operator = "Exists" }
    local a    = { key = "a", operator = "In", values = { "1" } }
    local b    = { key = "b", operator = "In", values = { "2" } }
    assert.same({ { matchExpressions = { os, a, b } }, { matchExpressions = { arch, a, b } } }, eval [[
      pools.terms({ { matchExpressions = { { key = "os", operator = "In", values = { "linux" } } } },
                    { matchExpressions = { { key = "arch", operator = "Exists" } } } }, { b = "2", a = "1" })]])
  end)

  it("keeps what else a term says", function()
    local found = eval [[pools.terms({ { matchFields = { { key = "metadata.name", operator = "Exists" } } } }, { a = "1" })]]
    assert.equal("metadata.name", found[1].matchFields[1].key)
    assert.equal("a", found[1].matchExpressions[1].key)
  end)

  it("leaves the terms as they are without labels", function()
    assert.same({ { matchExpressions = { { key = "os", operator = "Exists" } } } },
                eval [[pools.terms({ { matchExpressions = { { key = "os", operator = "Exists" } } } }, nil)]])
  end)

  it("tolerates each taint, with its value where it has one", function()
    assert.same({ { key = "gpu", operator = "Exists" },
                  { key = "spot", operator = "Equal", value = "true", effect = "NoSchedule" },
                  { key = "new", operator = "Exists", effect = "NoExecute" } }, eval [[
      pools.tolerations({ { key = "gpu", operator = "Exists" } },
                        { { key = "spot", value = "true", effect = "NoSchedule" },
                          { key = "new", effect = "NoExecute" } })]])
    assert.same({ { key = "gpu" } }, eval [[pools.tolerations({ { key = "gpu" } }, nil)]])
  end)

  it("joins annotations, or has none", function()
    assert.same({ a = "1", b = "2" }, eval [[pools.annotations({ a = "0", b = "2" }, { a = "1" })]])
    assert.same({ a = "1" }, eval [[pools.annotations({ a = "1" }, nil)]])
    assert.same({ a = "1" }, eval [[pools.annotations(nil, { a = "1" })]])
    assert.is_nil(eval [[pools.annotations({}, {})]])
  end)
end)
