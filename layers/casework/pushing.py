"""What pushing a task writes into its case file: the event, and a row for each receiver, by their offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ...core.casework.receivers import receiver_at
from ...core.casework.states import Facts
from ...i18n import words_of
from .casefile import Happening

__all__ = ["WAITING", "push_of"]

WAITING = "judged"
"""The state in which a task waits to be pushed."""


def push_of(task: str, spot: Mapping[str, Any], kinds: Sequence[str], by: str, now: datetime) -> Happening:
    """The push of a task to the receivers of these kinds at the place of its spot. The case file speaks Chinese."""
    chinese = words_of("zh_Hans")
    receivers = [receiver_at(kind, spot, chinese) for kind in kinds]
    rows = tuple(
        (
            "push",
            {
                "task": task,
                "receiver_kind": kind,
                "receiver": receiver,
                "channel": "field_package" if kind == "chief" else "list",
                "sent_at": now.isoformat(),
            },
        )
        for kind, receiver in zip(kinds, receivers, strict=True)
    )
    return Happening(task, "push", Facts(by, now, receiver="; ".join(receivers)), WAITING, rows)
