local support = require "support"

describe("lib profiles", function()
  -- What a policy with the rows a and bb, of which bb is its own, would pick.
  local function pick(chosen, own)
    local policy = ([[local profiles = require "lib.profiles"
return { name = "probe", summary = "", decide = function(_, ctx)
  local settings = { profile = %q, profiles = { a = { is = "a" }, bb = { is = "bb" } } }
  local row, name = profiles.pick(settings, "thing", %s, "picker", "spec.model", ctx)
  return { is = row.is, name = name }
end }]]):format(own or "bb", chosen and ("%q"):format(chosen) or "nil")
    local result = support.render(nil, { report = true, overlays = { { ["policies/probe.lua"] = policy } } })
    if not result.ok then return result.errors end
    for _, entry in ipairs(result.report.policies) do
      if entry.name == "probe" then return entry.decided end
    end
  end

  it("picks the row that was chosen, or else the policy's own", function()
    assert.same({ is = "bb", name = "bb" }, pick())
    assert.same({ is = "a", name = "a" }, pick "a")
  end)

  it("refuses another, with those that there are and the nearest", function()
    local found = pick "bc"
    assert.equal(1, #found)  -- what is decided after it went on
    assert.equal("parameters.picker", found[1].path)
    assert.equal("there is no thing called 'bc', only a, bb", found[1].sentence)
    assert.equal("did you mean 'bb'?", found[1].hint)
    assert.is_nil(pick("something else")[1].hint)
  end)

  it("places a policy's own at the field that it is about", function()
    local found = pick(nil, "b")
    assert.equal("spec.model", found[1].path)
    assert.equal("there is no thing called 'b', only a, bb", found[1].sentence)
  end)
end)
