local support = require "support"

describe("lib.tables", function()
  local function tables(code)
    return support.eval("require(\"lib.tables\")." .. code)
  end

  it("merges into a new map, the second winning", function()
    assert.same({ a = 1, b = 3, c = 4 }, tables "merge({ a = 1, b = 2 }, { b = 3, c = 4 })")
  end)

  it("changes neither map by merging", function()
    assert.same({ a = 1 }, support.eval [[
      local first = { a = 1 }
      require("lib.tables").merge(first, { b = 2 })
      return first
    ]])
  end)

  it("merges with nothing", function()
    assert.same({ a = 1 }, tables "merge(nil, { a = 1 })")
    assert.same({ a = 1 }, tables "merge({ a = 1 }, nil)")
  end)

  it("makes an empty map absent", function()
    assert.is_nil(tables "some({})")
    assert.is_nil(tables "some(nil)")
    assert.same({ a = 1 }, tables "some({ a = 1 })")
  end)

  it("sorts keys", function()
    assert.same({ "a", "b", "c" }, tables "keys({ c = 1, a = 1, b = 1 })")
  end)

  it("knows what a list contains", function()
    assert.is_true(tables "contains({ \"a\", \"b\" }, \"b\")")
    assert.is_false(tables "contains({ \"a\" }, \"b\")")
    assert.is_false(tables "contains(nil, \"b\")")
  end)

  it("matches labels as a selector does", function()
    assert.is_true(tables "covers({ a = \"1\", b = \"2\" }, { a = \"1\" })")
    assert.is_false(tables "covers({ a = \"1\" }, { a = \"2\" })")
    assert.is_false(tables "covers({ a = \"1\" }, { b = \"1\" })")
    assert.is_false(tables "covers(nil, { a = \"1\" })")
    assert.is_false(tables "covers({ a = \"1\" }, {})")
    assert.is_false(tables "covers({ a = \"1\" }, nil)")
  end)
end)
