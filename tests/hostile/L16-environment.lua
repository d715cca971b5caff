--- L16: its environment, changed from the inside.
-- expect: error 'os' is not available in scripts
return {
  name = "hostile",
  check = function()
    local _ENV = _ENV
    assert(getmetatable(_ENV) == false)
    assert(not pcall(setmetatable, _ENV, nil))
    return os
  end,
}
