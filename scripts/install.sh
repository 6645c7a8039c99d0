#!/usr/bin/env bash
# Links this folder into the plugin folder of your own QGIS profile, and fills numba's cache for QGIS's own Python.
#   scripts/install.sh [PLUGIN FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$(pwd -P)
PYTHON=/usr/bin/python3
PLUGINS=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/QGIS/QGIS3/profiles/default/python/plugins}
"$PYTHON" scripts/translations.py compile
mkdir -p "$PLUGINS"
if [ -e "$PLUGINS/redline" ] && [ ! -L "$PLUGINS/redline" ]; then
    echo "redline: $PLUGINS/redline is a folder, not a link: take the installed plugin out of QGIS first." >&2
    exit 1
fi
ln -sfn "$ROOT" "$PLUGINS/redline"
"$PYTHON" scripts/compile_engine.py
echo "$PLUGINS/redline -> $ROOT"
echo "Start QGIS and tick Redline 红线 under Plugins > Manage and Install Plugins."
