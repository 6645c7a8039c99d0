# Sourced: OLDEST, the variables with which a process computes as on the oldest 64-bit processor, and
# numpy_features_from, by which others are put together.

# The features by which numpy chooses its loops on this machine, from the first that matches on: newer ones come later.
numpy_features_from() {
    python - "$1" <<'PY'
import re, sys
try:
    from numpy._core import _multiarray_umath as numpy
except ImportError:  # numpy 1
    from numpy.core import _multiarray_umath as numpy
names = [name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__.get(name)]
first = next((i for i, name in enumerate(names) if re.match(sys.argv[1], name)), len(names))
print(" ".join(names[first:]))
PY
}

# glibc's own sines and logarithms without fused multiplication, OpenBLAS and numba for the oldest 64-bit processor.
OLDEST=(
    "NPY_DISABLE_CPU_FEATURES=$(numpy_features_from '')"
    "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4,-FMA4_Usable"
    "OPENBLAS_CORETYPE=PRESCOTT"
    "NUMBA_CPU_NAME=generic"
    "NUMBA_CPU_FEATURES="
)
