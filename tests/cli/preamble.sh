# What the commands of transcripts begin with.
# shellcheck shell=bash disable=SC2034
luxr() { "$LUXR_BIN/luxr" "$@"; }

# parcel NAME [LINE-OF-SPEC...]: an input for tests/cli/bundle.
parcel() {
  printf 'apiVersion: post.example/v1\nkind: Parcel\nmetadata:\n  name: %s\n' "$1"
  printf '  namespace: home\nspec:\n  to: Ada\n'
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@"
}

B="--bundle bundle"

# heavy NAME: an input whose manifests have half a megabyte.
heavy() {
  parcel "$1" | sed '/to:/d'
  printf '  to: "%0500000d"\n' 0
}

# as_nobody ARGUMENT...: luxr, by somebody whom the modes of files mean.
as_nobody() {
  local run=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  [ "$(id -u)" = 0 ] || run=()
  cp "$LUXR_BIN/luxr" /tmp/luxr-of-nobody.$$ && chmod 755 /tmp/luxr-of-nobody.$$
  "${run[@]}" /tmp/luxr-of-nobody.$$ "$@"
  local status=$?
  rm -f /tmp/luxr-of-nobody.$$
  return $status
}

# live: an overlay for tests/cli/bundle that looks at what exists, in live/.
live() {
  mkdir -p live/policies live/resources
  printf 'return { name = "live" }\n' >live/overlay.lua
  cat >live/policies/live.lua <<'END'
--- Looks at what exists and at what it asks for.
return {
  name    = "live",
  summary = "Says what is known",

  requires = function(xr)
    return { rates = { apiVersion = "v1", kind = "ConfigMap", name = "rates",
                       namespace = xr.metadata.namespace } }
  end,

  status = function(observed, ctx)
    local rates = ctx.required.rates
    if rates then ctx.event("Normal", "Rated", "a letter is " .. rates[1].data.letter) end
    return {
      status     = { rate = rates and rates[1].data.letter, zone = ctx.environment.zone,
                     note = observed.note and observed.note.metadata.name },
      conditions = { { type = "Rated", status = rates and "True" or "Unknown",
                       reason = "Asked" } },
    }
  end,
}
END
  { cat bundle/resources/note.lua; } | sed 's/^}$/  ready = function(crate) return crate.status ~= nil end,\n}/' \
    >live/resources/note.lua
}

# seen NAME CRATE [LINE...]: an observed object of the resource NAME.
seen() {
  printf -- '---\napiVersion: crates.example/v1\nkind: Crate\nmetadata:\n  name: %s\n' "$2"
  printf '  namespace: home\n  annotations:\n    crossplane.io/composition-resource-name: %s\n' "$1"
  shift 2
  [ $# -eq 0 ] || printf '%s\n' "$@"
}

# rates: what the overlay above requires.
rates() {
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rates, namespace: home}\n'
  printf 'data: {letter: "85"}\n'
}

# composition STEP...: a Composition for parcels; each step is a map in one line.
composition() {
  printf 'apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata:\n'
  printf '  name: parcels\nspec:\n  compositeTypeRef: {apiVersion: post.example/v1, kind: Parcel}\n'
  printf '  mode: Pipeline\n  pipeline:\n'
  printf '  - %s\n' "$@"
}

# step NAME [FIELDS-OF-INPUT]: one of them, that is ours.
step() {
  printf '{step: %s, functionRef: {name: function-luxr}, input: {apiVersion: ' "$1"
  printf 'luxr.fn.crossplane.io/v1beta1, kind: Input%s}}' "${2:+, $2}"
}

# functions NAME...: Functions of these names.
functions() {
  printf -- '---\napiVersion: pkg.crossplane.io/v1\nkind: Function\nmetadata: {name: %s}\n' "$@"
}

L="--bundle bundle --overlay live"

# edited NAME SCRIPT SED...: an overlay with one of the bundle's scripts, edited; again for
# another one.
edited() {
  mkdir -p "$1/$(dirname "$2")"
  printf 'return { name = "%s" }\n' "$1" >"$1/overlay.lua"
  sed "${@:3}" "bundle/$2" >"$1/$2"
}
