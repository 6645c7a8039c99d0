"""Coordinate tables as parcels: out of workbooks, CSV, CASS's .dat, and texts with labels or angles.

A table becomes the point rows that the reader of parcel text files knows; what is wrong with a parcel is found there,
in the same words. What was understood of the columns is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from ..errors import Cancelled
from ..parceltext.columns import Attributes
from ..parceltext.lines import Block, decode_text, number_of
from ..parceltext.model import ParcelFile, ParcelRecord
from ..parceltext.pointrows import Layout, find_layout
from ..parceltext.reader import Asked, parcel_of_rows, read_parcel_text
from ..parceltext.report import Findings
from ..written.angles import read_coordinate
from ..written.numbers import read_numbers
from .cells import CellRow, CellSheet, sheet_of_text
from .headings import Columns, Wanted, heading_kind, headings_of
from .ordering import in_order

__all__ = ["looks_like_outlines", "read_sheet", "read_text"]

_ENTRY = re.compile(r"([^:：=＝]{1,20})[:：=＝]\s*(.+)$", re.DOTALL)
_PLAIN_SHEETS = re.compile(r"(sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_TITLES = re.compile(r"表|坐标|成果|单位|日期|备注|合计|总计|制表|检查|审核")
_BELOW = re.compile(r"面积|周长|合计|总计|小计")
"""Words of a row that says something of a parcel, beside numbers that are no coordinates."""
_HEADER = ("坐标系", "几度分带", "带号")
_EXPONENT = re.compile(r"[+-]?(\d+)[.,]?(\d*)[eE]([+-]?\d{1,3})$")
_COARSE = 0.1
"""Metres; an exponent with so few digits that it cannot tell less has lost them (Excel shows 3.936E+07)."""
_CASS_WIDTH = 5
_UNKNOWN_SHOWN = 20


@dataclass
class _Parcel:
    """Rows that belong together. rows : line and [point, ring, first, second], by table where several stand side by
    side. header : what title rows say of the system."""

    line: int
    attributes: Attributes
    header: dict[str, str] = field(default_factory=dict)
    rows: dict[int, list[tuple[int, list[str]]]] = field(default_factory=dict)
    sure: bool = False

    def all_rows(self) -> list[tuple[int, list[str]]]:
        return [row for number in sorted(self.rows) for row in self.rows[number]]


def read_text(
    data: bytes,
    asked: Asked,
    wanted: Wanted | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ParcelFile:
    """The parcels of a text: of a parcel text file in any form, or of a coordinate table. ``progress`` and
    ``cancelled`` as in ``read_parcel_text``; never raises for what stands in the file."""
    findings = Findings()
    text, encoding = decode_text(data, findings)
    sheet = sheet_of_text(text)
    if is_table(sheet):
        read = read_sheet(sheet, asked, wanted, cancelled)
        return replace(read, findings=(*findings, *read.findings), encoding=encoding)
    return read_parcel_text(data, asked=asked, progress=progress, cancelled=cancelled)


def is_table(sheet: CellSheet) -> bool:
    """Whether a text is a table that the reader of parcel text files would not understand, or would misread."""
    rows = [row for row in sheet.rows if not row.is_blank]
    if not rows or any(_is_text_form(row) for row in rows):
        return False
    if any(headings_of(row.cells) for row in rows):
        return True
    points = [row for row in rows if _numbers_in(row) >= 2]
    if len(points) < 3:
        return False
    strange = [row for row in points if sum(number_of(cell) is not None for cell in row.cells) < 2]
    if 2 * len(strange) >= len(points):
        return True
    columns = _found_columns(sheet.rows)
    return columns is not None and ("parcel" in columns.at or "height" in columns.at)


def looks_like_outlines(sheet: CellSheet) -> bool:
    """Whether a table holds points of outlines, rather than places of other things, which may have coordinates too: its
    headings name points, rings or parcels beside the coordinates, or it is a file of CASS."""
    rows = [row for row in sheet.rows if not row.is_blank]
    if any(_is_text_form(row) for row in rows):
        return False
    named = next((found[0] for row in rows if (found := headings_of(row.cells))), None)
    columns = named or _found_columns(rows)
    if columns is None:
        return False
    told = ("point", "ring", "parcel") if named else ("parcel", "height")
    points = [
        row for row in rows if _number_text(_cell(row, columns.first)) and _number_text(_cell(row, columns.second))
    ]
    return len(points) >= 3 and any(kind in columns.at for kind in told)


def _is_text_form(row: CellRow) -> bool:
    first, last = row.cells[0], row.filled[-1]
    return last.endswith(("@", "＠")) or (first[:1] in "[【［" and first[-1:] in "]】］" and len(row.filled) == 1)


def _numbers_in(row: CellRow) -> int:
    return sum(_number_text(cell) != "" for cell in row.cells if cell)


@lru_cache(maxsize=1 << 16)
def _number_text(cell: str) -> str:
    """A coordinate as plain decimals, "" where the cell is none."""
    if number_of(cell) is not None:
        return cell.strip()
    written = read_coordinate(cell)
    if written is None or not written.number:
        return ""
    if number_of(written.number) is not None:
        return written.number
    read = read_numbers([written.number])
    return "" if read.unread or read.values[0] != read.values[0] else _plain(read.values[0])


def _plain(value: float) -> str:
    """A double with all its digits and without an exponent."""
    text = f"{value:.9f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def read_sheet(
    sheet: CellSheet, asked: Asked, wanted: Wanted | None = None, cancelled: Callable[[], bool] | None = None
) -> ParcelFile:
    """The parcels of one sheet. Never raises for what stands in it but Cancelled."""
    findings = Findings()
    drafts = _parcels(sheet, wanted or Wanted(), findings)
    if not drafts:
        findings.note("no_parcels")
    parcels: list[ParcelRecord] = []
    lines: dict[str, int] = {}
    for position, draft in enumerate(drafts, 1):
        if cancelled is not None and cancelled():
            raise Cancelled
        _name(draft, sheet, position, len(drafts))
        record = _record(draft, asked, findings)
        if record is None:
            continue
        if record.number in lines:
            findings.note(
                "duplicate_number", draft.line, record.number, number=record.number, first=lines[record.number]
            )
        lines.setdefault(record.number, draft.line)
        parcels.append(record)
    return ParcelFile(tuple(parcels), tuple(findings), len(drafts) - len(parcels), {}, "")


def _name(draft: _Parcel, sheet: CellSheet, position: int, count: int) -> None:
    """A number for a parcel that has none: its sheet's name, else its place."""
    if draft.attributes.number:
        return
    named = sheet.name if sheet.name and not _PLAIN_SHEETS.match(sheet.name) else ""
    draft.attributes.number = (named if count == 1 else f"{named}-{position}") if named else str(position)


