"""Functions for QGIS expressions: labels, field calculator, forms, filters.

They are registered when QGIS starts, so what computes is imported when a function is first used.
"""

from __future__ import annotations

from datetime import datetime
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
from qgis.PyQt.QtCore import QDateTime, Qt

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


class DeadlineFunction(Function):
    NAME = "redline_deadline"
    COUNT = (2, 2)

    def help_text(self) -> str:
        return tr(
            "<h3>redline_deadline(moment, rule)</h3><p>When something that began at a moment is due. The rule is a "
            "deadline of resources/casework/deadlines.csv or of your office's own deadlines.csv, such as 'restored', "
            "or an amount with its unit: minute, hour, day_night, working_day, calendar_month_end. Working days are "
            "those of your office's working_days.csv, else the announced ones. A moment without an offset is Beijing "
            "time.</p><p>redline_deadline('2021-09-01 08:00', '1 day_night') → 2021-09-02T08:00:00+08:00</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> QDateTime:
        from ..core.clock.deadlines import due_after, find_rule
        from .casework.worklists import office_clock

        clock = office_clock()
        amount, unit = find_rule(str(values[1] or ""), clock.deadlines)
        due = due_after(_moment(self.NAME, values[0]), amount, unit, clock.calendar)
        return QDateTime.fromString(due.isoformat(timespec="seconds"), Qt.DateFormat.ISODate)


def _moment(function: str, value: Any) -> datetime:
    """A moment of a cell: text, or QGIS's own date and time."""
    from ..core.written.times import read_time

    text = value.toString(Qt.DateFormat.ISODate) if isinstance(value, QDateTime) else str(value)
    found = read_time(text)
    if not found:
        raise RedlineError(
            "{function} needs a moment such as 2021-09-01 08:00, not {value}.", function=function, value=text
        )
    return datetime.fromisoformat(found)


class CaseStateFunction(Function):
    NAME = "redline_case_state"
    COUNT = (1, 1)

    def help_text(self) -> str:
        return tr(
            "<h3>redline_case_state(state)</h3><p>The name of a state of casework, as it stands in the field state of "
            "the table of tasks, in the language of QGIS; NULL for a word that is no state.</p>"
            "<p>redline_case_state('on_site') → On site</p>"
        )

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        from ..core.casework.states import load_transitions

        state = load_transitions().states.get(str(values[0]).strip())
        return None if state is None else state.name(tr("en"))


FUNCTIONS = (OfficialAreaFunction, Mu, ClassName, MajorClass, DeadlineFunction, CaseStateFunction)
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
