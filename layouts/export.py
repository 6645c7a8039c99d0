"""Sheets to files: PDF with fonts embedded, PNG, SVG. A file appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import qgis.core
from osgeo import gdal
from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout

from ..core.errors import RedlineError
from ..core.paper.drafts import sweep
from ..core.paper.endings import refuse_cut_off
from .legend import fit_legend
from .panel import fit_panel, hide_empty

__all__ = ["FORMATS", "Target", "export_sheet", "geopdf_available", "remove_drafts", "seek"]

FORMATS = ("pdf", "png", "svg")

DRAFT = ".sheet-"
"""Folders in which sheets are written until they are whole start with this."""


@dataclass(frozen=True)
class Target:
    """How a sheet becomes files.

    kind : one of FORMATS; dpi : of PNG, and of what in a PDF cannot be vector. layered : SVG with a group a layer, PDF
    with layers (only as GeoPDF); geopdf : PDF that carries its coordinate system, where this QGIS can write it.
    """

    kind: str = "pdf"
    dpi: float = 300.0
    layered: bool = False
    geopdf: bool = False


def geopdf_available() -> bool:
    """Whether this QGIS can write GeoPDF: from 3.42 on its Python says so, under two names; before, what QGIS itself
    asks for is asked, a GDAL that can read PDF."""
    for name, method in (
        ("QgsAbstractGeospatialPdfExporter", "geospatialPDFCreationAvailable"),
        ("QgsAbstractGeoPdfExporter", "geoPDFCreationAvailable"),
    ):
        exporter = getattr(qgis.core, name, None)
        if exporter is not None:
            answer = getattr(exporter, method)()
            return bool(answer[0] if isinstance(answer, tuple) else answer)
    driver = gdal.GetDriverByName("PDF")
    return driver is not None and any(driver.GetMetadataItem(f"HAVE_{name}") == "YES" for name in ("POPPLER", "PDFIUM"))


def seek(layout: QgsPrintLayout, i: int) -> int:
    """Turn the atlas to sheet ``i``, settle its page numbers, and return its count of pages."""
    atlas = layout.atlas()
    atlas.seekTo(i)
    fit_panel(layout)
    hide_empty(layout)
    collection = layout.pageCollection()
    shown = [collection.shouldExportPage(page) for page in range(collection.pageCount())]
    last = max((page for page, printed in enumerate(shown) if printed), default=0)
    numbers = [str(sum(shown[: page + 1])) for page in range(last + 1)]
    pages = sum(shown)
    coverage = atlas.coverageLayer()
    feature = layout.reportContext().feature()
    texts = {"pages": pages, "page_numbers": ",".join(numbers)}
    if any(feature[name] != value for name, value in texts.items()):
        fields = coverage.fields()
        changes = {fields.indexOf(name): value for name, value in texts.items()}
        coverage.dataProvider().changeAttributeValues({feature.id(): changes})
        atlas.refreshCurrentFeature()
    fit_legend(layout)
    return pages


def export_sheet(
    layout: QgsPrintLayout, stem: Path, target: Target, announce: Callable[[Path, Path], object] | None = None
) -> list[Path]:
    """The current sheet as files ``<stem>.<kind>``, ``<stem>_2.<kind>`` …; a PDF holds all its pages in one file.

    announce : called with each file as it was made and its place, before it is put there. Raises RedlineError where
    the folder cannot be written, and where a file that QGIS calls written is cut off.
    """
    refused = RedlineError(
        "The map sheet {path} could not be written: is the folder full or read-only?",
        path=str(stem.with_name(f"{stem.name}.{target.kind}")),
    )
    if not stem.parent.is_dir():
        raise refused
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=stem.parent))
        if _export(layout, draft / f"sheet.{target.kind}", target) != QgsLayoutExporter.ExportResult.Success:
            raise refused
        made = sorted(draft.iterdir(), key=lambda path: (len(path.stem), path.stem))
        for path in made:
            try:
                refuse_cut_off(path)
            except RedlineError as error:
                raise refused from error
        result = []
        for number, path in enumerate(made, 1):
            name = f"{stem.name}.{target.kind}" if number == 1 else f"{stem.name}_{number}.{target.kind}"
            if announce is not None:
                announce(path, stem.with_name(name))
            result.append(path.replace(stem.with_name(name)))
        return result
    except OSError as error:
        raise refused from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)


def remove_drafts(folder: Path) -> list[Path]:
    """Remove what a run left half written in ``folder`` that was killed more than a day ago; younger drafts may be
    those of another run."""
    return sweep(folder, DRAFT)


def _export(layout: QgsPrintLayout, path: Path, target: Target) -> QgsLayoutExporter.ExportResult:
    exporter = QgsLayoutExporter(layout)
    if target.kind == "png":
        image = QgsLayoutExporter.ImageExportSettings()
        image.dpi = target.dpi
        image.generateWorldFile = False
        return exporter.exportToImage(str(path), image)
    if target.kind == "svg":
        svg = QgsLayoutExporter.SvgExportSettings()
        svg.dpi = target.dpi
        svg.forceVectorOutput = True
        svg.exportAsLayers = target.layered
        svg.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        return exporter.exportToSvg(str(path), svg)
    return exporter.exportToPdf(str(path), _pdf_settings(target))


def _pdf_settings(target: Target) -> QgsLayoutExporter.PdfExportSettings:
    """Vector PDF with text as text, so that its fonts are embedded and its numbers can be searched."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = target.dpi
    settings.rasterizeWholeImage = False
    settings.forceVectorOutput = True
    settings.appendGeoreference = target.geopdf
    # Metadata would name the person's login as the author.
    settings.exportMetadata = False
    settings.simplifyGeometries = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    settings.writeGeoPdf = target.geopdf
    # Layers to switch and coordinates; attributes would carry personal data out with the sheet.
    settings.includeGeoPdfFeatures = False
    settings.exportLayersAsSeperateFiles = False
    return settings
