"""Tables as CSV files that a person can read and extend: those of resources/, and an office's own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from configparser import ConfigParser
from functools import cache
from io import StringIO
from pathlib import Path

from .errors import RedlineError

__all__ = ["RESOURCES", "office_table", "resource_table", "version"]

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@cache
def resource_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``resources/<name>`` by column name; values are stripped text."""
    return tuple(row for _, row in office_table(RESOURCES / name))


def office_table(path: Path, columns: Sequence[str] = ()) -> list[tuple[int, dict[str, str]]]:
    """Line number and values (stripped, by column name) of each row that is not empty.

    An office writes it with Excel: in UTF-8, or in the GBK of Chinese Windows. Raises RedlineError where it cannot be
    read, is no text, or lacks one of ``columns``.
    """
    reader = csv.DictReader(StringIO(_text_of(path), newline=""))
    try:
        names = [_stripped(name) for name in reader.fieldnames or ()]
        header = [name.lower() if name.lower() in columns else name for name in names]
        missing = [name for name in columns if name not in header]
        if missing:
            raise RedlineError(
                "The table {file} has no column {columns}: it needs {header}.",
                file=path.name,
                columns=", ".join(missing),
                header=", ".join(columns),
            )
        reader.fieldnames = header
        rows = [
            (reader.line_num, {key: _stripped(value) for key, value in row.items() if key is not None})
            for row in reader
        ]
    except csv.Error as error:
        raise RedlineError("The table {file} cannot be read: {reason}.", file=path.name, reason=error) from error
    return [(line, row) for line, row in rows if any(row.values())]


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise RedlineError("The table {file} cannot be read: {reason}.", file=str(path), reason=reason) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RedlineError("The table {file} is no text in UTF-8 or GB 18030.", file=path.name)


@cache
def version() -> str:
    """The plugin's version, which stands in metadata.txt only."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]
