"""Moments that a tool is given: in the office's zone, Beijing time, whatever this computer's clock says."""

from __future__ import annotations

from datetime import datetime

from ..core.written.times import OFFICE_ZONE
from .parameters import Given

__all__ = ["moment_of"]


def moment_of(given: Given, name: str) -> datetime | None:
    """The moment of a parameter of day and time; None where it is left empty."""
    moment = given.algorithm.parameterAsDateTime(given.parameters, name, given.context)
    if not moment.isValid():
        return None
    return datetime.fromisoformat(moment.toString("yyyy-MM-ddTHH:mm:ss")).replace(tzinfo=OFFICE_ZONE)
