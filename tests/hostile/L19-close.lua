--- L19: a metafield that reaches into the machine.
-- expect: error the metafield '__close' is not available in scripts
return {
  name = "hostile",
  check = function()
    setmetatable({}, { __close = function() end })
  end,
}
