"""Statements of SQL out of quoted names and values: the one home of that quoting.

Values are bound as parameters where the driver can; GDAL's and QGIS's own ``ExecuteSQL`` and ``executeSql`` cannot, and
names of tables and columns nowhere can. They stand in a statement only as ``name`` and ``literal`` give them, which is
the quoting of the SQL standard, as SQLite and PostgreSQL (with ``standard_conforming_strings``, its default) read it.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["listed", "literal", "name", "statement"]


def name(identifier: str, *inside: str) -> str:
    """A name of a table, column or schema, quoted; with ``inside``, that of a table in a schema.

    Raises ValueError for a name with a zero sign, which ends a statement in C.
    """
    return ".".join(_quoted(each, '"') for each in (identifier, *inside))


def literal(value: str) -> str:
    """A text as a literal; raises ValueError as ``name`` does."""
    return _quoted(value, "'")


def listed(parts: Iterable[str]) -> str:
    """Parts of a statement with commas between them."""
    return ", ".join(parts)


def statement(*parts: str) -> str:
    """The parts of a statement, each already what SQL reads, with blanks between them; empty ones left out."""
    return " ".join(part for part in parts if part)


def _quoted(raw: str, quote: str) -> str:
    if "\0" in raw:
        raise ValueError(raw)
    return quote + raw.replace(quote, 2 * quote) + quote
