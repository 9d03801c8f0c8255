# How a part of the tests counts its checks. To be sourced after lib.sh.
# shellcheck shell=bash

report=${GREENROOM_TEST_REPORT:-/dev/stdout}

# check NAME COMMAND…: runs one check and goes on, whatever comes of it. A test runner's own numbers count for it.
check() {
  local name=$1 log began=$SECONDS result=0
  shift
  printf '\n== %s\n' "$name"
  log=$(mktemp)
  "$@" 2>&1 | tee "$log" || result=$?
  count "$name" "$result" <"$log" >>"$report"
  rm -f "$log"
  printf '== %s: %s after %d s\n' "$name" "$( ((result == 0)) && echo passed || echo FAILED)" $((SECONDS - began))
}

# count NAME RESULT: the numbers of cargo test, jest, node's runner or Playwright in what was said, else one for the whole check.
count() {
  sed 's/\x1b\[[0-9;]*m//g' | awk -v name="$1" -v result="$2" '
    function number(word,   at) { return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0 }
    /^test result: / || /^Tests: / { seen = 1; passed += number("passed"); failed += number("failed") }
    /^# (pass|fail) [0-9]+$/ || /^ℹ (pass|fail) [0-9]+$/ { seen = 1; if ($2 == "pass") passed += $3; else failed += $3 }
    /^  [0-9]+ (passed|failed)/ { seen = 1; if ($2 ~ /^passed/) passed += $1; else failed += $1 }
    END {
      if (!seen && result == 0) passed = 1
      if (result != 0 && failed == 0) failed = 1
      if (passed) print "passed", passed, name
      if (failed) print "failed", failed, name
    }'
}
