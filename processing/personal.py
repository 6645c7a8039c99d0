"""Personal data in what the tools write: a tool that passes a layer's own fields on leaves it out until it is asked.

What counts as personal stands in ``resources/roles/structure.csv``; a field is judged by its name and its alias in
every role, since a tool often does not know what role the layer has that it was given.
"""

from __future__ import annotations

from qgis.core import (
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
)

from ..i18n import tr
from ..layers.roles.table import is_personal_in_any_role

__all__ = ["KEEP", "add_keep_personal", "asks_personal", "passed_on"]

KEEP = "KEEP_PERSONAL"


def add_keep_personal(algorithm: QgsProcessingAlgorithm) -> None:
    """The parameter with which a person asks for personal data."""
    parameter = QgsProcessingParameterBoolean(KEEP, tr("Keep personal data"), False)
    parameter.setHelp(
        tr("Identity numbers, telephone numbers, addresses and names of persons are left out unless this is set.")
    )
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)


def asks_personal(algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> bool:
    """Whether personal data was asked for; not, where the tool has no such parameter."""
    return algorithm.parameterDefinition(KEEP) is not None and algorithm.parameterAsBoolean(parameters, KEEP, context)


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
