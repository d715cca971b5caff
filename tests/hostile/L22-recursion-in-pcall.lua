--- L22: pcall in pcall, without end.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local depth = 0
    local function again()
      depth = depth + 1
      return pcall(again)
    end
    again()
    assert(depth > 50 and depth < 1000)
  end,
}
