--- A bundle for tests of the function: it does what the input's spec says.
local function owns(object)
  local annotations = luxr.get(object, "metadata.annotations")
  return annotations ~= nil and annotations["example.org/probe"] == "true"
end

return {
  name      = "probe",
  accepts   = { apiVersion = "example.org/v1alpha1", kind = "XApp" },
  policies  = { "probe" },
  resources = { "first", "second", "many" },
  owned     = owns,
  retired   = { "old" },
}
