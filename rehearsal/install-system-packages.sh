#!/bin/sh
# Installs Debian packages so that no service is started or left enabled that was not before.
# Usage, as root: sh install-system-packages.sh <package> ...
# The three paths may be set from outside, for tests.
set -eu

policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}
units=${SYSTEMD_UNIT_LINKS:-/etc/systemd/system}
running=${SYSTEMD_RUNNING:-/run/systemd/system}
mark='# canary-runbook: no service is started during this installation'
work=$(mktemp -d)

# With this file in place, package scripts may not start services (invoke-rc.d, deb-systemd-invoke).
forbid_service_starts() {
  # One of ours may be left of a killed installation: that one is not to be put back.
  if [ -e "$policy" ] && ! grep -qxF "$mark" "$policy"; then cp -p "$policy" "$work/policy-rc.d"; fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy.canary-runbook"
  chmod 755 "$policy.canary-runbook"
  mv "$policy.canary-runbook" "$policy"
}

enabled_units() {
  [ ! -d "$units" ] || find "$units" -type l | sort
}

# Only links that were not there before: what the user had enabled stays so.
disable_new_units() {
  enabled_units >"$work/after"
  comm -13 "$work/before" "$work/after" >"$work/new"
  while read -r link; do
    if [ -d "$running" ]; then systemctl disable --quiet "$(basename "$link")" || true; fi
    rm -f "$link"
    echo "Disabled $(basename "$link")"
  done <"$work/new"
}

clean_up() {
  status=$?
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  if [ -e "$work/policy-rc.d" ]; then mv "$work/policy-rc.d" "$policy"; else rm -f "$policy"; fi
  disable_new_units
  rm -rf "$work"
  exit "$status"
}

enabled_units >"$work/before"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
forbid_service_starts

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "$@"
