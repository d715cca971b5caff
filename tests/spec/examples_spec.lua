local support = require "support"

local function lines(command)
  local stream, found = assert(io.popen(command)), {}
  for line in stream:lines() do found[#found + 1] = line end
  stream:close()
  return found
end

local function read(path)
  local stream = assert(io.open(path, "rb"))
  local text = stream:read "a"
  stream:close()
  return text
end

-- What each example shows: how many manifests, and what is said beside them.
local expected = {
  ["llama-3"]          = { 14 },
  ["qwen"]             = { 14 },
  ["embedding"]        = { 14, notes = 1 },
  ["kimi"]             = { 13, notes = 1 },
  ["no-host"]          = { 2 },
  ["scale-to-zero"]    = { 15 },
  ["sheddable"]        = { 13, warnings = 1 },
  ["target-namespace"] = { 14 },
  ["latency"]          = { 14 },
}

describe("examples", function()
  for _, path in ipairs(lines "ls examples/*.yaml") do
    local name = path:match("([^/]+)%.yaml$")

    it("render: " .. name, function()
      local result = support.open():render(read(path), { memory = support.memory })
      assert.is_true(result.ok)
      local wanted = expected[name] or {}
      assert.equal(wanted[1], #result.order)
      assert.equal(wanted.warnings or 0, #result.warnings)
      assert.equal(wanted.notes or 0, #result.notes)
    end)
  end

  it("render in one run: no two are the same object", function()
    local luxr, wanted = (os.getenv "LUXR_BUILD" or "build") .. "/luxr", 0
    for _, row in pairs(expected) do wanted = wanted + row[1] end
    local names = lines(luxr .. " render -o name --overlay examples/overlays/busy-hours examples/*.yaml 2>/dev/null")
    assert.equal(wanted, #names)
  end)

  for _, path in ipairs(lines "ls -d examples/overlays/*") do
    it("pass the cases of " .. path, function()
      local luxr = (os.getenv "LUXR_BUILD" or "build") .. "/luxr"
      local stream = assert(io.popen(luxr .. " test " .. path .. " 2>&1"))
      local said = stream:read "a"
      assert.is_true(stream:close() or false, said)
      assert.truthy(said:find(" 0 failed", 1, true), said)
    end)
  end

  describe("overlay company", function()
    local company = { overlays = { "examples/overlays/company" } }

    it("labels every Object, and every manifest but the VLLMRuntime", function()
      local labels = { ["example.com/team"] = "ml-platform", ["example.com/cost-center"] = "inference" }
      local docs = support.docs(support.zero, { bare = false, overlays = company.overlays })
      for _, object in pairs(docs) do
        assert.same(labels, object.metadata.labels)
        local manifest = object.spec.forProvider.manifest
        for key, value in pairs(labels) do
          assert.equal(manifest.kind ~= "VLLMRuntime" and value or nil, (manifest.metadata.labels or {})[key])
        end
      end
    end)

    it("refuses models", function()
      assert.same({ "spec.model: org/an-uncensored-model is not served here: its answers are not reviewed" },
                  support.errors({ model = "org/an-uncensored-model" }, company))
    end)

    it("counts the GPUs of all replicas", function()
      local sentence = "spec.gpu: the model could take 24 GPUs, and the limit is 16"
      assert.same({ sentence }, support.errors({ gpu = 8, scaling = { enabled = true } }, company))
      assert.same({ sentence }, support.errors({ gpu = 8, minReplicas = 3 }, company))
      assert.is_true(support.render({ gpu = 8, minReplicas = 2 }, company).ok)
    end)

    it("cannot be undone by a team", function()
      local team = { ["policies/house.lua"] = "return { name = \"house\", summary = \"\" }" }
      local ok, problem = pcall(support.open, { "examples/overlays/company", team })
      assert.is_false(ok)
      assert.truthy(problem:find("house", 1, true))
    end)
  end)
end)