def _record(draft: _Parcel, asked: Asked, findings: Findings) -> ParcelRecord | None:
    rows, name = draft.all_rows(), draft.attributes.number
    found = find_layout([fields[2:] for _, fields in rows])
    if found is None:
        findings.note("bad_layout", draft.line, name, count=len(rows))
        return None
    if found.geographic:
        # whole degrees are degrees too
        rows = [
            (line, [*fields[:2], *(each if "." in each else f"{each}.0" for each in fields[2:])])
            for line, fields in rows
        ]
    has_rings = any(fields[1] for _, fields in rows)
    layout = Layout(2, found.kind, 0, 1 if has_rings else None)
    rows = in_order(rows, layout, draft.line, name, findings)
    block = Block(draft.line, [], draft.header, rows)
    return parcel_of_rows(block, draft.attributes, name, layout, asked, findings)


# --- rows to parcels --------------------------------------------------------------------------------------------------


def _parcels(sheet: CellSheet, wanted: Wanted, findings: Findings) -> list[_Parcel]:
    """The parcels of a sheet in their order, with what was understood of its columns."""
    walk = _Walk(wanted, findings)
    if not any(headings_of(row.cells, wanted) for row in sheet.rows):
        walk.set_columns(_found_columns(sheet.rows))
    below: list[CellRow | None] = []
    for row in reversed(sheet.rows):
        below.append(below[-1] if below and row.is_blank else row)
    below.reverse()
    for row, following in zip(sheet.rows, [*below[1:], None], strict=False):
        walk.take(row, following)
    return walk.end()


