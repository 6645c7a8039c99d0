"""Form templates of approval tables: titles, words above and below, paper (resources/forms/approval_tables.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from ..errors import RedlineError
from ..paper.tables import Table
from ..paper.workbook import Sheet
from ..resources import RESOURCES, office_table
from ..templates import fill

__all__ = ["FORMS", "PLACES", "Form", "load_forms"]

FORMS = ("classes", "villages", "parcels", "report", "newland", "quality", "percapita")
PLACES = ("batch", "place", "office", "maker", "checker", "date")
"""What may stand in braces in the value of a line."""

_SHIPPED = RESOURCES / "forms" / "approval_tables.csv"
_PARTS = ("title", "head", "foot", "paper", "note")


@dataclass(frozen=True)
class Form:
    """One form in one language. head, foot : label and template of the value; notes : templates."""

    id: str
    title: str
    head: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    paper: Literal["A4", "A3"]

    def lines(self, part: Literal["head", "foot"], values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """The labelled words of one part; a line of the head whose value is empty is left out."""
        chosen = self.head if part == "head" else self.foot
        filled = [(label, fill(template, lambda place: values.get(place, ""))) for label, template in chosen]
        return tuple(line for line in filled if line[1] or part == "foot")

    def sheet(self, table: Table) -> Sheet:
        return Sheet(table, self.paper, form=True)


def load_forms(language: str, *overlays: Path) -> dict[str, Form]:
    """All forms; a table of the office replaces the lines of each form and part that it holds.

    Columns: form, part (title, head, foot, paper, note), label_zh, label_en, value. Raises RedlineError where a line
    names an unknown form, part, paper or place.
    """
    lines = _lines(_SHIPPED)
    for path in overlays:
        own = _lines(path)
        replaced = {(line["form"], line["part"]) for line in own}
        lines = [line for line in lines if (line["form"], line["part"]) not in replaced] + own
    label = "label_en" if language == "en" else "label_zh"

    def of(form: str, part: str) -> list[dict[str, str]]:
        return [line for line in lines if (line["form"], line["part"]) == (form, part)]

    return {
        form: Form(
            form,
            next((line[label] for line in of(form, "title")), form),
            tuple((line[label], line["value"]) for line in of(form, "head")),
            tuple((line[label], line["value"]) for line in of(form, "foot")),
            tuple(line[label] for line in of(form, "note")),
            "A3" if any(line["value"] == "A3" for line in of(form, "paper")) else "A4",
        )
        for form in FORMS
    }


def _noted(unknown: list[str], place: str) -> str:
    """Nothing in a place, which is kept in ``unknown``."""
    unknown.append(place)
    return ""


def _lines(path: Path) -> list[dict[str, str]]:
    columns = ("form", "part", "label_zh", "label_en", "value")
    rows = [(line, row) for line, row in office_table(path, columns) if row["form"]]
    for number, row in rows:
        unknown: list[str] = []
        fill(row["value"], partial(_noted, unknown))
        known = (
            row["form"] in FORMS
            and row["part"] in _PARTS
            and (row["part"] != "paper" or row["value"] in ("A4", "A3"))
            and set(unknown) <= set(PLACES)
        )
        if not known:
            raise RedlineError(
                "{file}, line {line}: form, part, paper or place in {{ }} is unknown ({words}); "
                "see resources/forms/approval_tables.csv.",
                file=path.name,
                line=number,
                words=", ".join(value for value in row.values() if value),
            )
    return [row for _, row in rows]
