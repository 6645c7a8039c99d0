"""What the tools of this folder share: parameters with help, and the look of the layers that they make."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterDefinition,
)

from ...layers.looks.styles import apply_style

__all__ = ["StyledOutput", "add_parameter", "style_output"]


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


class StyledOutput(QgsProcessingLayerPostProcessorInterface):
    """Gives an output layer the look of a role once QGIS has loaded it."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def postProcessLayer(self, layer, context, feedback):
        apply_style(layer, self.role)


def style_output(context: QgsProcessingContext, destination: str, role: str) -> StyledOutput | None:
    """Have the layer at ``destination`` styled where it will be loaded. The caller keeps what is returned: QGIS does
    not own it."""
    if not context.willLoadLayerOnCompletion(destination):
        return None
    processor = StyledOutput(role)
    context.layerToLoadOnCompletionDetails(destination).setPostProcessor(processor)
    return processor