class _Walk:
    """Goes over the rows of a sheet: headings and titles say what the rows below them are."""

    def __init__(self, wanted: Wanted, findings: Findings) -> None:
        self.wanted, self.findings = wanted, findings
        self.columns: list[Columns] = []
        self.parcels: list[_Parcel] = []
        self.by_key: dict[str, _Parcel] = {}
        self.key = ""
        self.fresh = True
        self.title = Attributes()
        self.header: dict[str, str] = {}
        self.unknown = 0
        self.told: set[tuple[str, ...]] = set()

    def set_columns(self, columns: Columns | None) -> None:
        self.columns = [] if columns is None else [columns]
        self._tell_columns(0)

    def take(self, row: CellRow, following: CellRow | None) -> None:
        if row.is_blank:
            self.fresh = True
            return
        headings = headings_of(row.cells, self.wanted)
        if headings:
            self.columns, self.fresh = headings, True
            self._tell_columns(row.line)
            return
        remark = any(_BELOW.search(cell) for cell in row.filled if not _number_text(cell))
        if remark and self.parcels and not self.fresh:
            self._of_the_parcel_above(row)
            return
        taken = [self._point(row, number, columns) for number, columns in enumerate(self.columns) if not remark]
        if any(taken) or self._title(row, following):
            return
        text = " ".join(row.filled)[:60]
        if _TITLES.search(text):
            self.findings.note("title", row.line, text=text)
            return
        self.unknown += 1
        if self.unknown <= _UNKNOWN_SHOWN:
            self.findings.note("unknown_line", row.line, text=text)

    def _of_the_parcel_above(self, row: CellRow) -> None:
        """A row right below the points of a parcel: its area, where it says one and none is known; else a remark."""
        pairs = [(found[1], found[2]) for found in map(_ENTRY.match, row.filled) if found]
        pairs += list(pairwise(row.filled))
        attributes = self.parcels[-1].attributes
        areas = [(key, value.strip()) for key, value in pairs if heading_kind(key, self.wanted) == "area"]
        if not areas or attributes.area:
            self.findings.note("title", row.line, text=" ".join(row.filled)[:60])
            return
        key, value = areas[0]
        attributes.area = value + (_unit_of(key) if _number_text(value) else "")

    def end(self) -> list[_Parcel]:
        """The parcels that have points."""
        if self.unknown > _UNKNOWN_SHOWN:
            self.findings.note("unknown_lines", 0, count=self.unknown - _UNKNOWN_SHOWN)
        return [parcel for parcel in self.parcels if parcel.rows]

    def _tell_columns(self, line: int) -> None:
        for columns in self.columns[:1]:
            told = {
                f"{kind}s": columns.titles.get(kind, "–") for kind in ("parcel", "ring", "point", "first", "second")
            }
            if tuple(told.values()) not in self.told:
                self.told.add(tuple(told.values()))
                self.findings.note("columns_read", line, **told)

    def _point(self, row: CellRow, number: int, columns: Columns) -> bool:
        """Take the row as a point of one of the tables; whether it was one, or belongs to one (a side's length)."""
        cells = [_cell(row, columns.first), _cell(row, columns.second)]
        texts = [_number_text(cell) for cell in cells]
        others = [cell for place, cell in enumerate(row.cells) if cell and place not in (columns.first, columns.second)]
        if not any(cells):
            # sides stand on rows of their own, between their points
            return "side" in columns.at and bool(others) and all(number_of(cell) is not None for cell in others)
        if not any(texts):
            return False
        if not all(texts):
            texts = cells  # it spoils the parcel rather than being lost
        self._tell_digits(row, cells)
        fields = [self._at(row, columns, "point") or self._at(row, columns, "order"), self._at(row, columns, "ring")]
        parcel = self._parcel_of(row, columns)
        parcel.sure = parcel.sure or columns.sure
        parcel.rows.setdefault(number, []).append((row.line, [*fields, *texts]))
        return True

    def _tell_digits(self, row: CellRow, cells: Sequence[str]) -> None:
        for cell in cells:
            found = _EXPONENT.match(cell)
            if found and 10.0 ** (int(found[3]) - len(found[2])) > _COARSE:
                self.findings.note("digits_lost", row.line, text=cell)

    def _at(self, row: CellRow, columns: Columns, kind: str) -> str:
        place = columns.at.get(kind)
        text = "" if place is None else _cell(row, place)
        return text.removesuffix(".0") if kind in ("point", "order", "ring") else text

    def _parcel_of(self, row: CellRow, columns: Columns) -> _Parcel:
        """The parcel of a row: by its column, where one tells parcels apart, else the one that is under way."""
        kind = next((each for each in ("parcel", "name") if each in columns.at), "")
        if not kind:
            if self.fresh or not self.parcels:
                self._open(row, columns)
            return self.parcels[-1]
        # merged cells hold their text in the first row only
        self.key = self._at(row, columns, kind) or self.key
        if self.key not in self.by_key:
            self.by_key[self.key] = self._open(row, columns)
            if kind == "parcel":
                self.by_key[self.key].attributes.number = self.key
        return self.by_key[self.key]

    def _open(self, row: CellRow, columns: Columns) -> _Parcel:
        attributes, self.title = self.title, Attributes()
        for kind in ("name", "use", "class_code"):
            setattr(attributes, kind, self._at(row, columns, kind) or getattr(attributes, kind))
        area = self._at(row, columns, "area")
        attributes.area = area + _unit_of(columns.titles.get("area", "")) if area else attributes.area
        self.parcels.append(_Parcel(row.line, attributes, dict(self.header)))
        self.fresh = False
        return self.parcels[-1]

    def _title(self, row: CellRow, following: CellRow | None) -> bool:
        """A row above a table that says something of it: ``宗地编号：001``, ``坐标系：2000国家大地坐标系``, a name."""
        known = False
        pairs = [(found[1], found[2]) for found in map(_ENTRY.match, row.filled) if found]
        if not pairs and len(row.filled) == 2:
            pairs = [(row.filled[0], row.filled[1])]
        for key, value in pairs:
            kind = heading_kind(key, self.wanted)
            if key.strip() in _HEADER:
                self.header[key.strip()] = value.strip()
            elif kind in ("parcel", "name", "use", "class_code", "area"):
                setattr(self.title, "number" if kind == "parcel" else kind, value.strip())
                self.fresh = True
            else:
                continue
            known = True
        if known or pairs or len(row.filled) != 1 or following is None:
            return known
        text = row.filled[0]
        leads = bool(headings_of(following.cells, self.wanted)) or _numbers_in(following) >= 2
        if leads and len(text) <= 40 and not _TITLES.search(text):
            self.title.name, self.fresh = text, True
            return True
        return False


