"""The kinds of sheets, each from a request to sets of sheets that are ready to be printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

from ...core.errors import RedlineError
from ...core.landuse.tables import Words as TableWords
from ...layers.measuring.covering import read_seen
from ...layers.measuring.parcels import (
    LandUseFields,
    usual_form,
)
from ...layers.measuring.tallying import read_zones
from ...layers.measuring.tractplans import TractFields
from ...layers.reading.names import called
from ...layers.reading.papersystem import paper_system
from ...layers.reading.run import Run, plane_crs, working_crs
from ...layers.reading.sources import source_of
from ...layers.reading.validity import leaves_out
from ...layers.roles.recognise import SURE, recognise
from ...layers.roles.table import role_of
from ...layers.roles.titles import layer_title
from ...layouts.batch_sheet import batch_sheets
from ...layouts.county import RED_LINES
from ...layouts.coverage_sheet import coverage_sheets, measure_coverage
from ...layouts.landuse_sheet import ZoneTally, landuse_sheets, tally_zones
from ...layouts.parcel_sheet import ParcelSheetContent, ParcelSheetLayers, parcel_sheets
from ...layouts.redline_sheet import red_lines_to_check, redline_sheets
from ...layouts.run import SheetSet
from ...layouts.setting import Place, SheetSetting
from ...layouts.sheet_parcels import Parcels, read_sheet_parcels
from ...layouts.tract_sheets import read_tract_plan, tract_sets
from ...layouts.village_card import village_cards
from ..parcels.dossierfiles import DossierFiles
from ..parcels.dossiersheets import drawn_layers, sheet_content
from ..parcels.measured import Survey, measure_parcels, method_of
from .request import SheetRequest

__all__ = ["HOLDS", "KINDS", "book_title", "refuse_other_areas"]


def parcel(request: SheetRequest) -> list[SheetSet]:
    """Parcel sheets with the numbers of an approval dossier."""
    setting = request.setting
    land_use, village_layer = request.layer("landuse", "LANDUSE"), setting.county.get("village")
    class_field = request.land_use_class(land_use)
    run = _paper_run(request, land_use)
    villages = source_of(village_layer) if village_layer is not None else None
    lines = red_lines_to_check(setting.county, setting.language, request.checking.inside)
    source = source_of(land_use)
    fields = LandUseFields.found_in(source, class_field)
    survey = Survey(source, fields, villages, None, lines, request.checking.tolerance)
    measured = measure_parcels(
        run, request.source, request.parcel_fields(), survey, lambda *_: None, dialect=usual_form()
    )
    request.tell(run.notices)
    parcels = measured.parcels
    words = TableWords(measured.patches.scheme, setting.language, setting.tr)
    files = DossierFiles(Path(), measured.dossier, words, method_of(run), setting.texts, ())
    shown = drawn_layers(
        words,
        land_use,
        class_field,
        village_layer,
        survey.village_fields.label if survey.village_fields else "",
        [
            (layer, role, layer_title(layer, setting.language))
            for role in RED_LINES
            if (layer := setting.county.get(role)) is not None
        ],
    )
    contents = [sheet_content(files, i, parcels, shown, run.crs) for i in range(len(parcels.parcels))]
    return [_called(contents, shown, run.crs, setting)]


def _called(
    contents: Sequence[ParcelSheetContent],
    shown: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
    setting: SheetSetting,
) -> SheetSet:
    """The sheets with the titles and file names of the run."""
    named = setting.named(
        "parcel",
        [Place(each.title, each.facts.number, each.facts.name, each.geometry) for each in contents],
    )
    titled = [replace(each, title=sheet.title) for each, sheet in zip(contents, named, strict=True)]
    sheets = parcel_sheets(titled, shown, crs, setting.tr)
    files = [replace(own, file=sheet.file) for own, sheet in zip(sheets.sheets, named, strict=True)]
    return replace(sheets, sheets=files)


def _paper_run(request: SheetRequest, land_use: QgsVectorLayer | None) -> Run:
    """A run in the system of the dossier of the same layers."""
    layers = [land_use, request.setting.county.get("village")]
    others = [source_of(each) for each in layers if each is not None]
    crs, told = paper_system(request.source, *others, chosen=request.on_paper)
    run = request.run(crs)
    run.notices.extend(told)
    return run


def _read(request: SheetRequest) -> Parcels:
    run = _paper_run(request, request.setting.county.get("landuse"))
    return read_sheet_parcels(run, request.source, request.parcel_fields())


def batch(request: SheetRequest) -> list[SheetSet]:
    parcels = _read(request)
    request.tell(parcels.run.notices)
    return [batch_sheets(parcels, request.setting)]


def redline(request: SheetRequest) -> list[SheetSet]:
    parcels = _read(request)
    sheets = redline_sheets(parcels, request.setting, request.checking.tolerance, request.checking.inside)
    request.tell(parcels.run.notices)
    return [sheets]


def _tally(request: SheetRequest, layer: QgsVectorLayer) -> tuple[ZoneTally, str]:
    """The land use of the areas to print, and the field of its classes."""
    class_field, land_use = request.land_use_class(layer), source_of(layer)
    run = request.run(working_crs(land_use, request.source))
    tally = tally_zones(run, request.source, request.zone_fields(), land_use, class_field)
    request.tell(run.notices)
    return tally, class_field


def landuse(request: SheetRequest, ending: str = "") -> list[SheetSet]:
    layer = request.layer("landuse", "LANDUSE")
    tally, class_field = _tally(request, layer)
    return [landuse_sheets(tally, layer, class_field, request.setting, ending)]


def village(request: SheetRequest) -> list[SheetSet]:
    layer = request.layer("landuse", "LANDUSE")
    tally, class_field = _tally(request, layer)
    run = request.run(tally.crs)
    sheets = village_cards(tally, layer, class_field, run, request.setting)
    request.tell(run.notices)
    return [sheets]


def tract(request: SheetRequest) -> list[SheetSet]:
    """Four sheets a tract; the current use only where there is a land-use layer."""
    uses = request.layer("tractuse", "TRACT_USE")
    fields = TractFields(
        request.field("ID_FIELD", ("tract",), "number"), request.field("NAME_FIELD", ("tract",), "name")
    )
    run = request.run(plane_crs(request.source))
    leave_out = leaves_out(request.host.validity)
    plan = read_tract_plan(run, request.source, fields, uses, request.checking.rules, leave_out=leave_out)
    request.tell(run.notices)
    current = None
    if request.setting.county.get("landuse") is not None:
        [current] = landuse(request, "_2")
    return tract_sets(plan, current, uses, request.setting)


def camera_coverage(request: SheetRequest) -> list[SheetSet]:
    """Areas to print with what cameras cover of them."""
    county = request.setting.county
    villages, areas = request.layer("village", "VILLAGES"), county.get("coverage")
    covering = areas or request.layer("camera", "CAMERAS")
    run = request.run(plane_crs(villages, covering))
    seen = read_seen(run, source_of(covering), None) if areas else read_seen(run, None, source_of(covering))
    found = measure_coverage(run, villages, seen, county.get("township"), request.host.validity)
    zones = read_zones(run, request.source, request.zone_fields(), request.host.validity)
    request.tell(run.notices)
    return [coverage_sheets(zones, found, request.setting)]


KINDS: Mapping[str, Callable[[SheetRequest], list[SheetSet]]] = {
    "parcel": parcel,
    "batch": batch,
    "landuse": landuse,
    "redline": redline,
    "tract": tract,
    "coverage": camera_coverage,
    "village": village,
}
"""The values of SHEET."""


HOLDS: Mapping[str, tuple[str, ...]] = {
    "parcel": ("parcel", "batch", "tractproject", "tractuse", "plannedland"),
    "batch": ("parcel", "batch", "tractproject", "tractuse", "plannedland"),
    "redline": ("parcel", "batch", "tract", "tractproject", "tractuse", "plannedland"),
    "tract": ("tract",),
    "coverage": ("county", "township", "village"),
    "village": ("village",),
}
"""What the areas to print may be, by kind of sheet; any where a kind is not named."""


def refuse_other_areas(kind: str, layer: QgsVectorLayer, language: str) -> None:
    """Raise RedlineError where ``layer`` is known to hold something else than ``kind`` is printed for: village cards of
    parcels would look right and say nothing true."""
    fitting = HOLDS.get(kind)
    found = recognise(layer)
    if fitting is None or not found.role or found.role in fitting:
        return
    if any(role in fitting and sure >= SURE for role, sure in found.others):
        return
    raise RedlineError(
        "Sheets of the kind {sheet} are printed for “{wanted}”, but layer {layer} was recognised as “{role}”: choose "
        "another layer or another kind of sheet, or correct the layer's role.",
        sheet=kind,
        wanted="”, “".join(role_of(role).name(language) for role in fitting[:3]),
        layer=called(layer),
        role=role_of(found.role).name(language),
    )


def book_title(kind: str, setting: SheetSetting) -> str:
    """The name of a book's file."""
    tr = setting.tr
    usual = {
        "parcel": tr("Boundary survey map of the parcel"),
        "batch": tr("Batch overview"),
        "landuse": tr("Current land use"),
        "redline": tr("Red-line check"),
        "tract": tr("Tract plan set"),
        "coverage": tr("Camera coverage"),
        "village": tr("Village cards"),
    }
    return setting.naming.book_title(usual[kind])
