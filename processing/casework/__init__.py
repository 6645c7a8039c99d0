"""Casework and registers: case files, the clock of service windows."""

from .createcasefile import CreateCaseFile
from .serviceclock import ServiceClock

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CreateCaseFile, ServiceClock)
