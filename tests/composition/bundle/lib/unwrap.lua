--- The object that a manifest carries: it may lack what the engine asks of a manifest.
return function(manifest) return manifest.object end
