"""With numba and without: the same numbers, and a sentence where it is asked for and missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from redline.core import compiled
from redline.core.errors import RedlineError

PLUGINS = Path(compiled.__file__).parents[2]

WITHOUT_NUMBA = """
from importlib.machinery import PathFinder

find = PathFinder.find_spec
PathFinder.find_spec = lambda name, path=None, target=None: None if name == "numba" else find(name, path, target)
"""
SQUARES = """
from redline.core.shapes.polygons import Polygons
a = Polygons.from_rings([[([(0, 0), (10, 0), (10, 10), (0, 10)], False)]])
b = Polygons.from_rings([[([(5, 0), (15, 0), (15, 10), (5, 10)], False)]])
"""


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(PLUGINS)!r})\n{code}"],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_numba_numpy_answers():
    code = """
from redline.core import compiled
from redline.core.overlay import tally
from redline.core.errors import RedlineError
print(compiled.available(), compiled.ready(), compiled.state(), compiled.warm_up())
print(tally(a, b, [0]).tolist())
try:
    tally(a, b, [0], body="numba")
except RedlineError as error:
    print(error)
"""
    lines = run(WITHOUT_NUMBA + SQUARES + code).splitlines()
    assert lines[0] == "False False numpy False"
    assert lines[1] == "[[50.0]]"
    assert lines[2].startswith("The numba body was asked for and numba cannot be loaded (No module named 'numba')")
    assert "python3 -m pip install numba" in lines[2]


def test_the_core_does_not_import_numba_until_it_is_needed():
    code = """
import redline.core.overlay, redline.core.shapes.wkb, redline.core.overlay.overlaps, redline.core.compiled
print([name for name in ("numba", "shapely", "qgis", "PyQt5", "osgeo") if name in sys.modules])
"""
    assert run(code) == "[]"


def test_what_is_not_compiled_yet_is_not_waited_for(tmp_path):
    """A cache for another Python, or of an older source, is none: numpy answers and nothing is compiled."""
    code = """
from pathlib import Path
from redline.core import compiled
from redline.core.overlay import tally

real = Path.glob
compiled.Path.glob = lambda self, pattern: iter(()) if pattern.endswith(".nbi") else real(self, pattern)
print(compiled.has_cache(), compiled.ready(), tally(a, b, [0]).tolist(), "numba" in sys.modules)
"""
    assert run(SQUARES + code) == "False False [[50.0]] False"


def test_a_cache_older_than_its_source_is_none(monkeypatch, tmp_path):
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    for name in (*compiled.MODULES, *compiled.RARE):
        (tmp_path / f"{name.split('.')[-1]}.kernel-1.{version}.nbi").touch()
    assert compiled._kept_in(tmp_path)
    os.utime(tmp_path / f"wkb_numba.kernel-1.{version}.nbi", (1, 1))
    assert not compiled._kept_in(tmp_path)
    (tmp_path / f"wkb_numba.kernel-1.{version}.nbi").unlink()
    (tmp_path / "wkb_numba.kernel-1.py27.nbi").touch()
    assert not compiled._kept_in(tmp_path)


def test_with_numba():
    assert compiled.warm_up()
    assert compiled.ready()
    assert compiled.state() == "numba"
    assert compiled.has_cache()
    compiled.finish()
    assert compiled.ready()


def test_only_its_own_modules_are_loaded():
    with pytest.raises(RedlineError, match="no compiled module os"):
        compiled.module("os")


@pytest.mark.skipif(not hasattr(os, "RTLD_DEEPBIND"), reason="this system's loader has no such way")
def test_the_compiler_is_bound_to_itself_before_numba_is_imported():
    """Beside the LLVM of a graphics driver it would else call that one: QGIS 3.44 on Debian 13 died of it."""
    code = """
import ctypes, os
opened = []
class Spy(ctypes.CDLL):
    def __init__(self, name, mode=ctypes.DEFAULT_MODE, **more):
        if "llvmlite" in str(name):
            opened.append((bool(mode & os.RTLD_DEEPBIND), "llvmlite.binding" in sys.modules))
        super().__init__(name, mode, **more)
