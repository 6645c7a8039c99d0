"""Sheets to files: PDF with fonts embedded, PNG, SVG. A file appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout

from ..core.errors import Cancelled, RedlineError

__all__ = ["clean_name", "pdf_settings", "write_pdf_sheets"]

_FORBIDDEN = set('<>:"/\\|?*')
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}


def clean_name(text: str, limit: int = 120) -> str:
    """``text`` as a file name on every system: characters that one of them forbids become ``_``."""
    name = "".join("_" if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in text)
    name = " ".join(name.split()).strip(". ")
    # A Linux file name holds 255 bytes, and a Chinese character takes three.
    while len(name) > limit or len(name.encode("utf-8")) > 230:
        name = name[:-1].rstrip(". ")
    if not name or name.split(".")[0].lower() in _RESERVED:
        name = f"_{name}"
    return name


def pdf_settings(dpi: float = 300.0) -> QgsLayoutExporter.PdfExportSettings:
    """Vector PDF with text as text, so that its fonts are embedded and its numbers can be searched."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    settings.rasterizeWholeImage = False
    settings.forceVectorOutput = True
    settings.appendGeoreference = False
    settings.exportMetadata = True
    settings.simplifyGeometries = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    return settings


def write_pdf_sheets(
    layout: QgsPrintLayout,
    targets: Callable[[int], Path | None],
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """One PDF a sheet of the layout's atlas; ``targets`` names the file of sheet ``i``, None leaves it out."""
    atlas = layout.atlas()
    atlas.beginRender()
    written: list[Path] = []
    try:
        count = atlas.updateFeatures()
        for i in range(count):
            if cancelled is not None and cancelled():
                raise Cancelled()
            target = targets(i)
            if target is None:
                continue
            seek(layout, i)
            export_pdf(layout, target)
            written.append(target)
            if progress is not None:
                progress(100.0 * (i + 1) / count)
    finally:
        atlas.endRender()
    return written


def seek(layout: QgsPrintLayout, i: int) -> int:
    """Turn the atlas to sheet ``i``, settle its page count, and return it."""
    atlas = layout.atlas()
    atlas.seekTo(i)
    collection = layout.pageCollection()
    shown = [collection.shouldExportPage(page) for page in range(collection.pageCount())]
    pages = sum(shown)
    hidden = int(len(shown) > 2 and not shown[1] and any(shown[2:]))
    coverage = atlas.coverageLayer()
    feature = layout.reportContext().feature()
    if (feature["pages"], feature["hidden_pages"]) != (pages, hidden):
        fields = coverage.fields()
        coverage.dataProvider().changeAttributeValues(
            {feature.id(): {fields.indexOf("pages"): pages, fields.indexOf("hidden_pages"): hidden}}
        )
        atlas.refreshCurrentFeature()
    return pages


def export_pdf(layout: QgsPrintLayout, target: Path) -> None:
    """The current sheet, all its pages, as one PDF."""
    draft = target.with_name(f".{os.getpid()}-draft{target.suffix}")
    try:
        result = QgsLayoutExporter(layout).exportToPdf(str(draft), pdf_settings())
        if result != QgsLayoutExporter.ExportResult.Success:
            raise RedlineError(
                "The map sheet {path} could not be written: is the folder full or read-only?", path=str(target)
            )
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
