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
        wanted = [(i, target) for i in range(atlas.updateFeatures()) if (target := targets(i)) is not None]
        for number, (i, target) in enumerate(wanted, 1):
            if cancelled is not None and cancelled():
                raise Cancelled()
            seek(layout, i)
            export_pdf(layout, target)
            written.append(target)
            if progress is not None:
                progress(100.0 * number / len(wanted))
    finally:
        atlas.endRender()
    return written


def seek(layout: QgsPrintLayout, i: int) -> int:
    """Turn the atlas to sheet ``i``, settle its page count, and return it."""
    atlas = layout.atlas()
    atlas.seekTo(i)
    collection = layout.pageCollection()
    shown = [collection.shouldExportPage(page) for page in range(collection.pageCount())]
    numbers = [str(sum(shown[: page + 1])) for page in range(len(shown))]
    pages = sum(shown)
    coverage = atlas.coverageLayer()
    feature = layout.reportContext().feature()
    texts = {"pages": pages, "page_numbers": ",".join(numbers)}
    if any(feature[name] != value for name, value in texts.items()):
        fields = coverage.fields()
        changes = {fields.indexOf(name): value for name, value in texts.items()}
        coverage.dataProvider().changeAttributeValues({feature.id(): changes})
        atlas.refreshCurrentFeature()
    return pages


def export_pdf(layout: QgsPrintLayout, target: Path) -> None:
    """The current sheet, all its pages, as one PDF."""
    draft = target.with_name(f".{os.getpid()}-draft{target.suffix}")
    refused = RedlineError(
        "The map sheet {path} could not be written: is the folder full or read-only?", path=str(target)
    )
    if not target.parent.is_dir():
        raise refused
    try:
        if QgsLayoutExporter(layout).exportToPdf(str(draft), pdf_settings()) != QgsLayoutExporter.ExportResult.Success:
            raise refused
        draft.replace(target)
    except OSError as error:
        raise refused from error
    finally:
        draft.unlink(missing_ok=True)
