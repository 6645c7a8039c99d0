"""Fields of the layers: the official structures and the demo county's own, all from tables in data/."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = ["Field", "Kind", "fields_of", "official_fields", "read_data"]

Kind = Literal["text", "integer", "number", "date"]
_DATA = Path(__file__).resolve().parent / "data"
_OFFICIAL = ("db_fields_dltb_xzq_cjdcq.csv", "db_fields_yjjbnt_sanxian_yongdi.csv")
_LIKE = {"XJXZQ": "XZQ", "DLTB_2020": "DLTB"}
_KINDS: dict[str, Kind] = {"Char": "text", "Float": "number", "Int": "integer", "Date": "date"}


@dataclass(frozen=True)
class Field:
    """One field: name in the file, Chinese alias, type, width and decimals as the standard has them."""

    name: str
    alias: str
    kind: Kind = "text"
    width: int = 0
    decimals: int = 0


@cache
def read_data(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in data/."""
    with (_DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def official_fields(layer: str) -> tuple[Field, ...]:
    """All fields of an official layer (DLTB, XZQ, YJJBNTBHTB, …) in their order; none for a layer that is not one."""
    rows = [
        row for name in _OFFICIAL for row in read_data(name) if layer in row["layer"].split()[0::2] and row["order"]
    ]
    return tuple(_official(row) for row in rows)


def _official(row: dict[str, str]) -> Field:
    kind = _KINDS[row["type"]]
    width = 0 if kind == "integer" else int(row["length"] or 0)
    return Field(row["field"], row["alias_zh"], kind, width, int(row["decimals"] or 2) if kind == "number" else 0)


@cache
def fields_of(layer: str) -> tuple[Field, ...]:
    """All fields of a layer of the demo county: those of the official structure, then its own. KeyError for others."""
    own = [row for row in read_data("fields.csv") if row["layer"] == layer]
    fields = [*official_fields(_LIKE.get(layer, layer))]
    for row in own:
        kind: Kind = row["kind"]
        fields.append(Field(row["field"], row["alias_zh"], kind, int(row["width"] or 0), int(row["decimals"] or 0)))
    if not fields:
        raise KeyError(layer)
    return tuple(fields)
