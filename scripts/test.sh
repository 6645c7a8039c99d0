#!/usr/bin/env bash
# All tests: the checks of the code, core in a plain Python, QGIS without a screen, a real window under Xvfb.
#   scripts/test.sh [--all]     --all takes the slow ones too
set -uo pipefail
cd "$REDLINE_ROOT"
SELECT=(-m "not slow")
[ "${1:-}" = --all ] && SELECT=()
FAILED=()

step() {
    local name=$1
    shift
    printf '\033[1m==>\033[0m %s\n' "$name"
    "$@" || FAILED+=("$name")
}

python scripts/translations.py compile || exit 1
step "ruff and mypy" bash scripts/lint.sh
# pytest-qgis stays out of the first run: core must do without QGIS.
step "tests/unit (no QGIS)" pytest -q -p no:pytest_qgis "${SELECT[@]}" tests/unit
step "tests/qgis (no screen)" pytest -q "${SELECT[@]}" tests/qgis
step "tests/agreement (one number from all tools)" pytest -q "${SELECT[@]}" tests/agreement
step "tests/desktop (a window under Xvfb)" pytest -q -p no:pytest_qgis "${SELECT[@]}" tests/desktop

if [ ${#FAILED[@]} -gt 0 ]; then
    printf 'redline: failed: %s\n' "$(IFS=';'; echo "${FAILED[*]}")" >&2
    exit 1
fi
