"""Casework and registers: case files, alerts taken in, reports, the clock of service windows."""

from .casereport import CaseReport
from .createcasefile import CreateCaseFile
from .importalerts import ImportAlerts
from .serviceclock import ServiceClock

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CreateCaseFile, ImportAlerts, CaseReport, ServiceClock)
