"""A Python of its own beside QGIS: for packages that bring a PROJ and a GDAL which must never meet QGIS's."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ..core.errors import Cancelled, RedlineError

__all__ = ["NAMED_BY", "frames_python", "run_beside"]

NAMED_BY = "REDLINE_FRAMES_PYTHON"
"""The environment's name for the Python with redline[dask], where the tool is not told."""

NOT_HANDED_ON = ("PYTHON", "PROJ_", "GDAL_", "QT_", "QGIS_", "OGR_")
"""How variables begin that lead a program to QGIS's own libraries."""
TICK_MS = 200
PATIENCE_MS = 20_000


def frames_python(named: str) -> str:
    """The Python that is named, else that of the environment. Raises RedlineError where there is none."""
    found = named or os.environ.get(NAMED_BY, "")
    if not found:
        raise RedlineError(
            "No Python with GeoPandas and Dask is named: make an environment with redline[dask] (docs/scale.md) and "
            "give its Python in PYTHON, or in the variable {variable}.",
            variable=NAMED_BY,
        )
    if not Path(found).is_file():
        raise RedlineError("There is no Python at {file}: name the program itself in PYTHON.", file=found)
    return found


def run_beside(
    python: str, arguments: Sequence[str], heard: Callable[[str], object], feedback: QgsProcessingFeedback
) -> None:
    """Runs ``python arguments…`` with the plugin on its path, each line of its output to ``heard``.

    A cancelled run closes the child's input, upon which it stops by itself; where it does not, it is ended. Raises
    Cancelled, and RedlineError with the child's own last sentence.
    """
    child = QProcess()
    child.setProcessEnvironment(_environment())
    child.start(python, [*arguments])
    if not child.waitForStarted(PATIENCE_MS):
        raise RedlineError("{file} cannot be started: {reason}.", file=python, reason=child.errorString())
    while child.state() != QProcess.ProcessState.NotRunning:
        child.waitForReadyRead(TICK_MS)
        _pass_on(child, heard)
        if feedback.isCanceled():
            child.closeWriteChannel()
            if not child.waitForFinished(PATIENCE_MS):
                child.kill()
                child.waitForFinished(PATIENCE_MS)
            raise Cancelled
    _pass_on(child, heard)
    said = bytes(child.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
    if child.exitStatus() != QProcess.ExitStatus.NormalExit or child.exitCode() != 0:
        raise _ended_badly(python, said[-1] if said else "?")


def _ended_badly(python: str, said: str) -> RedlineError:
    """The child's own last sentence, or what its Python lacks."""
    _, lacks, module = said.partition("No module named ")
    if lacks:
        return RedlineError(
            "{file} has no package {module}: install redline[dask] into its environment (docs/scale.md), or name "
            "another Python in PYTHON.",
            file=python,
            module=module.strip("'\""),
        )
    return RedlineError("{reason}", reason=said.removeprefix("redline: "))


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    names = environment.keys()
    for name in names:
        if name.upper().startswith(NOT_HANDED_ON):
            environment.remove(name)
    # The folder above the plugin's own, under whatever name the plugin's package runs.
    environment.insert("PYTHONPATH", str(Path(__file__).absolute().parent.parent.parent))
    environment.insert("PYTHONUTF8", "1")
    return environment


def _pass_on(child: QProcess, heard: Callable[[str], object]) -> None:
    while child.canReadLine():
        heard(bytes(child.readLine().data()).decode("utf-8", "replace").strip())
