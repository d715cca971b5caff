local support = require "support"

describe("policy parameters", function()
  local function errors(parameters)
    return support.errors(nil, { parameters = parameters })
  end

  it("hands out what is chosen", function()
    local decided = support.decided("parameters", nil, { parameters = {
      way = "deployment", operator = "head", picker = "v1.5.0", gateway = { name = "internal" },
      nodes = "gke-t4", monitoring = { release = "prometheus" },
    } })
    assert.same({ way = "deployment", operator = "head", picker = "v1.5.0", gateway = { name = "internal" },
                  nodes = "gke-t4", monitoring = { release = "prometheus" } }, decided)
  end)

  it("reads a gateway's name as its profile", function()
    assert.same({ profile = "envoy-ai-gateway" },
                support.decided("parameters", nil, { parameters = { gateway = "envoy-ai-gateway" } }).gateway)
  end)

  it("is content with nothing", function()
    assert.same({ gateway = {}, monitoring = {} }, support.decided "parameters")
  end)

  it("may be a Kubernetes object", function()
    assert.is_true(support.render(nil, { parameters = {
      apiVersion = "luxr.dev/v1alpha1", kind = "Parameters", metadata = { name = "eu" },
    } }).ok)
  end)

  it("refuses a name that nobody reads, with the one that was meant", function()
    assert.same({ "parameters.gatway: there is no parameter gatway, only gateway, monitoring, nodes, operator, picker, way" },
                errors { gatway = {} })
    assert.same({ "did you mean 'gateway'?" }, support.hints(nil, { parameters = { gatway = {} } }))
    assert.same({ "parameters.gateway.nam: there is no parameter nam, only name, namespace, profile" },
                errors { gateway = { nam = "eg" } })
  end)

  it("refuses values of another type", function()
    assert.same({ "parameters.picker: must be a non-empty string" }, errors { picker = 1.5 })
    assert.same({ "parameters.operator: must be a non-empty string" }, errors { operator = 0.1 })
    assert.same({ "parameters.gateway: must be an object, not a number" }, errors { gateway = 1 })
    assert.same({ "parameters.gateway.profile: must be a non-empty string" }, errors { gateway = "" })
    assert.same({ "parameters.monitoring: must be an object, not a string" }, errors { monitoring = "a" })
    assert.same({ "parameters.gateway: must be an object, not a list" }, errors { gateway = { "eg" } })
    assert.same({ "parameters.gateway: must be an object, not a null" }, errors { gateway = support.null })
    assert.same({ "parameters.way: must be a non-empty string" }, errors { way = { "deployment" } })
    assert.same({ "parameters.way: must be a non-empty string" }, errors { way = support.null })
    assert.same({ "parameters.monitoring.release: must be a non-empty string" },
                errors { monitoring = { release = "" } })
  end)

  it("can be told more names by an overlay", function()
    local options = { parameters = { zone = "a" },
                      overlays = support.with_settings("parameters", [[settings.known.zone = "string"]]) }
    assert.is_true(support.render(nil, options).ok)
  end)
end)
