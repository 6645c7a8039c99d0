"""Personal data in what the tools write: a tool that passes a layer's own fields on leaves it out until it is asked.

What counts as personal stands in ``resources/roles/structure.csv``; a field is judged by its name and its alias in
every role, since a tool often does not know what role the layer has that it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
)

from ..core.written.persons import PersonalValues
from ..i18n import tr
from ..layers.reading.sources import Source
from ..layers.roles.personal import is_personal_in_any_role, personal_columns, personal_values, told_by_values
from .outputs import NewLayer, check_cancelled
from .parameters import Given, add

__all__ = [
    "KEEP",
    "add_keep_personal",
    "asks_personal",
    "columns_passed_on",
    "extended",
    "passed_on",
    "stored_features",
]

KEEP = "KEEP_PERSONAL"


def add_keep_personal(algorithm: QgsProcessingAlgorithm) -> None:
    """The parameter with which a person asks for personal data."""
    help_text = tr(
        "Identity numbers, telephone numbers, addresses and names of persons are left out unless this is set."
    )
    parameter = QgsProcessingParameterBoolean(KEEP, tr("Keep personal data"), False)
    add(algorithm, parameter, help_text, advanced=True)


def asks_personal(given: Given) -> bool:
    """Whether personal data was asked for; not, where the tool has no such parameter."""
    return given.algorithm.parameterDefinition(KEEP) is not None and given.flag(KEEP)


def passed_on(source: Source, personal: bool, feedback: QgsProcessingFeedback) -> list[int]:
    """Places of the fields of ``source`` that are written; what is left out, by name or by its values, is told."""
    fields = source.fields
    if personal:
        return list(range(fields.count()))
    hidden = {
        place
        for place, field in enumerate(fields)
        if is_personal_in_any_role(field.name()) or is_personal_in_any_role(field.alias())
    }
    by_values = personal_values(source, frozenset(hidden), lambda: check_cancelled(feedback))
    hidden |= {fields.lookupField(name) for name in by_values}
    _tell(source.name, [fields.at(place).name() for place in sorted(hidden)], by_values, feedback)
    return [place for place in range(fields.count()) if place not in hidden]


def columns_passed_on(
    columns: Mapping[str, Sequence[str]], layer: str, personal: bool, feedback: QgsProcessingFeedback
) -> list[str]:
    """As ``passed_on``, for columns of texts that were read from files; layer : what the person knows these by."""
    if personal:
        return list(columns)
    hidden = {name for name in columns if is_personal_in_any_role(name)}
    by_values = personal_columns({name: texts for name, texts in columns.items() if name not in hidden})
    hidden |= by_values.keys()
    _tell(layer, [name for name in columns if name in hidden], by_values, feedback)
    return [name for name in columns if name not in hidden]


def _tell(
    layer: str, hidden: Sequence[str], by_values: Mapping[str, PersonalValues], feedback: QgsProcessingFeedback
) -> None:
    for notice in told_by_values(layer, by_values):
        feedback.pushWarning(notice.sentence(tr))
    if hidden:
        feedback.pushInfo(
            tr("{layer}: {fields} hold personal data and are left out.").format(layer=layer, fields=", ".join(hidden))
        )


def extended(
    source: Source,
    own: QgsFields,
    values: Mapping[int, Sequence[Any]],
    personal: bool,
    feedback: QgsProcessingFeedback,
    notes: Sequence[str] = (),
) -> NewLayer:
    """The features of ``source`` with more fields, as a layer to be written; notes : how the numbers were made.

    values : by feature id; a feature without gets NULLs, and one that is a point or a line beside the polygons (KML)
    has no row: the run names it. Fields of the layer that have the name of one of ``own`` are
    replaced; personal data is left out unless it was asked for.
    """
    taken = {field.name().lower() for field in own}
    combined, kept = QgsFields(), []
    for i in passed_on(source, personal, feedback):
        if source.fields.at(i).name().lower() not in taken:
            combined.append(source.fields.at(i))
            kept.append(i)
    for field in own:
        combined.append(field)
    blank = [None] * own.count()
    rows = [
        (geometry, [*(before[i] for i in kept), *values.get(fid, blank)])
        for fid, geometry, before in stored_features(source, feedback)
        if _is_land(geometry)
    ]
    return NewLayer(combined, rows, source.crs, source.area_type, notes)


def _is_land(geometry: QgsGeometry) -> bool:
    """Whether a layer of polygons takes it; a collection becomes its polygons."""
    if geometry.isNull() or geometry.type() == Qgis.GeometryType.Polygon:
        return True
    return geometry.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon) and not geometry.isEmpty()


def stored_features(
    source: Source, feedback: QgsProcessingFeedback, *, shown: bool = False
) -> Iterator[tuple[int, QgsGeometry, list[Any]]]:
    """Id, geometry and attributes of each feature as they are stored.

    shown : whether that is all that the run does, so that its progress is that of the features.
    """
    for number, feature in enumerate(source.iterate(QgsFeatureRequest())):
        if number % 1024 == 0:
            check_cancelled(feedback)
            if shown:
                feedback.setProgress(100 * number / max(1, source.count))
        yield feature.id(), feature.geometry(), feature.attributes()
