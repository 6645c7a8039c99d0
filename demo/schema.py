"""Fields of the layers: the official structures from data/*.csv, the others written out here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = ["Field", "Kind", "date", "integer", "number", "official_fields", "text"]

Kind = Literal["text", "integer", "number", "date"]
_DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Field:
    """One field: name in the file, Chinese alias, type, width and decimals as the standard has them."""

    name: str
    alias: str
    kind: Kind = "text"
    width: int = 0
    decimals: int = 0


def text(name: str, alias: str, width: int = 50) -> Field:
    return Field(name, alias, "text", width)


def integer(name: str, alias: str) -> Field:
    return Field(name, alias, "integer")


def number(name: str, alias: str, width: int = 18, decimals: int = 2) -> Field:
    return Field(name, alias, "number", width, decimals)


def date(name: str, alias: str) -> Field:
    return Field(name, alias, "date")


_KINDS: dict[str, Kind] = {"Char": "text", "Float": "number", "Int": "integer", "Date": "date"}


@cache
def official_fields(layer: str) -> tuple[Field, ...]:
    """All fields of an official layer (DLTB, XZQ, CJDCQ, YJJBNTBHTB, CZKFBJ, STBHHX, ZZ_TDZSFW) in their order."""
    found = []
    for name in ("db_fields_dltb_xzq_cjdcq.csv", "db_fields_yjjbnt_sanxian_yongdi.csv"):
        with (_DATA / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if layer in row["layer"].split()[0::2] and row["order"]:
                    alias = row["alias_zh"].split("/")[0] if "图件" in row["alias_zh"] else row["alias_zh"]
                    found.append(
                        Field(
                            row["field"],
                            alias,
                            _KINDS[row["type"]],
                            int(row["length"] or 0) if row["type"] != "Int" else 0,
                            int(row["decimals"] or 2) if row["type"] == "Float" else 0,
                        )
                    )
    if not found:
        raise KeyError(layer)
    return tuple(found)
