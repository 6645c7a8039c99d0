"""Templates of texts that an office may edit: words with ``{places}``, filled without format codes."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["PLACE", "fill"]

PLACE = re.compile(r"\{([^{}]*)\}")


def fill(template: str, value_of: Callable[[str], str]) -> str:
    """``template`` with each ``{place}`` filled; no format codes, so that a value can do no harm."""
    return PLACE.sub(lambda match: value_of(match[1]), template)
