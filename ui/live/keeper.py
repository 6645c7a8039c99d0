"""Keeps the project's county in memory: built in the background, told of every edit, built anew when it must be."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import cast

from qgis.core import QgsApplication, QgsProject, QgsTask, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core import compiled
from ...core.errors import RedlineError
from ...core.landuse.livetally import LiveCounty, ask
from ...core.shapes.polygons import Polygons
from ...i18n import tr
from ...layers.measuring.liveindex import LiveSources, edited, find_doubles, read_county, sources_of
from ...layers.measuring.tallying import AreaMethod
from ...layers.roles.fields import remembered
from ...layers.roles.settings import value
from ..changes import settings_changes

__all__ = ["CountyKeeper", "State", "project_layers"]

SETTLE_MS = 40
"""Edits that come within this time are taken together."""

MANY_EDITS = 2_000
"""Edited features from which on reading anew is quicker than laying them over."""


class State(Enum):
    """EMPTY: no land use in the project. BUILDING: nothing to ask yet. READY. FAILED: ``CountyKeeper.reason`` says
    why."""

    EMPTY = "empty"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


def project_layers() -> list[QgsVectorLayer]:
    """Vector layers of the project in the order of its layer tree."""
    found = (node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers())
    return [layer for layer in found if isinstance(layer, QgsVectorLayer)]


class BuildTask(QgsTask):
    """Reads the county in a thread of QGIS's task manager; ``county`` and ``reason`` tell what came of it.

    done : called in the main thread when it ended, whatever came of it.
    """

    def __init__(self, sources: LiveSources, done: Callable[..., object]) -> None:
        super().__init__(tr("Redline: preparing the live tally"), QgsTask.Flag.CanCancel)
        self.sources = sources
        self.county: LiveCounty | None = None
        self.reason: RedlineError | None = None
        self.done = done

    def run(self) -> bool:
        try:
            county = read_county(self.sources, lambda share: self.setProgress(100 * share), self.isCanceled)
            if compiled.ready():
                # The compiled body lays its arrays out at the first question: here nobody waits for it.
                box, side = county.plane.box, 0.01 * county.plane.box.half_x
                corners = [(box.x, box.y), (box.x + side, box.y), (box.x + side, box.y + side), (box.x, box.y + side)]
                ask(county, Polygons.from_rings([[(corners, False)]]), body="numba")
        except RedlineError as error:
            self.reason = error
            return False
        self.county = county
        return True

    def finished(self, result: bool) -> None:
        self.done(self)


class DoublesTask(QgsTask):
    """Looks for what patches cover twice, after the county can already be asked."""

    def __init__(self, county: LiveCounty, done: Callable[..., object]) -> None:
        super().__init__(tr("Redline: looking for overlaps"), QgsTask.Flag.CanCancel)
        self.before = county
        self.county: LiveCounty | None = None
        self.done = done

    def run(self) -> bool:
        try:
            self.county = find_doubles(self.before, lambda share: self.setProgress(100 * share), self.isCanceled)
        except RedlineError:
            return False
        return True

    def finished(self, result: bool) -> None:
        self.done(self)


class CountyKeeper(QObject):
    """``county`` answers as soon as ``state`` is READY; ``fresh`` is false while edits are not in it yet."""

    changed = pyqtSignal()
    """State, freshness or the county itself changed."""
    progressed = pyqtSignal(float)
    """0 … 100 while building."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.state = State.EMPTY
        self.reason = ""
        self.county: LiveCounty | None = None
        self.sources: LiveSources | None = None
        self.fresh = False
        self.land_use = ""
        self.wanted_by: frozenset[str] = frozenset()
        self._tasks: list[QgsTask] = []
        self._dirty: dict[str, set[int]] = {}
        self._watched: list[tuple[QgsVectorLayer, list]] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._take_edits)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(300)
        self._look.timeout.connect(self._look_at_project)
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.timeout.connect(self.rebuild)
        project = QgsProject.instance()
        self._project_signals = [project.layersAdded, project.layersWillBeRemoved, project.readProject, project.cleared]
        for signal in self._project_signals:
            signal.connect(self._project_changed)
        settings_changes.changed.connect(self._settings_changed)
        settings_changes.roles_changed.connect(self._project_changed)

    @property
    def wanted(self) -> bool:
        return bool(self.wanted_by)

    def stop(self) -> None:
        """Let go of everything; tasks that run are called off."""
        for signal in self._project_signals:
            signal.disconnect(self._project_changed)
        settings_changes.changed.disconnect(self._settings_changed)
        settings_changes.roles_changed.disconnect(self._project_changed)
        self._settle.stop()
        self._look.stop()
        self._anew.stop()
        self._cancel()
        self._unwatch()
        self.county = None

    def want(self, wanted: bool, who: str = "live") -> None:
        """Build when somebody looks; nothing is read before. who : each dock that may look, by a name."""
        self.wanted_by = self.wanted_by | {who} if wanted else self.wanted_by - {who}
        if wanted and self.state is not State.READY and not self._tasks:
            self._look_at_project()

    def rebuild(self) -> None:
        """Read everything anew; until that is done, numbers are stale."""
        self._cancel()
        self._unwatch()
        self._dirty.clear()
        self.fresh = False
        try:
            self.sources = self._sources()
        except RedlineError as error:
            self.county, self.sources = None, None
            self.reason = error.sentence(tr)
            has_land_use = any(remembered(layer)[0] == "landuse" for layer in project_layers())
            self._set(State.FAILED if has_land_use else State.EMPTY)
            return
        self._watch()
        self._start(BuildTask(self.sources, self._built))
        self._set(State.READY if self.county is not None else State.BUILDING)

    def _sources(self) -> LiveSources:
        """The project's layers, and how the office measures."""
        return sources_of(
            project_layers(),
            QgsProject.instance().transformContext(),
            self.land_use,
            cast(AreaMethod, value("area_method")),
            value("ridges") == "true",
        )

    def _settings_changed(self) -> None:
        """Read anew where areas are measured otherwise now; units and decimals need that not."""
        now = (value("area_method"), value("ridges") == "true")
        if self.wanted and (self.sources is None or (self.sources.method, self.sources.ridges) != now):
            self.rebuild()
        else:
            self.changed.emit()

    # --- building -----------------------------------------------------------------------------------------------------

    def _start(self, task: QgsTask) -> None:
        task.progressChanged.connect(self.progressed)
        self._tasks.append(task)
        QgsApplication.taskManager().addTask(task)

    def _cancel(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.done = _nothing
            task.cancel()

    def _built(self, task: BuildTask) -> None:
        if task not in self._tasks:
            return
        self._tasks.remove(task)
        if task.county is None:
            self.county = None
            self.reason = task.reason.sentence(tr) if task.reason is not None else tr("The layers could not be read.")
            self._set(State.FAILED)
            return
        self.county = task.county
        self.fresh = not self._dirty
        self._set(State.READY)
        if self._dirty:
            self._settle.start()
        self._start(DoublesTask(task.county, self._doubles_found))

    def _doubles_found(self, task: DoublesTask) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        # After an edit the county has gone on, and its own overlaps with it.
        if task.county is not None and self.county is task.before:
            self.county = task.county
            self.changed.emit()

    def _set(self, state: State) -> None:
        self.state = state
        self.changed.emit()

    # --- the project --------------------------------------------------------------------------------------------------

    def _project_changed(self, *_: object) -> None:
        self._look.start()

    def _look_at_project(self) -> None:
        """Build anew where the layers that count are others than before."""
        if not self.wanted:
            return
        try:
            now = self._sources()
        except RedlineError:
            now = None
        before = self.sources.layer_ids() if self.sources is not None else None
        if now is None or now.layer_ids() != before or self.state is not State.READY:
            self.county = self.county if now is not None and now.layer_ids() == before else None
            self.rebuild()

    # --- edits --------------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        ids = set(self.sources.layer_ids()) if self.sources is not None else set()
        for layer in project_layers():
            if layer.id() not in ids:
                continue
            identifier = layer.id()
            connections = [
                (layer.geometryChanged, partial(self._one_changed, identifier)),
                (layer.featureAdded, partial(self._one_changed, identifier)),
                (layer.featureDeleted, partial(self._one_changed, identifier)),
                (layer.attributeValueChanged, partial(self._one_changed, identifier)),
                (layer.afterCommitChanges, self._read_anew),
                (layer.afterRollBack, self._read_anew),
                (layer.subsetStringChanged, self._read_anew),
                (layer.dataSourceChanged, self._read_anew),
                (layer.crsChanged, self._read_anew),
            ]
            for signal, slot in connections:
                signal.connect(slot)
            self._watched.append((layer, connections))

    def _unwatch(self) -> None:
        watched, self._watched = self._watched, []
        for layer, connections in watched:
            if _alive(layer):
                for signal, slot in connections:
                    signal.disconnect(slot)

    def _one_changed(self, layer_id: str, fid: int, *_: object) -> None:
        self._dirty.setdefault(layer_id, set()).add(fid)
        if self.fresh:
            self.fresh = False
            self.changed.emit()
        self._settle.start()

    def _read_anew(self, *_: object) -> None:
        """Feature ids are others after saving: read anew, a little later so that the layer is done."""
        self.fresh = False
        self.changed.emit()
        self._anew.start()

    def _take_edits(self) -> None:
        if self.county is None or self.sources is None or self.state is not State.READY:
            return
        if any(isinstance(task, BuildTask) for task in self._tasks):
            return
        dirty, self._dirty = self._dirty, {}
        if sum(map(len, dirty.values())) > MANY_EDITS:
            self.rebuild()
            return
        layers = {layer.id(): layer for layer in project_layers()}
        try:
            for layer_id, fids in dirty.items():
                if layer_id in layers:
                    self.county = edited(self.county, self.sources, layers[layer_id], fids)
        except RedlineError:
            self.rebuild()
            return
        self.fresh = True
        self.changed.emit()


def _nothing(task: QgsTask) -> None:
    """What a task that was called off does at its end."""


def _alive(layer: QgsVectorLayer) -> bool:
    return not sip.isdeleted(layer)
