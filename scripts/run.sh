#!/usr/bin/env bash
# The QGIS desktop with the plugin loaded and the demo county's project open.
set -euo pipefail
cd "$REDLINE_ROOT"
if [ "$QT_QPA_PLATFORM" = offscreen ]; then unset QT_QPA_PLATFORM; fi
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || { echo "redline: make run opens a window and there is no screen here; make demo needs none." >&2; exit 1; }
QT_QPA_PLATFORM=offscreen scripts/demo_data.sh
# A profile of its own, in which the plugin is switched on: QGIS 3 and QGIS 4 each read settings of their own.
for settings in .build/desktop/profiles/default/QGIS/QGIS3.ini .build/desktop/profiles/default/QGIS/QGIS4.ini; do
    if [ ! -f "$settings" ]; then
        mkdir -p "$(dirname "$settings")"
        printf '[PythonPlugins]\nredline=true\n' >"$settings"
    fi
done
unset QGIS_CUSTOM_CONFIG_PATH
exec qgis --profiles-path "$PWD/.build/desktop" --project .build/demo/guanxian.qgz "$@"
