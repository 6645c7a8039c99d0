"""The map sheets of a dossier: its own numbers put on the parcel sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsVectorLayer

from ...core.approval.dossier import parcel_class_table, title_of
from ...core.boundary.points import boundary_table
from ...core.landuse.redlines import RedLineFinding, verdict_name
from ...core.landuse.tables import Words
from ...core.paper.outputfolder import file_name
from ...core.paper.places import refuse_long
from ...core.paper.tables import Table, cell_text
from ...layers.looks.symbols import class_colour
from ...layers.measuring.parcels import ReadParcels
from ...layers.reading.clip import geometry_of
from ...layouts.neighbours import neighbours_of
from ...layouts.parcel_sheet import (
    ParcelFacts,
    ParcelSheetContent,
    ParcelSheetLayers,
    PatchPiece,
    cut_pieces,
    make_parcel_sheets,
)
from ...layouts.texts import map_sheets
from .dossierfiles import DossierFiles

__all__ = ["drawn_layers", "refuse_long_paths", "sheet_content", "write_sheets"]


def write_sheets(
    files: DossierFiles,
    parcels: ReadParcels,
    layers: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
    paper: str,
    *,
    warn: Callable[[str], None],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> list[Path]:
    """One PDF for each parcel in ``<batch>/sheets``; returns them in the order of the parcels."""
    paths = _paths(files)
    contents = [sheet_content(files, i, parcels, layers, crs) for i in range(len(files.dossier.parcels))]
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    return make_parcel_sheets(
        contents,
        layers,
        crs,
        lambda content: paths[content.key],
        paper=paper,
        language=files.words.language,
        warn=warn,
        progress=lambda percent: progress(percent / 100),
        cancelled=cancelled,
    )


def refuse_long_paths(files: DossierFiles, target: Path) -> None:
    """Raise RedlineError where a sheet in the dossier ``target`` would have a path that is too long."""
    for path in _paths(files).values():
        refuse_long(target / path.relative_to(files.folder))


def _paths(files: DossierFiles) -> dict[str, Path]:
    """The PDF of each parcel, by its number."""
    found = {}
    for batch, folder in zip(files.dossier.batches, files.batch_folders(), strict=True):
        taken: set[str] = set()
        for i in batch.parcels:
            number = files.dossier.parcels[i].number
            found[number] = folder / "sheets" / f"{file_name(number, taken)}.pdf"
    return found


def drawn_layers(
    words: Words,
    land_use: QgsVectorLayer | None,
    class_field: str,
    villages: QgsVectorLayer | None,
    village_field: str,
    red_lines: Sequence[tuple[QgsVectorLayer, str, str]],
) -> ParcelSheetLayers:
    """The layers under the parcels, with the classes named as in the dossier's tables.

    red_lines : (layer, role ``farmland``, ``ecological`` or ``urban``, name).
    """
    return ParcelSheetLayers(
        landuse=land_use,
        class_field=class_field,
        class_names={code: words.scheme.name(code, words.language) for code in words.scheme.classes},
        class_colors={code: class_colour(words.scheme, code) for code in words.scheme.classes},
        villages=villages,
        village_field=village_field,
        red_lines=red_lines,
    )


def sheet_content(
    files: DossierFiles, i: int, parcels: ReadParcels, layers: ParcelSheetLayers, crs: QgsCoordinateReferenceSystem
) -> ParcelSheetContent:
    """What the sheet of parcel ``i`` says: the dossier's own numbers."""
    dossier, tr = files.dossier, files.words.tr
    parcel = dossier.parcels[i]
    geometry = geometry_of(parcels.polygons, i)
    usual = "　".join(text for text in (parcel.number, parcel.name, map_sheets([parcel.sheet], tr)) if text)
    return ParcelSheetContent(
        key=parcel.number,
        geometry=geometry,
        title=tr("Boundary survey map of the parcel"),
        texts=replace(files.texts, subtitle=files.texts.subtitle or usual),
        facts=ParcelFacts(
            batch=title_of(parcel.batch, tr),
            number=parcel.number,
            name=parcel.name,
            use=parcel.use,
            area=dossier.areas[i],
            verdict=_verdict(files, i),
            neighbours=neighbours_of(
                parcels.polygons,
                i,
                crs,
                layers.landuse,
                layers.class_field,
                lambda code: files.words.scheme.name(code, files.words.language) if code in files.words.scheme else "",
                layers.villages,
                layers.village_field,
            ),
        ),
        points=parcel.numbered,
        tables={"area_table": _class_table(files, i), "points_table": boundary_table(parcel.numbered, tr=tr)},
        patches=_patches(files, i, geometry, layers, crs),
    )


def _patches(
    files: DossierFiles,
    i: int,
    geometry: QgsGeometry,
    layers: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
) -> list[PatchPiece]:
    """The land use inside parcel ``i`` with its printed areas."""
    if layers.landuse is None:
        return []

    def printed(fid: int, _code: str) -> str:
        found = files.dossier.patch_areas.get((i, fid))
        return "" if found is None else cell_text(found)

    return cut_pieces(geometry, crs, layers.landuse, layers.class_field, printed)


def _class_table(files: DossierFiles, i: int) -> Table:
    return parcel_class_table(files.dossier.leaves[i], files.words, files.words.tr("Classes"))


def _verdict(files: DossierFiles, i: int) -> str:
    """Each red line that is touched, with the area against it, as in the table of the check; then the clear ones."""
    tr = files.words.tr
    found = [each for each in files.dossier.findings if each.zone == i]
    if not found:
        return tr("not checked")
    lines = [_finding(each, tr) for each in found if each.verdict != "clear"]
    clear = [each.line for each in found if each.verdict == "clear"]
    if clear:
        lines.append(f"{tr(', ').join(clear)} {verdict_name('clear', tr)}")
    return "\n".join(lines)


def _finding(finding: RedLineFinding, tr: Callable[[str], str]) -> str:
    return f"{finding.line} {verdict_name(finding.verdict, tr)} {cell_text(finding.against)} {tr('m²')}"
