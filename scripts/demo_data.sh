#!/usr/bin/env bash
# The demo county: .build/demo/guanxian.gpkg, made again when its generator has changed.
set -euo pipefail
cd "$REDLINE_ROOT"
OUT=.build/demo
mkdir -p "$OUT"
want=$(cat demo/*.py demo/data/* core/ellipsoid.py core/rounding.py | sha256sum | cut -d' ' -f1)
if [ ! -f "$OUT/guanxian.gpkg" ] || [ "$(cat "$OUT/stamp" 2>/dev/null)" != "$want" ]; then
    printf '\033[1m==>\033[0m making the demo county (half a minute)\n'
    python demo/make.py --output "$OUT/guanxian.gpkg"
    echo "$want" >"$OUT/stamp"
fi