ctypes.CDLL = Spy
from redline.core import compiled
compiled.module("overlay.measure_numba")
print(opened[0])
"""
    assert run(code) == "(True, False)"


ASKED_ON = """
from redline.core import compiled
from redline.core.overlay.patchindex import choose_body
"""


def test_small_questions_are_numpys_until_together_they_are_worth_loading_numba():
    """Two questions of two fifths each do not reach what loading costs, the third does; then all are numba's."""
    code = """
part = 2 * compiled.WORTH // 5
print([choose_body("auto", part) for _ in range(4)], choose_body("auto", 1), choose_body("auto", 0))
"""
    assert compiled.warm_up()
    assert run(ASKED_ON + code) == "['numpy', 'numpy', 'numba', 'numba'] numba numba"


def test_a_small_question_does_not_wait_for_the_thread_that_loads():
    code = """
import threading
gate = threading.Event()
compiled._load = gate.wait
compiled.start()
print(choose_body("auto", 100), choose_body("auto", 0))
gate.set()
compiled.finish()
"""
    assert run(ASKED_ON + code) == "numpy numpy"


WITHOUT_CACHE = """
import tempfile
from redline.core import compiled
started = []
compiled.has_cache = lambda: False
def launch(program, words):
    started.append([program, *words])
"""


def test_without_a_cache_one_process_beside_this_one_compiles(tmp_path):
    """Once, however often it is asked and whoever else asks; it runs this Python on this plugin's own module."""
    code = """
print([compiled.ready(work) for work in (10, compiled.WORTH, compiled.WORTH)], len(started))
compiled.compile_beside(launch)
compiled._looked -= 2 * compiled.LOOK_EVERY_S
print(compiled.ready(), compiled.ready(), len(started))
compiled.compile_beside(launch)
compiled._looked -= 2 * compiled.LOOK_EVERY_S
print(compiled.ready(), len(started))
words = started[0]
print(words[1], "import redline.core.compiled as compiled" in words[2])
compile(words[2], "child", "exec")
print(words[0])
"""
    lines = run(WITHOUT_CACHE + code, TMPDIR=str(tmp_path)).splitlines()
    assert lines[:4] == ["[False, False, False] 0", "False False 1", "False 1", "-c True"]
    version = subprocess.run(
        [lines[4], "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True
    )
    assert version.stdout.split() == [str(number) for number in sys.version_info[:2]]
    assert [path.name.rpartition("-")[0] for path in tmp_path.iterdir()] == ["redline-numba"]


def test_the_process_beside_this_one_fills_the_cache(tmp_path):
    """What it is told to run, run: it warms up, and takes its mark away whatever comes of it."""
    mark = tmp_path / "redline-numba-0"
    code = """
compiled.compile_beside(launch)
compiled.ready()
print(started[0][2])
"""
    script = run(WITHOUT_CACHE + code, TMPDIR=str(tmp_path))
    (mark,) = tmp_path.iterdir()
    done = subprocess.run([sys.executable, "-c", f"{script}\nprint(compiled.state())"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "numba"), done.stderr
    assert not mark.exists()


def test_a_mark_of_a_compiler_that_died_is_taken_for_none(tmp_path):
    code = """
import os, pathlib
compiled.compile_beside(launch)
compiled.ready()
mark, = pathlib.Path(tempfile.gettempdir()).iterdir()
for age in (compiled.GIVEN_UP_S / 2, 2 * compiled.GIVEN_UP_S):
    os.utime(mark, (mark.stat().st_mtime - age,) * 2)
    compiled.compile_beside(launch)
    compiled._looked -= 2 * compiled.LOOK_EVERY_S
    compiled.ready()
    print(len(started))
"""
    assert run(WITHOUT_CACHE + code, TMPDIR=str(tmp_path)).splitlines() == ["1", "2"]
