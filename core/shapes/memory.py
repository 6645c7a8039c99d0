"""Memory that a large layer has left behind, handed back to the system.

The C library of most Linux keeps what is freed for the next that asks: after some thousand blocks of a layer were read
it holds fifty megabytes that nobody uses, and a smaller thing at their end keeps them there. On Windows and macOS freed
blocks of this size go back by themselves.
"""

from __future__ import annotations

import ctypes
import sys

__all__ = ["LARGE", "give_back"]

LARGE = 4_000_000
"""Vertices from which on a layer is large: 64 MB of coordinates. It is not held twice, and memory is given back behind
it, which takes some milliseconds."""


def give_back(vertices: int) -> None:
    """Hands memory that is free back to the system, where a layer of so many vertices is worth it and the system's C
    library (glibc) does not do so by itself. Never fails."""
    if vertices < LARGE or not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
    if trim is not None:
        trim(0)
