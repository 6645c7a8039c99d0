"""A finished table as a DataFrame: the columns of the tools' tables, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from ..core.paper.tables import Table

__all__ = ["english", "frame_of"]


def english(text: str) -> str:
    """The words of tables as they stand in the source."""
    return text


def frame_of(table: Table, *, kinds: Sequence[str] = ("leaf",)) -> pd.DataFrame:
    """The rows of ``kinds``, columns named by their keys; decimals as floats, which print as the table does.

    ``attrs["units"]`` : unit by column; ``attrs["notes"]`` : what stands under the table on paper.
    """
    keys = [column.key for column in table.columns]
    rows = [
        [float(value) if isinstance(value, Decimal) else value for value in row.values]
        for row in table.rows
        if row.kind in kinds
    ]
    found = pd.DataFrame(rows, columns=keys)
    found.attrs["units"] = {column.key: column.unit for column in table.columns if column.unit}
    found.attrs["notes"] = list(table.notes)
    return found
