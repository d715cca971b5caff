local support = require "support"

describe("lib.promql", function()
  local function promql(code)
    return support.eval("require(\"lib.promql\")." .. code)
  end

  it("quotes a value", function()
    assert.equal('"production"', promql [[quote("production")]])
  end)

  it("escapes what would end the value or the line", function()
    assert.equal([["a\"b\\c\nd"]], promql [[quote('a"b\\c\nd')]])
  end)

  it("keeps a namespace from becoming another query", function()
    assert.equal([["a\"} or vector(1000) or x{y=\""]], promql [[quote('a"} or vector(1000) or x{y="')]])
  end)

  it("joins labels in their order", function()
    assert.equal('namespace="a",job="b"', promql [[matchers({ { "namespace", "a" }, { "job", "b" } })]])
  end)

  it("fills the places that a query leaves", function()
    assert.equal('sum(x{job="a"})[5m]',
                 promql [[fill("sum(x{$model})[$window]", { model = 'job="a"', window = "5m" })]])
  end)

  it("does not read a value for places of its own", function()
    assert.equal('x{$model}', promql [[fill("x{$model}", { model = "$model" })]])
  end)

  it("refuses a place without a value", function()
    assert.is_true(support.eval [[
      local ok, problem = pcall(require("lib.promql").fill, "x{$modle}", {})
      return not ok and problem:find("the query x{$modle} has no value for $modle", 1, true) ~= nil
    ]])
  end)
end)
