"""Which column of a coordinate table is what: by its heading (resources/deliveries/headings.csv), else by its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..resources import resource_table
from ..written.signs import plain

__all__ = ["Columns", "Wanted", "heading_kind", "headings_of"]

_BRACKETS = re.compile(r"[(\[{【（〔][^)\]}】）〕]*[)\]}】）〕]")
_NOTHING = re.compile(r"[\s_./:-]|坐标")
PAIRS = (("north", "east"), ("lat", "lon"), ("x", "y"))
"""Headings of the two coordinates, the surer ones first."""


@dataclass(frozen=True)
class Wanted:
    """Headings, fields, block attributes or CAD layers that a person names for the parcel's number and name."""

    number: str = ""
    name: str = ""

    def kind_of(self, text: str) -> str:
        """``parcel`` or ``name`` where ``text`` is what was named for it, else ""."""
        same = _normal(text)
        if self.number and same == _normal(self.number):
            return "parcel"
        return "name" if self.name and same == _normal(self.name) else ""


@dataclass(frozen=True)
class Columns:
    """Places of the columns of a table, from 0. first, second : of the coordinates, the northing or latitude first
    where headings say so. sure : whether they do; X and Y are told apart by their digits. at : of the other columns, by
    kind. titles : the headings as they stand, by kind."""

    first: int
    second: int
    sure: bool = False
    at: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@cache
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in resource_table("deliveries/headings.csv"):
        for word in row["words"].split("|"):
            found.setdefault(_normal(word), row["kind"])
    return found


def _normal(text: str) -> str:
    bare = _BRACKETS.sub("", plain(text))
    return _NOTHING.sub("", bare).upper() or _NOTHING.sub("", plain(text)).upper()


def heading_kind(text: str, wanted: Wanted | None = None) -> str:
    """What a heading says of its column: ``north``, ``point``, ``parcel`` …; "" where it says nothing known."""
    return (wanted.kind_of(text) if wanted else "") or _kinds().get(_normal(text), "")


def headings_of(cells: Sequence[str], wanted: Wanted | None = None) -> list[Columns]:
    """The columns of a table whose headings are ``cells``; several where tables stand side by side, none where the row
    holds no headings of two coordinates."""
    kinds = [heading_kind(cell, wanted) if cell else "" for cell in cells]
    for one, other in PAIRS:
        firsts = [place for place, kind in enumerate(kinds) if kind == one]
        seconds = [place for place, kind in enumerate(kinds) if kind == other]
        if firsts and len(firsts) == len(seconds):
            return [
                _columns(cells, kinds, pair, number, len(firsts))
                for number, pair in enumerate(zip(firsts, seconds, strict=True))
            ]
    return []


def _columns(cells: Sequence[str], kinds: Sequence[str], pair: tuple[int, int], number: int, count: int) -> Columns:
    """Of the table of ``number`` among ``count`` that stand side by side."""
    at: dict[str, int] = {}
    for kind in dict.fromkeys(kinds):
        places = [place for place, each in enumerate(kinds) if each == kind]
        if kind and kind not in ("north", "east", "lat", "lon", "x", "y"):
            at[kind] = places[number] if len(places) == count else places[0]
    titles = {kind: cells[place] for kind, place in at.items()}
    titles |= {"first": cells[pair[0]], "second": cells[pair[1]]}
    return Columns(*pair, sure=kinds[pair[0]] in ("north", "lat"), at=at, titles=titles)
