#!/usr/bin/env bash
# Changes core in small ways, one at a time, in a copy, and asks its unit tests whether they see it.
#   scripts/mutants.sh [MODULE ...]     MODULE: a file of tests/mutants.csv; all of them where none is named
# Prints how many changes no test saw, and each of them. Hours for all of core: not part of `make test`.
set -euo pipefail
cd "$REDLINE_ROOT"
COPY=$REDLINE_ROOT/.build/mutants
SERVER=$REDLINE_ROOT/scripts/mutants_server.py
WANT=$(sha256sum <requirements/mutants.txt | cut -d' ' -f1)
if [ "$(cat .venv/stamp-mutants 2>/dev/null)" != "$WANT" ]; then
    python -m pip install --disable-pip-version-check -q -c .build/constraints.txt -r requirements/mutants.txt
    echo "$WANT" >.venv/stamp-mutants
fi
rm -rf "$COPY" && mkdir -p "$COPY/.build/plugins"
git ls-files -z core i18n resources tests/unit tests/data tests/conftest.py demo metadata.txt __init__.py pyproject.toml \
    | xargs -0 cp --parents -t "$COPY"
ln -sfn "$COPY" "$COPY/.build/plugins/redline"
cd "$COPY"
unset PYTEST_PLUGINS
python -m compileall -q core tests/unit
python "$SERVER" serve "$COPY.socket" &
until [ -S "$COPY.socket" ]; do sleep 0.2; done

# Of many ways to spoil one sign, those that a slip of the hand would make; the others die with them.
EXCLUDED='"core/Variable.*", "core/ExceptionReplacer", "core/RemoveDecorator", "core/ReplaceUnaryOperator_(?!USub_UAdd|Delete_Not).*",
 "core/ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Div|Div_Mul|BitAnd_BitOr|BitOr_BitAnd).*",
 "core/ReplaceComparisonOperator_(?!Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_Gt|Gt_Lt|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In).*"'
export REDLINE_HYPOTHESIS=mutants

mutate() {
    local module=$1 tests=$2 name
    name=$(tr / - <<<"${module%.py}")
    cat >"$name.toml" <<TOML
[cosmic-ray]
module-path = "$module"
timeout = 60.0
excluded-modules = []
test-command = "python -I -S $SERVER $COPY.socket -x -q -p no:pytest_qgis -p no:cacheprovider $tests"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = [$EXCLUDED]
TOML
    rm -f "$name.sqlite" "$(dirname "$module")"/__pycache__/"$(basename "$module" .py)".*.pyc
    cosmic-ray init "$name.toml" "$name.sqlite" >/dev/null
    cr-filter-operators "$name.sqlite" "$name.toml" >/dev/null
    cosmic-ray exec "$name.toml" "$name.sqlite"
    printf '%s: ' "$module"
    cr-report "$name.sqlite" | tail -n 3 | tr '\n' ' '
    echo
    cr-report --show-pending --show-diff --surviving-only "$name.sqlite" 2>/dev/null | grep -E '^[-+][^-+]|survived' || true
}

while IFS=, read -r module tests; do
    if [ $# -eq 0 ] || [[ " $* " == *" $module "* ]]; then mutate "$module" "$tests"; fi
done < <(tail -n +2 "$REDLINE_ROOT/tests/mutants.csv")
