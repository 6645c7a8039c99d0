#!/usr/bin/env bash
# The plugin zip: what git holds, less what .gitattributes keeps out, plus the compiled translations.
#   scripts/package.sh            a development build, marked as one in its name, version and metadata
#   scripts/package.sh --release  a release: refused unless publisher.txt names places that are somebody's own
set -euo pipefail
cd "$(dirname "$0")/.."
REDLINE_ROOT=$(pwd -P)
VERSION=$(sed -n 's/^version=//p' metadata.txt)
RELEASE=${1:-}
case $RELEASE in
    --release) ZIP=build/redline-$VERSION.zip ;;
    "") ZIP=build/redline-$VERSION-dev.zip ;;
    *) echo "redline: scripts/package.sh knows --release and nothing else." >&2; exit 1 ;;
esac
mkdir -p build
python3 scripts/translations.py compile
ADD=()
for file in i18n/*.qm; do
    ADD+=(--prefix="redline/i18n/" --add-file="$file")
done
# The folder may belong to another user when this runs through sudo.
git -c safe.directory="$REDLINE_ROOT" archive --format=zip "${ADD[@]}" --prefix=redline/ -o "$ZIP" HEAD
python3 scripts/publisher.py stamp "$ZIP" $RELEASE
if [ -n "$(git -c safe.directory="$REDLINE_ROOT" status --porcelain --untracked-files=no)" ]; then
    echo "redline: the zip holds the last commit; there are changes that are not committed." >&2
fi
echo "$ZIP ($(du -k "$ZIP" | cut -f1) kB)"
