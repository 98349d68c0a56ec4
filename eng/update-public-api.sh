#!/usr/bin/env bash
# Writes the public members of every library into its PublicAPI.Unshipped.txt. Run it after a change of the public API and review the difference.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
log=$(mktemp); trap 'rm -f "$log"' EXIT
for project in src/*/; do
  name=$(basename "$project")
  # The program is no library: nobody references it.
  [ "$name" != Kmip.ProxyHost ] || continue
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  [ -f "$project/PublicAPI.Shipped.txt" ] || echo '#nullable enable' >"$project/PublicAPI.Shipped.txt"
  echo '#nullable enable' >"$project/PublicAPI.Unshipped.txt"
  # With an empty file every member is reported as missing from it; the reports are the file.
  dotnet build "$project" --no-incremental -p:RunAnalyzers=true -p:WarningsNotAsErrors=RS0016 -p:NoWarn=RS0026%3BRS0027 -v q -nologo -clp:NoSummary >"$log" 2>&1 \
    || { cat "$log"; exit 1; }
  grep -F "/src/$name/" "$log" | sed -nE "s/.*warning RS0016: Symbol '(.*)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >>"$project/PublicAPI.Unshipped.txt"
  echo "$name: $(($(wc -l <"$project/PublicAPI.Unshipped.txt") - 1)) public members"
done
