--- L4: nothing, very often.
-- expect: ok
return {
  name = "hostile",
  check = function()
    assert(string.rep("", 1 << 62) == "")
  end,
}
