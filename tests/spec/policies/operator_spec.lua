local support = require "support"

describe("policy operator", function()
  local function operator(name)
    return support.decided("operator", nil, { parameters = { operator = name } })
  end

  it("takes the release that has no conditions, unless it is told another", function()
    assert.equal("0.1.12", operator().profile)
    assert.equal("head", operator("head").profile)
    assert.equal("0.1.11", support.decided("operator", nil, {
      overlays = support.with_settings("operator", [[settings.profile = "0.1.11"]]) }).profile)
  end)

  it("unlocks what each release's CRD has", function()
    assert.same({ autoscalingConfig = true }, operator("0.1.11").fields)
    assert.same({ autoscalingConfig = true, runtimeClass = true, podAnnotations = true }, operator("0.1.12").fields)
    assert.same({ autoscalingConfig = true, runtimeClass = true, podAnnotations = true, shmSize = true },
                operator("head").fields)
  end)

  it("refuses a release that has no row", function()
    local sentence = "there is no vLLM operator called 'haed', only 0.1.11, 0.1.12, head"
    assert.same({ "parameters.operator: " .. sentence }, support.errors(nil, { parameters = { operator = "haed" } }))
    assert.same({ "did you mean 'head'?" }, support.hints(nil, { parameters = { operator = "haed" } }))
    assert.same({ "spec: " .. sentence },
                support.errors(nil, { overlays = support.with_settings("operator", [[settings.profile = "haed"]]) }))
  end)

  describe("refuses a field that it lacks", function()
    local function errors(name, row)
      return support.errors({ gpu = 2 }, { parameters = { operator = name },
                                           overlays = support.with_settings("runtime", "settings." .. row) })
    end
    local after = ", and a field that its CRD lacks fails the whole manifest"
    local at = "vllm-runtime: spec.deploymentConfig."

    it("of a row", function()
      assert.same({ at .. "shmSize: the vLLM operator 0.1.12 has no shmSize" .. after }, errors(nil, [[shmSize = "1Gi"]]))
      assert.same({ at .. "runtimeClass: the vLLM operator 0.1.11 has no runtimeClass" .. after },
                  errors("0.1.11", [[runtimeClass = "nvidia"]]))
      assert.same({ at .. "podAnnotations: the vLLM operator 0.1.11 has no podAnnotations" .. after },
                  errors("0.1.11", [[podAnnotations = { a = "b" }]]))
    end)

    it("and names those that have it", function()
      local function hint(name, row)
        return support.hints({}, { parameters = { operator = name },
                                   overlays = support.with_settings("runtime", "settings." .. row) })
      end
      assert.same({ "leave it out, or choose operator head" }, hint("0.1.11", [[shmSize = "1Gi"]]))
      assert.same({ "leave it out, or choose operator 0.1.12 or head" }, hint("0.1.11", [[runtimeClass = "nvidia"]]))
    end)

    it("of an overlay's hand", function()
      assert.same({ at .. "shmSize: the vLLM operator 0.1.12 has no shmSize" .. after },
                  support.broken("vllm-runtime", [[doc.spec.deploymentConfig.shmSize = "1Gi"]]))
    end)
  end)

  it("takes a field that it has", function()
    for name, row in pairs { ["0.1.12"] = [[runtimeClass = "nvidia"]], head = [[shmSize = "1Gi"]] } do
      assert.is_true(support.render({}, { parameters = { operator = name },
                                          overlays = support.with_settings("runtime", "settings." .. row) }).ok)
    end
  end)

  describe("that has no autoscalingConfig", function()
    local overlays = support.with_settings("operator", [[settings.profiles["0.1.10"] = { fields = {} }]])
    local old = { parameters = { way = "operator", operator = "0.1.10" }, overlays = overlays }

    it("cannot scale", function()
      assert.same({ "parameters.operator: the vLLM operator 0.1.10 cannot scale: it has no autoscalingConfig" },
                  support.errors({ scaling = { enabled = true } }, old))
      assert.same({ "choose operator 0.1.11 or 0.1.12 or head, or another way" },
                  support.hints({ scaling = { enabled = true } }, old))
    end)

    it("is good enough where nothing scales, or something else does", function()
      assert.is_true(support.render({}, old).ok)
      assert.is_true(support.render({ scaling = { enabled = true } },
                                    { parameters = { operator = "0.1.10" }, overlays = overlays }).ok)
    end)
  end)

  describe("0.1.11", function()
    local function notes(spec, way)
      return support.notes(spec, { parameters = { operator = "0.1.11", way = way } })
    end

    it("needs KEDA's CRDs, which only a scaled model is sure to find", function()
      assert.same({ "the vLLM operator 0.1.11 needs KEDA's CRDs even where nothing scales: without them it writes no status" },
                  notes())
      assert.same({}, notes { scaling = { enabled = true } })
      assert.same({}, notes(nil, "deployment"))
    end)
  end)

  it("has nothing to look at without one", function()
    assert.is_true(support.render(support.full, { parameters = { way = "deployment" } }).ok)
  end)
end)
