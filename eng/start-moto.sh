#!/usr/bin/env bash
# Runs moto (a stand-in for AWS that others wrote) on a loopback port, until it is ended or its time is over.
#   eng/start-moto.sh FOLDER PORT     FOLDER keeps the fetched package for the next time
# Where python3-moto is not installed, the package of Debian's trixie suite is unpacked into FOLDER: the mirror is the one the machine's own apt
# uses, and the machine's apt configuration and package state stay as they are. Its Python dependencies are those of eng/install-prerequisites.sh.
# Exit code 69: moto cannot be had here. MOTO_SECONDS: how long it runs at most (900).
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,7s/^# //p' "$0" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd) port=$2
unavailable() { echo "moto cannot be had: $*" >&2; exit 69; }
python=/usr/bin/python3 # Debian's own: the package and its dependencies are made for it
[ -x "$python" ] || unavailable "no $python"

modules=''
if ! "$python" -c 'import moto.server' 2>/dev/null; then
  modules=$folder/unpacked/usr/lib/python3/dist-packages
  exec 8>"$folder/lock"
  flock -w 300 8 || unavailable "another fetch does not end"
  if [ ! -e "$folder/unpacked/.complete" ]; then
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || unavailable "no apt"
    # The first mirror, in either form of a source list.
    mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null |
      awk '$1 == "URIs:" { print $2; exit } $1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) { print $i; exit } }') || true
    [ -n "$mirror" ] || unavailable "no package mirror is set up"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -r "$keyring" ] || unavailable "no Debian archive keyring"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    printf 'deb [signed-by=%s] %s trixie main\n' "$keyring" "$mirror" > "$folder/moto.list"
    apt=(apt-get -qq -o Dir::Etc::SourceList="$folder/moto.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$folder/lists"
      -o Dir::Cache="$folder/cache" -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::Languages=none -o APT::Sandbox::User=root)
    (
      cd "$folder"
      timeout 240 "${apt[@]}" update && timeout 120 "${apt[@]}" download python3-moto && dpkg-deb -x python3-moto_*.deb unpacked
    ) >&2 || unavailable "the package could not be fetched"
    rm -rf "$folder/lists" "$folder/cache" "$folder"/python3-moto_*.deb
    touch "$folder/unpacked/.complete"
  fi
  flock -u 8; exec 8>&-
  PYTHONPATH=$modules "$python" -c 'import moto.server' 2>"$folder/import.log" || unavailable "$(tail -n 1 "$folder/import.log")"
fi

cd /
# One process, so that ending it by its id ends everything; the alarm ends it where nobody does.
exec env PYTHONPATH="$modules" "$python" -c 'import signal, sys
from moto.server import main
signal.alarm(int(sys.argv[1]))
main(sys.argv[2:])' "${MOTO_SECONDS:-900}" -H 127.0.0.1 -p "$port"
