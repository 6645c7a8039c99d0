"""One QGIS without a window that forks itself for each run, so that a run can be killed, starved or shut out.

    python forkedqgis.py        reads requests, a line of JSON each, and answers each with a line of JSON

A request: ``tool``, ``parameters``, ``answer`` (the file into which the child writes what came of it), ``copies`` (runs
at the same time), and what goes wrong: ``kill`` or ``cancel`` (at this point of the run, from 1 on), ``file_size``
(bytes that a file may have), ``may_write`` (False: without root's right to write anywhere), ``missing`` (a package).

A point is where the disk changes under Python's hands (files opened to be written, renamed, linked, taken away, folders
made), or where the tool asks whether it is to stop.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path

POINTS = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Counter:
    """Points that were passed, and which of them put a file in its place."""

    def __init__(self, request: dict) -> None:
        self.passed, self.asked = 0, 0
        self.places: list[int] = []
        self.kill, self.cancel = request.get("kill"), request.get("cancel")
        self.counting = False

    def hook(self, event: str, arguments: tuple) -> None:
        if not self.counting:
            return
        if event in POINTS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            self.point(event == "os.rename")

    def point(self, places: bool = False) -> None:
        self.passed += 1
        if places:
            self.places.append(self.passed)
        if self.passed == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)


def begin():
    """QGIS with the plugin, as qgis_process has them."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    plugins = Path(__file__).resolve().parents[2] / ".build" / "plugins"
    sys.path.insert(0, str(plugins))
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    from redline import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    return application, plugin


def forbid_writing() -> None:
    """Root may read and write everywhere; without these rights (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH) modes count."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if libc.capget(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    data[0] &= ~(1 << 1 | 1 << 2)
    if libc.capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def go_wrong(request: dict) -> None:
    import resource

    if not request.get("may_write", True):
        forbid_writing()
    size = request.get("file_size")
    if size is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    missing = request.get("missing")
    if missing:
        for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
            del sys.modules[name]
        sys.modules[missing] = None  # type: ignore[assignment]


def run(request: dict) -> dict:
    from qgis import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    from redline.processing.base import RedlineAlgorithm

    counter = Counter(request)

    class Asked(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__(False)
            self.warnings: list[str] = []

        def isCanceled(self) -> bool:
            counter.point()
            counter.asked += 1
            if counter.asked == counter.cancel:
                self.cancel()
            return super().isCanceled()

        def pushWarning(self, warning: str) -> None:
            self.warnings.append(warning)

    raised: list[str] = []
    process = RedlineAlgorithm.processAlgorithm

    def watched(self, *arguments):
        try:
            return process(self, *arguments)
        except QgsProcessingException:
            raise
        except BaseException:
            raised.append(traceback.format_exc())
            raise

    RedlineAlgorithm.processAlgorithm = watched
    feedback, told, results = Asked(), "", {}
    sys.addaudithook(counter.hook)
    go_wrong(request)
    counter.counting = True
    try:
        results = processing.run(f"redline:{request['tool']}", request["parameters"], feedback=feedback)
    except QgsProcessingException as error:
        told = str(error)
    except BaseException:
        raised.append(traceback.format_exc())
    counter.counting = False
    numbers = {name: value for name, value in results.items() if isinstance(value, (int, float))}
    return {
        "told": told, "raised": raised, "numbers": numbers, "warnings": feedback.warnings,
        "points": counter.passed, "asked": counter.asked, "places": counter.places,
    }  # fmt: skip


def child(request: dict, answer: str) -> None:
    """Never returns: the run, and its answer into a file that was opened before anything went wrong."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    place = os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        text = json.dumps(run(request))
    except BaseException:
        text = json.dumps({"told": "", "raised": [traceback.format_exc()]})
    import resource

    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    os.write(place, text.encode())
    os._exit(0)


def serve() -> None:
    talk = os.dup(1)
    os.dup2(2, 1)  # what QGIS says is no answer
    kept = begin()
    os.write(talk, b"ready\n")
    for line in sys.stdin:
        request = json.loads(line)
        children = []
        for number in range(request.get("copies", 1)):
            pid = os.fork()
            if pid == 0:
                child(request, f"{request['answer']}{number}")
            children.append(pid)
        ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
        os.write(talk, (json.dumps(ends) + "\n").encode())
    os._exit(0 if kept else 1)


if __name__ == "__main__":
    serve()
