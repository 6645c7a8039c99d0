"""Casework and registers: the clock of service windows."""

from .serviceclock import ServiceClock

__all__ = ["ALGORITHMS"]

ALGORITHMS = (ServiceClock,)
