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
