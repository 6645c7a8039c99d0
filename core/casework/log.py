"""The log of a case file: rows that are only added, each with the hash of the one before.

The database holds that nothing is changed or deleted; the chain of hashes shows where it was done all the same. It
proves nothing against a person who writes the whole log anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from ..errors import Notice

__all__ = ["EventRow", "Log", "broken_links"]

FIRST = ""
"""The hash before the first row."""


@dataclass(frozen=True)
class EventRow:
    """One row: when (aware), by whom, of which table and key, what happened, from which state to which.
    previous, hash : SHA-256 as hexadecimal text, of the row before and of this one with it."""

    seq: int
    at: datetime
    by: str
    table: str
    uuid: str
    event: str
    states: tuple[str, str]
    note: str = ""
    previous: str = FIRST
    hash: str = ""

    @property
    def from_state(self) -> str:
        return self.states[0]

    @property
    def to_state(self) -> str:
        return self.states[1]

    def digest(self) -> str:
        """The hash that this row must have."""
        at = self.at.astimezone(UTC).isoformat()
        values = [self.previous, self.seq, at, self.by, self.table, self.uuid, self.event, *self.states, self.note]
        return sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Log:
    """Where a log ends: number and hash of its last row."""

    seq: int = 0
    hash: str = FIRST

    @staticmethod
    def after(rows: Sequence[EventRow]) -> Log:
        return Log(rows[-1].seq, rows[-1].hash) if rows else Log()

    def row(
        self, *, at: datetime, by: str, table: str, uuid: str, event: str, states: tuple[str, str], note: str
    ) -> EventRow:
        """The next row, linked to the last one."""
        bare = EventRow(self.seq + 1, at, by, table, uuid, event, states, note, self.hash)
        return replace(bare, hash=bare.digest())


def broken_links(rows: Iterable[EventRow]) -> list[Notice]:
    """What is wrong with the chain: rows missing, out of order, or changed after they were written."""
    found, last = [], Log()
    for row in rows:
        if row.seq != last.seq + 1 or row.previous != last.hash:
            found.append(Notice("The log is broken before row {seq}: rows are missing or were changed.", seq=row.seq))
        elif row.hash != row.digest():
            found.append(Notice("Row {seq} of the log was changed after it was written.", seq=row.seq))
        last = Log(row.seq, row.hash)
    return found
