local support = require "support"

describe("lib.picker", function()
  local container = support.docs(support.full)["epp-deployment"].spec.template.spec.containers[1]

  local function argument(name)
    for i, word in ipairs(container.args) do
      if word == name then return container.args[i + 1] end
    end
  end

  it("watches its own pool", function()
    assert.equal("qwen", argument "--pool-name")
    assert.equal("production", argument "--pool-namespace")
    assert.equal("inference.networking.k8s.io", argument "--pool-group")
  end)

  it("reads its configuration where it is mounted", function()
    assert.equal("/config/default-plugins.yaml", argument "--config-file")
    assert.same({ { name = "plugins-config-volume", mountPath = "/config" } }, container.volumeMounts)
  end)

  it("logs JSON, and little", function()
    assert.equal("json", argument "--zap-encoder")
    assert.equal("1", argument "--v")
  end)

  it("switches off what is on by default and harms", function()
    assert.same({ "--tracing=false", "--metrics-endpoint-auth=false", "--enable-pprof=false" },
                { table.unpack(container.args, #container.args - 2) })
  end)

  it("keeps TLS, which the Gateway speaks", function()
    for _, word in ipairs(container.args) do assert.is_nil(word:find("secure-serving", 1, true)) end
  end)

  it("is fit for the restricted Pod Security level, and asks for no more", function()
    assert.same({
      allowPrivilegeEscalation = false,
      capabilities = { drop = { "ALL" } },
      runAsNonRoot = true,
      runAsUser = 65532,
      seccompProfile = { type = "RuntimeDefault" },
    }, container.securityContext)
  end)

  it("answers probes on the health port", function()
    local grpc = { port = 9003, service = "inference-extension" }
    assert.same({ grpc = grpc, initialDelaySeconds = 5, periodSeconds = 10 }, container.livenessProbe)
    assert.same({ grpc = grpc, periodSeconds = 2 }, container.readinessProbe)
  end)

  it("names its ports", function()
    assert.same({
      { name = "grpc", containerPort = 9002 },
      { name = "grpc-health", containerPort = 9003 },
      { name = "metrics", containerPort = 9090 },
    }, container.ports)
  end)

  it("knows who and where it is", function()
    assert.same({
      { name = "NAMESPACE", valueFrom = { fieldRef = { fieldPath = "metadata.namespace" } } },
      { name = "POD_NAME", valueFrom = { fieldRef = { fieldPath = "metadata.name" } } },
    }, container.env)
  end)

  it("is called epp and pulled once", function()
    assert.equal("epp", container.name)
    assert.equal("IfNotPresent", container.imagePullPolicy)
  end)

  it("requests no resources unless a row says so", function()
    assert.is_nil(container.resources)
    local docs = support.docs(support.full, { overlays = support.with_settings("picker", [[
      settings.resources = { requests = { cpu = "100m" } } ]]) })
    assert.same({ requests = { cpu = "100m" } },
                docs["epp-deployment"].spec.template.spec.containers[1].resources)
  end)
end)
