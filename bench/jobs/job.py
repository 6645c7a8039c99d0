"""What every contender's script shares: its arguments, its clock, and the form in which it answers.

A script is called as ``python bench/jobs/NAME.py FILE ZONES REPEATS [WORD…]``; it runs the whole job (reading both
layers from the GeoPackage, overlay, area by zone and class) REPEATS times in one process and prints one line of JSON:
seconds of each run, the sums as ``{"zone": {"class": m²}}`` in a file, and the process's peak memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Arguments", "answer", "arguments"]

Row = tuple[int, str, float]  # zone, class, m²
ENOUGH = 20.0


class Arguments(NamedTuple):
    file: str
    zones: str
    repeats: int
    words: list[str]


def arguments() -> Arguments:
    """From the command line."""
    return Arguments(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])


def answer(run: Callable[[], Iterable[Row]], repeats: int, **more: object) -> None:
    """Runs, times, and prints. After ``ENOUGH`` seconds there are no more repeats."""
    seconds: list[float] = []
    rows: list[Row] = []
    for _ in range(repeats):
        if sum(seconds) > ENOUGH:
            break
        begin = time.perf_counter()
        rows = list(run())
        seconds.append(time.perf_counter() - begin)
    sums = Path(sys.argv[1]).with_suffix(f".{Path(sys.argv[0]).stem}.{sys.argv[2]}.json")
    sums.write_text(json.dumps([[int(z), str(c), float(a)] for z, c, a in rows]))
    print(json.dumps({"seconds": seconds, "sums": str(sums), "peak": peak_memory(), **more}))


def peak_memory() -> int:
    """Bytes. From the kernel's file, since getrusage begins with what the parent had when it forked."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
