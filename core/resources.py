"""The tables of resources/: CSV files that a person can read and extend."""

import csv
from functools import cache
from pathlib import Path

__all__ = ["RESOURCES", "read_table"]

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``resources/<name>`` (UTF-8, with or without BOM) by column name; values are stripped text."""
    with (RESOURCES / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            {key: (value or "").strip() for key, value in row.items() if key is not None}
            for row in csv.DictReader(file)
        )
