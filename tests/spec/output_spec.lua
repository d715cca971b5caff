local support = require "support"

describe("output", function()
  local function broken(code)
    return support.broken("epp-config", code, support.full)
  end

  it("refuses what is not a template's to write", function()
    for _, field in ipairs { "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers",
                             "generateName", "generation", "managedFields", "ownerReferences", "resourceVersion",
                             "selfLink", "uid" } do
      assert.same({ "epp-config: metadata." .. field
                    .. ": must be absent: it is not a template's to write" },
                  broken(("doc.metadata[%q] = \"x\""):format(field)))
    end
  end)

  local rule = "1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends"

  it("refuses keys of labels that are none", function()
    local function key(text, problem)
      for _, map in ipairs { "labels", "annotations" } do
        assert.same({ "epp-config: metadata." .. map .. ": the key " .. text:sub(1, 100) .. " is refused: "
                      .. problem }, broken(("doc.metadata.%s = { [%q] = \"a\" }"):format(map, text)))
      end
    end
    key("kubernetes.io/x", "its prefix is reserved")
    key("k8s.io/x", "its prefix is reserved")
    key(("a"):rep(64), "its name must be " .. rule)
    key("example.com/a/b", "its name must be " .. rule)
    key("-a", "its name must be " .. rule)
    key("a-", "its name must be " .. rule)
    key("example.com/", "its name must be " .. rule)
    key("Example.com/a", "its prefix is not a DNS-1123 subdomain")
    key("/a", "its prefix is not a DNS-1123 subdomain")
    key(("a"):rep(254) .. "/b", "its prefix is not a DNS-1123 subdomain")
  end)

  it("takes keys as Kubernetes does", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc)
      if doc.kind == "ConfigMap" then
        doc.metadata.labels = { a = "", ["app.kubernetes.io/name"] = "A_b.c-1", ["example.com/a"] = "1" }
      end
      return doc
    end }]]
    assert.is_true(support.render(support.full, { overlays = { { ["policies/trial.lua"] = policy } } }).ok)
  end)

  it("refuses values of labels that are none", function()
    local sentence = "epp-config: metadata.labels: the key a is refused: its value must be "
    for _, value in ipairs { "\"meta-llama/Llama-3\"", "(\"a\"):rep(64)", "\"-a\"", "\"a b\"" } do
      assert.same({ sentence .. "empty, or " .. rule }, broken("doc.metadata.labels = { a = " .. value .. " }"))
    end
    assert.same({ sentence .. "a string" }, broken "doc.metadata.labels = { a = 3 }")
  end)

  it("refuses annotations that are not text, or too much of it", function()
    assert.same({ "epp-config: metadata.annotations: the key a is refused: its value must be a string" },
                broken "doc.metadata.annotations = { a = 1 }")
    assert.same({ "epp-config: metadata.annotations: 262145 bytes of annotations are more than the 262144 that "
                  .. "an object may have" }, broken "doc.metadata.annotations = { a = (\"x\"):rep(262144) }")
  end)

  it("looks at pod templates too", function()
    assert.same({ "epp-deployment: spec.template.metadata.annotations: the key kubernetes.io/x is refused: its "
                  .. "prefix is reserved" },
                support.broken("epp-deployment", [[
                  doc.spec.template.metadata.annotations["kubernetes.io/x"] = "a"]], support.full))
    assert.same({ "epp-deployment: spec.template.metadata.labels: the key model is refused: its value must be empty, or " .. rule },
                support.broken("epp-deployment", [[
                  doc.spec.template.metadata.labels.model = ctx.xr.spec.model]], support.full))
  end)

  it("looks at Objects too", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc, ctx)
      if ctx.resource == "vllm-runtime" then ctx.object.labels.model = "org/model" end
      return doc
    end }]]
    assert.same({ "vllm-runtime: Object metadata.labels: the key model is refused: its value must be empty, or " .. rule },
                support.errors(nil, { bare = false, overlays = { { ["policies/trial.lua"] = policy } } }))
  end)

  it("refuses manifests without a right kind", function()
    local sentence = "epp-config: kind: must be a word of letters and digits that starts with a capital"
    for _, kind in ipairs { "../Secret", "configMap" } do
      assert.equal(sentence, broken(("doc.kind = %q"):format(kind))[1])
    end
  end)

  it("refuses manifests without a right version", function()
    local sentence = "epp-config: apiVersion: must be a version, or a group and a version: v1, apps/v1"
    for _, version in ipairs { "v", "1", "Apps/v1", "a/b/v1", "apps/", "v1 " } do
      assert.same({ sentence }, broken(("doc.apiVersion = %q"):format(version)))
    end
  end)

  it("refuses names that are none", function()
    assert.equal("epp-config: metadata.name: must be a DNS-1123 subdomain",
                 broken("doc.metadata.name = \"A\"")[1])
  end)

  it("keeps every manifest in the model's namespace", function()
    assert.same({ "epp-config: metadata.namespace: must be 'production', as in every "
                  .. "manifest" }, broken "doc.metadata.namespace = \"default\"")
  end)

  it("refuses a manifest that the provider could not keep", function()
    local found = broken "doc.data.more = (\"x\"):rep(716800)"
    assert.equal(1, #found)
    assert.truthy(found[1]:match("^'epp%-config' takes 717%d%d%d bytes, more than the 716800 that one may have$"))
  end)
end)
