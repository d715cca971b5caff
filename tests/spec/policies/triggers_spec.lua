local support = require "support"

describe("policy triggers", function()
  local at = "scaled-object: spec.triggers[0]"

  local function broken(code, spec)
    return support.broken("scaled-object", "local trigger = doc.spec.triggers[1]\n" .. code, spec or support.full)
  end

  it("passes all that the bundle makes", function()
    for _, metric in ipairs { "queue-depth", "kv-cache", "latency" } do
      for _, replicas in ipairs { 0, 1 } do
        assert.is_true(support.render({ host = "qwen.example.com", minReplicas = replicas,
                                        scaling = { enabled = true, metric = metric } }).ok)
      end
    end
  end)

  it("refuses a key that KEDA does not read", function()
    local code = "trigger.metadata.treshold = \"4\""
    assert.same({ at .. ".metadata.treshold: KEDA's prometheus scaler knows no treshold" }, broken(code))
  end)

  it("refuses a missing one", function()
    for _, key in ipairs { "serverAddress", "threshold" } do
      assert.same({ at .. ".metadata: " .. key .. " is missing: KEDA's prometheus scaler requires it" },
                  broken("trigger.metadata." .. key .. " = nil"))
    end
    assert.same({ at .. ".metadata: query is missing: KEDA's prometheus scaler requires it" },
                broken "trigger.metadata.query = nil")
  end)

  it("refuses a number that is none", function()
    for _, value in ipairs { "abc", "", "3 ", "0x10", "inf", "nan", "3%" } do
      assert.same({ at .. ".metadata.threshold: must be a number, not '" .. value .. "'" },
                  broken(("trigger.metadata.threshold = %q"):format(value)))
    end
    assert.same({ at .. ".metadata.activationThreshold: must be a number, not 'one'" },
                broken "trigger.metadata.activationThreshold = \"one\"")
  end)

  it("takes any way to write a number", function()
    for _, value in ipairs { "3", "0.8", "-1", "1e3", "1.5E-2" } do
      local policy = "return { name = \"trial\", summary = \"\", mutate = function(doc)\n"
                  .. "if doc.kind == \"ScaledObject\" then doc.spec.triggers[1].metadata.threshold = \"" .. value
                  .. "\" end\nreturn doc end }"
      assert.is_true(support.render(support.full, { overlays = { { ["policies/trial.lua"] = policy } } }).ok)
    end
  end)

  it("refuses what is not text", function()
    assert.same({ at .. ".metadata.threshold: must be a string: KEDA reads metadata as strings" },
                broken "trigger.metadata.threshold = 3")
  end)

  it("refuses a boolean that is none", function()
    assert.same({ at .. ".metadata.ignoreNullValues: must be \"true\" or \"false\", not 'yes'" },
                broken "trigger.metadata.ignoreNullValues = \"yes\"")
  end)

  it("looks at every boolean", function()
    assert.same({ at .. ".metadata.unsafeSsl: must be \"true\" or \"false\", not '1'" },
                broken "trigger.metadata.unsafeSsl = \"1\"")
  end)

  it("takes a trigger without a metric type, which is AverageValue to KEDA", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc)
      if doc.kind == "ScaledObject" then doc.spec.triggers[1].metricType = nil end
      return doc
    end }]]
    assert.is_true(support.render(support.full, { overlays = { { ["policies/trial.lua"] = policy } } }).ok)
  end)

  it("refuses a metric type of resource metrics", function()
    assert.same({ at .. ".metricType: must be AverageValue or Value for a prometheus trigger" },
                broken "trigger.metricType = \"Utilization\"")
  end)

  it("refuses two triggers of one name", function()
    assert.same({ "scaled-object: spec.triggers[1].name: there are two triggers called queue-depth" },
                broken "doc.spec.triggers[2] = trigger")
  end)

  it("refuses a fallback that would keep a model awake", function()
    assert.same({ "scaled-object: spec.fallback: must be absent where minReplicaCount is 0: it would keep a failing "
                  .. "scaler from zero" },
                broken("doc.spec.fallback = { failureThreshold = 3, replicas = 1 }", support.zero))
  end)

  it("refuses to leave the minimum to KEDA, whose default is 0", function()
    assert.same({ "scaled-object: spec.minReplicaCount: must be set: KEDA's default is 0" },
                broken "doc.spec.minReplicaCount = nil")
  end)

  it("leaves other kinds of trigger alone", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc)
      if doc.kind == "ScaledObject" then
        doc.spec.triggers[2] = { type = "cron", metadata = { timezone = "UTC", start = "0 8 * * *",
                                                             ["end"] = "0 18 * * *", desiredReplicas = "2" } }
      end
      return doc
    end }]]
    assert.is_true(support.render(support.full, { overlays = { { ["policies/trial.lua"] = policy } } }).ok)
  end)
end)
