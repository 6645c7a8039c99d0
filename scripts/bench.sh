#!/usr/bin/env bash
# The engine beside its rivals; the environment comes from env.sh, the rivals from setup.sh bench.
# Arguments go to bench/run.py; without any, everything is measured: the rivals, the stream, single parcels, areas.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC1091
. scripts/env.sh
export PYTHONPATH="$PYTHONPATH:$PWD/.build/plugins" QT_QPA_PLATFORM=offscreen
if [ $# -gt 0 ]; then
    exec python bench/run.py "$@"
fi
python bench/run.py
scripts/demo_data.sh
python bench/processes.py .build/demo/guanxian.gpkg
python bench/tools.py .build/demo/guanxian.gpkg
PYTHONPATH=.build/plugins .venv-bench/bin/python bench/pairs.py .build/bench/demo_60000.gpkg patches villages circles parcels redlines
python bench/stream.py
python bench/single.py
python bench/areas.py
