#!/usr/bin/env bash
# The QGIS desktop with the plugin loaded and the demo county's project open.
set -euo pipefail
cd "$REDLINE_ROOT"
if [ "$QT_QPA_PLATFORM" = offscreen ]; then unset QT_QPA_PLATFORM; fi
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || { echo "redline: make run opens a window and there is no screen here; make demo needs none." >&2; exit 1; }
scripts/demo_data.sh
QT_QPA_PLATFORM=offscreen qgis_process plugins enable redline >/dev/null 2>&1
if [ ! -f .build/demo/guanxian.qgz ] || [ .build/demo/stamp -nt .build/demo/guanxian.qgz ]; then
    QT_QPA_PLATFORM=offscreen qgis_process run redline:loadcounty -- INPUT=.build/demo/guanxian.gpkg \
        PROJECT=.build/demo/guanxian.qgz >.build/demo/load.log 2>&1 \
        || { echo "redline: the demo county's project could not be made; see .build/demo/load.log" >&2; exit 1; }
fi
exec qgis --project .build/demo/guanxian.qgz "$@"
