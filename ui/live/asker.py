"""Puts questions to the county: small ones at once, large ones in a thread, the newest always first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ...core import compiled
from ...core.errors import Cancelled, RedlineError
from ...core.landuse.livetally import Answer, LiveCounty, ask
from ...core.shapes.polygons import Polygons, join_polygons
from ...i18n import tr
from ...layers.reading.polygonarrays import polygons_of

__all__ = ["Asker", "polygons_asked"]

AT_ONCE = 4_000
"""Patches near a zone, and its own vertices: up to so many are answered at once by the compiled body in some
milliseconds, and longer ones in a thread, so that the window never waits. The numpy body gets an eighth."""


@dataclass(frozen=True)
class Heard:
    """An answer, or the sentence why there is none; ``number`` is that of its question."""

    number: int
    answer: Answer | None
    sentence: str = ""


class Asker(QObject):
    """``answered`` brings an Answer, ``refused`` a sentence; ``waiting`` is true while a large question is out."""

    answered = pyqtSignal(object)
    refused = pyqtSignal(str)
    waiting_changed = pyqtSignal(bool)
    _heard = pyqtSignal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.number = 0
        self.waiting = False
        self._pool: ThreadPoolExecutor | None = None
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Call off what is under way and wait for it."""
        self.number += 1
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def ask(self, county: LiveCounty, zone: Polygons, options: dict) -> None:
        """Ask; earlier questions that are not answered yet are called off."""
        self.number += 1
        # state() never waits for a compiler, as ready() may.
        body = "numba" if compiled.state() == "numba" else "numpy"
        if _effort(county, zone) <= (AT_ONCE if body == "numba" else AT_ONCE // 8):
            self._set_waiting(False)
            self._tell(_answer(self.number, county, zone, body, options, None))
            return
        self._set_waiting(True)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="redline-live")
        self._pool.submit(self._work, self.number, county, zone, body, options)

    def _work(self, number: int, county: LiveCounty, zone: Polygons, body: str, options: dict) -> None:
        if number == self.number:
            self._heard.emit(_answer(number, county, zone, body, options, lambda: number != self.number))

    def _take(self, heard: Heard) -> None:
        if heard.number == self.number:
            self._set_waiting(False)
            self._tell(heard)

    def _tell(self, heard: Heard) -> None:
        if heard.answer is not None:
            self.answered.emit(heard.answer)
        elif heard.sentence:
            self.refused.emit(heard.sentence)

    def _set_waiting(self, waiting: bool) -> None:
        if waiting != self.waiting:
            self.waiting = waiting
            self.waiting_changed.emit(waiting)


def _answer(
    number: int, county: LiveCounty, zone: Polygons, body: str, options: dict, cancelled: Callable[[], bool] | None
) -> Heard:
    try:
        return Heard(number, ask(county, zone, cancelled=cancelled, body=body, **options))
    except Cancelled:
        return Heard(number, None)
    except RedlineError as error:
        return Heard(number, None, error.sentence(tr))


def _effort(county: LiveCounty, zone: Polygons) -> float:
    """Patches whose land the zone's box takes up, and its vertices."""
    if not len(zone.xy):
        return 0.0
    box = county.plane.box
    width, height = np.ptp(zone.xy, axis=0)
    share = min((width / (2 * box.half_x)) * (height / (2 * box.half_y)), 1.0)
    return share * len(county.land_use) + len(zone.xy) / 4


def polygons_asked(geometries: list[QgsGeometry], transform: QgsCoordinateTransform | None) -> Polygons:
    """Geometries as the county takes them. Raises TransformError where they cannot be brought into its system."""
    found = []
    for each in geometries:
        wkb = each.asWkb().data()
        offsets = np.array([0, len(wkb)], dtype=np.int64)
        polygons, reasons = polygons_of(np.frombuffer(wkb, dtype=np.uint8), offsets, transform)
        if not reasons:
            found.append(polygons)
    return found[0] if len(found) == 1 else join_polygons(found)
