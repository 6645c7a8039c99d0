"""Keeps the list of a case file in memory: read in the background, looked after now and then for what others did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.casework.worklist import Listed
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.casework.casefile import CasePlace, opened
from ...layers.casework.worklists import CaseClock, Worklist, office_clock, read_worklist, stamp_of

__all__ = ["CaseKeeper"]

LOOK_MS = 20_000
"""How often it is looked whether colleagues changed the case file."""


class ReadTask(QgsTask):
    """Reads the list where its stamp is another than ``known``; done : called in the main thread at the end."""

    def __init__(
        self, place: CasePlace, clock: CaseClock, known: tuple[int, int] | None, done: Callable[[ReadTask], object]
    ) -> None:
        super().__init__(tr("Redline: reading the cases"), QgsTask.Flag.CanCancel | QgsTask.Flag.Silent)
        self.place = place
        self.clock = clock
        self.known = known
        self.done = done
        self.worklist: Worklist | None = None
        self.reason: RedlineError | None = None

    def run(self) -> bool:
        try:
            with opened(self.place) as case:
                if stamp_of(case) != self.known:
                    self.worklist = read_worklist(case, self.clock)
        except RedlineError as error:
            self.reason = error
            return False
        return True

    def finished(self, result: bool) -> None:
        self.done(self)


class CaseKeeper(QObject):
    """``worklist`` of ``place``; ``clock`` holds the promises by which it is judged."""

    changed = pyqtSignal()
    """The list is another one."""
    refused = pyqtSignal(str)
    """Why the case file cannot be read."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.place: CasePlace | None = None
        self.clock: CaseClock | None = None
        self.worklist = Worklist()
        self.by_key: dict[str, Listed] = {}
        self.task: ReadTask | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def open(self, place: CasePlace) -> None:
        """Read a case file. Raises RedlineError where the office's tables of deadlines or days are wrong."""
        self.close()
        self.place, self.clock = place, office_clock()
        self.look()
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        if self.task is not None:
            self.task.done = _nothing
            self.task.cancel()
            self.task = None
        self.place = None
        self._hold(Worklist())

    def look(self) -> None:
        """Read anew where something happened since; one reading at a time."""
        if self.place is None or self.clock is None or self.task is not None:
            return
        known = self.worklist.stamp if self.worklist.listed else None
        self.task = ReadTask(self.place, self.clock, known, self._read)
        QgsApplication.taskManager().addTask(self.task)

    def _read(self, task: ReadTask) -> None:
        self.task = None
        if task.reason is not None:
            self.refused.emit(task.reason.sentence(tr))
        elif task.worklist is not None:
            self._hold(task.worklist)
            self.changed.emit()

    def _hold(self, worklist: Worklist) -> None:
        self.worklist = worklist
        self.by_key = {one.case.uuid: one for one in worklist.listed}

    def read_again(self, keys: list[str], written: int = 0) -> None:
        """These tasks as they are now, after ``written`` events of one's own; the rest of the list stays. Raises
        RedlineError as reading does."""
        if self.place is None or self.clock is None:
            return
        now: dict[str, Listed] = {}
        events, stamp = dict(self.worklist.events), self.worklist.stamp
        mine = (stamp[0], stamp[1] + written)
        with opened(self.place) as case:
            for key in keys:
                part = read_worklist(case, self.clock, key)
                now |= {one.case.uuid: one for one in part.listed}
                events |= part.events
                # Where others wrote meanwhile the stamp stays the old one, and the next look reads what they did.
                stamp = mine if part.stamp == mine else stamp
        listed = [now.get(one.case.uuid, one) for one in self.worklist.listed]
        self._hold(replace(self.worklist, listed=listed, events=events, stamp=stamp))
        self.changed.emit()

    def find(self, key: str) -> Listed | None:
        return self.by_key.get(key)


def _nothing(task: ReadTask) -> None:
    """What a reading that was called off does at its end."""
