"""Packages of Python that some tools use: what each is for, whether it is there, and putting it into the profile.

QGIS looks for modules in the folder ``python`` of the profile. Nothing of QGIS's own is replaced: what pip brings is
gathered beside the profile first, and numpy, with which QGIS runs, is never taken over.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QProcess, pyqtSignal

from ..core.errors import RedlineError
from ..i18n import tr

__all__ = [
    "PACKAGES",
    "Installer",
    "Package",
    "pip_arguments",
    "profile_folder",
    "purpose",
    "python_program",
    "take_over",
]

KEPT = ("numpy", "numpy.libs", "bin", "__pycache__")
"""What is never taken over from what pip gathered: QGIS's own numpy, and programs."""


@dataclass(frozen=True)
class Package:
    """One package. with_it : what it needs besides numpy. lowest : the first main version that serves. wheel : False
    where its wheel would bring a second GDAL into QGIS: then the system's own package is the one. module : what is
    imported, "" where it is the name."""

    name: str
    with_it: tuple[str, ...] = ()
    lowest: int = 0
    wheel: bool = True
    module: str = ""

    def version(self) -> str:
        """The version that is there, "" where none is; looked for, not loaded."""
        try:
            return metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return ""

    def is_there(self) -> bool:
        found = self.version()
        return (
            bool(found)
            and int(found.partition(".")[0]) >= self.lowest
            and util.find_spec(self.module or self.name) is not None
        )


PACKAGES = (
    Package("openpyxl", ("et_xmlfile",)),
    Package("shapely", (), lowest=2),
    Package("numba", ("llvmlite",)),
    Package("scipy"),
    Package("rasterio", (), wheel=False),
    Package("chinesecalendar", module="chinese_calendar"),
)


def purpose(name: str, tr: Callable[[str], str] = tr) -> str:
    """What the package is for."""
    return {
        "openpyxl": tr("workbooks (.xlsx): tables of the dossier, export of tallies"),
        "shapely": tr("the whole demo county"),
        "numba": tr("speed: large tallies take 3 to 8 times less"),
        "scipy": tr("sites for new masts"),
        "rasterio": tr("tallies by land cover"),
        "chinesecalendar": tr("announced holidays: deadlines in working days"),
    }[name]


def profile_folder() -> Path:
    """The folder of the profile in which QGIS looks for modules."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "python"


def python_program() -> str:
    """The Python with which QGIS runs; ``sys.executable`` is QGIS itself on Windows."""
    folder = Path(sys.exec_prefix)
    names = ("python.exe", "python3.exe") if sys.platform == "win32" else ("bin/python3", "bin/python")
    for name in names:
        if (folder / name).is_file():
            return str(folder / name)
    return shutil.which("python3") or "python3"


def pip_arguments(package: Package, target: Path, wheels: Path | None, numpy_version: str) -> list[str]:
    """What pip is asked: from the network what goes with QGIS's own numpy; from a folder just the wheels wanted."""
    asked = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"]
    asked += ["--target", str(target)]
    lowest = f">={package.lowest}" if package.lowest else ""
    names = [package.name + lowest, *package.with_it]
    if wheels is not None:
        return [*asked, "--no-index", "--find-links", str(wheels), "--no-deps", *names]
    return [*asked, *names, f"numpy=={numpy_version}"]


def take_over(gathered: Path, target: Path) -> list[str]:
    """Move what pip gathered into the profile, without what QGIS has itself; returns the names. An older copy of the
    same package is replaced."""
    target.mkdir(parents=True, exist_ok=True)
    taken = []
    for each in sorted(gathered.iterdir()):
        if each.name in KEPT or each.name.lower().startswith("numpy-"):
            continue
        place = target / each.name
        if place.is_dir():
            shutil.rmtree(place)
        elif place.exists():
            place.unlink()
        shutil.move(str(each), str(place))
        taken.append(each.name)
    importlib.invalidate_caches()
    return taken


class Installer(QObject):
    """Runs pip beside QGIS, which stays usable. ``ended`` brings "" or the sentence why it did not work."""

    ended = pyqtSignal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.process = QProcess(self)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self.process.finished.connect(lambda *_: self._finished())
        self.process.errorOccurred.connect(self._failed)
        self.package: Package | None = None
        self.gathered = profile_folder().parent / "redline" / "packages"

    @property
    def running(self) -> bool:
        return self.process.state() != QProcess.ProcessState.NotRunning

    def install(self, package: Package, wheels: Path | None = None) -> None:
        """Begin. Raises RedlineError where QGIS's Python has no pip."""
        if util.find_spec("pip") is None:
            raise RedlineError(
                "QGIS's Python has no pip: install it first (on Debian and Ubuntu the package python3-pip), then start "
                "QGIS again."
            )
        self.package = package
        shutil.rmtree(self.gathered, ignore_errors=True)
        arguments = pip_arguments(package, self.gathered, wheels, metadata.version("numpy"))
        self.process.start(python_program(), arguments)

    def stop(self) -> None:
        self.process.kill()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(tr("{program} cannot be started.").format(program=python_program()))

    def _finished(self) -> None:
        """Take over what was gathered; all of it is there, or nothing was changed."""
        said = bytes(self.process.readAll().data()).decode("utf-8", "replace").strip()
        good = self.process.exitStatus() == QProcess.ExitStatus.NormalExit and self.process.exitCode() == 0
        try:
            if good:
                take_over(self.gathered, profile_folder())
                self.ended.emit("")
            else:
                last = said.splitlines()[-1] if said else ""
                self.ended.emit(tr("It was not installed: {reason}").format(reason=last))
        except OSError as error:
            self.ended.emit(tr("It was not installed: {reason}").format(reason=error.strerror or str(error)))
        finally:
            shutil.rmtree(self.gathered, ignore_errors=True)
