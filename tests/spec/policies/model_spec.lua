local support = require "support"

describe("policy model", function()
  local function model(id)
    return support.decided("model", { model = id })
  end

  it("asks nothing of a model that it does not know", function()
    local decided = model "org/model"
    assert.equal("auto", decided.dtype)
    assert.is_false(decided.pooling)
    assert.equal(1800, decided.load)
    assert.is_nil(decided.maxModelLen)
    assert.is_nil(decided.arguments)
    assert.is_nil(decided.memory)
    assert.is_nil(decided.toolCallParser)
  end)

  it("fits Qwen2.5-3B into a T4", function()
    for _, id in ipairs { "Qwen/Qwen2.5-3B", "Qwen/Qwen2.5-3B-Instruct" } do
      assert.equal("half", model(id).dtype)
      assert.equal(8192, model(id).maxModelLen)
    end
    assert.equal("auto", model("Qwen/Qwen2.5-7B-Instruct").dtype)
  end)

  it("lets bge models pool, as long as they like", function()
    for _, id in ipairs { "BAAI/bge-m3", "BAAI/bge-base-en-v1.5" } do
      assert.is_true(model(id).pooling)
      assert.same({ "--runner", "pooling" }, model(id).arguments)
      assert.is_nil(model(id).maxModelLen)
      assert.equal("auto", model(id).dtype)
    end
  end)

  it("starts Kimi-K2.5 as its makers do", function()
    local decided = model "moonshotai/Kimi-K2.5"
    assert.same({ "--trust-remote-code", "--mm-encoder-tp-mode", "data", "--reasoning-parser", "kimi_k2" },
                decided.arguments)
    assert.equal("kimi_k2", decided.toolCallParser)
    assert.equal("1Ti", decided.memory)
    assert.equal("16Gi", decided.shmSize)
    assert.equal(2400, decided.load)
  end)

  it("takes the first row that fits", function()
    local options = { overlays = support.with_settings("model", [[
      table.insert(settings.models, 1, { match = "Qwen/*", dtype = "bfloat16" })
    ]]) }
    local decided = support.decided("model", { model = "Qwen/Qwen2.5-3B-Instruct" }, options)
    assert.equal("bfloat16", decided.dtype)
    assert.is_nil(decided.maxModelLen)
  end)

  it("refuses to scale a pooling model by the cache it has not", function()
    assert.same({ "spec.scaling.metric: kv-cache cannot scale BAAI/bge-m3: a pooling model has no KV cache" },
                support.errors { model = "BAAI/bge-m3", scaling = { enabled = true, metric = "kv-cache" } })
  end)

  it("lets the metric stand while nothing scales", function()
    assert.is_true(support.render({ model = "BAAI/bge-m3", scaling = { metric = "kv-cache" } }).ok)
  end)
end)
