"""What stands in files that anybody may have written: whole numbers and JSON, within bounds.

Python's own readers have edges where such a file ends a run with a traceback: ``"²".isdigit()`` is true and
``int("²")`` fails, ``int`` refuses more than 4,300 digits, and JSON nested deep enough meets the limit of recursion.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["read_json", "read_whole"]

DIGITS = 15
"""Of a whole number that a setting, a table or a rule may hold."""
LONGEST = 16_000_000
"""Characters of JSON that are read: what this plugin writes is a thousandth of it."""


def read_whole(text: str) -> int | None:
    """The whole number that ``text`` is, in ASCII's digits and without a sign; None where it is none, or too long."""
    return int(text) if len(text) <= DIGITS and text.isascii() and text.isdigit() else None


def read_json(text: str) -> Any:
    """What the JSON says; raises ValueError, and nothing else, where it is none, too long or nested too deep."""
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
