local support = require "support"

describe("policy criticality", function()
  it("is worth what the requirements say", function()
    assert.equal(100, support.decided("criticality").priority)
    assert.equal(100, support.decided("criticality", { criticality = "critical" }).priority)
    assert.equal(0, support.decided("criticality", { criticality = "sheddable" }).priority)
  end)

  it("has a row for each value that the schema takes", function()
    local result = support.render({ criticality = "medium" })
    assert.truthy(result.errors[1].sentence:find("critical", 1, true))
    for _, value in ipairs { "critical", "sheddable" } do
      assert.is_number(support.decided("criticality", { criticality = value }).priority)
    end
  end)

  it("warns that a sheddable model is not shed", function()
    local spec = { host = "qwen.example.com", criticality = "sheddable" }
    local found = support.render(spec).warnings
    assert.equal(1, #found)
    assert.equal("spec.criticality", found[1].path)
    assert.equal("sheddable has priority 0, and the endpoint picker sheds only below 0, so nothing is shed",
                 found[1].sentence)
    assert.equal("make it negative with the overlay load-shedding; clients must also send "
                 .. "x-gateway-inference-objective: qwen", found[1].hint)
    assert.is_false(support.render(spec, { strict = true }).ok)
  end)

  it("names the header of the picker that was chosen", function()
    local result = support.render({ host = "qwen.example.com", criticality = "sheddable" },
                                  { parameters = { picker = "llm-d-router-v0.10" } })
    assert.truthy(result.warnings[1].hint:find("x-llm-d-inference-objective: qwen", 1, true))
  end)

  it("does not warn where nothing can be shed, or everything is", function()
    assert.same({}, support.warnings { criticality = "sheddable" })
    assert.same({}, support.warnings { host = "qwen.example.com" })
    assert.same({}, support.warnings({ host = "qwen.example.com", criticality = "sheddable" },
                                     { overlays = { "examples/overlays/load-shedding" } }))
  end)
end)
