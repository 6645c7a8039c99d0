#!/usr/bin/env bash
# Links this folder into the plugin folder of your own QGIS profile, and fills numba's cache for QGIS's own Python.
# QGIS 4 has profiles of its own, and copies neither plugins nor links from QGIS 3: each that is there gets its link.
#   scripts/install.sh [PLUGIN FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$(pwd -P)
PYTHON=/usr/bin/python3
HOMES=${XDG_DATA_HOME:-$HOME/.local/share}/QGIS
MAJOR=$("$PYTHON" -c 'from qgis.core import Qgis; print(Qgis.versionInt() // 10000)' 2>/dev/null || echo 3)
if [ $# -gt 0 ]; then
    PLACES=("$1")
else
    PLACES=("$HOMES/QGIS$MAJOR/profiles/default/python/plugins")
    for other in 3 4; do
        if [ "$other" != "$MAJOR" ] && [ -d "$HOMES/QGIS$other/profiles/default" ]; then
            PLACES+=("$HOMES/QGIS$other/profiles/default/python/plugins")
        fi
    done
fi
"$PYTHON" scripts/translations.py compile
for plugins in "${PLACES[@]}"; do
    if [ -e "$plugins/redline" ] && [ ! -L "$plugins/redline" ]; then
        echo "redline: $plugins/redline is a folder, not a link: take the installed plugin out of QGIS first." >&2
        exit 1
    fi
done
for plugins in "${PLACES[@]}"; do
    mkdir -p "$plugins"
    ln -sfn "$ROOT" "$plugins/redline"
    echo "$plugins/redline -> $ROOT"
done
"$PYTHON" scripts/compile_engine.py
echo "Start QGIS and tick Redline 红线 under Plugins > Manage and Install Plugins."
