#!/usr/bin/env bash
# The tests that compute, run as other machines would: with older processors, other numbers of threads, another order
# of sets. `make test` has to be the same everywhere, so whatever fails here only is a comparison that is too sharp, or
# a number that hangs on the machine. Examples are drawn as in `make test`.
#   scripts/test_elsewhere.sh
set -uo pipefail
cd "$REDLINE_ROOT"

CORE=(-p no:pytest_qgis --ignore=tests/unit/test_architecture.py tests/unit)
KERNELS=(-p no:pytest_qgis tests/unit/test_{areaplane,livetally,overlay,overlay_properties,overlaps,wkb,wkb_fuzz}.py)
QGIS=(tests/agreement tests/qgis/test_{golden,approvaldossier,sources}.py tests/qgis/test_{landuse,cameras}_*.py)
FAILED=()

# as NAME VARIABLE=VALUE… -- PYTEST'S ARGUMENTS
as() {
    local name=$1 variables=()
    shift
    while [ "$1" != -- ]; do variables+=("$1"); shift; done
    shift
    printf '\033[1m==>\033[0m as %s: %s\n' "$name" "${variables[*]}"
    env "${variables[@]}" pytest -q -p no:cacheprovider -m "not slow" "$@" || FAILED+=("$name")
}

# shellcheck disable=SC1091
. scripts/old_processor.sh
NO_AVX512=$(numpy_features_from 'AVX512|X86_V4')
NO_AVX2=$(numpy_features_from 'AVX|F16C|FMA3|X86_V3')
OLDEST+=("NUMBA_CACHE_DIR=$REDLINE_ROOT/.build/numba-generic")

[ -n "$NO_AVX512" ] && as "a processor without AVX-512" "NPY_DISABLE_CPU_FEATURES=$NO_AVX512" -- "${CORE[@]}"
[ -n "$NO_AVX2" ] && as "a processor without AVX" "NPY_DISABLE_CPU_FEATURES=$NO_AVX2" -- "${CORE[@]}"
as "the oldest processor" "${OLDEST[@]}" PYTHONHASHSEED=1 -- "${CORE[@]}"
as "the oldest processor, in QGIS" "${OLDEST[@]}" PYTHONHASHSEED=2 -- "${QGIS[@]}"
for threads in 1 2; do
    as "$threads thread(s)" {NUMBA,OPENBLAS,OMP}_NUM_THREADS=$threads PYTHONHASHSEED=4$threads -- "${CORE[@]}"
done
as "numba with its indexes checked" NUMBA_BOUNDSCHECK=1 "NUMBA_CACHE_DIR=$REDLINE_ROOT/.build/numba-checked" \
    -- "${KERNELS[@]}"
as "numba without optimization" NUMBA_OPT=0 "NUMBA_CACHE_DIR=$REDLINE_ROOT/.build/numba-plain" -- "${KERNELS[@]}"

if [ ${#FAILED[@]} -gt 0 ]; then
    printf 'redline: failed as %s\n' "$(IFS=';'; echo "${FAILED[*]}")" >&2
    exit 1
fi
