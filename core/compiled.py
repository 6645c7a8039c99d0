"""The numba bodies: compiled on first use, in the background, kept on disk for the next process.

numba is no must: without it the numpy bodies answer, with the same numbers. With it, the modules named in ``MODULES``
and ``RARE`` are compiled when they are imported (5 to 20 seconds once on a machine, some tenths of a second from
numba's cache afterwards), so "imported" is "ready". In the desktop ``start()`` does this in a background thread, and
``finish()`` waits for it when the plugin is unloaded. A process without a window never compiles behind the scenes: it
would crash if it ended before the compiler does, as short runs of qgis_process do. Where ``compile_beside()`` was
called, a process of its own compiles instead, for this one if it is still there then, and for all that come after it.

Small questions are answered by numpy until their work together is worth what loading costs (``ready``).
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from .errors import RedlineError

__all__ = [
    "MODULES", "RARE", "WORTH", "available", "compile_beside", "finish", "has_cache", "module", "ready", "start",
    "state", "warm_up",
]  # fmt: skip

MODULES = (
    "shapes.wkb_numba",
    "overlay.measure_numba",
    "overlay.boxtree_numba",
    "ellipsoid.areaplane_numba",
    "overlay.sums_numba",
)
# Compiled with the others, but loaded only when they are asked for: it takes some hundredths of a second.
RARE = ("overlay.ownproducts_numba", "overlay.outline_numba")
# Loading from numba's cache takes less than this; compiling takes longer, and numpy answers meanwhile.
PATIENCE_S = 3.0
WORTH = 2_500_000
"""Vertices looked at from which on numba pays for being loaded: half a second of the processor, by which numpy is
slower over so many. A red-line check of 41 parcels: 0.64 s with numpy, 1.10 s with numba; a tally of villages: 6.2 and
1.8 s.
"""
# A compiler that has been at work for longer than this has died.
GIVEN_UP_S = 600.0
LOOK_EVERY_S = 1.0

_lock = threading.Lock()
_done = threading.Event()
_stop = threading.Event()
_thread: threading.Thread | None = None
_failure: str = ""
_asked = 0
Launch = Callable[[str, list[str]], object]
_launch: Launch | None = None
_looked = -LOOK_EVERY_S


def available() -> bool:
    """Whether numba is installed; it is not imported to find out."""
    return "numba" in sys.modules or importlib.util.find_spec("numba") is not None


def start() -> None:
    """Begins to load or compile the numba bodies in a background thread; a second call does nothing."""
    global _thread
    with _lock:
        if _thread is None and available():
            _stop.clear()
            _thread = threading.Thread(target=_load, name="redline-numba", daemon=True)
            _thread.start()


def warm_up() -> bool:
    """Loads or compiles the numba bodies and waits until they are there. False when numba is missing or fails."""
    start()
    if _thread is not None:
        _thread.join()
    return _done.is_set()


def finish() -> None:
    """Waits until a background thread has ended: a process must not end while the compiler runs."""
    global _thread
    _stop.set()
    if _thread is not None:
        _thread.join()
        _thread = None


def ready(work: int = WORTH) -> bool:
    """Whether the numba bodies can be used now.

    work : how many vertices the question looks at. Loads the bodies when numba's cache holds them, and all that was
    asked so far is worth it. When they must be compiled first, or are being compiled in the background, the answer is
    no and the caller takes its numpy body.
    """
    global _asked
    if _done.is_set():
        return True
    if _failure or not available():
        return False
    _asked += work
    if _asked < WORTH or not _cached_by_now():
        return False
    if _thread is not None:
        return _done.wait(PATIENCE_S)
    _load()
    return _done.is_set()


def _cached_by_now() -> bool:
    """Whether there is a cache; where there is none and nobody compiles in this process, another one is set to it."""
    global _looked
    now = time.monotonic()
    if now - _looked < LOOK_EVERY_S:
        return False
    if has_cache():
        return True
    _looked = now
    if _launch is not None and _thread is None:
        _compile_in_child()
    return False


def compile_beside(launch: Launch) -> None:
    """Allows a process of its own to compile where there is no cache: for processes without a window, which may end at
    any time. launch : starts a program with its arguments, without input and output, so that it outlives this one."""
    global _launch
    _launch = launch


def _compile_in_child() -> None:
    """Starts a process that fills the cache and outlives this one, unless one is at work."""
    global _launch
    launch, _launch = _launch, None  # once in a process, whatever comes of it
    python, folder = _interpreter(), Path(__file__).parent.parent.parent
    mark = Path(tempfile.gettempdir()) / f"redline-numba-{zlib.crc32(str(folder).encode()):08x}"
    with suppress(OSError):
        if time.time() - mark.stat().st_mtime > GIVEN_UP_S:
            mark.unlink()
    if python is None or launch is None:
        return
    paths = [str(folder), *(path for path in sys.path if path)]
    # It leaves the processor to others: nobody waits for it.
    code = f"import os, sys\ngetattr(os, 'nice', int)(10)\nsys.path[:0] = {paths!r}\n"
    code += f"try:\n    import {__name__} as compiled\n    compiled.warm_up()\nfinally:\n    os.unlink({str(mark)!r})\n"
    try:
        mark.touch(exist_ok=False)
        launch(str(python), ["-c", code])
    except OSError:  # another is at work already, or none can be started here: numpy answers as before
        return


def _interpreter() -> Path | None:
    """The Python whose library this process uses, since QGIS and qgis_process are none themselves; None where it has
    none."""
    number = f"{sys.version_info.major}.{sys.version_info.minor}"
    ending = ".exe" if sys.platform == "win32" else ""
    folders = (Path(sys.base_prefix), Path(sys.base_prefix, "bin"), Path(sys.executable or ".").parent)
    places = (folder / f"{name}{ending}" for folder in folders for name in (f"python{number}", "python3", "python"))
    return next((place for place in places if place.is_file()), None)


def state() -> str:
    """One English word for logs and notes: "numba", "compiling", "failed: …" or "numpy" (numba is not installed)."""
    if _done.is_set():
        return "numba"
    if _failure:
        return f"failed: {_failure}"
    return "compiling" if available() else "numpy"


def module(name: str) -> ModuleType:
    """One of ``MODULES`` or ``RARE``, compiled now if it is not yet.

    Raises ``RedlineError`` when numba is missing or cannot compile here.
    """
    if name not in (*MODULES, *RARE):
        raise RedlineError("There is no compiled module {name}.", name=name)
    _bind_compiler_to_itself()
    try:
        return importlib.import_module(f".{name}", __package__)
    except ImportError as error:
        raise RedlineError(
            "The numba body was asked for and numba cannot be loaded ({reason}): "
            "install it with “python3 -m pip install numba”, or let the numpy body answer.",
            reason=error,
        ) from error


def _bind_compiler_to_itself() -> None:
    """Loads numba's LLVM so that it calls its own functions first, where the system's loader can be told so.

    A window has mostly loaded another LLVM already, that of its graphics driver (Mesa). The loader of Linux would mix
    the two by name, and the compiler brings the window down: so it did with QGIS 3.44 on Debian 13.
    """
    own_first = getattr(os, "RTLD_DEEPBIND", 0)
    found = importlib.util.find_spec("llvmlite")
    if not own_first or "llvmlite.binding" in sys.modules or found is None or found.origin is None:
        return
    for library in (Path(found.origin).parent / "binding").glob("libllvmlite*.so*"):
        try:
            ctypes.CDLL(str(library), mode=own_first | os.RTLD_NOW)
        except OSError:  # numba says it better when it cannot load it either
            return


def _load() -> None:
    global _failure
    try:
        for name in MODULES if has_cache() else (*MODULES, *RARE):
            if _stop.is_set():
                return
            module(name)
    except Exception as error:  # whatever numba meets on a machine, the numpy bodies answer and the reason is kept
        _failure = f"{type(error).__name__}: {error}"
        return
    _done.set()


def has_cache() -> bool:
    """Whether numba has kept compiled code of every module as it is now, for this Python.

    It lies beside the source, or, where that cannot be written, in a folder that numba knows once it is imported.
    """
    if _kept_in(None):
        return True
    numba = sys.modules.get("numba")
    folder = getattr(getattr(numba, "config", None), "CACHE_DIR", "")
    return bool(folder) and any(_kept_in(path) for path in Path(folder).iterdir() if path.is_dir())


def _kept_in(folder: Path | None) -> bool:
    """Whether ``folder`` holds the compiled code of every module; None: each beside its own source."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    for name in (*MODULES, *RARE):
        source = Path(__file__).parent.joinpath(*name.split(".")).with_suffix(".py")
        written = source.stat().st_mtime
        kept = (source.parent / "__pycache__" if folder is None else folder).glob(f"{source.stem}.*.{version}*.nbi")
        # An index older than its source was compiled from another version of the plugin.
        if not any(index.stat().st_mtime >= written for index in kept):
            return False
    return True
