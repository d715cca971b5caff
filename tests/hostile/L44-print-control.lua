--- L44: characters that move a cursor.
-- expect: ok
-- expect: log \x1b[2J\x00\r\n\x07|\xc2\x9b|\xff
return {
  name = "hostile",
  check = function()
    print("\27[2J\0\r\n\a|\u{9b}|\xff")
  end,
}
