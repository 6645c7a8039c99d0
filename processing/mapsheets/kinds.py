"""The kinds of sheets, each from a request to sets of sheets that are ready to be printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ...core.approval.dossier import make_dossier
from ...core.errors import RedlineError
from ...core.landuse.classes import Scheme
from ...core.landuse.tables import Method
from ...core.landuse.tables import Words as TableWords
from ...core.parceltext.dialects import load_dialect
from ...core.rules import Rules
from ...i18n import tr
from ...layers.measuring.covering import read_seen
from ...layers.measuring.parcels import (
    LandUseFields,
    ParcelFields,
    VillageFields,
    measure_land_use,
    read_land_use,
    read_parcels,
)
from ...layers.measuring.redlines import check_red_lines
from ...layers.measuring.tallying import ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.run import Run, plane_crs
from ...layers.reading.sources import Source, source_of
from ...layers.roles.fields import find_field
from ...layers.roles.table import role_of
from ...layers.roles.titles import layer_title
from ...layouts.common import SheetTexts
from ...layouts.county import RED_LINES, County
from ...layouts.coverage_sheet import coverage_sheets, measure_coverage
from ...layouts.landuse_sheet import landuse_sheets, tally_zones
from ...layouts.parcel_sheet import parcel_sheets
from ...layouts.run import SheetSet
from ...layouts.tract_sheets import read_tract_plan, tract_sets
from ...layouts.village_card import village_cards
from ...layouts.zone_sheets import Parcels, batch_sheets, read_sheet_parcels, red_lines_to_check, redline_sheets
from ..parcels.dossierfiles import DossierFiles, Signatures
from ..parcels.dossiersheets import SheetLayers, drawn_layers, sheet_content

__all__ = ["KINDS", "Request"]


@dataclass(frozen=True)
class Request:
    """One run of the tool: what to print, from which layers, with which words."""

    kind: str
    source: Source
    fields: Mapping[str, str]
    class_field: str
    rules: Rules
    county: County
    texts: SheetTexts
    title: str
    pattern: str
    language: str
    tr: Callable[[str], str]
    context: QgsCoordinateTransformContext
    tolerance: float
    inside: tuple[str, ...]
    warn: Callable[[str], None]
    cancelled: Callable[[], bool]
    processing: QgsProcessingContext
    feedback: QgsProcessingFeedback

    def check_patterns(self) -> None:
        """Raise RedlineError for a place that nobody can fill."""
        self.file_name(self.kind, 1, "", "", "")
        self.sheet_title("", "", "")

    def file_name(self, kind: str, n: int, number: str, name: str, title: str) -> str:
        """The file name of a sheet without ending, from the pattern."""
        try:
            text = (self.pattern or "{number}_{name}").format(sheet=kind, n=n, number=number, name=name, title=title)
        except (KeyError, IndexError, ValueError) as error:
            raise RedlineError(
                "The pattern of file names {pattern} cannot be filled in: "
                "use {places}, and double a brace that is meant as one.",
                pattern=self.pattern,
                places="{number}, {name}, {title}, {sheet}, {n}",
            ) from error
        return text.strip(" _") or str(n)

    def sheet_title(self, usual: str, number: str, name: str) -> str:
        """The title a person gave, filled in, else the usual one."""
        if not self.title:
            return usual
        try:
            return self.title.format(number=number, name=name)
        except (KeyError, IndexError, ValueError) as error:
            raise RedlineError(
                "The title {title} cannot be filled in: use {places}, and double a brace that is meant as one.",
                title=self.title,
                places="{number}, {name}",
            ) from error

    def book_title(self) -> str:
        """The name of the book's file."""
        tr = self.tr
        names = {
            "parcel": tr("Boundary survey map of the parcel"),
            "batch": tr("Batch overview"),
            "landuse": tr("Current land use"),
            "redline": tr("Red-line check"),
            "tract": tr("Tract plan set"),
            "coverage": tr("Camera coverage"),
            "village": tr("Village cards"),
        }
        return self.title if self.title and "{" not in self.title else names[self.kind]

    def field(self, name: str, roles: Sequence[str], part: str) -> str:
        """The field chosen in parameter ``name``, else the one that plays ``part`` of the first role that has it."""
        if self.fields.get(name):
            return self.fields[name]
        for role in roles:
            if part in role_of(role).parts:
                found = find_field(self.source, role, part, required=False)
                if found:
                    return found
        return ""

    def layer(self, role: str, parameter: str) -> QgsVectorLayer:
        """A layer this kind cannot do without."""
        found = self.county.get(role)
        if found is None:
            raise RedlineError(
                "There is no layer for “{role}”: load it into the project, or give it in {parameter}.",
                role=role_of(role).name(self.language),
                parameter=parameter,
            )
        return found

    def land_use_class(self, layer: QgsVectorLayer) -> str:
        """The field of class codes in a land-use layer, of the survey or of a plan."""
        if self.class_field:
            if layer.fields().lookupField(self.class_field) < 0:
                raise RedlineError(
                    "Layer {layer} has no field {field} ({parameter}): choose one of {fields}.",
                    layer=layer.name(),
                    field=self.class_field,
                    parameter="CLASS_FIELD",
                    fields=", ".join(layer.fields().names()),
                )
            return self.class_field
        for role, part in (("landuse", "class"), ("plannedland", "usecode"), ("tractuse", "usecode")):
            found = find_field(layer, role, part, required=False)
            if found:
                return found
        return find_field(layer, "landuse", "class", layer=layer.name()) or ""

    def zone_fields(self) -> ZoneFields:
        """Number and name of what is printed, whatever it is."""
        roles = ("village", "township", "county", "tract", "batch", "parcel")
        number = self.field("ID_FIELD", [], "")
        if not number:
            number = self.field("", ("tract", "batch", "parcel"), "number") or self.field("", roles[:3], "code")
        return ZoneFields(number, self.field("NAME_FIELD", roles, "name"))

    def parcel_fields(self) -> ParcelFields:
        roles = ("parcel",)
        return ParcelFields(
            number=self.field("ID_FIELD", roles, "number"),
            name=self.field("NAME_FIELD", roles, "name"),
            use=self.field("", roles, "use"),
            class_code=self.field("", roles, "usecode"),
            batch=self.field("BATCH_FIELD", roles, "batch"),
        )


