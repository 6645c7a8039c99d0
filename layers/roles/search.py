"""Finding villages, townships, parcels and projects of the project by name, pinyin initials or code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qgis.core import QgsVectorLayer

from ...core.errors import RedlineError
from ...core.pinyin import matches_initials
from ..reading.sources import read_table, source_of
from .fields import find_field, remembered

__all__ = ["PARTS", "SearchEntry", "find", "search_entries"]

PARTS = {
    "township": ("name", "code"),
    "village": ("name", "code"),
    "parcel": ("name", "number"),
    "batch": ("name", "number"),
    "tract": ("name", "number"),
    "tractproject": ("name", "number"),
}
"""Roles that are searched, in the order in which equal finds are shown, and the parts that are their name and code."""


@dataclass(frozen=True)
class SearchEntry:
    """Something that can be found: a feature with its name and its code."""

    role: str
    name: str
    code: str
    layer_id: str
    fid: int


def search_entries(layer: QgsVectorLayer) -> list[SearchEntry]:
    """The features of a layer that have a name or a code, where its role is searched; else none."""
    role = remembered(layer)[0]
    if role not in PARTS or not layer.isValid() or not layer.isSpatial():
        return []
    fields = [find_field(layer, role, part, required=False) or "" for part in PARTS[role]]
    used = [name for name in dict.fromkeys(fields) if name]
    if not used:
        return []
    try:
        table = read_table(source_of(layer), used)
    except RedlineError:
        # A layer that cannot be read now is not found in; the tools say why it cannot.
        return []
    rows = zip(table.fids.tolist(), *(table.texts(name) for name in fields), strict=True)
    return [SearchEntry(role, name, code, layer.id(), fid) for fid, name, code in rows if name or code]


def find(query: str, entries: Iterable[SearchEntry], most: int = 30) -> list[tuple[float, SearchEntry]]:
    """(score 0 … 1, entry), best first: the whole name or code, its beginning, its middle, the pinyin initials.

    Blanks count for nothing. A code is found from its second digit on.
    """
    wanted = "".join(query.split()).lower()
    if not wanted:
        return []
    roles = list(PARTS)
    found = [(score, entry) for entry in entries if (score := _score(wanted, entry)) > 0]
    found.sort(key=lambda each: (-each[0], roles.index(each[1].role), len(each[1].name), each[1].name, each[1].code))
    return found[:most]


def _score(wanted: str, entry: SearchEntry) -> float:
    name, code = entry.name.lower(), entry.code.lower()
    scores: Sequence[float] = (
        1.0 if wanted in (name, code) else 0.0,
        0.9 if name.startswith(wanted) else 0.0,
        0.8 if len(wanted) > 1 and code.startswith(wanted) else 0.0,
        0.7 if wanted in name else 0.0,
        {0: 0.6, -1: 0.0}.get(matches_initials(wanted, entry.name), 0.4),
        0.3 if len(wanted) > 2 and wanted in code else 0.0,
    )
    return max(scores)
