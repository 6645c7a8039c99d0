"""What the reader of parcel text files assumed and what it found wrong: one line for each, with a rule's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..errors import tr

__all__ = ["RULES", "Findings", "Severity", "TextFinding", "TextRule"]

Severity = Literal["note", "warning", "error"]
"""note : assumed, nothing wrong. warning : doubtful, taken all the same. error : wrong; the sentence says what became
of the parcel."""


@dataclass(frozen=True)
class TextRule:
    id: str
    severity: Severity
    template: str


_RULES = (
    # the file
    TextRule("empty", "error", tr("The file is empty.")),
    TextRule(
        "encoding", "error", tr("The file is no text in UTF-8, UTF-16 or GBK; signs that could not be read stand as �.")
    ),
    TextRule("no_parcels", "error", tr("The file holds no coordinates.")),
    TextRule("unknown_line", "warning", tr("Not a header, a parcel or a point, left out: {text}")),
    TextRule(
        "unknown_lines",
        "warning",
        tr("{count} more lines are neither header nor parcel nor point; they were left out."),
    ),
    TextRule(
        "points_without_parcel",
        "warning",
        tr("Points stand before the first parcel line; they were taken as a parcel."),
    ),
    TextRule("titles", "note", tr("{count} titles of columns; they name the columns of the parcel lines below.")),
    # tables
    TextRule(
        "columns_read",
        "note",
        tr(
            "The columns were read as: parcel {parcels}, ring {rings}, point {points}, coordinates {firsts} and "
            "{seconds}."
        ),
    ),
    TextRule("title", "note", tr("A title or remark, nothing was made of it: {text}")),
    TextRule(
        "digits_lost",
        "warning",
        tr("{text} has too few digits for a coordinate: the program that wrote it has rounded; get the table again."),
    ),
    TextRule(
        "points_sorted",
        "warning",
        tr("The rows do not stand in the order of their points: taken by their numbers, from {first} to {last}."),
    ),
    TextRule(
        "points_as_written",
        "warning",
        tr("The points' numbers do not follow the outline, which would cross itself: taken as the rows stand."),
    ),
    # drawings
    TextRule("line_closed", "note", tr("The line's ends are {distance} m apart; it was closed.")),
    TextRule("lines_joined", "note", tr("{count} lines were joined to an outline.")),
    TextRule(
        "dwg_partly",
        "warning",
        tr(
            "Of a DWG only lines, polylines, arcs, circles and texts are read here; hatches, blocks and polylines of "
            "the old kind are missing: save the drawing as DXF R2000 to have them."
        ),
    ),
    TextRule(
        "closed_assumed",
        "warning",
        tr(
            "A DWG does not tell here whether a polyline is closed: this one, with {distance} m between its ends, was "
            "taken as closed. Save the drawing as DXF, which tells it, where lines are open."
        ),
    ),
    TextRule(
        "line_open",
        "warning",
        tr("The line is not closed, its ends are {distance} m apart: no parcel; close it, or allow a larger gap."),
    ),
    TextRule(
        "lines_open",
        "warning",
        tr("{count} more lines of CAD layer {layer} are not closed: no parcels."),
    ),
    TextRule("too_small", "note", tr("{count} outlines of CAD layer {layer} are smaller than {least} m²: no parcels.")),
    TextRule("same_outline", "note", tr("The outline stands in the drawing {count} times: taken once.")),
    TextRule(
        "not_cass",
        "warning",
        tr(
            "The drawing has boundaries of parcels (SOUTH 300000); {count} closed lines of CAD layer {layer} are none: "
            "left out. Name the CAD layers if they are meant too."
        ),
    ),
    TextRule("other_layer", "note", tr("{count} closed lines of CAD layer {layer} were not asked for: left out.")),
    TextRule("taken_as_hole", "warning", tr("An outline without a text lies inside parcel {outer}: a hole.")),
    TextRule("inside_parcel", "warning", tr("The parcel lies inside parcel {outer}: both were kept, and overlap.")),
    TextRule("arcs", "note", tr("The outline has {count} arcs; they were kept as arcs.")),
    TextRule("not_named", "warning", tr("Nothing in it is named {names}: numbers and names were found by rule.")),
    TextRule("no_outlines", "error", tr("The drawing holds no closed line and no hatch: nothing to take as a parcel.")),
    # features of a layer, files of a folder
    TextRule("feature_left_out", "warning", tr("The feature is left out: {reason}.")),
    TextRule("parts_left_out", "warning", tr("Beside its areas the feature holds points or lines; they are left out.")),
    TextRule("features_left_out", "warning", tr("{count} more features of the layer are left out.")),
    TextRule("personal_left_out", "note", tr("{fields} hold personal data and are left out.")),
    TextRule("not_read", "error", tr("Nothing was read of the file: {reason}")),
    TextRule(
        "other_archive",
        "warning",
        tr("Archives of this kind are not unpacked here: unpack it yourself and give the folder that comes out."),
    ),
    TextRule("no_geodata", "note", tr("The file is no geodata: nothing was read of it.")),
    TextRule("no_shapes", "note", tr("The layer is a table or a picture without areas: nothing was read of it.")),
    # the parcel line
    TextRule("missing_at", "warning", tr("The parcel line does not end with @.")),
    TextRule("full_width", "warning", tr("Full-width commas were read as commas.")),
    TextRule("count", "warning", tr("The parcel line says {declared} points, but {rows} rows follow; all were read.")),
    TextRule(
        "count_without_closing", "note", tr("The number of points {declared} leaves out closing rows ({rows} rows).")
    ),
    TextRule("columns", "note", tr("The parcel line has {count} columns; those without a known name are {names}.")),
    TextRule("not_polygon", "error", tr("The parcel is a {kind}, not an area (面): left out.")),
    TextRule("duplicate_number", "warning", tr("Parcel number {number} stands on line {first} already.")),
    TextRule("no_points", "error", tr("The parcel has no points: left out.")),
    # points and rings
    TextRule("bad_point", "error", tr("No coordinates can be read from {text}: the parcel is left out.")),
    TextRule(
        "other_columns", "warning", tr("The row {text} has other columns than the rest; it was read by its digits.")
    ),
    TextRule("bad_layout", "error", tr("No coordinates can be read from the parcel's {count} rows: left out.")),
    TextRule("swapped", "note", tr("X and Y are swapped: the easting, of {digits} digits, stands first.")),
    TextRule("latlon", "note", tr("Latitude stands before longitude.")),
    TextRule("dms", "warning", tr("Coordinates were read as degrees, minutes and seconds (ddd.mmss).")),
    TextRule("closing_added", "note", tr("Ring {ring} has no closing row; it was closed.")),
    TextRule("closing_name", "note", tr("The closing row of ring {ring} is named {name}, its first point {first}.")),
    TextRule(
        "closing_differs",
        "warning",
        tr("The closing row of ring {ring} is {distance} m from the first point: left out."),
    ),
    TextRule(
        "not_closed",
        "error",
        tr("Ring {ring} is not closed: its last row {name} is {distance} m from its first point; both were kept."),
    ),
    TextRule("repeated_row", "warning", tr("{count} rows repeat the row before or the ring's first point: left out.")),
    TextRule(
        "short_ring", "error", tr("Ring {ring} has {count} different points, but needs three: the parcel is left out.")
    ),
    TextRule("flat_ring", "error", tr("Ring {ring} encloses no area: the parcel is left out.")),
    TextRule("repeated_ring", "warning", tr("Ring {ring} repeats ring {other}: left out.")),
    TextRule("part", "note", tr("Ring {ring} lies outside of ring 1: taken as a part of its own.")),
    TextRule("hole_outside", "warning", tr("Ring {ring}, drawn as a hole, lies outside its shell: taken as a part.")),
    TextRule("rings_cross", "error", tr("Rings {ring} and {other} cross; taken as drawn.")),
    TextRule("self_intersection", "error", tr("The boundary crosses itself near X {x}, Y {y}; taken as drawn.")),
    TextRule("self_touch", "warning", tr("The boundary touches itself near X {x}, Y {y}.")),
    TextRule("not_checked", "warning", tr("With {count} points the parcel is too large to be checked for crossings.")),
    # coordinate system
    TextRule("datum_assumed", "note", tr("No coordinate system is named: CGCS2000 was assumed.")),
    TextRule("datum_unknown", "warning", tr("The coordinate system {text} is unknown: CGCS2000 was assumed.")),
    TextRule(
        "zone",
        "warning",
        tr("The header says zone {header}, but the eastings begin with {prefix}: {prefix} was taken."),
    ),
    TextRule(
        "zone_width",
        "warning",
        tr("The header says {header}-degree zones, but {prefix} is a {width}-degree zone: the prefix was taken."),
    ),
    TextRule("zone_assumed", "note", tr("The header names no zone; it was taken from the eastings ({prefix}).")),
    TextRule("zone_mixed", "error", tr("The eastings begin with different zones ({prefixes}); the first was taken.")),
    TextRule("zone_unknown", "error", tr("The eastings begin with {prefix}, which is no zone in China.")),
    TextRule("crs_unknown", "error", tr("Neither header nor eastings tell the coordinate system: name it.")),
    TextRule(
        "zone_given",
        "warning",
        tr("You named {crs}, but the eastings begin with {prefix}: that zone of the same datum was taken."),
    ),
    TextRule("crs_given", "note", tr("The coordinate system was given by you: {crs}.")),
    TextRule(
        "crs_fitted", "warning", tr("The coordinates were read in {crs}, for they cannot be in {given}, as given.")
    ),
    TextRule(
        "crs_degrees",
        "error",
        tr("The coordinates are degrees, but {crs} is no system in degrees: the parcel is left out; give EPSG:4490."),
    ),
    TextRule(
        "crs_plane",
        "error",
        tr("The coordinates are metres, but {crs} is a system in degrees: the parcel is left out; give its zone."),
    ),
    # areas
    TextRule("area_unreadable", "warning", tr("The declared area {text} is no number.")),
    TextRule("area_unit", "note", tr("The declared area {text} is in {unit}.")),
    TextRule("area_unit_given", "note", tr("The unit of the declared area {text} was given by you: {unit}.")),
    TextRule(
        "area_unit_guessed",
        "warning",
        tr("The file names no unit of areas; {text} fits the parcel in {unit} and was read so."),
    ),
    TextRule(
        "area_unit_doubt",
        "warning",
        tr(
            "The declared area {text} was read in {unit}, as declared, but would fit the parcel in {other}: if that is "
            "meant, name the unit of areas and read the file again."
        ),
    ),
    TextRule(
        "area_unit_unknown",
        "warning",
        tr("The header names {text} as the unit of areas, which means nothing here: 公顷, 平方米 or 亩 were expected."),
    ),
    TextRule(
        "area_plane",
        "warning",
        tr("The declared area {declared} ha is the plane area; the official area is {official} ha."),
    ),
    TextRule(
        "area",
        "warning",
        tr("The declared area is {declared} ha, the official area {official} ha, the plane area {plane} ha."),
    ),
    TextRule("area_lost", "error", tr("{declared} ha are declared for the parcel that is left out.")),
    TextRule("area_no_official", "error", tr("No official area could be computed: {reason}")),
)

RULES: Mapping[str, TextRule] = {rule.id: rule for rule in _RULES}


@dataclass(frozen=True)
class TextFinding:
    """One line of the report: the line of the file (from 1, 0 for the whole file), the parcel's number, the rule."""

    line: int
    parcel: str
    rule: TextRule
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def message(self, tr: Callable[[str], str] = str) -> str:
        """The sentence in the language of ``tr``."""
        return tr(self.rule.template).format(**self.values)


class Findings(list[TextFinding]):
    """Collects findings in the order in which they are made."""

    def note(self, rule: str, line: int = 0, parcel: str = "", **values: object) -> None:
        self.append(TextFinding(line, parcel, RULES[rule], values))