def parcel(request: Request) -> list[SheetSet]:
    """Parcel sheets with the numbers of an approval dossier."""
    land_use = request.layer("landuse", "LANDUSE")
    source, patches_source = request.source, source_of(land_use)
    crs = plane_crs(patches_source, source)
    run = Run(crs, request.context, request.cancelled)
    class_field = request.land_use_class(land_use)
    parcels = read_parcels(run, source, request.parcel_fields(), "", load_dialect("base"))
    fields = LandUseFields(class_field, find_field(land_use, "landuse", "classname", required=False) or "")
    patches = read_land_use(run, patches_source, fields, None)
    village_layer = request.county.get("village")
    villages = village_fields = None
    if village_layer is not None:
        villages = source_of(village_layer)
        code = find_field(villages, "village", "code", layer=villages.name) or ""
        village_fields = VillageFields(code, find_field(villages, "village", "name", required=False) or "")
    pieces = measure_land_use(run, parcels, patches, villages, village_fields)
    lines = red_lines_to_check(request.county, request.language, request.inside)
    checked = check_red_lines(run, parcels.polygons, parcels.zones(), lines, request.tolerance)
    findings = [finding for each in checked for finding in each.findings]
    for notice in run.notices:
        request.warn(notice.sentence(tr))
    dossier = make_dossier(parcels.parcels, pieces, findings, request.tolerance)
    words = TableWords(patches.scheme, request.language, request.tr)
    texts = request.texts
    signatures = Signatures(
        texts.office, texts.maker, texts.checker, texts.approver, texts.data_date, texts.made_date, texts.marking
    )
    method = Method("official", crs.ellipsoidAcronym() or "?", name_of_crs(crs))
    files = DossierFiles(Path(), dossier, words, method, signatures, ())
    red_layers = [
        (layer, role, layer_title(layer, request.language))
        for role in RED_LINES
        if (layer := request.county.get(role)) is not None
    ]
    shown = SheetLayers(
        land_use=land_use,
        class_field=class_field,
        villages=village_layer,
        village_name=(village_fields.name or village_fields.code) if village_fields else "",
        red_lines=red_layers,
    )
    contents = []
    for i, own in enumerate(parcels.parcels):
        content = sheet_content(files, i, parcels, shown, crs)
        title = request.sheet_title(content.title, own.number, own.name)
        contents.append(
            replace(
                content,
                title=title,
                subtitle=texts.subtitle or content.subtitle,
                height_line=texts.height,
                security=texts.security,
            )
        )
    sheets = parcel_sheets(contents, drawn_layers(files, shown), crs, request.tr)
    names = [
        request.file_name("parcel", i + 1, own.number, own.name, contents[i].title)
        for i, own in enumerate(parcels.parcels)
    ]
    return [replace(sheets, names=names)]


