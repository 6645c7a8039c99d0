"""What lies against the red lines."""

from .redlinecheck import RedLineCheck

__all__ = ["ALGORITHMS"]

ALGORITHMS = (RedLineCheck,)
