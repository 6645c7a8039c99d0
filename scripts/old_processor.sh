# Sourced: what runs afterwards computes as on the oldest 64-bit processor, without the newer features of this one: numpy's
# loops, glibc's own sines and logarithms (fused multiplication), OpenBLAS, numba.
NPY_DISABLE_CPU_FEATURES=$(python3 - <<'PY'
try:
    from numpy._core import _multiarray_umath as numpy
except ImportError:  # numpy 1
    from numpy.core import _multiarray_umath as numpy
print(" ".join(name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__.get(name)))
PY
)
export NPY_DISABLE_CPU_FEATURES
export GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4,-FMA4_Usable
export OPENBLAS_CORETYPE=PRESCOTT NUMBA_CPU_NAME=generic NUMBA_CPU_FEATURES=
