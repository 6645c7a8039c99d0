"""Brings the algorithms after QGIS has started: their modules are imported in a thread, the provider filled then."""

from __future__ import annotations

import importlib
import threading

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..core import compiled

__all__ = ["AlgorithmLoader", "have_algorithms"]

MODULE = __package__.rpartition(".")[0] + ".processing.algorithms"


_AT_WORK: list[AlgorithmLoader] = []
"""The loader of the plugin while it is there."""


def have_algorithms() -> None:
    """Before an algorithm is run by its id: whoever clicks in the first seconds waits for them here."""
    for loader in _AT_WORK:
        loader.now()


class AlgorithmLoader(QObject):
    """``loaded`` tells that the provider has its algorithms; ``now`` does not wait for the thread to be asked."""

    loaded = pyqtSignal()
    _imported = pyqtSignal()

    def __init__(self, provider: QgsProcessingProvider) -> None:
        super().__init__()
        self.provider = provider
        _AT_WORK.append(self)
        self.done = False
        self._thread: threading.Thread | None = None
        self._imported.connect(self.now, Qt.ConnectionType.QueuedConnection)
        # The first turn of the event loop: QGIS is there.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(0)

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._import, name="redline-algorithms", daemon=True)
        self._thread.start()

    def _import(self) -> None:
        try:
            importlib.import_module(MODULE)
        finally:
            # A failure comes again in the main thread, where QGIS shows it.
            self._imported.emit()

    def now(self) -> None:
        """Have the algorithms loaded when this returns."""
        if self.done:
            return
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        self.done = True
        self.provider.fill()
        compiled.start()
        self.loaded.emit()

    def stop(self) -> None:
        """Wait for the thread; nothing is loaded any more."""
        if self in _AT_WORK:
            _AT_WORK.remove(self)
        self._timer.stop()
        self.done = True
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        compiled.finish()
