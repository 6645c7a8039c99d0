"""What a tool is told of time: working days, office hours, and the moment at which it judges.

Moments are in the office's zone, Beijing time, whatever this computer's clock says.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDateTime

from ..core.clock.calendar import OFFICE_HOURS, WorkingCalendar, load_calendar, read_hours
from ..core.written.times import OFFICE_ZONE
from ..i18n import tr
from .parameters import Given, add, add_csv, add_text

__all__ = ["add_as_of", "add_calendar", "add_hours", "calendar_of", "moment_of", "now_of"]


def add_calendar(algorithm: QgsProcessingAlgorithm, *, advanced: bool = False) -> None:
    help_text = tr("A CSV file with the columns date and working: your office's days, over the announced holidays.")
    add_csv(algorithm, "CALENDAR", tr("Working days"), help_text, advanced=advanced)


def add_hours(algorithm: QgsProcessingAlgorithm) -> None:
    help_text = tr("Of every working day, such as 08:30-12:00;13:30-17:30.")
    add_text(algorithm, "HOURS", tr("Office hours"), help_text, OFFICE_HOURS, optional=False, advanced=True)


def add_as_of(algorithm: QgsProcessingAlgorithm, help_text: str) -> None:
    add(algorithm, QgsProcessingParameterDateTime("AS_OF", tr("As of"), optional=True), help_text, advanced=True)


def calendar_of(given: Given) -> WorkingCalendar:
    """The working days and office hours of a run."""
    tables = [Path(given.file("CALENDAR"))] if given.has("CALENDAR") else []
    return load_calendar(read_hours(given.text("HOURS")), *tables)


def now_of(given: Given) -> datetime:
    """The moment at which a run judges: that of AS_OF, else this one."""
    return moment_of(given, "AS_OF") or datetime.now(OFFICE_ZONE)


def moment_of(given: Given, name: str) -> datetime | None:
    """The moment of a parameter of day and time; None where it is left empty."""
    moment = given.algorithm.parameterAsDateTime(given.parameters, name, given.context)
    if not moment.isValid():
        return None
    return datetime.fromisoformat(moment.toString("yyyy-MM-ddTHH:mm:ss")).replace(tzinfo=OFFICE_ZONE)
