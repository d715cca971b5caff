--- A manifest for each part.
return {
  name    = "many",
  summary = "One for each part",
  when    = "spec.parts",
  after   = { "plain" },

  each = function(xr)
    local items = {}
    for _, part in ipairs(xr.spec.parts) do items["many-" .. part.name] = part end
    return items
  end,

  render = function(xr, _, item)
    return {
      apiVersion = "v1",
      kind       = "Part",
      metadata   = { name = xr.metadata.name .. "-" .. item.name },
      spec       = { weight = item.weight },
    }
  end,

  ready = function(object) return object.spec ~= nil end,
}
