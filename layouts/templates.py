"""Page templates: files that an office edits in QGIS's own layout designer; items are found by their id."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutTable,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QXmlStreamReader
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import RedlineError
from ..core.resources import RESOURCES
from .fonts import BODY, HEADING, NEEDED, missing_signs, own_family, sheet_family

__all__ = ["SHIPPED", "Items", "load_template", "template_path"]

SHIPPED = RESOURCES / "layouts"
DEEPEST = 200
"""Tags within tags; the shipped templates have eight."""
LARGEST = 64_000_000
"""Bytes of a template; the shipped ones have a hundred thousand."""


def template_path(kind: str, paper: str, orientation: str, folder: Path | None = None) -> Path:
    """The template ``<kind>_<paper>_<orientation>.qpt``, the office's own in ``folder`` before the shipped one."""
    name = f"{kind}_{paper}_{orientation}.qpt"
    for place in (folder, SHIPPED):
        if place is not None and (place / name).is_file():
            return place / name
    raise RedlineError(
        "There is no page template {name}: put it into {folder}, or choose another paper or orientation.",
        name=name,
        folder=str(folder or SHIPPED),
    )


def load_template(
    project: QgsProject, path: Path, name: str, warn: Callable[[str], None], tr: Callable[[str], str]
) -> QgsPrintLayout:
    """A layout made from the template, in typefaces that this machine has.

    Raises RedlineError where the file is no QGIS layout template.
    """
    document = QDomDocument()
    try:
        size = path.stat().st_size
        content = path.read_text(encoding="utf-8") if size <= LARGEST else ""
    except (OSError, UnicodeDecodeError) as error:
        raise RedlineError(
            "The page template {path} cannot be read: {reason}", path=str(path), reason=str(error)
        ) from error
    if size > LARGEST:
        raise RedlineError(
            "The page template {path} is {size} MB large; {most} MB are read: leave pictures in files of their own.",
            path=str(path),
            size=size // 1_000_000,
            most=LARGEST // 1_000_000,
        )
    depth = _depth(content)
    if depth > DEEPEST:
        raise RedlineError(
            "The page template {path} nests its tags more than {most} deep, which no layout of QGIS does: save it "
            "again in the layout designer, or take another file.",
            path=str(path),
            most=DEEPEST,
        )
    if not depth or "<!ENTITY" in content or not _parsed(document, content):
        raise RedlineError("The page template {path} is no QGIS layout template.", path=str(path))
    layout = QgsPrintLayout(project)
    _, loaded = layout.loadFromTemplate(document, QgsReadWriteContext(), True)
    if not loaded:
        raise RedlineError("The page template {path} is no QGIS layout template.", path=str(path))
    layout.setName(name)
    set_fonts(layout, warn, tr)
    return layout


def _depth(content: str) -> int:
    """How deep tags are nested, counted without building anything, up to one more than ``DEEPEST``; 0 where it is no
    XML. QGIS itself ends where a document is nested some ten thousands deep."""
    reader, depth, deepest = QXmlStreamReader(content), 0, 0
    while not reader.atEnd() and deepest <= DEEPEST:
        token = reader.readNext()
        if token == QXmlStreamReader.TokenType.StartElement:
            depth += 1
            deepest = max(deepest, depth)
        elif token == QXmlStreamReader.TokenType.EndElement:
            depth -= 1
    return 0 if reader.hasError() else deepest


def _parsed(document: QDomDocument, content: str) -> bool:
    result = document.setContent(content)
    # A tuple in Qt 5, an object that is true or false in Qt 6.
    return bool(result[0]) if isinstance(result, tuple) else bool(result)


class Items:
    """The items of a layout by id; what is not there is said once and skipped."""

    def __init__(self, layout: QgsPrintLayout, warn: Callable[[str], None], tr: Callable[[str], str]) -> None:
        self.layout = layout
        self._warn, self._tr = warn, tr
        self._by_id: dict[str, QgsLayoutItem] = {}
        for item in layout.items():
            if isinstance(item, QgsLayoutItem) and item.id():
                self._by_id.setdefault(item.id(), item)
        self._said: set[str] = set()

    def get(self, name: str, kind: type, needed: bool = True) -> Any:
        """The item ``name`` when it is of ``kind``; None otherwise, with a warning where it is ``needed``."""
        item = self._by_id.get(name)
        if isinstance(item, kind):
            return item
        if needed and name not in self._said:
            self._said.add(name)
            tr = self._tr
            self._warn(tr("The page template has no item “{name}”: it is left out of the sheet.").format(name=name))
        return None

    def table(self, name: str) -> QgsLayoutTable | None:
        frame = self.get(name, QgsLayoutFrame)
        table = frame.multiFrame() if frame else None
        return table if isinstance(table, QgsLayoutTable) else None

    def remove(self, *names: str) -> None:
        """Take items out of the layout, for what this sheet does not show."""
        for name in names:
            item = self._by_id.pop(name, None)
            if isinstance(item, QgsLayoutFrame):
                table = item.multiFrame()
                for frame in list(table.frames()):
                    self._by_id.pop(frame.id(), None)
                self.layout.removeMultiFrame(table)
                table.deleteLater()
            elif item is not None:
                self.layout.removeLayoutItem(item)


def set_fonts(layout: QgsPrintLayout, warn: Callable[[str], None], tr: Callable[[str], str]) -> None:
    """Put an installed typeface into every text of the layout; what the template asks for comes first."""
    used: set[str] = set()

    def fitted(form: QgsTextFormat) -> QgsTextFormat:
        wanted = tuple(form.families() or [form.font().family()])
        heading = any(family in HEADING for family in wanted)
        family = sheet_family((*own_family(heading=heading), *wanted, *(HEADING if heading else BODY)))
        result = QgsTextFormat(form)
        font = QFont(form.font())
        font.setFamily(family)
        result.setFont(font)
        used.add(family)
        return result

    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel | QgsLayoutItemScaleBar):
            item.setTextFormat(fitted(item.textFormat()))
        elif isinstance(item, QgsLayoutItemMap):
            for grid in item.grids().asList():
                grid.setAnnotationTextFormat(fitted(grid.annotationTextFormat()))
        elif isinstance(item, QgsLayoutItemLegend):
            parts = QgsLegendStyle.Style
            for part in (parts.Title, parts.Group, parts.Subgroup, parts.SymbolLabel):
                style = item.style(part)
                style.setTextFormat(fitted(style.textFormat()))
                item.setStyle(part, style)
    for frame in layout.multiFrames():
        if isinstance(frame, QgsLayoutTable):
            frame.setContentTextFormat(fitted(frame.contentTextFormat()))
            frame.setHeaderTextFormat(fitted(frame.headerTextFormat()))
    for family in sorted(used):
        missing = missing_signs(family, NEEDED)
        if missing:
            sentence = tr(
                "The typeface {family} has no sign for {signs}: install a Chinese typeface, or these print as boxes."
            )
            warn(sentence.format(family=family, signs=" ".join(missing)))
