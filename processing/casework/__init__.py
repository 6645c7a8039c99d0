"""Casework and registers: case files, alerts taken in, tasks pushed and taken back, reports, the clock of windows."""

from .caseregister import CaseRegister
from .casereport import CaseReport
from .createcasefile import CreateCaseFile
from .importalerts import ImportAlerts
from .mergefield import MergeField
from .pushtasks import PushTasks
from .serviceclock import ServiceClock

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CreateCaseFile, ImportAlerts, PushTasks, MergeField, CaseReport, ServiceClock, CaseRegister)
