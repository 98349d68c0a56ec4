#!/usr/bin/env bash
# Installs what the tests use beside the .NET SDK: PyKMIP (the real client), moto's Python dependencies (AWS KMS) and strace.
# Without root or apt it says what will be skipped and succeeds: the tests that need them are then skipped by name.
set -uo pipefail
packages=(python3-pykmip python3-boto3 python3-flask python3-flask-cors python3-werkzeug python3-xmltodict python3-responses
  python3-cryptography python3-jinja2 python3-yaml python3-docker strace openssl)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "not installed (no root or no apt): ${missing[*]}: the tests that need them are skipped"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
