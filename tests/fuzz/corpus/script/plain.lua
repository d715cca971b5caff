return {
  name = 'it',
  summary = 'a thing',
  render = function(xr, ctx)
    return { apiVersion = 'v1', kind = 'ConfigMap', metadata = { name = xr.metadata.name }, data = { n = tostring(xr.spec.count) } }
  end,
}
