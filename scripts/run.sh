#!/usr/bin/env bash
# The QGIS desktop with the plugin loaded and the demo county's project open.
set -euo pipefail
cd "$REDLINE_ROOT"
if [ "$QT_QPA_PLATFORM" = offscreen ]; then unset QT_QPA_PLATFORM; fi
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || { echo "redline: make run opens a window and there is no screen here; make demo needs none." >&2; exit 1; }
QT_QPA_PLATFORM=offscreen scripts/demo_data.sh
# A profile of its own, in which the plugin is switched on.
SETTINGS=.build/desktop/profiles/default/QGIS/QGIS3.ini
if [ ! -f "$SETTINGS" ]; then
    mkdir -p "$(dirname "$SETTINGS")"
    printf '[PythonPlugins]\nredline=true\n' >"$SETTINGS"
fi
unset QGIS_CUSTOM_CONFIG_PATH
exec qgis --profiles-path "$PWD/.build/desktop" --project .build/demo/guanxian.qgz "$@"
