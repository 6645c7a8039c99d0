#!/usr/bin/env bash
# The short choice of tests for a machine that has just been set up, after `make demo`: every tool once through
# qgis_process; beside it, on another core, reading and the dossier. The environment comes from env.sh, pytest from
# setup.sh bare.
set -euo pipefail
cd "$REDLINE_ROOT"
LOG=.build/bare_tests.log
pytest -q -p no:cacheprovider -m "not slow" tests/qgis/test_sources.py tests/qgis/test_approvaldossier.py >"$LOG" 2>&1 &
OTHER=$!
STATUS=0
pytest -q -p no:cacheprovider -p no:pytest_qgis tests/bare || STATUS=$?
wait "$OTHER" || STATUS=$?
cat "$LOG"
exit "$STATUS"
