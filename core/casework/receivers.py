"""To whom a task goes: the offices at its place, by their kind. No person is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["RECEIVER_KINDS", "receiver_at"]

RECEIVER_KINDS = ("squadron", "township_office", "street_office", "chief")
"""Enforcement squadron, township natural-resource office, township or street office, field chief."""


def receiver_at(kind: str, spot: Mapping[str, Any], tr: Callable[[str], str]) -> str:
    """The receiver of this kind at the place of a spot (a row of the case file)."""
    town = spot["township_name"] or spot["township"] or ""
    return {
        "squadron": tr("Enforcement squadron"),
        "township_office": tr("{town} natural-resource office").format(town=town),
        "street_office": tr("{town} township or street office").format(town=town),
        "chief": tr("Field chief of {village}").format(village=spot["village_name"] or spot["village"] or town),
    }[kind]
