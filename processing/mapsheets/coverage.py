"""The numbers of coverage sheets: ``redline:coveragecircles`` and ``redline:coveragetally``, run as they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from ...core.errors import Cancelled, RedlineError
from ...core.paper.tables import RowKind
from ...core.rounding import half_up
from ...i18n import tr
from ...layers.roles.fields import find_field
from ...layouts.county import County
from ...layouts.coverage_sheet import CoverageRow

__all__ = ["coverage_numbers"]

DECIMALS = {"total": 4, "cov1": 4, "cov2": 4, "cov3": 4, "blind": 4, "share1": 2, "share2": 2, "share3": 2}
KINDS: dict[str, RowKind] = {"leaf": "leaf", "subtotal": "subtotal", "total": "total"}


def coverage_numbers(
    county: County, context: QgsProcessingContext, feedback: QgsProcessingFeedback, language: str
) -> tuple[list[CoverageRow], QgsVectorLayer, QgsVectorLayer, bool]:
    """Rows of the tally in ha, the circles (or visible areas) and the blind spots; whether they are visible areas.

    Raises RedlineError where there are no cameras or villages, or the tally says what is wrong.
    """
    villages, circles = county.get("village"), county.get("coverage")
    sight = circles is not None
    if villages is None:
        raise RedlineError("There are no villages: load their layer into the project, or give it in VILLAGES.")
    if circles is None:
        cameras = county.get("camera")
        if cameras is None:
            raise RedlineError("There are no cameras: load their layer into the project, or give it in CAMERAS.")
        made = _run(
            "coveragecircles",
            {"INPUT": cameras, "RADIUS_FIELD": find_field(cameras, "camera", "radius", required=False)},
            ("OUTPUT",),
            context,
            feedback,
        )
        circles = made["OUTPUT"]
    parameters: dict[str, Any] = {"INPUT": circles, "VILLAGES": villages, "UNIT": "ha", "LANGUAGE": language}
    if county.get("township") is not None:
        parameters["TOWNSHIPS"] = county.get("township")
    made = _run("coveragetally", parameters, ("OUTPUT", "OUTPUT_BLIND", "OUTPUT_TABLE"), context, feedback)
    return _rows(made["OUTPUT_TABLE"]), circles, made["OUTPUT_BLIND"], sight


def _rows(table: QgsVectorLayer) -> list[CoverageRow]:
    names = table.fields().names()
    rows = []
    for feature in table.getFeatures():
        values: dict[str, Decimal | int | None] = {}
        for name, decimals in DECIMALS.items():
            value = feature[name] if name in names else None
            values[name] = None if _null(value) else half_up(float(value), decimals)
        cameras = feature["cameras"]
        values["cameras"] = None if _null(cameras) else int(cameras)
        rows.append(
            CoverageRow(KINDS[feature["kind"]], str(feature["village"] or ""), str(feature["village_nm"] or ""), values)
        )
    return rows


def _null(value: object) -> bool:
    return value is None or str(value) in ("", "NULL")


def _run(
    name: str,
    parameters: dict[str, Any],
    outputs: tuple[str, ...],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, QgsVectorLayer]:
    """Run another tool of the provider; its outputs as layers that the caller owns."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"redline:{name}")
    inner = QgsProcessingContext()
    inner.setProject(context.project())
    inner.setInvalidGeometryCheck(context.invalidGeometryCheck())
    inner.setTransformContext(context.transformContext())
    log = QgsProcessingFeedback(False)
    feedback.canceled.connect(log.cancel)
    places = dict.fromkeys(outputs, "memory:")
    results, fine = algorithm.run({**parameters, **places}, inner, log)
    if feedback.isCanceled():
        raise Cancelled()
    if not fine:
        raise RedlineError("{reason}", reason=log.textLog().strip().splitlines()[-1] if log.textLog().strip() else name)
    layers = {}
    for each in outputs:
        layer = inner.takeResultLayer(results[each])
        if not isinstance(layer, QgsVectorLayer):
            raise RedlineError(
                "{reason}", reason=tr("The tool {tool} gave no layer {output}.").format(tool=name, output=each)
            )
        layers[each] = layer
    return layers
