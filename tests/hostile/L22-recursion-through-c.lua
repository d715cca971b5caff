--- L22: recursion through gsub.
-- expect: error C stack overflow
return {
  name = "hostile",
  check = function()
    local function again(text)
      return (text:gsub(".", again))
    end
    again("x")
  end,
}
