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

  it("suggests nothing for another word", function()
    assert.is_nil(nearest "prometheus")
    assert.is_nil(nearest "zone")
  end)
end)
