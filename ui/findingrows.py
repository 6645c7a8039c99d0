"""Findings of the checks as rows of one list, each with the place to which the map goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsGeometry, QgsVectorLayer

from ..layers.reading.features import features_of

__all__ = ["COLUMNS", "FoundRow", "rows_of_check", "rows_of_red_lines"]

IN_SQUARE_METRES = ("overlap", "gap", "area")
"""Rules of the layers' check whose values are areas."""

COLUMNS = ("severity", "layer", "feature", "rule", "value", "message")


@dataclass(frozen=True)
class FoundRow:
    """One finding. severity : "error", "warning" or "notice". place : in ``crs``, None where it has none."""

    severity: str
    layer: str
    feature: str
    rule: str
    value: str
    message: str
    place: QgsGeometry | None = None
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)

    def texts(self) -> tuple[str, ...]:
        return (self.severity, self.layer, self.feature, self.rule, self.value, self.message)

    def key(self) -> str:
        """What a finding is known by in the project, also after the layers were checked again."""
        return "|".join((self.layer, self.feature, self.rule))


def rows_of_check(table: QgsVectorLayer, places: QgsVectorLayer | None) -> list[FoundRow]:
    """The findings of ``redline:checklayers``: its table, and the layer of their places."""
    shapes: dict[str, QgsGeometry] = {}
    crs = QgsCoordinateReferenceSystem()
    if places is not None:
        crs = places.crs()
        shapes = {_text(feature["message"]): feature.geometry() for feature in features_of(places)}
    found = []
    for feature in features_of(table):
        texts = [_text(feature[name]) for name in ("severity", "layer", "fid", "rule_name", "value", "message")]
        severity, layer, fid, rule, value, message = texts
        if value and _text(feature["rule"]) in IN_SQUARE_METRES and not value.endswith("m²"):
            value += " m²"
        found.append(FoundRow(severity, layer, fid, rule, value, message, shapes.get(message), crs))
    return found


def rows_of_red_lines(overlap: QgsVectorLayer, tr: Callable[[str], str]) -> list[FoundRow]:
    """What ``redline:redlinecheck`` found on the wrong side of a line: a violation is an error, a touch a warning."""
    found = []
    for feature in features_of(overlap):
        violates = feature["verdict"] == "violates"
        area = f"{float(feature['area_m2'] or 0):.2f}"
        outside = feature["rule"] == tr("must be inside")
        sentence = (
            tr("{area} m² lie outside of {line}: change the parcel, or show why it may be so.")
            if outside
            else tr("{area} m² lie inside of {line}: change the parcel, or take out what is touched ({touched}).")
        )
        if not violates:
            sentence = tr("It touches {line} by {area} m², within the tolerance: look at the boundary.")
        name = " ".join(text for text in (_text(feature["zone"]), _text(feature["zone_name"])) if text)
        found.append(
            FoundRow(
                "error" if violates else "warning",
                _text(feature["red_line"]),
                name,
                _text(feature["rule"]),
                f"{area} m²",
                sentence.format(area=area, line=_text(feature["red_line"]), touched=_text(feature["touched"])),
                feature.geometry(),
                overlap.crs(),
            )
        )
    return found


def _text(value: object) -> str:
    return "" if value is None or value == NULL else str(value)
