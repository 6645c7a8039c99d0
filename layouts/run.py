"""From prepared sheets to files: template, order, one file a sheet or one book, and going on after a stop."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QLockFile

from ..core.errors import Cancelled, RedlineError
from ..core.foreign import read_json
from ..core.paper.outputfolder import file_name, not_writable
from ..core.paper.ownfiles import SHEETS, OwnFiles, add_line
from ..i18n import tr
from ..layers.reading.names import called
from .book import BookSheet, write_book
from .export import Target, export_sheet, remove_drafts, seek
from .plans import SEPARATOR, MapLayer, SheetPlan
from .scales import Frame, fitting_scale
from .setting import NamedSheet
from .sheets import assemble, map_frame
from .symbols import Look, wear
from .templates import template_path

__all__ = ["PrintOptions", "Printed", "SheetSet", "print_sheets", "print_to_folder", "put_into_project"]

STATE = ".redline-mapsheets.jsonl"
"""Which sheets of a run are finished; gone when the run is."""

WORK = ".redline-sheets"
"""The sheets of a book until they are bound."""


@dataclass(frozen=True)
class SheetSet:
    """Sheets of one kind, ready to be laid out.

    kind : the template. plan : (numbers of sheets, template, its map frame) -> plan; the coverage of the plan holds
    all sheets of the set in their order. group : sheets whose plans differ, for example in the columns of their tables.
    """

    kind: str
    crs: QgsCoordinateReferenceSystem
    sheets: Sequence[NamedSheet]
    plan: Callable[[Sequence[int], Path, Frame], SheetPlan]
    group: Callable[[int], Hashable] = lambda _: ()

    def __len__(self) -> int:
        return len(self.sheets)


@dataclass(frozen=True)
class PrintOptions:
    """How sheets are printed. orientation: ``portrait``, ``landscape`` or ``auto``, by sheet the one that shows it
    larger (landscape where both do)."""

    paper: str = "A4"
    orientation: str = "auto"
    target: Target = field(default_factory=Target)
    templates: Path | None = None
    warn: Callable[[str], None] = lambda _: None
    tr: Callable[[str], str] = lambda text: text
    progress: Callable[[float], None] | None = None
    cancelled: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Printed:
    """One sheet on disk."""

    title: str
    paths: tuple[Path, ...]
    pages: int


@dataclass(frozen=True)
class SheetGroup:
    """Sheets of one set on one template."""

    sheets: SheetSet
    numbers: tuple[int, ...]
    template: Path
    frame: Frame

    def plan(self) -> SheetPlan:
        return self.sheets.plan(self.numbers, self.template, self.frame)


def sheet_groups(sheets: SheetSet, options: PrintOptions) -> list[SheetGroup]:
    """Which sheets go on which template."""
    choices = ("landscape", "portrait") if options.orientation == "auto" else (options.orientation,)
    paths = {choice: template_path(sheets.kind, options.paper, choice, options.templates) for choice in choices}
    frames = {choice: map_frame(path) for choice, path in paths.items()}
    found: dict[tuple[str, Hashable], list[int]] = {}
    for i, sheet in enumerate(sheets.sheets):
        if sheet.geometry.isEmpty():
            raise RedlineError(
                "Sheet {sheet} has no geometry: draw it or take it out of the selection.", sheet=sheet.title
            )
        box = sheet.geometry.boundingBox()
        best = min(choices, key=lambda choice: fitting_scale(box.width(), box.height(), frames[choice]))
        found.setdefault((best, sheets.group(i)), []).append(i)
    return [SheetGroup(sheets, tuple(numbers), paths[choice], frames[choice]) for (choice, _), numbers in found.items()]


class _Press:
    """Layouts of several sets, each made when its first sheet is printed."""

    def __init__(self, sets: Sequence[SheetSet], options: PrintOptions) -> None:
        self._options = options
        self._groups = [group for sheets in sets for group in sheet_groups(sheets, options)]
        self._places = {
            (id(group.sheets), number): place for place, group in enumerate(self._groups) for number in group.numbers
        }
        self._layouts: dict[int, tuple[QgsProject, QgsPrintLayout, SheetPlan]] = {}

    def group_of(self, sheets: SheetSet, number: int) -> int:
        return self._places[id(sheets), number]

    def layout(self, place: int) -> tuple[QgsPrintLayout, SheetPlan]:
        if place not in self._layouts:
            project = QgsProject()
            plan = _dressed(project, self._groups[place].plan(), self._options.target.geopdf)
            layout = assemble(project, plan, self._options.warn, self._options.tr)
            # The project owns the layout, so that neither outlives what it needs.
            project.layoutManager().addLayout(layout)
            layout.atlas().beginRender()
            layout.atlas().updateFeatures()
            self._layouts[place] = (project, layout, plan)
        return self._layouts[place][1:]

    def close(self) -> None:
        for _, layout, _ in self._layouts.values():
            layout.atlas().endRender()

    def print(
        self, sheets: SheetSet, number: int, stem: Path, announce: Callable[[Path, Path], object] | None = None
    ) -> Printed:
        layout, _ = self.layout(self.group_of(sheets, number))
        pages = seek(layout, number)
        paths = export_sheet(layout, stem, self._options.target, announce)
        return Printed(sheets.sheets[number].title, tuple(paths), pages)


def _dressed(project: QgsProject, plan: SheetPlan, copy_all: bool) -> SheetPlan:
    """The plan with each look on a layer of the sheet's own.

    A look laid over a layer is read from XML, and the layer's own written to XML and read back, each time the layer
    is drawn and each time its legend is asked what is on the map: half of the time of a sheet. What has no unsaved
    edits is drawn from a copy that has the look; layers made for the sheets take it, once. copy_all : for a GeoPDF,
    which takes layers' names from the sheet's project, where GDAL writes a broken one for a layer without a name.
    """
    made: dict[tuple[str, int], QgsMapLayer] = {}
    mine = {layer.id() for layer in (plan.coverage, *plan.own)}
    looks: dict[str, Look | None] = {}

    def dressed(entry: MapLayer) -> MapLayer:
        layer, look = entry.layer, entry.look
        if layer.id() in mine:
            if looks.setdefault(layer.id(), look) is not look or look is None:
                return entry  # another look in the key map
            wear(layer, look)
            return replace(entry, look=None)
        if not (copy_all or _can_be_copied(layer)):
            return entry
        key = (layer.id(), id(look))
        if key not in made:
            copy = layer.clone()
            copy.setName(called(layer))
            if look is not None:
                wear(copy, look)
            made[key] = project.addMapLayer(copy, False)
        return replace(entry, layer=made[key], look=None)

    return replace(
        plan, layers=[dressed(entry) for entry in plan.layers], keymap=[dressed(entry) for entry in plan.keymap]
    )


def _can_be_copied(layer: QgsMapLayer) -> bool:
    """Whether a copy of the layer shows what it shows: it lies in a file or a database, and nothing waits to be
    saved."""
    return isinstance(layer, QgsVectorLayer) and layer.providerType() in ("ogr", "postgres") and not layer.isEditable()


def order_of(sets: Sequence[SheetSet]) -> list[tuple[SheetSet, int]]:
    """Sheets in printing order: the first sheet of each set, then the second (a tract's four sheets together)."""
    longest = max((len(sheets) for sheets in sets), default=0)
    return [(sheets, i) for i in range(longest) for sheets in sets if i < len(sheets)]


def print_sheets(
    sets: Sequence[SheetSet], options: PrintOptions, stem_of: Callable[[SheetSet, int], Path]
) -> list[Printed]:
    """Print every sheet to ``stem_of(set, number)`` (without ending), in printing order.

    Runs in the main thread. Raises RedlineError for what cannot be printed, Cancelled; whole files stay.
    """
    wanted = order_of(sets)
    result = []
    with closing(_Press(sets, options)) as press:
        for place, (sheets, number) in enumerate(wanted, 1):
            if options.cancelled is not None and options.cancelled():
                raise Cancelled()
            result.append(press.print(sheets, number, stem_of(sheets, number)))
            if options.progress is not None:
                options.progress(100.0 * place / len(wanted))
    return result


def print_to_folder(sets: Sequence[SheetSet], options: PrintOptions, folder: Path, book: str = "") -> list[Printed]:
    """Print all sheets into ``folder``; with ``book`` (a file name without ending) as one PDF with bookmarks.

    A run that was stopped goes on where it was: sheets whose numbers, texts, outline, template and layers are as
    they were are not printed again. Raises as ``print_sheets``, and before the first sheet where a file of its name is
    there that Redline did not write.
    """
    if book and options.target.kind != "pdf":
        raise RedlineError("Only PDF sheets can be bound into a book: choose pdf, or leave BOOK off.")
    work = folder / WORK if book else folder
    if book:
        OwnFiles(folder, SHEETS).refuse_others([_book_path(folder, book)])
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(work) if book else nullcontext():
            # Not before: a run that ends takes its own away.
            work.mkdir(exist_ok=True)
            try:
                return _print_into(sets, options, folder, book)
            finally:
                if book:
                    _remove_empty([work])
    except BaseException as error:
        # Sheets that are done stay; folders in which nothing lies do not.
        _remove_empty(missing)
        if isinstance(error, OSError):
            raise not_writable(folder, error) from error
        raise


def _remove_empty(folders: Sequence[Path]) -> None:
    for each in folders:
        with suppress(OSError):
            each.rmdir()


def _print_into(sets: Sequence[SheetSet], options: PrintOptions, folder: Path, book: str) -> list[Printed]:
    work = folder / WORK if book else folder
    for left in remove_drafts(work):
        options.warn(tr("{folder}, left by a run that was killed, was removed.").format(folder=str(left)))
    wanted = order_of(sets)
    taken: set[str] = set()
    stems = [work / file_name(sheets.sheets[number].file, taken) for sheets, number in wanted]
    own = OwnFiles(folder, SHEETS)
    if not book:
        own.refuse_others(places_of(stems, options.target.kind))
    announce = None if book else own.add
    state = _State(folder / STATE, options)
    result: list[Printed] = []
    with closing(_Press(sets, options)) as press:
        for place, ((sheets, number), stem) in enumerate(zip(wanted, stems, strict=True), 1):
            if options.cancelled is not None and options.cancelled():
                raise Cancelled()
            _, plan = press.layout(press.group_of(sheets, number))
            mark = state.mark(plan, sheets, number)
            printed = state.finished(stem, mark, sheets.sheets[number].title)
            if printed is None:
                printed = press.print(sheets, number, stem, announce)
                state.add(stem, mark, printed)
            result.append(printed)
            if options.progress is not None:
                options.progress(100.0 * place / len(wanted))
    if book:
        target = _book_path(folder, book)
        level = [int(len(sets) > 1 and sheets is not sets[0]) for sheets, _ in wanted]
        entries = [BookSheet(each.paths[0], each.title, level[i]) for i, each in enumerate(result)]
        write_book(entries, target, own.add)
        shutil.rmtree(work, ignore_errors=True)
        result = [Printed(target.stem, (target,), sum(each.pages for each in result))]
    state.done()
    return result


def _book_path(folder: Path, book: str) -> Path:
    return folder / f"{file_name(book)}.pdf"


def places_of(stems: Sequence[Path], kind: str) -> list[Path]:
    """Every file that sheets with these ``stems`` may become: ``<stem>.<kind>``, and the pages after it that are there
    and are no other sheet."""
    first = [stem.with_name(f"{stem.name}.{kind}") for stem in stems]
    known = set(first)
    pages = []
    for stem in stems:
        number = 2
        while (page := stem.with_name(f"{stem.name}_{number}.{kind}")).exists() and page not in known:
            pages.append(page)
            number += 1
    return [*first, *pages]


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Hold ``work`` for one run: two that bind the same sheets would take them from each other."""
    lock = QLockFile(str(work.with_name(f"{work.name}.lock")))
    lock.setStaleLockTime(24 * 3600 * 1000)
    if not lock.tryLock(0):
        if lock.error() != QLockFile.LockError.LockFailedError:
            error = OSError(errno.EIO, os.strerror(errno.EIO))
            raise not_writable(work.parent, error) from error
        raise RedlineError(
            "Another run is making a book in folder {folder}: wait until it is done, or choose another folder.",
            folder=str(work.parent),
        )
    try:
        yield
    finally:
        lock.unlock()


class _State:
    """The finished sheets of a run, one JSON line each."""

    def __init__(self, path: Path, options: PrintOptions) -> None:
        self._path = path
        self._options = options
        self._known: dict[str, dict] = {}
        self._common: dict[int, str] = {}
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    row = read_json(line)
                    self._known[row["stem"]] = row
                except (ValueError, KeyError, TypeError):
                    # The line on which the run was stopped.
                    continue

    def mark(self, plan: SheetPlan, sheets: SheetSet, number: int) -> str:
        """A digest of all that the sheet shows."""
        if id(plan) not in self._common:
            parts = [plan.template.read_bytes().decode("utf-8"), repr(self._options.target)]
            for entry in (*plan.layers, *plan.keymap):
                source = entry.layer.source()
                file = Path(source.split("|")[0])
                time = file.stat().st_mtime_ns if entry.layer.providerType() == "ogr" and file.is_file() else 0
                own = entry.layer in plan.own or entry.layer is plan.coverage
                parts.append("" if own else f"{source} {time}")
            self._common[id(plan)] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        sheet = sheets.sheets[number]
        digest = hashlib.sha256(self._common[id(plan)].encode())
        digest.update(bytes(sheet.geometry.asWkb()))
        digest.update(repr(plan.texts.get(sheet.key)).encode())
        for table in plan.tables:
            for owner, body in table.tables:
                if owner == sheet.key:
                    digest.update(repr(list(body.texts())).encode())
        return digest.hexdigest()

    def finished(self, stem: Path, mark: str, title: str) -> Printed | None:
        row = self._known.get(stem.name)
        if row is None or row.get("mark") != mark:
            return None
        paths = tuple(stem.parent / name for name in row["files"])
        return Printed(title, paths, row["pages"]) if all(path.is_file() for path in paths) else None

    def add(self, stem: Path, mark: str, printed: Printed) -> None:
        row = {"stem": stem.name, "mark": mark, "files": [path.name for path in printed.paths], "pages": printed.pages}
        add_line(self._path, row)

    def done(self) -> None:
        self._path.unlink(missing_ok=True)


def put_into_project(
    sets: Sequence[SheetSet], options: PrintOptions, project: QgsProject, store: Path
) -> list[QgsPrintLayout]:
    """Add the layouts to the project's layout manager; the layers they are made of go to the GeoPackage ``store``.

    Layouts of the same name are replaced.
    """
    made: list[QgsPrintLayout] = []
    manager = project.layoutManager()
    for sheets in sets:
        for group in sheet_groups(sheets, options):
            plan = group.plan()
            name = _layout_name(plan, group, {layout.name() for layout in made}, options)
            old = manager.layoutByName(name)
            if old is not None:
                manager.removeLayout(old)
            # Its layers were written by an earlier run and are written anew.
            stale = [
                layer.id()
                for layer in project.mapLayers().values()
                if layer.name().startswith(f"{name}{SEPARATOR}") and Path(layer.source().split("|")[0]) == store
            ]
            project.removeMapLayers(stale)
            layout = assemble(project, replace(plan, name=name), options.warn, options.tr, store)
            # The designer's PDF export then starts with text as text: fonts embedded, numbers that can be searched.
            layout.setCustomProperty("pdfTextFormat", Qgis.TextRenderFormat.AlwaysText.value)
            manager.addLayout(layout)
            made.append(layout)
    return made


def _layout_name(plan: SheetPlan, group: SheetGroup, taken: set[str], options: PrintOptions) -> str:
    """The name of a layout in the project; sheets on several templates are told apart."""
    name = plan.name if group.template.stem.endswith("landscape") else f"{plan.name} ({options.tr('portrait')})"
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name} {number}", number + 1
    return unique
