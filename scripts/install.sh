#!/usr/bin/env bash
# Links this folder into the plugin folder of your own QGIS profile.
set -euo pipefail
PLUGINS=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/QGIS/QGIS3/profiles/default/python/plugins}
python "$REDLINE_ROOT/scripts/translations.py" compile
mkdir -p "$PLUGINS"
if [ -e "$PLUGINS/redline" ] && [ ! -L "$PLUGINS/redline" ]; then
    echo "redline: $PLUGINS/redline is a folder, not a link: take the installed plugin out of QGIS first." >&2
    exit 1
fi
ln -sfn "$REDLINE_ROOT" "$PLUGINS/redline"
echo "$PLUGINS/redline -> $REDLINE_ROOT"
echo "Start QGIS and tick Redline 红线 under Plugins > Manage and Install Plugins."