def _read(request: Request) -> Parcels:
    """Parcels in the land use's system where that is projected, as the dossier reads them."""
    land_use = request.county.get("landuse")
    crs = plane_crs(*([land_use] if land_use is not None else []), request.source)
    run = Run(crs, request.context, request.cancelled)
    return read_sheet_parcels(run, request.source, request.parcel_fields())


def batch(request: Request) -> list[SheetSet]:
    parcels = _read(request)
    return [
        batch_sheets(
            parcels, request.county, request.texts, request.language, request.tr, request.file_name, request.sheet_title
        )
    ]


def redline(request: Request) -> list[SheetSet]:
    parcels = _read(request)
    sheets = redline_sheets(
        parcels,
        request.county,
        request.texts,
        request.language,
        request.tr,
        request.file_name,
        request.sheet_title,
        request.tolerance,
        request.inside,
    )
    for notice in parcels.run.notices:
        request.warn(notice.sentence(tr))
    return [sheets]


def landuse(request: Request, scheme: Scheme | None = None) -> list[SheetSet]:
    layer = request.layer("landuse", "LANDUSE")
    class_field = request.land_use_class(layer)
    tally = tally_zones(
        request.source,
        request.zone_fields(),
        layer,
        class_field,
        request.context,
        scheme=scheme,
        cancelled=request.cancelled,
        warn=request.warn,
        tr=tr,
    )
    return [
        landuse_sheets(
            tally,
            layer,
            class_field,
            request.county,
            request.texts,
            request.language,
            request.tr,
            request.file_name,
            request.sheet_title,
        )
    ]


def village(request: Request) -> list[SheetSet]:
    layer = request.layer("landuse", "LANDUSE")
    class_field = request.land_use_class(layer)
    tally = tally_zones(
        request.source,
        request.zone_fields(),
        layer,
        class_field,
        request.context,
        cancelled=request.cancelled,
        warn=request.warn,
        tr=tr,
    )
    run = Run(tally.crs, request.context, request.cancelled)
    sheets = village_cards(
        tally,
        layer,
        class_field,
        request.county,
        run,
        request.texts,
        request.language,
        request.tr,
        request.file_name,
        request.sheet_title,
    )
    for notice in run.notices:
        request.warn(notice.sentence(tr))
    return [sheets]


def tract(request: Request) -> list[SheetSet]:
    """Four sheets a tract; the current use only where there is a land-use layer."""
    uses = request.layer("tractuse", "TRACT_USE")
    number = request.field("ID_FIELD", ("tract",), "number")
    name = request.field("NAME_FIELD", ("tract",), "name")
    plan = read_tract_plan(request.source, number, name, uses, request.rules, request.context, request.cancelled)
    for notice in plan.run.notices:
        request.warn(notice.sentence(tr))
    current = None
    if request.county.get("landuse") is not None:
        [current] = landuse(request)
        current = replace(current, names=[f"{each}_2" for each in current.names])
    return tract_sets(
        plan,
        current,
        uses,
        request.county,
        request.texts,
        request.language,
        request.tr,
        request.file_name,
        request.sheet_title,
    )


def coverage(request: Request) -> list[SheetSet]:
    """Areas to print with what cameras cover of them."""
    villages = request.layer("village", "VILLAGES")
    areas = request.county.get("coverage")
    covering = areas or request.layer("camera", "CAMERAS")
    run = Run(plane_crs(villages, covering), request.context, request.cancelled)
    seen = read_seen(run, source_of(covering), None) if areas else read_seen(run, None, source_of(covering))
    validity = request.processing.invalidGeometryCheck()
    found = measure_coverage(run, villages, seen, request.county.get("township"), validity)
    zones = read_zones(run, request.source, request.zone_fields(), validity)
    places = [(zones.ids[i], zones.names[i], geometry_of(zones.features.polygons, i)) for i in range(len(zones))]
    for notice in run.notices:
        request.warn(notice.sentence(tr))
    return [
        coverage_sheets(
            places, found, request.county, request.texts, request.tr, request.file_name, request.sheet_title
        )
    ]


KINDS: Mapping[str, Callable[[Request], list[SheetSet]]] = {
    "parcel": parcel,
    "batch": batch,
    "landuse": landuse,
    "redline": redline,
    "tract": tract,
    "coverage": coverage,
    "village": village,
}
"""The values of SHEET."""
