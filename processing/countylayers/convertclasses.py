"""redline:convertclasses: classes of the second land survey to those of the third."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    NULL,
    QgsField,
    QgsFields,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.landuse.classes import clean_code, legacy_class, read_scheme
from ...i18n import tr
from ...layers.measuring.classcodes import doubtful_in, lost_zeros
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm
from ..groups import COUNTY_LAYERS
from ..outputs import NewLayer, Row, append_free, write_layer
from ..parameters import SHAPES, TABLES, Given, add_class_field, add_numbers, add_sink, add_source
from ..personal import add_keep_personal, asks_personal, passed_on, stored_features

__all__ = ["ConvertClasses"]


@dataclass(frozen=True)
class _Taken:
    source: Source


class ConvertClasses(RedlineAlgorithm):
    ID = "convertclasses"
    LABEL = "Convert old land classes"
    SUMMARY = "Three-digit classes of the second land survey to classes of the third"
    GROUP = COUNTY_LAYERS
    TAGS = "二调,三调,地类转换,地类编码,DLBM,GB/T 21010-2007,convert,classes,land use"

    def initAlgorithm(self, configuration=None):
        add_source(
            self,
            "INPUT",
            tr("Land use"),
            tr("Patches with classes of the second survey (011, 021, 203 …). They are not changed."),
            TABLES,
        )
        add_class_field(self, "INPUT")
        add_keep_personal(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Converted land use"),
            tr("The same features; the class field holds today's class, old_class the one before."),
            SHAPES,
            appends=False,
        )
        add_numbers(
            self,
            (
                ("CONVERTED", tr("Classes converted")),
                ("KEPT", tr("Classes of today")),
                ("UNKNOWN", tr("Classes in neither survey")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        return _Taken(source=source)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        name = given.field("CLASS_FIELD", source, "landuse", "class", required=True)
        place = source.fields.lookupField(name)
        personal = asks_personal(given)
        kept = passed_on(source, personal, feedback)
        fields = _fields(source.fields, kept, place)
        counts: Counter[str] = Counter()
        strange: Counter[str] = Counter()
        rows = _rows(source, place, kept, (counts, strange), feedback)
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, rows, source.crs, source.wkb_type))
        for code, count in sorted(strange.items()):
            feedback.pushWarning(
                tr(
                    "{layer}: {field} {value} ({count} features) is a class of neither survey and stays as it is."
                ).format(layer=source.name, field=name, value=code, count=count)
            )
        return {key: counts[key] for key in ("CONVERTED", "KEPT", "UNKNOWN")}


def _rows(
    source: Source,
    place: int,
    kept: Sequence[int],
    found: tuple[Counter[str], Counter[str]],
    feedback: QgsProcessingFeedback,
) -> Iterator[Row]:
    """The features with today's classes; what became of the codes, and those of neither survey, go to ``found``."""
    counts, strange = found
    scheme = read_scheme("sandiao")
    name = source.fields.at(place).name()
    lost, doubtful = lost_zeros(source, name), doubtful_in(source, name)
    for _, geometry, values in stored_features(source, feedback, shown=True):
        old = values[place]
        code = clean_code(None if old == NULL else old)
        stored, code = code, lost.get(code, code)
        old_class = code not in doubtful and (len(code) == 3 or code not in scheme)
        today = legacy_class(code) if old_class else None
        if today:
            values[place] = today.split()[0]
            counts["CONVERTED"] += 1
        elif code in scheme and code != stored:
            values[place] = code
            counts["CONVERTED"] += 1
        elif code in scheme:
            counts["KEPT"] += 1
        else:
            counts["UNKNOWN"] += 1
            strange[code or tr("empty")] += 1
        yield geometry, [*(values[one] for one in kept), str(old) if today or code != stored else NULL]


def _fields(given: QgsFields, kept: Sequence[int], place: int) -> QgsFields:
    """The same fields, the class as text of five places at least, and the class before."""
    fields = QgsFields()
    for number in kept:
        one = QgsField(given.at(number))
        if number == place:
            one = QgsField(one.name(), QMetaType.Type.QString, len=max(5, one.length()))
            one.setAlias(given.at(number).alias())
        fields.append(one)
    before = QgsField("old_class", QMetaType.Type.QString, len=20)
    before.setAlias(tr("Class of the second survey"))
    append_free(fields, before)
    return fields
