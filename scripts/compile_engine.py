"""Fills numba's cache of the engine: python scripts/compile_engine.py

The cache lies beside the source (core/__pycache__), for every process of this machine whose Python has this numba: no
tally waits for a compiler. Where numba is not installed, numpy answers with the same numbers, and this says so.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))
    from redline.core import compiled
    from redline.core.errors import RedlineError

    if not compiled.available():
        print("    numba is not installed for this Python: numpy answers, with the same numbers")
        return 0
    names = (*compiled.MODULES, *compiled.RARE)
    start = time.monotonic()
    told = False
    try:
        for done, name in enumerate(names):
            # Loading takes less than a second: only what is being compiled is worth a line.
            if not told and (not compiled.has_cache() or time.monotonic() - start > compiled.PATIENCE_S):
                print("\033[1m==>\033[0m compiling the engine, once on this machine (half a minute to two)", flush=True)
                told = True
            compiled.module(name)
            if told:
                print(f"    {done + 1} of {len(names)} ({time.monotonic() - start:.0f} s)", flush=True)
    except RedlineError as error:
        print(f"redline: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
