--- L44: a log without end.
-- expect: ok
-- expect: log 100
-- expect: log (the log was cut here)
return {
  name = "hostile",
  check = function()
    for i = 1, 1000000 do
      print(i)
    end
  end,
}
