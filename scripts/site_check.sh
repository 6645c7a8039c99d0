#!/usr/bin/env bash
# What the plugin site asks of an uploaded zip: bandit and detect-secrets (a finding blocks it) and flake8 find nothing in
# it, and no mark in the source keeps them from looking.
#   scripts/site_check.sh            makes the zip of the last commit and looks into it
#   scripts/site_check.sh FILE.zip   looks into this one
set -euo pipefail
cd "$(dirname "$0")/.."
ZIP=${1:-}
if [ -z "$ZIP" ]; then
    ZIP=$(bash scripts/package.sh | sed -n 's/^\(build\/[^ ]*\.zip\).*/\1/p')
fi
FOLDER=$(mktemp -d .build/site.XXXXXX)
trap 'rm -rf "$FOLDER"' EXIT
python -m zipfile -e "$ZIP" "$FOLDER"
FOUND=()

bandit --quiet --recursive --ignore-nosec "$FOLDER" || FOUND+=(bandit)

# It ends well whatever it finds: its list is read. No look-ups of what it finds, no network.
(cd "$FOLDER" && detect-secrets scan --all-files --no-verify \
    --disable-filter detect_secrets.filters.allowlist.is_line_allowlisted .) | python -c '
import json, sys
found = json.load(sys.stdin)["results"]
for name, places in found.items():
    for place in places:
        print(name, place["line_number"], place["type"], sep=": ")
sys.exit(bool(found))' || FOUND+=(detect-secrets)

# Lines are as long as ruff lets them be; E203 is what PEP 8 asks of slices and pycodestyle forbids.
flake8 --isolated --disable-noqa --max-line-length 120 --extend-ignore E203 "$FOLDER" || FOUND+=(flake8)

if [ ${#FOUND[@]} -gt 0 ]; then
    printf 'redline: the plugin site would find something in %s: %s\n' "$(basename "$ZIP")" "${FOUND[*]}" >&2
    exit 1
fi
echo "nothing found in $(basename "$ZIP") by bandit, detect-secrets and flake8"
