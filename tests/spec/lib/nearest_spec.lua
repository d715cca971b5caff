local support = require "support"

describe("lib.nearest", function()
  local function nearest(word)
    return support.eval(("require(\"lib.nearest\")(%q, { \"gateway\", \"monitoring\", \"picker\" })"):format(word))
  end

  it("suggests the word that was meant", function()
    assert.equal("did you mean 'gateway'?", nearest "gatway")
    assert.equal("did you mean 'monitoring'?", nearest "monitorng")
    assert.equal("did you mean 'picker'?", nearest "pikcer")
  end)

  it("forgives two letters, and a third of a long word", function()
    assert.equal("did you mean 'picker'?", nearest "pick")
    assert.is_nil(nearest "pic")
    assert.equal("did you mean 'picker'?", nearest "pickerxx")
    assert.is_nil(nearest "pixxxx")
    assert.equal("did you mean 'monitoring'?", nearest "xmonitoringxxx")
    assert.is_nil(nearest "xxmonitoringxxx..")
  end)

  it("takes the first of two that are as near", function()
    assert.equal("did you mean 'ab'?", support.eval [[require("lib.nearest")("a", { "ab", "ac" })]])
  end)

  it("suggests nothing for another word", function()
    assert.is_nil(nearest "prometheus")
    assert.is_nil(nearest "zone")
  end)
end)
