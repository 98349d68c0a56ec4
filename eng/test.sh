#!/usr/bin/env bash
# Builds, reviews and tests the whole project. The last line is "N passed, N failed, N skipped".
#   eng/test.sh              everything
#   eng/test.sh NAME ...     only the test projects whose names contain one of the words; no format and spec check
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
LOG=$(mktemp -d); trap 'rm -rf "$LOG"' EXIT
failed_steps=0
step() { # NAME COMMAND...: a step of the build counts as one test, so that a failed one is never lost
  local name=$1; shift
  echo "== $name"
  if ! "$@"; then echo "FAILED: $name"; failed_steps=$((failed_steps + 1)); return 1; fi
}
passed=0; failed=0; skipped=0
finish() {
  failed=$((failed + failed_steps))
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

step "what the machine lacks" eng/install-prerequisites.sh
step "restore" dotnet restore Kmip.sln -v q || finish
step "build" dotnet build Kmip.sln --no-restore -v q -nologo -clp:NoSummary || finish
if [ $# -eq 0 ]; then
  step "format" dotnet format Kmip.sln --no-restore --verify-no-changes
  step "spec: generated code equals spec/" dotnet run --no-build --project tools/Kmip.SpecGen -- --check
fi

for project in tests/*.Tests; do
  name=$(basename "$project")
  if [ $# -gt 0 ]; then
    for word in "$@"; do [[ $name == *"$word"* ]] && break; word=; done
    [ -n "$word" ] || continue
  fi
  # A project whose tests are still to be written has no source at all: nothing to run, and nothing is claimed.
  find "$project" -name '*.cs' | grep -q . || { echo "== $name: no tests yet"; continue; }
  echo "== $name"
  timeout 900 dotnet run --no-build --project "$project" -- -noColor -noLogo 2>&1 | tee "$LOG/$name" | grep -vE '^ *(Discover|Start|Finish)'
  code=${PIPESTATUS[0]}
  summary=$(grep -E '^ +[A-Za-z.]+  Total: [0-9]+, Errors: ' "$LOG/$name" | tail -n 1)
  count() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
  t=$(count Total); e=$(count Errors); f=$(count Failed); s=$(count Skipped)
  f=$((${f:-0} + ${e:-0})); s=${s:-0}; p=$((${t:-0} - f - s))
  passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
  # A crash, a hang or a project without tests leaves no failed test behind: each is one failure.
  if [ "$f" -eq 0 ] && { [ "$code" -ne 0 ] || [ -z "$summary" ]; }; then echo "FAILED: $name ended with exit code $code"; failed=$((failed + 1)); fi
done
finish
