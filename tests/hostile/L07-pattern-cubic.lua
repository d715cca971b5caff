--- L7: a short pattern over a long subject.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    return ("a"):rep(300000):find(".-.-.-b")
  end,
}
