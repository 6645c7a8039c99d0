"""redline:coveragetally: what circles or visible areas cover of villages and farmland, and what they miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.circles import TIMES, PrintedCover, coverage_table, print_cover
from ...core.landuse.classes import MAJORS, Scheme
from ...core.landuse.tally import NOISE_M2
from ...core.overlay.patchindex import choose_body
from ...core.rounding import Unit, half_up, percent, unit_name
from ...core.shapes.polygons import FloatArray
from ...i18n import tr, words_of
from ...layers.measuring.covering import (
    BlindSpots,
    Laid,
    blind_spots,
    covers_of,
    lay,
    tell_unseen,
    township_names,
)
from ...layers.measuring.parcels import LandUseFields, ReadLandUse, read_land_use
from ...layers.measuring.redlines import LaidLine, farmland_layer, lay_line, read_line
from ...layers.measuring.tallyfaults import lay_patches, with_whole_land
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, plane_crs
from ...layers.reading.sources import Source
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, share_of
from ..documents import tell_engine, tell_run, write_table, write_table_documents
from ..groups import CAMERAS
from ..outputs import NewLayer, field_of, fields_from, write_layer
from ..parameters import (
    Given,
    Printing,
    add_class_field,
    add_documents,
    add_field,
    add_found_field,
    add_language,
    add_numbers,
    add_scheme,
    add_sink,
    add_source,
    add_table,
    add_unit,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["CoverageTally"]


@dataclass(frozen=True)
class _Lying:
    """What lies in the blind spots: areas in m² by class, and legal farmland; scheme : of the classes."""

    classes: list[dict[str, float]]
    farmland: FloatArray
    scheme: Scheme | None


@dataclass(frozen=True)
class _Fields:
    """camera : of the circles; scheme : of the land use, None where it is found from the codes."""

    camera: str
    village: ZoneFields
    land_use: LandUseFields
    scheme: Scheme | None


@dataclass(frozen=True)
class _Taken:
    circles: Source
    villages: Source
    farmland: Source | None
    land_use: Source | None
    townships: Source | None
    fields: _Fields
    printing: Printing
    personal: bool


class CoverageTally(RedlineAlgorithm):
    ID = "coveragetally"
    LABEL = "Coverage tally"
    SUMMARY = (
        "Covered and blind area of villages and farmland, by how many cameras each is seen, blind spots as a layer"
    )
    GROUP = CAMERAS
    TAGS = "覆盖率,盲区,重叠覆盖,高空摄像头,铁塔,田长制,覆盖圈,coverage,blind spot,camera"

    def initAlgorithm(self, configuration=None):
        add_source(
            self,
            "INPUT",
            tr("Circles or visible areas"),
            tr("One polygon for each camera. With a selection, only these."),
        )
        add_source(self, "VILLAGES", tr("Villages"), tr("The village boundaries (CJDCQ)."))
        add_source(
            self,
            "FARMLAND",
            tr("Permanent basic farmland"),
            tr("Counts with its legal area (YJJBNTMJ) where it has one."),
            optional=True,
        )
        add_source(self, "LANDUSE", tr("Land use"), tr("Tells what lies in the blind spots."), optional=True)
        add_source(self, "TOWNSHIPS", tr("Townships"), tr("For their names."), optional=True)
        add_unit(self)
        feature_id = tr("The feature id is used where left empty.")
        add_field(self, "CAMERA_FIELD", tr("Field with the camera's id"), "INPUT", feature_id, advanced=True)
        add_found_field(self, "VILLAGE_CODE_FIELD", tr("Field with the village code"), "VILLAGES", "ZLDWDM")
        add_class_field(self, "LANDUSE", advanced=True)
        add_scheme(self)
        add_language(self)
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "OUTPUT",
            tr("Covered villages"),
            tr("The villages with what is covered 1, 2 and 3 times, blind area, cameras, redundancy, farmland."),
        )
        add_sink(
            self,
            "OUTPUT_BLIND",
            tr("Blind spots"),
            tr("What no camera covers, with its area and what lies in it."),
            optional=True,
        )
        add_table(
            self, "OUTPUT_TABLE", tr("Coverage"), tr("By village, township and county."), optional=True, default=False
        )
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("BLIND_AREA", tr("Blind area (m²)")),
                ("COVERED_SHARE", tr("Share covered (%)")),
                ("COVERED_TWICE_SHARE", tr("Share covered at least twice (%)")),
                ("COVERED_THRICE_SHARE", tr("Share covered at least three times (%)")),
                ("FARMLAND_SHARE", tr("Share of farmland covered (%)")),
                ("UNCOVERED_VILLAGES", tr("Villages not covered at all")),
                ("CAMERAS", tr("Cameras")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        circles, villages, land_use = given.source("INPUT"), given.source("VILLAGES"), given.optional_source("LANDUSE")
        code = given.field("VILLAGE_CODE_FIELD", villages, "village", "code", required=True)
        classes = LandUseFields("")
        if land_use is not None:
            classes = LandUseFields(
                given.field("CLASS_FIELD", land_use, "landuse", "class", required=True),
                find_field(land_use, "landuse", "classname", required=False) or "",
            )
        fields = _Fields(
            given.field("CAMERA_FIELD", circles),
            ZoneFields(code, find_field(villages, "village", "name", required=False) or ""),
            classes,
            given.scheme(),
        )
        farmland, townships = given.optional_source("FARMLAND"), given.optional_source("TOWNSHIPS")
        personal = asks_personal(given)
        return _Taken(circles, villages, farmland, land_use, townships, fields, given.printing(), personal)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(plane_crs(taken.villages, taken.circles), given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading villages and circles…"))
        villages = read_zones(run, taken.villages, taken.fields.village, given.validity)
        read = run.read(taken.circles, [taken.fields.camera] if taken.fields.camera else [])
        circles = with_whole_land(run, taken.circles.name, read)
        cameras = circles.ids(taken.fields.camera)
        feedback.pushInfo(tr("Laying {count} circles over each other…").format(count=len(cameras)))
        with run.laps.step("overlay"):
            laid = lay(run, villages, circles.polygons, cameras, share_of(feedback, 5, 45))
        farmland = None
        if taken.farmland is not None:
            feedback.pushInfo(tr("Measuring the farmland…"))
            zones = villages.features.polygons
            farmland = lay_line(run, read_line(run, farmland_layer(taken.farmland), zones), zones, laid.plane)
        feedback.setProgress(60)
        with run.laps.step("overlay"):
            covers = covers_of(laid, farmland)
        with run.laps.step("balance"):
            printed = print_cover(covers, taken.printing.unit, taken.printing.decimals)
            blind = blind_spots(laid, printed, taken.printing.unit, taken.printing.decimals)
        with run.laps.step("overlay"):
            lying = self._lying(run, laid, blind, farmland)
        run.laps.engine = choose_body("auto", 0)
        feedback.setProgress(85)
        tell_unseen(run, printed)
        names = township_names(taken.townships)
        words = words_of(taken.printing.language)
        table = coverage_table(
            printed, taken.printing.unit, taken.printing.decimals, words, townships=names, notes=self._notes(words)
        )
        own, values = _village_fields(taken.printing.unit), _village_values(villages, printed)
        layer = extended(taken.villages, own, values, taken.personal, feedback, table.notes)
        tell_run(run, feedback)
        with run.laps.step("write"):
            write_layer(self.outputs, "OUTPUT", layer)
            spots, kind = _blind_rows(blind, lying, printed), QgsWkbTypes.Type.MultiPolygon
            blind_fields = _blind_fields(taken.printing.unit)
            write_layer(self.outputs, "OUTPUT_BLIND", NewLayer(blind_fields, spots, run.crs, kind))
            write_table(self.outputs, "OUTPUT_TABLE", table, kinds=("leaf", "subtotal", "total"))
            write_table_documents(self.outputs, run, table, taken.printing.language)
        tell_engine(run, feedback, len(villages), len(cameras))
        feedback.setProgress(100)
        return _numbers(printed, len(cameras), len(run.skipped))

    # --- measuring --------------------------------------------------------------------------------------------------

    def _lying(self, run: Run, laid: Laid, blind: BlindSpots, farmland: LaidLine | None) -> _Lying:
        count, plane = len(blind.shapes), laid.plane
        legal = np.full(count, np.nan)
        if farmland is not None:
            legal = farmland.farmland(blind.flat, run.cancelled) * laid.scale()[blind.village]
        classes: list[dict[str, float]] = [{} for _ in blind.shapes]
        if self.taken.land_use is None or not count:
            return _Lying(classes, legal, None)
        land: ReadLandUse = read_land_use(
            run, self.taken.land_use, self.taken.fields.land_use, self.taken.fields.scheme
        )
        spots = (blind.flat, np.arange(count, dtype=np.int64))
        _, _, met = lay_patches(run, self.taken.land_use.name, land.features, plane.apply, spots, blind.flat)
        for k, j, shared in zip(met.zone.tolist(), met.patch.tolist(), met.area.tolist(), strict=True):
            if shared > NOISE_M2:
                code = land.codes[j]
                classes[k][code] = classes[k].get(code, 0.0) + shared
        return _Lying(classes, legal, land.scheme)

    def _notes(self, words: Callable[[str], str]) -> list[str]:
        crs = plane_crs(self.taken.villages, self.taken.circles)
        return [_note(words).format(ellipsoid=ellipsoid_name(crs), crs=name_of_crs(crs))]


def _note(tr: Callable[[str], str]) -> str:
    return tr(
        "Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}. The county is the sum of the villages' "
        "official areas; townships are balanced to it, villages to their township, and what is covered to the village, "
        "by largest remainder. Redundancy is the area summed over all cameras over the area covered at least once. "
        "Farmland counts with its legal area."
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def _village_fields(unit: Unit) -> QgsFields:
    whole, text = QMetaType.Type.Int, QMetaType.Type.QString
    name = unit_name(unit, tr)
    fields = QgsFields()
    fields.append(field_of("total", f"{tr('Area')} ({name})"))
    for times in TIMES:
        label = tr("Covered at least {times} times").format(times=times)
        fields.append(field_of(f"cov{times}", f"{label} ({name})"))
        fields.append(field_of(f"share{times}", f"{label} (%)"))
    fields.append(field_of("blind", f"{tr('Not covered')} ({name})"))
    fields.append(field_of("cameras", tr("Cameras"), whole))
    fields.append(field_of("camera_ids", tr("Ids of the cameras"), text))
    fields.append(field_of("redundancy", tr("Redundancy")))
    farmland = tr("Permanent basic farmland")
    fields.append(field_of("farmland", f"{farmland} ({name})"))
    fields.append(field_of("farm_cov", f"{farmland}, {tr('Covered')} ({name})"))
    fields.append(field_of("farm_share", f"{farmland}, {tr('Covered')} (%)"))
    return fields


def _village_values(villages: ReadZones, printed: Sequence[PrintedCover]) -> dict[int, list[Any]]:
    values = []
    for each in printed:
        line: list[Any] = [each.total]
        for covered in each.covered:
            line += [covered, percent(covered, each.total)]
        line += [
            each.blind,
            len(each.village.cameras),
            ", ".join(each.village.cameras),
            each.redundancy,
            each.farmland,
            each.farmland_covered,
        ]
        line.append(
            percent(each.farmland_covered, each.farmland)
            if each.farmland is not None and each.farmland_covered is not None
            else None
        )
        values.append(line)
    return villages.by_feature(values)


def _blind_fields(unit: Unit) -> QgsFields:
    text, whole = QMetaType.Type.QString, QMetaType.Type.Int
    return fields_from(
        (
            ("village", tr("Village code"), text),
            ("village_nm", tr("Village"), text),
            ("number", tr("No."), whole),
            ("area", f"{tr('Area')} ({unit_name(unit, tr)})", QMetaType.Type.Double),
            ("farmland", f"{tr('Legal farmland area')} (m²)", QMetaType.Type.Double),
            ("agri_m2", f"{tr('Agricultural land')} (m²)", QMetaType.Type.Double),
            ("constr_m2", f"{tr('Construction land')} (m²)", QMetaType.Type.Double),
            ("unused_m2", f"{tr('Unused land')} (m²)", QMetaType.Type.Double),
            ("classes", tr("Classes (m²)"), text),
        )
    )


def _blind_rows(
    blind: BlindSpots, lying: _Lying, printed: Sequence[PrintedCover]
) -> list[tuple[QgsGeometry, list[Any]]]:
    rows = []
    scheme = lying.scheme
    for k, shape in enumerate(blind.shapes):
        own = printed[int(blind.village[k])].village
        farmland = half_up(float(lying.farmland[k]), 2) if np.isfinite(lying.farmland[k]) else None
        majors: list[Decimal | None] = [None, None, None]
        text = ""
        if scheme is not None:
            found = lying.classes[k]
            majors = [
                half_up(sum(area for code, area in found.items() if code and scheme.major(code) == major), 2)
                for major in MAJORS[:3]
            ]
            largest = sorted(found.items(), key=lambda item: -item[1])
            text = "; ".join(
                f"{code or '-'} {scheme.name(code, tr('en'))} {half_up(area, 2)}" for code, area in largest
            )
        geometry = QgsGeometry(shape)
        geometry.convertToMultiType()
        rows.append(
            (
                geometry,
                [own.code, own.name, k + 1, blind.printed[k], farmland, *majors, text],
            )
        )
    return rows


def _numbers(printed: Sequence[PrintedCover], cameras: int, skipped: int) -> dict[str, Any]:
    total = sum(each.village.total for each in printed)
    covered = [sum(each.village.covered[level] for each in printed) for level in range(len(TIMES))]
    farmland = sum(each.village.farmland or 0.0 for each in printed)
    farmland_covered = sum(each.village.farmland_covered or 0.0 for each in printed)

    def per_cent(part: float, whole: float) -> float:
        return float(half_up(100 * part / whole, 4)) if whole else 0.0

    return {
        "BLIND_AREA": float(sum(each.blind for each in print_cover([each.village for each in printed], "m2", 2))),
        "COVERED_SHARE": per_cent(covered[0], total),
        "COVERED_TWICE_SHARE": per_cent(covered[1], total),
        "COVERED_THRICE_SHARE": per_cent(covered[2], total),
        "FARMLAND_SHARE": per_cent(farmland_covered, farmland),
        "UNCOVERED_VILLAGES": sum(1 for each in printed if not each.village.cameras),
        "CAMERAS": cameras,
        "SKIPPED": skipped,
    }
