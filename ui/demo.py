"""The demo county where nobody has made it yet: made on this machine in the background, then loaded."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication, QgsTask

from ..core.errors import Cancelled, RedlineError
from ..i18n import tr

__all__ = ["PATCHES", "ROOM_MB", "DemoTask", "demo_folder"]

PATCHES = 60_000
SEED = 371_525
ROOM_MB = 190
"""What the county takes up on the disk."""

STEPS = 6
"""So often the generator says what it is doing."""


def demo_folder() -> Path:
    """Where the county is kept: in the QGIS profile, so that an update of the plugin leaves it alone."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "redline" / "demo"


class DemoTask(QgsTask):
    """Writes the county's GeoPackage; ``path`` is there when it ended well, else ``reason`` says why not.

    done : called in the main thread when it ended. told : called there with each step, in words.
    """

    def __init__(self, folder: Path, done: Callable[[DemoTask], object], patches: int = PATCHES) -> None:
        super().__init__(tr("Redline: making the demo county"), QgsTask.Flag.CanCancel)
        self.folder = folder
        self.done = done
        self.patches = patches
        self.path: Path | None = None
        self.reason: RedlineError | None = None
        self._steps = 0

    def run(self) -> bool:
        try:
            self.path = self._make(self.folder / "guanxian.gpkg")
        except RedlineError as error:
            self.reason = error
        except (OSError, RuntimeError, sqlite3.Error) as error:
            # GDAL tells a full disk as a RuntimeError.
            self.reason = RedlineError(
                "The demo county cannot be written to {folder} ({reason}): make room or choose another QGIS profile.",
                folder=str(self.folder),
                reason=getattr(error, "strerror", None) or str(error),
            )
        return self.path is not None

    def _make(self, path: Path) -> Path:
        try:
            import shapely
        except ImportError as error:
            raise _no_shapely() from error
        if int(shapely.__version__.split(".")[0]) < 2:
            raise _no_shapely()
        from ..demo.county import build
        from ..demo.layers import layers_of
        from ..demo.write import write_geopackage

        self.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < 2 * ROOM_MB * 1_000_000:
            raise RedlineError(
                "The demo county needs {size} MB in {folder}: make room first.", size=ROOM_MB, folder=str(self.folder)
            )
        layers = layers_of(build(self.patches, SEED, self._say))
        self._say("writing")
        write_geopackage(path, layers)
        self.setProgress(100)
        return path

    def _say(self, _what: str) -> None:
        if self.isCanceled():
            raise Cancelled()
        self._steps += 1
        self.setProgress(min(100 * self._steps / STEPS, 99))

    def finished(self, result: bool) -> None:
        self.done(self)


def _no_shapely() -> RedlineError:
    return RedlineError(
        "The demo county needs the Python package shapely 2, which is not installed: run “python3 -m pip install "
        "shapely” where QGIS's Python is (on Windows in the OSGeo4W Shell), then start QGIS again."
    )
