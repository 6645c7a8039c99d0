"""Tallies as tables: long (a row for each class) and wide (a column for each class, with subtotals)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import Unit, half_up, unit_name
from .classes import MAJORS, Major, Scheme, major_name
from .tally import NOISE_M2, NOT_COVERED, OVERLAP, Leaf, PrintedTally, Tally

__all__ = [
    "ClassColumn",
    "Level",
    "Method",
    "Words",
    "area_columns",
    "class_at",
    "class_columns",
    "class_label",
    "class_table",
    "long_table",
    "on_paper",
    "row_values",
    "sum_printed",
    "tally_notes",
    "wide_table",
]

Level = Literal["detail", "first", "major"]
"""How fine classes are told: as recorded, by first level, by major class."""

PLANNED = "ydyh"
"""The scheme of plans 用地用海分类."""

SPECIAL = (NOT_COVERED, OVERLAP, "")
"""Codes that are no land classes, in the order of their columns; "" is a patch without a class."""


@dataclass(frozen=True)
class Words:
    """How a table speaks: the scheme whose names it uses, the language ("en" or "zh_Hans"), and its translations."""

    scheme: Scheme
    language: str
    tr: Callable[[str], str]


@dataclass(frozen=True)
class Method:
    """How the areas of a tally were measured, for its notes.

    area : "official", "plane" or "recorded"; ellipsoid, crs : names as people read them; sources : the layers used;
    ridges : whether field ridges were deducted by KCXS.
    """

    area: Literal["official", "plane", "recorded"]
    ellipsoid: str
    crs: str
    sources: tuple[str, ...] = ()
    ridges: bool = False


@dataclass(frozen=True)
class ClassColumn:
    """A column of a wide table and the class codes that it adds up."""

    column: Column
    codes: frozenset[str]


def class_at(code: str, level: Level, scheme: Scheme) -> str:
    """The code under which ``code`` is told at ``level``: itself, its first level, or its major class."""
    if level == "detail" or code in SPECIAL:
        return code
    return scheme.first_level(code) if level == "first" else scheme.major(code) or "none"


def class_label(code: str, level: Level, words: Words) -> str:
    """The name of a class (or major class, or of what is no class) on paper."""
    if code == NOT_COVERED:
        return words.tr("Not covered by land use")
    if code == OVERLAP:
        return words.tr("Covered twice (deducted)")
    if code == "":
        return words.tr("No class recorded")
    if level == "major":
        return major_name("" if code == "none" else code, words.tr)
    return words.scheme.name(code, words.language)


def sum_printed(leaves: Iterable[Leaf], decimals: int) -> Decimal:
    """The sum of printed values, with its decimals."""
    return sum((leaf.value for leaf in leaves), Decimal(0).scaleb(-decimals))


def _ordered(codes: Iterable[str], scheme: Scheme) -> list[str]:
    codes = set(codes)
    return scheme.order(codes - set(SPECIAL)) + [code for code in SPECIAL if code in codes]


def _place(code: str, level: Level, scheme: Scheme) -> tuple[int, int, str]:
    """Where a code stands among those of its level."""
    if code in SPECIAL:
        return 1, SPECIAL.index(code), code
    if level == "major":
        majors: list[str] = [each or "none" for each in MAJORS]
        return 0, majors.index(code), code
    return 0, scheme.places.get(code, len(scheme.places)), code


KEYS = frozenset((NOT_COVERED, OVERLAP, *MAJORS, "none"))
"""What stands in a column of codes where a row is no class: for models and expressions, not for paper."""
CODE_COLUMNS = ("class_code", "from_code", "to_code")


def on_paper(table: Table) -> Table:
    """The table as it is printed: no keys among the codes, whose names stand beside them."""
    places = [place for place, column in enumerate(table.columns) if column.key in CODE_COLUMNS]
    if not places:
        return table
    rows = tuple(
        replace(
            row,
            values=tuple(
                None if place in places and value in KEYS else value for place, value in enumerate(row.values)
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _blocks(printed: PrintedTally) -> dict[tuple[int, tuple[str, ...]], list[Leaf]]:
    """Leaves that do not print as zero, by zone and dimensions; blank dimensions come last in their zone."""
    blocks: dict[tuple[int, tuple[str, ...]], list[Leaf]] = {}
    for leaf in printed.leaves:
        if leaf.value != 0:
            blocks.setdefault((leaf.zone, leaf.dims), []).append(leaf)
    return dict(sorted(blocks.items(), key=lambda item: (item[0][0], [(not part, part) for part in item[0][1]])))


def long_table(
    printed: PrintedTally,
    words: Words,
    *,
    name: str,
    title: str,
    level: Level = "detail",
    subtotals: bool = False,
    labels: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """One row for each zone, dimensions and class.

    labels : what each of ``printed.dimensions`` is called on paper. With ``subtotals``, rows for first levels and
    major classes follow their classes (kind "subtotal"), and a last row (kind "total") holds the sum of all zones.
    """
    tr = words.tr
    labels = labels or {}
    columns = (
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        *(Column(key, labels.get(key, key)) for key in printed.dimensions),
        Column("class_code", tr("Class code")),
        Column("class_name", tr("Class")),
        Column("area", tr("Area"), unit=unit_name(printed.unit, tr), numeric=True),
    )
    rows: list[Row] = []
    for (number, dims), leaves in _blocks(printed).items():
        zone = printed.zones[number]
        head = (zone.id, zone.name, *dims)
        rows += _class_rows(head, leaves, level, "leaf", words, printed.decimals)
        if subtotals and level == "detail":
            rows += _class_rows(head, leaves, "first", "subtotal", words, printed.decimals)
        if subtotals and level != "major":
            rows += _class_rows(head, leaves, "major", "subtotal", words, printed.decimals)
    if subtotals:
        blank = ("",) * (len(printed.dimensions) + 3)
        rows.append(Row((tr("Total"), *blank, printed.total), "total"))
    return Table(name, title, columns, tuple(rows), notes=tuple(notes))


def _class_rows(
    head: tuple[str, ...], leaves: Sequence[Leaf], level: Level, kind: RowKind, words: Words, decimals: int
) -> list[Row]:
    """The rows of one block at one level; subtotals only of land classes."""
    sums: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if kind == "leaf" or leaf.code not in SPECIAL:
            sums.setdefault(class_at(leaf.code, level, words.scheme), []).append(leaf)
    return [
        Row((*head, code, class_label(code, level, words), sum_printed(sums[code], decimals)), kind)
        for code in sorted(sums, key=lambda code: _place(code, level, words.scheme))
    ]


def class_columns(
    codes: Iterable[str],
    words: Words,
    *,
    level: Level = "detail",
    heading: Callable[[str], tuple[str, str]] | None = None,
    plain: Sequence[Major] = (),
) -> list[ClassColumn]:
    """Columns for the classes that occur: each major class with its sum, its headings with theirs, and the classes.

    heading : class code -> (key, label) of the heading inside its major class; the first level when not given.
    plain : major classes whose classes stand without headings, as construction and unused land do in approval forms.
    The columns of codes that are no class (not covered, covered twice, no class) come last.
    """
    tr, scheme = words.tr, words.scheme
    if heading is None:

        def heading(code: str) -> tuple[str, str]:
            first = scheme.first_level(code)
            return first, scheme.name(first, words.language)

    wanted = set(codes)
    columns: list[ClassColumn] = []
    for major in MAJORS:
        members = [code for code in scheme.order(wanted - set(SPECIAL)) if scheme.major(code) == major]
        if not members:
            continue
        top = major_name(major, tr)
        key = major or "no_major"
        if level == "major":
            columns.append(ClassColumn(Column(key, top, numeric=True), frozenset(members)))
            continue
        columns.append(ClassColumn(Column(key, tr("Sum"), (top,), numeric=True), frozenset(members)))
        by_heading: dict[tuple[str, str], list[str]] = {}
        for code in members:
            by_heading.setdefault(heading(code) if major not in plain else ("", ""), []).append(code)
        for (part, label), below in by_heading.items():
            if level == "first":
                columns.append(ClassColumn(Column(f"{key}_{part}", label, (top,), numeric=True), frozenset(below)))
                continue
            # A class that is its own first level (09 特殊用地) needs no subtotal of itself.
            headed = bool(label) and below != [part]
            groups = (top, label) if headed else (top,)
            if headed:
                subtotal = Column(f"{key}_{part}", tr("Subtotal"), groups, numeric=True)
                columns.append(ClassColumn(subtotal, frozenset(below)))
            columns += [
                ClassColumn(
                    Column(f"c_{code}", scheme.name(code, words.language), groups, numeric=True), frozenset((code,))
                )
                for code in below
            ]
    columns += [
        ClassColumn(Column(code or "no_class", class_label(code, level, words), numeric=True), frozenset((code,)))
        for code in SPECIAL
        if code in wanted
    ]
    return columns


def row_values(leaves: Sequence[Leaf], columns: Sequence[ClassColumn], decimals: int) -> tuple[Value, ...]:
    """The total and the class columns of one row; a cell is empty where none of its classes occurs."""
    by_code: dict[str, Decimal] = {}
    for leaf in leaves:
        by_code[leaf.code] = by_code.get(leaf.code, Decimal(0)) + leaf.value
    values: list[Value] = [sum_printed(leaves, decimals)]
    for each in columns:
        present = [by_code[code] for code in each.codes if code in by_code]
        values.append(sum(present, Decimal(0).scaleb(-decimals)) if present else None)
    return tuple(values)


def wide_table(
    printed: PrintedTally,
    words: Words,
    *,
    name: str,
    title: str,
    level: Level = "detail",
    labels: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """One row for each zone and dimensions, a column for each class that occurs, with subtotals of both.

    A zone with several rows has its own subtotal, zones of one parent (township, batch) have theirs, and the last row
    is the total; every one of them is the sum of the printed values above it.
    """
    tr = words.tr
    labels = labels or {}
    blocks = _blocks(printed)
    shown = [leaf for leaves in blocks.values() for leaf in leaves]
    classes = class_columns((leaf.code for leaf in shown), words, level=level)
    unit = unit_name(printed.unit, tr)
    columns = (
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        *(Column(key, labels.get(key, key)) for key in printed.dimensions),
        Column("total", tr("Total"), unit=unit, numeric=True),
        *(each.column for each in classes),
    )

    def row(head: Sequence[str], leaves: Sequence[Leaf], kind: RowKind) -> Row:
        blanks = ("",) * (2 + len(printed.dimensions) - len(head))
        return Row((*head, *blanks, *row_values(leaves, classes, printed.decimals)), kind)

    by_zone: list[list[tuple[tuple[str, ...], list[Leaf]]]] = [[] for _ in printed.zones]
    for (number, dims), leaves in blocks.items():
        by_zone[number].append((dims, leaves))
    rows: list[Row] = []
    by_parent: dict[str, list[int]] = {}
    for number, zone in enumerate(printed.zones):
        by_parent.setdefault(zone.parent, []).append(number)
    for parent, numbers in by_parent.items():
        below: list[Leaf] = []
        for number in numbers:
            zone = printed.zones[number]
            own = by_zone[number]
            rows += [row((zone.id, zone.name, *dims), leaves, "leaf") for dims, leaves in own]
            of_zone = [leaf for _, leaves in own for leaf in leaves]
            if len(own) > 1:
                rows.append(row((zone.id, tr("Subtotal")), of_zone, "subtotal"))
            elif not own:
                rows.append(row((zone.id, zone.name), (), "leaf"))
            below += of_zone
        if parent:
            rows.append(row((parent, tr("Subtotal")), below, "subtotal"))
    rows.append(row((tr("Total"),), shown, "total"))
    return Table(name, title, columns, tuple(rows), notes=tuple(notes))


def area_columns(units: Sequence[Unit], tr: Callable[[str], str]) -> tuple[Column, ...]:
    """One column of areas for each unit, ``area_ha`` …, with the unit in its heading."""
    return tuple(
        Column(f"area_{unit}", tr("Area ({unit})").format(unit=unit_name(unit, tr)), numeric=True) for unit in units
    )


def class_table(
    areas: Mapping[str, Sequence[Decimal]],
    total: Sequence[Decimal],
    units: Sequence[Unit],
    words: Words,
    name: str,
    title: str,
) -> Table:
    """The classes of one place, as sheets and dossiers print them: a row a class, the sum of each major class, the
    total.

    areas : by class code the printed area in each of ``units``; total : of the place, to which they add up. A class
    that prints as zero in all units is left out. A plan's classes (用地用海) stand in the order of their scheme: it
    knows no major classes.
    """
    tr, scheme = words.tr, words.scheme
    planned = scheme.id == PLANNED
    columns = (
        Column("class_code", tr("Planned use code") if planned else tr("Class code")),
        Column("class_name", tr("Planned use") if planned else tr("Class")),
        *area_columns(units, tr),
    )
    shown = {code: tuple(values) for code, values in areas.items() if any(values)}
    known = scheme.order([code for code in shown if code in scheme])
    rows: list[Row] = []
    for major in (None,) if planned else MAJORS:
        members = [code for code in known if planned or scheme.major(code) == major]
        rows += [Row((code, class_label(code, "detail", words), *shown[code])) for code in members]
        if members and not planned:
            sums = [sum(column[1:], column[0]) for column in zip(*(shown[code] for code in members), strict=True)]
            rows.append(Row(("", major_name(major or "", tr), *sums), "subtotal"))
    for code in shown:
        if code not in scheme:
            bare = planned and code == NOT_COVERED
            label = tr("Not covered by the plan") if bare else class_label(code, "detail", words)
            rows.append(Row(("", label, *shown[code])))
    rows.append(Row(("", tr("Total"), *total), "total"))
    return Table(name, title, columns, tuple(rows))


def tally_notes(tally: Tally, printed: PrintedTally, words: Words, method: Method) -> tuple[str, ...]:
    """Sentences that say how the numbers were made, and what was left out and why."""
    tr = words.tr
    unit = unit_name(printed.unit, tr)
    areas = {
        "official": tr("Areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; layers in {crs}."),
        "plane": tr("Areas are plane areas in the projection {crs}, not areas on the ellipsoid ({ellipsoid})."),
        "recorded": tr(
            "Areas are shares of the recorded patch areas (TBMJ), shared out by area on the ellipsoid ({ellipsoid}); "
            "layers in {crs}."
        ),
    }
    notes = [areas[method.area].format(ellipsoid=method.ellipsoid, crs=method.crs)]
    if method.sources:
        notes.append(tr("Layers: {layers}.").format(layers="; ".join(method.sources)))
    notes.append(tr("Classes: {scheme}.").format(scheme=words.scheme.title(words.language)))
    if words.scheme.office:
        notes.append(tr("Major classes: by the office's own table {file}.").format(file=words.scheme.office))
    notes.append(tr("Unit: {unit}, {decimals} decimals, rounded half up.").format(unit=unit, decimals=printed.decimals))
    if printed.balanced:
        notes.append(
            tr(
                "Classes are balanced to each zone's own printed area by largest remainder; equal remainders go to the "
                "larger area, then to the earlier row. Before that they were moved by {ppm} millionths at most."
            ).format(ppm=half_up(printed.drift * 1e6, 2))
        )
    else:
        notes.append(tr("Classes are rounded one by one and not balanced; totals are sums of the rounded classes."))
    if method.ridges:
        notes.append(
            tr("Field ridges are deducted from their class by the ridge coefficient (KCXS) and shown as a class.")
        )
    for left, text in (
        (
            tally.noise,
            tr("{count} pieces under {limit} m², together {area} m², come from touching edges and were left out."),
        ),
        (
            tally.negative,
            tr(
                "{count} pieces with negative area, together {area} m², come from patches that cross themselves; "
                "they were left out: repair those patches."
            ),
        ),
    ):
        if left.count:
            limit = f"{Decimal(repr(NOISE_M2)):f}"
            notes.append(text.format(count=left.count, limit=limit, area=half_up(left.area, 4)))
    vanishing = printed.vanishing
    if vanishing:
        notes.append(
            tr("{count} areas that print as zero, together {area} m², are not shown.").format(
                count=len(vanishing), area=half_up(sum(leaf.area for leaf in vanishing), 4)
            )
        )
    return tuple(notes)
