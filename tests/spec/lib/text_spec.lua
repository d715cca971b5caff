local support = require "support"

-- Kubernetes' third_party/forked/golang/expansion, for one variable A: what a container gets.
local function kubelet(text)
  local out, i = "", 1
  while i <= #text do
    local two = text:sub(i, i + 1)
    if two == "$$" then
      out, i = out .. "$", i + 2
    elseif text:sub(i, i + 3) == "$(A)" then
      out, i = out .. "SECRET", i + 4
    else
      out, i = out .. text:sub(i, i), i + 1
    end
  end
  return out
end

describe("lib.text", function()
  local function literal(text)
    return support.eval(("require(\"lib.text\").literal(%q)"):format(text))
  end

  it("writes a sign before a parenthesis twice", function()
    assert.equal("$$(HF_TOKEN)", literal "$(HF_TOKEN)")
  end)

  it("leaves text without a sign alone", function()
    assert.equal("org/model-(A)", literal "org/model-(A)")
  end)

  it("brings any text into a container as it is", function()
    for _, text in ipairs { "$(A)", "$$(A)", "$$$(A)", "a$b", "$", "$$", "($)A)", "x$(A$(A))" } do
      assert.equal(text, kubelet(literal(text)))
    end
  end)
end)
