local support = require "support"

describe("lib.mark", function()
  local function owns(object)
    return support.eval("require(\"lib.mark\").owns(" .. object .. ")")
  end

  it("knows an Object of this bundle", function()
    assert.is_true(owns [[{ metadata = { annotations = {
      ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } } }]])
  end)

  it("knows the `each` that made one", function()
    assert.same({ true, "shards" }, support.eval [[
      return { require("lib.mark").owns({ metadata = { annotations = {
        ["inference.devopstoolkit.ai/bundle"] = "llm-inference",
        ["inference.devopstoolkit.ai/resource"] = "shards" } } }) }
    ]])
  end)

  it("does not take another's for its own", function()
    assert.is_false(owns [[{ metadata = { annotations = {
      ["inference.devopstoolkit.ai/bundle"] = "another" } } }]])
    assert.is_false(owns [[{ metadata = { annotations = { other = "llm-inference" } } }]])
    assert.is_false(owns [[{ metadata = {} }]])
    assert.is_false(owns [[{}]])
  end)
end)
