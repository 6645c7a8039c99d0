"""Parameters with help, for the tools of this folder."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

__all__ = ["add_parameter"]


def add_parameter(
    algorithm: QgsProcessingAlgorithm,
    parameter: QgsProcessingParameterDefinition,
    help_text: str,
    *,
    advanced: bool = False,
) -> None:
    """Declare ``parameter`` with its help."""
    parameter.setHelp(help_text)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)