def _cell(row: CellRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _unit_of(title: str) -> str:
    found = re.search(r"[(（\[]\s*(公顷|亩|平方米|㎡|m2|m²|ha|hm2|hm²)\s*[)）\]]", title)
    return found[1] if found else ""


# --- columns without headings -----------------------------------------------------------------------------------------


def _found_columns(rows: Sequence[CellRow]) -> Columns | None:
    """The columns of a table without headings, by labels in its cells, else by its numbers."""
    points = [row for row in rows if _numbers_in(row) >= 2]
    if not points:
        return None
    labelled = _labelled(points)
    if labelled is not None:
        return _with_others(points, *labelled)
    layout = find_layout([[_number_text(cell) for cell in row.cells] for row in points])
    if layout is None:
        return None
    return _with_others(points, layout.first, layout.first + 1, False, layout.ring)


def _labelled(points: Sequence[CellRow]) -> tuple[int, int, bool] | None:
    """(first, second, sure) where most rows say of two cells what they are: X= and Y=, N and E."""
    for one, other in (("north", "east"), ("x", "y")):
        places: dict[str, list[int]] = {one: [], other: []}
        for row in points:
            for place, cell in enumerate(row.cells):
                written = read_coordinate(cell) if cell else None
                if written is not None and written.axis in places and _number_text(cell):
                    places[written.axis].append(place)
        if all(2 * len(found) >= len(points) for found in places.values()):
            first, second = (max(set(found), key=found.count) for found in places.values())
            return first, second, one == "north"
    return None


def _with_others(points: Sequence[CellRow], first: int, second: int, sure: bool, ring: int | None = None) -> Columns:
    before = [place for place in range(min(first, second)) if any(_cell(row, place) for row in points)]
    at: dict[str, int] = {}
    # (point, code, Y, X, H) of CASS, in one file of points whose code may be the parcel's number
    is_cass = first == 2 and max(len(row.cells) for row in points) == _CASS_WIDTH and bool(before) and before[0] == 0
    if is_cass:
        at["height"], ring = _CASS_WIDTH - 1, None
    parcel = _parcel_column(points, before[1:] if is_cass else before, before)
    if parcel is not None:
        at["parcel"] = parcel
        before.remove(parcel)
        ring = None if ring == parcel else ring
    rest = [place for place in before if place != ring]
    if rest:
        at["point"] = rest[0] if is_cass else rest[-1]
    if ring is not None and ring not in at.values():
        at["ring"] = ring
    titles = {kind: str(place + 1) for kind, place in at.items()} | {"first": str(first + 1), "second": str(second + 1)}
    return Columns(first, second, sure, at, titles)


def _parcel_column(points: Sequence[CellRow], candidates: Sequence[int], before: Sequence[int]) -> int | None:
    """The column before the coordinates whose texts go together in threes or more, beside one that tells points."""
    if len(before) < 2:
        return None
    for place in candidates:
        values = [_cell(row, place) for row in points]
        groups = Counter(values)
        told = [
            len({(value, _cell(row, other)) for value, row in zip(values, points, strict=True)})
            for other in before
            if other != place
        ]
        sure = len(candidates) < len(before) or any(not value.isdecimal() for value in values)
        if min(groups.values()) >= 3 and "" not in groups and sure and max(told) > 2 * len(groups):
            return place
    return None
