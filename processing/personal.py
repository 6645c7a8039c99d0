"""Personal data in what the tools write: a tool that passes a layer's own fields on leaves it out until it is asked.

What counts as personal stands in ``resources/roles/structure.csv``; a field is judged by its name and its alias in
every role, since a tool often does not know what role the layer has that it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
)

from ..i18n import tr
from ..layers.reading.sources import Source
from ..layers.roles.table import is_personal_in_any_role
from .outputs import check_cancelled
from .parameters import Given, add

__all__ = ["KEEP", "add_keep_personal", "asks_personal", "extended", "passed_on", "stored_features"]

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


def passed_on(
    fields: QgsFields, personal: bool, layer: str, feedback: QgsProcessingFeedback | None = None
) -> list[int]:
    """Places of the fields that are written; what is left out is told."""
    hidden = [
        place
        for place, field in enumerate(fields)
        if not personal and (is_personal_in_any_role(field.name()) or is_personal_in_any_role(field.alias()))
    ]
    if hidden and feedback is not None:
        feedback.pushInfo(
            tr("{layer}: {fields} hold personal data and are left out.").format(
                layer=layer, fields=", ".join(fields.at(place).name() for place in hidden)
            )
        )
    return [place for place in range(fields.count()) if place not in hidden]


def extended(
    source: Source,
    own: QgsFields,
    values: Mapping[int, Sequence[Any]],
    personal: bool,
    feedback: QgsProcessingFeedback,
) -> tuple[QgsFields, list[tuple[QgsGeometry, list[Any]]]]:
    """The features of ``source`` with more fields: all fields, and (geometry, values) of each feature.

    values : by feature id; a feature without gets NULLs. Fields of the layer that have the name of one of ``own`` are
    replaced; personal data is left out unless it was asked for.
    """
    taken = {field.name().lower() for field in own}
    combined, kept = QgsFields(), []
    for i in passed_on(source.fields, personal, source.name, feedback):
        if source.fields.at(i).name().lower() not in taken:
            combined.append(source.fields.at(i))
            kept.append(i)
    for field in own:
        combined.append(field)
    blank = [None] * own.count()
    rows = [
        (geometry, [*(before[i] for i in kept), *values.get(fid, blank)])
        for fid, geometry, before in stored_features(source, feedback)
    ]
    return combined, rows


def stored_features(source: Source, feedback: QgsProcessingFeedback) -> Iterator[tuple[int, QgsGeometry, list[Any]]]:
    """Id, geometry and attributes of each feature as they are stored."""
    for number, feature in enumerate(source.iterate(QgsFeatureRequest())):
        if number % 1024 == 0:
            check_cancelled(feedback)
        yield feature.id(), feature.geometry(), feature.attributes()
