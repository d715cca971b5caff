local support = require "support"

describe("policy status", function()
  local function seen(manifest)
    return { status = { atProvider = { manifest = manifest }, conditions = { { type = "Ready", status = "True" } } } }
  end

  local function conditions(list)
    local found = {}
    for kind, value in pairs(list) do
      found[#found + 1] = type(value) == "table"
        and { type = kind, status = value[1], reason = value[2], message = value[3] }
        or { type = kind, status = value }
    end
    return found
  end

  local function runtime(status) return seen { kind = "VLLMRuntime", status = status } end
  local function route(list) return seen { status = { parents = { { conditions = conditions(list) } } } } end
  local function pool(list)
    return seen(list and { status = { parents = { { conditions = conditions(list) } } } } or { kind = "InferencePool" })
  end
  local function picker(status) return seen { kind = "Deployment", status = status } end
  local function scaler(list, health)
    return seen { status = { conditions = conditions(list), health = health } }
  end

  local function render(spec, observed, parameters)
    for _, object in pairs(observed) do
      object.apiVersion, object.kind = "kubernetes.m.crossplane.io/v1alpha1", "Object"
      object.metadata = { name = "any", annotations = { ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } }
    end
    local result = support.render(spec, { bare = false, live = true, observed = observed, parameters = parameters })
    assert.is_true(result.ok)
    return result
  end

  local function fields(spec, observed)
    return render(spec, observed or {}).status_fields or {}
  end

  local function condition(spec, observed, kind)
    for _, found in ipairs(render(spec, observed).conditions or {}) do
      if found.type == kind then return found end
    end
  end

  describe("fields", function()
    it("say nothing of what was not seen", function()
      local found = fields({})
      assert.is_nil(found.replicas)
      assert.is_nil(found.availableReplicas)
      assert.is_nil(found.modelStatus)
      assert.is_nil(found.endpoint)
      assert.is_nil(found.scaling)
    end)

    it("repeat the runtime's", function()
      local found = fields({}, { ["vllm-runtime"] = runtime { modelStatus = "Updating", replicas = 2,
                                                              availableReplicas = 1 } })
      assert.equal("Updating", found.modelStatus)
      assert.equal(2, found.replicas)
      assert.equal(1, found.availableReplicas)
    end)

    -- The operator leaves out a number that is 0.
    it("are 0 where the operator says nothing", function()
      local found = fields({}, { ["vllm-runtime"] = runtime { modelStatus = "Ready" } })
      assert.equal(0, found.replicas)
      assert.equal(0, found.availableReplicas)
    end)

    it("are unknown while the operator has not looked", function()
      local found = fields({}, { ["vllm-runtime"] = runtime {} })
      assert.is_nil(found.replicas)
      assert.is_nil(found.availableReplicas)
    end)

    it("are read from a Deployment as the operator would", function()
      local function found(status, replicas)
        local live = { kind = "Deployment", spec = { replicas = replicas }, status = status }
        return render({}, { ["model-deployment"] = seen(live) }, { way = "deployment" }).status_fields or {}
      end
      local function says(status, replicas)
        status.observedGeneration = 1
        local said = found(status, replicas)
        return { said.modelStatus, said.replicas, said.availableReplicas }
      end
      assert.same({ "Ready", 2, 2 }, says({ replicas = 2, updatedReplicas = 2, availableReplicas = 2 }, 2))
      assert.same({ "Ready", 0, 0 }, says({}, 0))
      assert.same({ "Updating", 2, 1 }, says({ replicas = 2, updatedReplicas = 2, availableReplicas = 1,
                                               unavailableReplicas = 1 }, 2))
      assert.same({ "NotReady", 1, 0 }, says({ replicas = 1, unavailableReplicas = 1 }, 1))
      assert.same({ "Unknown", 1, 1 }, says({ replicas = 1, availableReplicas = 1 }, 2))
      assert.is_nil(found({}, 2).modelStatus)
      assert.is_nil(found({}, 2).replicas)
    end)

    it("tell where the model answers", function()
      assert.equal("https://qwen.example.com", fields(support.full).endpoint)
      assert.is_nil(fields({ host = "*.example.com" }).endpoint)
    end)

    it("tell what scales it, and whether there is load", function()
      local function scaling(active)
        local observed = active and { ["scaled-object"] = scaler { Ready = "True", Active = active } } or {}
        return fields({ scaling = { enabled = true, metric = "kv-cache" } }, observed).scaling
      end
      assert.same({ trigger = "kv-cache", active = true }, scaling "True")
      assert.same({ trigger = "kv-cache", active = false }, scaling "False")
      assert.same({ trigger = "kv-cache" }, scaling "Unknown")
      assert.same({ trigger = "kv-cache" }, scaling())
    end)
  end)

  describe("RoutingReady", function()
    local spec = { host = "qwen.example.com" }

    local function routing(changes)
      local observed = {
        ["http-route"]     = route { Accepted = "True", ResolvedRefs = "True" },
        ["inference-pool"] = pool(),
        ["epp-deployment"] = picker { availableReplicas = 1 },
      }
      for name, object in pairs(changes or {}) do observed[name] = object or nil end
      return condition(spec, observed, "RoutingReady")
    end

    local function expect(found, status, reason, message)
      assert.same({ type = "RoutingReady", status = status, reason = reason, message = message }, found)
    end

    it("is not there without a host", function()
      assert.is_nil(condition({}, {}, "RoutingReady"))
    end)

    it("is true when a Gateway took the route and the picker runs", function()
      expect(routing(), "True", "Routed", "Gateway eg routes qwen.example.com to the model")
    end)

    it("is unknown while something was not seen", function()
      expect(routing { ["http-route"] = false }, "Unknown", "HTTPRouteNotObserved",
             "HTTPRoute was not seen on the target cluster yet")
      expect(routing { ["inference-pool"] = false }, "Unknown", "InferencePoolNotObserved",
             "InferencePool was not seen on the target cluster yet")
      expect(routing { ["epp-deployment"] = false }, "Unknown", "EndpointPickerNotObserved",
             "EndpointPicker was not seen on the target cluster yet")
    end)

    it("says why something could not be applied", function()
      local refused = { status = { conditions = {
        { type = "Synced", status = "False", message = "namespaces \"models\" not found" },
      } } }
      expect(routing { ["http-route"] = refused }, "Unknown", "HTTPRouteNotApplied",
             "HTTPRoute was not applied to the target cluster: namespaces \"models\" not found")
    end)

    it("is unknown while no Gateway has answered", function()
      expect(routing { ["http-route"] = seen { kind = "HTTPRoute" } }, "Unknown", "HTTPRoutePending",
             "HTTPRoute has no answer from Gateway eg yet")
      expect(routing { ["http-route"] = route { Accepted = "Unknown" } }, "Unknown", "HTTPRoutePending",
             "HTTPRoute has no answer from Gateway eg yet")
    end)

    it("is false when a Gateway refused the route", function()
      expect(routing { ["http-route"] = route { Accepted = { "False", "NoMatchingParent" } } }, "False",
             "HTTPRouteNoMatchingParent", "HTTPRoute is not accepted by Gateway eg")
      expect(routing { ["http-route"] = route { Accepted = { "False", "NotAllowedByListeners", "no listener" } } },
             "False", "HTTPRouteNotAllowedByListeners", "HTTPRoute is not accepted by Gateway eg: no listener")
    end)

    it("is false when a reference does not resolve", function()
      local lost = route { Accepted = "True", ResolvedRefs = { "False", "BackendNotFound", "no pool" } }
      expect(routing { ["http-route"] = lost }, "False", "HTTPRouteBackendNotFound",
             "HTTPRoute has references that do not resolve at Gateway eg: no pool")
      expect(routing { ["inference-pool"] = pool { ResolvedRefs = { "False", "InvalidExtensionRef" } } },
             "False", "InferencePoolInvalidExtensionRef",
             "InferencePool has references that do not resolve at Gateway eg")
    end)

    it("is false when the picker is down, which closes the route", function()
      expect(routing { ["epp-deployment"] = picker { observedGeneration = 1, unavailableReplicas = 1 } }, "False",
             "EndpointPickerUnavailable",
             "the endpoint picker has no available pod, so no request gets past the Gateway")
    end)

    it("is unknown while the picker has no status", function()
      expect(routing { ["epp-deployment"] = picker() }, "Unknown", "EndpointPickerPending",
             "the endpoint picker has no status yet")
      expect(routing { ["epp-deployment"] = picker {} }, "Unknown", "EndpointPickerPending",
             "the endpoint picker has no status yet")
    end)

    it("says false rather than unknown where both hold", function()
      expect(routing { ["http-route"] = route { Accepted = { "False", "NoMatchingParent" } },
                       ["epp-deployment"] = false }, "False", "HTTPRouteNoMatchingParent",
             "HTTPRoute is not accepted by Gateway eg")
    end)

    it("names the Gateway that was chosen", function()
      local result = support.render(spec, { live = true, bare = false, parameters = { gateway = { name = "internal" } },
        observed = { ["http-route"] = route { Accepted = { "False", "NoMatchingParent" } } } })
      assert.equal("HTTPRoute is not accepted by Gateway internal", result.conditions[1].message)
    end)
  end)

  describe("ScalingReady", function()
    local function scaling(list, health)
      local observed = list and { ["scaled-object"] = scaler(list, health) } or {}
      return condition({ scaling = { enabled = true } }, observed, "ScalingReady")
    end

    local function expect(found, status, reason, message)
      assert.same({ type = "ScalingReady", status = status, reason = reason, message = message }, found)
    end

    it("is not there without scaling", function()
      assert.is_nil(condition({}, {}, "ScalingReady"))
    end)

    it("is true when KEDA reads and acts, with load or without", function()
      for _, active in ipairs { "True", "False" } do
        expect(scaling({ Ready = "True", Active = active, Fallback = "False", HPAActive = "True" },
                       { ["s0-prometheus"] = { numberOfFailures = 0, status = "Happy" } }),
               "True", "Scaling", "KEDA scales the model by queue-depth")
      end
    end)

    it("is unknown while the ScaledObject was not seen", function()
      expect(scaling(), "Unknown", "ScaledObjectNotObserved", "ScaledObject was not seen on the target cluster yet")
    end)

    it("is unknown while KEDA has not looked", function()
      expect(scaling {}, "Unknown", "ScaledObjectPending", "KEDA has not looked at the ScaledObject yet")
      expect(scaling { Ready = "Unknown" }, "Unknown", "ScaledObjectPending",
             "KEDA has not looked at the ScaledObject yet")
    end)

    it("is false when KEDA cannot use it", function()
      expect(scaling { Ready = { "False", "ScaledObjectCheckFailed", "no such target" } }, "False",
             "ScaledObjectNotReady", "KEDA cannot use the ScaledObject: no such target")
    end)

    -- With Prometheus gone, Ready stays True.
    it("is false while KEDA falls back", function()
      expect(scaling { Ready = "True", Active = "True", Fallback = "True" }, "False", "Fallback",
             "KEDA keeps the fallback replicas, because it cannot read a trigger")
    end)

    it("is false while the autoscaler does not act", function()
      expect(scaling { Ready = "True", HPAActive = { "False", "FailedGetExternalMetric" } }, "False", "HPAInactive",
             "the autoscaler that KEDA made does not act")
    end)

    it("is false while a metric cannot be read", function()
      expect(scaling({ Ready = "True" }, { ["s0-prometheus"] = { numberOfFailures = 4, status = "Failing" } }),
             "False", "MetricFailing", "KEDA cannot read the metric s0-prometheus: look at the query and at "
             .. "spec.scaling.prometheusAddress")
    end)
  end)

  describe("where the operator scales", function()
    local function found(observed)
      return render({ scaling = { enabled = true } }, observed, { way = "operator" })
    end

    it("knows what is counted, and not whether there is load", function()
      assert.same({ trigger = "running-requests" }, found({}).status_fields.scaling)
    end)

    it("waits for the runtime, and then leaves the rest to those who look", function()
      assert.same({ type = "ScalingReady", status = "Unknown", reason = "VLLMRuntimeNotObserved",
                    message = "VLLMRuntime was not seen on the target cluster yet" }, found({}).conditions[1])
      assert.same({ type = "ScalingReady", status = "Unknown", reason = "OperatorScales",
                    message = "the vLLM operator scales the model by its own ScaledObject qwen-scaledobject: look there" },
                  found({ ["vllm-runtime"] = runtime { modelStatus = "Ready" } }).conditions[1])
    end)
  end)

  describe("where the operator scales, and the maximum was lowered", function()
    local function said(replicas)
      local live = { kind = "VLLMRuntime", spec = { deploymentConfig = { replicas = replicas } } }
      local found = render({ maxReplicas = 2, scaling = { enabled = true } }, { ["vllm-runtime"] = seen(live) },
                           { way = "operator" })
      return found.conditions[1]
    end

    it("says who has to scale down", function()
      assert.same({ type = "ScalingReady", status = "False", reason = "MoreThanMaxReplicas",
                    message = "the vLLM operator stops while 4 replicas are more than spec.maxReplicas, 2: "
                              .. "scale the VLLMRuntime down by hand" }, said(4))
      assert.equal("OperatorScales", said(2).reason)
      assert.equal("OperatorScales", said(nil).reason)
    end)
  end)

  it("takes a resource's readiness from its Object", function()
    local function ready(status)
      local object = seen { kind = "VLLMRuntime" }
      object.status.conditions = { { type = "Ready", status = status } }
      return render({}, { ["vllm-runtime"] = object }).ready["vllm-runtime"]
    end
    assert.is_true(ready "True")
    assert.is_false(ready "False")
    assert.is_nil(ready "Unknown")
  end)
end)
