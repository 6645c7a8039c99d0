"""The tables of resources/: CSV files that a person can read and extend."""

import csv
from configparser import ConfigParser
from functools import cache
from pathlib import Path

__all__ = ["RESOURCES", "resource_table", "version"]

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@cache
def resource_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``resources/<name>`` (UTF-8, with or without BOM) by column name; values are stripped text."""
    with (RESOURCES / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            {key: (value or "").strip() for key, value in row.items() if key is not None}
            for row in csv.DictReader(file)
        )


@cache
def version() -> str:
    """The plugin's version, which stands in metadata.txt only."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]
