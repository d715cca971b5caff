--- {{name}}: what we change in the bundle's scripts.
return {
  name    = "{{name}}",
  summary = "The rules of our house",
}
