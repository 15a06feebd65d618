#!/bin/sh
# Runs a command that is due at one time, and at no other: crontabs know no year, and their daemon may live in another
# time zone. Too early or too late, it does nothing, says so, and ends with exit code 3 (could not run).
#
#   at-its-time.sh <due, seconds since 1970> <within, seconds> <command> [argument…]
#
# The file that CANARY_RUNBOOK_VARIABLES names, if any, is read first: NAME=value, a line each.
set -eu

due=$1 within=$2
shift 2

late=$(($(date +%s) - due))
if [ "$late" -lt 0 ] || [ "$late" -ge "$within" ]; then
  {
    echo "Not carried out: $*"
    echo "Why: it is $(date -u +%Y-%m-%dT%H:%M:%SZ), which is $late s after its time, and not between 0 and $within."
    echo "Fix: after the window, remove this line. Before, let the scheduler live in UTC. What was missed is made up by: npm run watch"
  } >&2
  exit 3
fi

if [ -n "${CANARY_RUNBOOK_VARIABLES:-}" ]; then
  if [ ! -r "$CANARY_RUNBOOK_VARIABLES" ]; then
    echo "Not carried out: the variables cannot be read. Where: $CANARY_RUNBOOK_VARIABLES" >&2
    exit 3
  fi
  set -a
  # shellcheck disable=SC1090 -- the user's own file
  . "$CANARY_RUNBOOK_VARIABLES"
  set +a
fi

exec "$@"
