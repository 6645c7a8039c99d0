"""Functions for QGIS expressions: labels, field calculator, forms, filters.

They are registered when QGIS starts, so what computes is imported when a function is first used.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionFunction,
    QgsExpressionNodeFunction,
    QgsGeometry,
    QgsMapLayer,
    QgsWkbTypes,
)

from ..core.errors import RedlineError
from ..i18n import tr

__all__ = ["FUNCTIONS", "register", "unregister"]

GROUP = "Redline 红线"


class Function(QgsExpressionFunction):
    """Subclasses set NAME, COUNT (number of arguments, least and most) and HELP, and write ``value``."""

    NAME = ""
    COUNT = (1, 1)
    GEOMETRY = False

    def __init__(self) -> None:
        super().__init__(self.NAME, -1, GROUP, self.help_text())

    def help_text(self) -> str:
        return ""

    def func(
        self, values: list[Any], context: QgsExpressionContext, parent: QgsExpression, node: QgsExpressionNodeFunction
    ) -> Any:
        least, most = self.COUNT
        if not least <= len(values) <= most:
            parent.setEvalErrorString(
                tr("{function} takes {least} to {most} arguments.").format(function=self.NAME, least=least, most=most)
            )
            return None
        if any(value is None for value in values[:1]):
            return None
        try:
            return self.value(values, context)
        except RedlineError as error:
            parent.setEvalErrorString(error.sentence(tr))
            return None

    def value(self, values: list[Any], context: QgsExpressionContext) -> Any:
        raise NotImplementedError

    def usesGeometry(self, node: QgsExpressionNodeFunction) -> bool:
        return self.GEOMETRY

    def isStatic(self, node: QgsExpressionNodeFunction, parent: QgsExpression, context: QgsExpressionContext) -> bool:
        return False


class OfficialAreaFunction(Function):
    NAME = "redline_official_area"
    COUNT = (1, 2)
    GEOMETRY = True

    def help_text(self) -> str:
        return tr(
            "<h3>redline_official_area(geometry, crs)</h3><p>The official area on the ellipsoid in m², by the official "
            "procedure. The coordinate system is the layer's, or the one given: 'EPSG:4527'.</p>"
            "<p>redline_official_area($geometry) → 12345.67</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | None:
        from ..core.ellipsoid import official_areas
        from ..core.shapes.wkb import decode_list
        from .reading.planes import projection_of
        from .reading.polygonarrays import along_arcs

        geometry = values[0]
        if not isinstance(geometry, QgsGeometry):
            raise RedlineError("{function} needs a geometry.", function=self.NAME)
        kind = QgsWkbTypes.geometryType(geometry.wkbType())
        if geometry.isEmpty() or kind != QgsWkbTypes.GeometryType.PolygonGeometry:
            return None
        crs = _system(str(values[1] or "") if len(values) > 1 else "", context)
        curved = geometry.constGet().hasCurvedSegments()
        straight = along_arcs(geometry) if curved else geometry.asWkb().data()
        return float(official_areas(decode_list([straight]), projection_of(crs))[0])


def _system(name: str, context: QgsExpressionContext) -> QgsCoordinateReferenceSystem:
    """The system that is named, else that of the layer; never the project's, in which the geometry is not."""
    layer = context.variable("layer")
    known = name or context.variable("layer_crs")
    crs = QgsCoordinateReferenceSystem(str(known)) if known else QgsCoordinateReferenceSystem()
    if not known and isinstance(layer, QgsMapLayer):
        # A layer whose system PROJ does not know by name has one all the same.
        crs = layer.crs()
    if crs.isValid():
        return crs
    if name:
        raise RedlineError("{crs} is no coordinate system: give one such as 'EPSG:4527'.", crs=name)
    if isinstance(layer, QgsMapLayer):
        raise RedlineError("Layer {layer} has no coordinate system: set one in its properties.", layer=layer.name())
    raise RedlineError(
        "{function} is not told of which coordinate system the geometry is: give it, such as 'EPSG:4527'.",
        function=OfficialAreaFunction.NAME,
    )


class Mu(Function):
    NAME = "redline_mu"
    COUNT = (1, 2)

    def help_text(self) -> str:
        return tr(
            "<h3>redline_mu(m2, decimals)</h3><p>Square metres as 亩 (2000/3 m²), rounded half up; 4 decimals where "
            "none are given.</p><p>redline_mu(10000) → 15</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> float:
        from ..core.rounding import in_unit

        try:
            area, decimals = float(values[0]), int(values[1]) if len(values) > 1 and values[1] is not None else 4
        except (TypeError, ValueError) as error:
            raise RedlineError(
                "{function} needs a number, not {value}.", function=self.NAME, value=values[0]
            ) from error
        return float(in_unit(area, "mu", decimals))


class ClassName(Function):
    NAME = "redline_class_name"
    COUNT = (1, 2)

    def help_text(self) -> str:
        return tr(
            "<h3>redline_class_name(code, scheme)</h3><p>The name of a land class. The scheme is 'sandiao' (third "
            "survey) where none is given, 'gbt21010', 'ydyh' (planned use), or the path of a table (CSV).</p>"
            "<p>redline_class_name('0102') → 水浇地</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        from ..core.landuse.classes import clean_code, scheme_named

        scheme = scheme_named(str(values[1]) if len(values) > 1 and values[1] else "sandiao")
        code = clean_code(values[0])
        return scheme.name(code, tr("en")) if code in scheme else None


class MajorClass(Function):
    NAME = "redline_major_class"
    COUNT = (1, 2)

    def help_text(self) -> str:
        return tr(
            "<h3>redline_major_class(code, scheme)</h3><p>The major class of a land class: agricultural, construction "
            "or unused land. The scheme is found from the code where none is given.</p>"
            "<p>redline_major_class('0102') → agricultural land</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        from ..core.landuse.classes import clean_code, find_scheme, major_name, scheme_named

        code = clean_code(values[0])
        if not code:
            return None
        scheme = scheme_named(str(values[1])) if len(values) > 1 and values[1] else find_scheme([code]).scheme
        return major_name(scheme.major(code), tr) if code in scheme else None


FUNCTIONS = (OfficialAreaFunction, Mu, ClassName, MajorClass)
_registered: list[Function] = []


def register() -> None:
    """Bring the functions into QGIS; they are kept alive here."""
    for kind in FUNCTIONS:
        function = kind()
        if QgsExpression.registerFunction(function):
            _registered.append(function)


def unregister() -> None:
    for function in _registered:
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()
