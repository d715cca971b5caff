--- L16: a program to run.
-- expect: error 'os' is not available in scripts
return {
  name = "hostile",
  check = function()
    os.execute("true")
  end,
}
