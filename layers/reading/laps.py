"""How long each step of a run took, and which body of the engine answered: for the log, and for who measures a tool."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["STEPS", "Laps", "Step"]

Step = Literal["read", "overlay", "faults", "balance", "write"]
STEPS: tuple[Step, ...] = ("read", "overlay", "faults", "balance", "write")


@dataclass
class Laps:
    """Seconds by step. A step inside another counts for itself alone: all of them together are never more than the run.

    engine : "numba" or "numpy", the body that measured; "" where none has yet.
    """

    seconds: dict[Step, float] = field(default_factory=lambda: dict.fromkeys(STEPS, 0.0))
    engine: str = ""
    _open: list[Step] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        """Times what is done inside for step ``name``, whatever comes of it."""
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now
