#!/usr/bin/env bash
# The demo county, .build/demo/guanxian.gpkg, made again when its generator has changed; and its project, loaded by
# the plugin itself.
set -euo pipefail
cd "$REDLINE_ROOT"
OUT=.build/demo
say() {
    if [ "$REDLINE_LANGUAGE" = zh_Hans ]; then shift; fi
    printf '\033[1m==>\033[0m %s\n' "$1"
}
mkdir -p "$OUT"
want=$(cat demo/*.py demo/data/* core/ellipsoid/official.py core/rounding/balance.py | sha256sum | cut -d' ' -f1)
if [ ! -f "$OUT/guanxian.gpkg" ] || [ ! -f "$OUT/season/course.csv" ] || [ "$(cat "$OUT/stamp" 2>/dev/null)" != "$want" ]; then
    say "making the demo county (half a minute)" "生成示范县（约半分钟）"
    python demo/make.py --output "$OUT/guanxian.gpkg" --registers "$OUT/registers.gpkg" \
        --season "$OUT/season"
    echo "$want" >"$OUT/stamp"
fi
if [ ! -f "$OUT/guanxian.qgz" ] || [ "$OUT/guanxian.gpkg" -nt "$OUT/guanxian.qgz" ]; then
    say "loading its layers into a project" "把图层装入工程"
    qgis_process plugins enable redline >"$OUT/qgis.log" 2>&1 || grep -q "already enabled" "$OUT/qgis.log" ||
        { echo "redline: QGIS could not load the plugin; see $OUT/qgis.log." >&2; exit 1; }
    qgis_process run redline:loadcounty --INPUT="$OUT/guanxian.gpkg" --PROJECT="$OUT/guanxian.qgz" >"$OUT/load.log" 2>&1 ||
        { echo "redline: the project could not be made: $(tail -n 1 "$OUT/load.log")" >&2; exit 1; }
fi
