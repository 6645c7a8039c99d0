"""The date that stands on papers where nobody gave one."""

from __future__ import annotations

from datetime import datetime

__all__ = ["today"]


def today() -> str:
    """Year-month-day of the day on which the run is made, whatever the locale: 2021-12-31."""
    return datetime.now().date().isoformat()
