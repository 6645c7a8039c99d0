"""What a decision can find, and what makes a use of land lawful: tables (resources/casework)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..resources import resource_table

__all__ = ["NamedChoice", "legal_kinds", "results_of"]


@dataclass(frozen=True)
class NamedChoice:
    """A word of the case file and its names (English, Chinese)."""

    id: str
    names: tuple[str, str]

    def name(self, language: str) -> str:
        return self.names[0] if language == "en" else self.names[1]


@cache
def results_of(event: str) -> tuple[NamedChoice, ...]:
    """The results that a decision (``decide_lawful``, ``decide_unlawful``) can have, in the table's order."""
    rows = resource_table("casework/results.csv")
    return tuple(NamedChoice(row["result"], (row["name_en"], row["name_zh"])) for row in rows if row["event"] == event)


@cache
def legal_kinds() -> tuple[NamedChoice, ...]:
    """What a county office may claim where a use is lawful."""
    rows = resource_table("casework/legal_kinds.csv")
    return tuple(NamedChoice(row["kind"], (row["name_en"], row["name_zh"])) for row in rows)
