"""The demo: two townships that come with the plugin, opened at once; the whole county, made on this machine."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from qgis.core import QgsApplication, QgsTask
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt

from ..core.errors import Cancelled, RedlineError
from ..core.resources import RESOURCES
from ..i18n import tr
from .loader import have_algorithms

__all__ = [
    "PATCHES",
    "ROOM_MB",
    "DemoTask",
    "can_make_county",
    "county_project",
    "demo_folder",
    "load_and_open",
    "open_project",
    "open_townships",
]

SHIPPED = RESOURCES / "demo" / "townships.gpkg"
"""Two townships of the demo county; scripts/demo_townships.sh makes the file."""

ALERTS = "alerts.csv"
"""Beside it: what the cameras reported there in a season."""

PATCHES = 60_000
SEED = 371_525
ROOM_MB = 190
"""What the county takes up on the disk."""

STEPS = 6
"""So often the generator says what it is doing."""


def demo_folder() -> Path:
    """Where the county is kept: in the QGIS profile, so that an update of the plugin leaves it alone."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "redline" / "demo"


def county_project() -> Path | None:
    """The whole demo county's project: where ``make demo`` put it, or where the plugin made it; None where nowhere."""
    places = (RESOURCES.resolve().parent / ".build" / "demo", demo_folder())
    return next((found for place in places if (found := place / "guanxian.qgz").is_file()), None)


def open_townships(iface: QgisInterface) -> bool:
    """Open the two townships: a copy in the profile, so that what a person edits there stays and the plugin's file too.

    False where the person would rather keep the project that is open. Raises RedlineError where the profile cannot be
    written, QgsProcessingException where the layers cannot be loaded.
    """
    mark = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()[:8]
    path = demo_folder() / f"townships-{mark}.gpkg"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the land, for who tries casework: the alerts of a season in these townships.
        for own, source in ((path, SHIPPED), (path.with_name(ALERTS), SHIPPED.with_name(ALERTS))):
            if not own.is_file():
                shutil.copyfile(source, own)
    except OSError as error:
        raise RedlineError(
            "The demo cannot be written to {folder} ({reason}): make room or choose another QGIS profile.",
            folder=str(demo_folder()),
            reason=error.strerror or str(error),
        ) from error
    project = path.with_suffix(".qgz")
    return open_project(iface, project) if project.is_file() else load_and_open(iface, path, project)


def load_and_open(iface: QgisInterface, path: Path, project: Path) -> bool:
    """Make the project of a demo's GeoPackage and open it; raises QgsProcessingException."""
    from qgis import processing

    QgsApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        have_algorithms()
        processing.run("redline:loadcounty", {"INPUT": str(path), "PROJECT": str(project)})
    finally:
        QgsApplication.restoreOverrideCursor()
    return open_project(iface, project)


def open_project(iface: QgisInterface, project: Path) -> bool:
    """Open a project in place of the present one, whose changes QGIS offers to save; False where it is kept."""
    if not iface.newProject(True):
        return False
    return bool(iface.addProject(str(project)))


def can_make_county() -> bool:
    """Whether the package is there with which the whole county is made; it is looked for, not loaded."""
    try:
        return int(metadata.version("shapely").split(".")[0]) >= 2
    except (metadata.PackageNotFoundError, ValueError):
        return False


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
        "The whole demo county needs the package shapely 2: install it in Settings > Options > Redline > Packages. The "
        "two townships need none."
    )
