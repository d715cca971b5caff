local support = require "support"

describe("lib.glob", function()
  local function matches(pattern, text)
    return support.eval(("require(\"lib.glob\").matches(%q, %q)"):format(pattern, text))
  end

  it("matches the whole text", function()
    assert.is_true(matches("a/b", "a/b"))
    assert.is_false(matches("a/b", "a/bc"))
    assert.is_false(matches("a/b", "xa/b"))
  end)

  it("takes * for any text, none too", function()
    assert.is_true(matches("Qwen/Qwen2.5-3B*", "Qwen/Qwen2.5-3B"))
    assert.is_true(matches("Qwen/Qwen2.5-3B*", "Qwen/Qwen2.5-3B-Instruct-AWQ"))
    assert.is_true(matches("*uncensored*", "org/an-uncensored-model"))
  end)

  it("takes ? for one character", function()
    assert.is_true(matches("a?c", "abc"))
    assert.is_false(matches("a?c", "ac"))
  end)

  it("takes everything else as it is", function()
    assert.is_false(matches("Qwen/Qwen2.5-3B*", "Qwen/Qwen2x5-3B"))
    assert.is_true(matches("a%d+[b]^$.-", "a%d+[b]^$.-"))
  end)

  it("tells upper from lower case", function()
    assert.is_false(matches("BAAI/*", "baai/bge-m3"))
  end)
end)
