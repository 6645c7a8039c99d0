#!/usr/bin/env bash
# All tests: the checks of the code, core in a plain Python, QGIS without a screen, a real window under Xvfb.
#   scripts/test.sh          the same on every machine
#   scripts/test.sh --all    the slow ones too, with examples drawn anew, and those that compute as other machines would
# What --all draws is drawn again with REDLINE_SEED=… before it: it shows the number.
set -uo pipefail
cd "$REDLINE_ROOT"
ALL=
[ "${1:-}" = --all ] && ALL=yes
SELECT=(-m "not slow")
FAILED=()
BESIDE=(env)

if [ -n "$ALL" ]; then
    SEED=${REDLINE_SEED:-$((RANDOM * 32768 + RANDOM))}
    export REDLINE_HYPOTHESIS=random
    SELECT=(--hypothesis-seed="$SEED")
fi

step() {
    local name=$1
    shift
    printf '\033[1m==>\033[0m %s\n' "$name"
    "$@" || FAILED+=("$name")
}

# Two cores: tests/qgis begins at once, into a file, beside all that needs no window; its output is shown, from the
# beginning, when it is its turn.
begin() {
    "$@" >.build/test-qgis.log 2>&1 &
    BEGUN=$!
    trap 'kill "$BEGUN" 2>/dev/null' EXIT
    trap 'exit 130' INT TERM
}

shown() {
    tail -n +1 -f --pid="$BEGUN" .build/test-qgis.log
    wait "$BEGUN"
    local status=$?
    trap - EXIT
    return $status
}

python scripts/translations.py compile || exit 1
[ -n "$ALL" ] && echo "examples are drawn with REDLINE_SEED=$SEED"
# pytest-qgis stays out of tests/unit: core must do without QGIS.
QGIS=(pytest -q "${SELECT[@]}" tests/qgis)
if [ -z "$ALL" ]; then # the slow ones measure times, which nothing beside them may spoil
    begin "${QGIS[@]}"
    QGIS=(shown)
fi
step "ruff and mypy" bash scripts/lint.sh
step "what the plugin site looks for in the zip" bash scripts/site_check.sh
step "tests/unit (no QGIS)" pytest -q -p no:pytest_qgis "${SELECT[@]}" tests/unit
if [ -z "$ALL" ]; then # a profile of its own: what runs beside has the other one
    BESIDE=(env "QGIS_CUSTOM_CONFIG_PATH=$REDLINE_ROOT/.build/profile-beside")
    mkdir -p .build/profile-beside
fi
# GeoPandas has a PROJ of its own, which must never meet QGIS's: nothing of QGIS's environment is handed on.
step "tests/frames (GeoPandas and Dask, no QGIS)" env -u PYTHONPATH -u PYTEST_PLUGINS .venv-frames/bin/pytest -q tests/frames
step "tests/agreement (one number from all tools)" "${BESIDE[@]}" pytest -q "${SELECT[@]}" tests/agreement
step "tests/cases (files as they are delivered)" "${BESIDE[@]}" pytest -q "${SELECT[@]}" tests/cases
step "tests/faults (disks, servers and people that fail)" "${BESIDE[@]}" pytest -q "${SELECT[@]}" tests/faults
step "tests/qgis (no screen)" "${QGIS[@]}"
step "tests/desktop (a window under Xvfb)" pytest -q -p no:pytest_qgis "${SELECT[@]}" tests/desktop
[ -n "$ALL" ] && step "as other machines would compute" scripts/test_elsewhere.sh

if [ ${#FAILED[@]} -gt 0 ]; then
    printf 'redline: failed: %s\n' "$(IFS=';'; echo "${FAILED[*]}")" >&2
    exit 1
fi
