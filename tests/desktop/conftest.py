"""A real QGIS window on a screen of its own (Xvfb), driven by scripts that run inside it."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / ".build" / "pictures"

PROLOGUE = """
import json, os, sys, traceback
from pathlib import Path
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.utils import iface, plugins

ANSWERS = {}

def wait(milliseconds):
    from qgis.PyQt.QtCore import QEventLoop
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

def picture(name, widget=None):
    window = iface.mainWindow()
    window.showNormal(); window.resize(1366, 740); window.move(0, 0)
    wait(300)
    target = Path(os.environ["REDLINE_PICTURES"]) / f"{name}.png"
    (widget or iface.mainWindow()).grab().save(str(target))

def failed(kind, value, trace):
    "An error in a slot or timer, for which QGIS would show a window and wait for a person."
    ANSWERS["error"] = "".join(traceback.format_exception(kind, value, trace))
    Path(os.environ["REDLINE_ANSWERS"]).write_text(json.dumps(ANSWERS, ensure_ascii=False), encoding="utf-8")
    os._exit(1)

sys.excepthook = failed

def run():
    try:
        # The algorithms come after the window: steps begin when everything is there, as a person would.
        if "redline" in plugins and plugins["redline"].loader is not None:
            plugins["redline"].loader.now()
        steps()
    except BaseException:
        ANSWERS["error"] = traceback.format_exc()
    Path(os.environ["REDLINE_ANSWERS"]).write_text(json.dumps(ANSWERS, ensure_ascii=False), encoding="utf-8")
    from qgis.core import QgsProject
    QgsProject.instance().setDirty(False)
    QCoreApplication.exit(0)
"""


@dataclass(frozen=True)
class Desktop:
    """A screen; ``run`` starts QGIS on it, executes steps in it and returns what they put into ANSWERS."""

    display: str
    folder: Path

    def run(
        self,
        steps: str,
        *,
        language: str = "en",
        project: Path | None = None,
        timeout: int = 300,
        scale: int = 1,
        plugins: Path = ROOT / ".build" / "plugins",
        bare: bool = False,
        theme: str = "default",
    ) -> dict:
        """bare : with the packages of QGIS's own Python alone, as a person has it, and a profile beside the temporary
        files: QGIS marks layers that lie among them."""
        profiles = (ROOT / ".build" / "desktop" if bare else self.folder) / f"profiles-{time.monotonic_ns()}"
        settings = profiles / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(
            "[PythonPlugins]\nredline=true\n[qgis]\ncheckVersion=false\nshowTips341=false\nnewProjectDefault=false\n"
            "[app]\nsurveysShown=true\n[core]\nNewsFeed\\disabled=true\n"
            f"[UI]\nUITheme={theme}\n",
            encoding="utf-8",
        )
        answers = profiles / "answers.json"
        script = profiles / "steps.py"
        script.write_text(
            PROLOGUE
            + "\ndef steps():\n"
            + textwrap.indent(textwrap.dedent(steps), "    ")
            + "\nQTimer.singleShot(1500, run)\n",
            encoding="utf-8",
        )
        environment = dict(os.environ)
        environment.pop("QT_QPA_PLATFORM", None)
        environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
        if bare:
            for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTEST_PLUGINS"):
                environment.pop(name, None)
            folders = environment["PATH"].split(os.pathsep)
            environment["PATH"] = os.pathsep.join(each for each in folders if ".venv" not in Path(each).parts)
        environment |= {
            "DISPLAY": self.display,
            "QGIS_PLUGINPATH": str(plugins),
            "REDLINE_PICTURES": str(PICTURES),
            "REDLINE_ANSWERS": str(answers),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "QT_SCALE_FACTOR": str(scale),
        }
        command = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profiles), "--lang", language]
        command += ["--code", str(script)]
        if project is not None:
            command += ["--project", str(project)]
        stderr = ""
        for _ in range(2):
            # A window that never comes up on a crowded machine gets a second start; steps that hang do so twice.
            try:
                done = subprocess.run(
                    command,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=timeout,
                    check=False,
                    errors="replace",
                )
                stderr = done.stderr
            except subprocess.TimeoutExpired:
                stderr = f"no answer within {timeout} s"
            if answers.exists():
                break
        assert answers.exists(), f"QGIS ended without an answer:\n{stderr[-3000:]}"
        found = json.loads(answers.read_text(encoding="utf-8"))
        if bare:
            shutil.rmtree(profiles, ignore_errors=True)
        assert "error" not in found, found["error"]
        return found


@pytest.fixture(scope="session")
def desktop(tmp_path_factory) -> Desktop:
    missing = [name for name in ("Xvfb", "openbox", "qgis") if shutil.which(name) is None]
    assert not missing, f"not installed: {', '.join(missing)}; scripts/setup.sh test installs them"
    PICTURES.mkdir(parents=True, exist_ok=True)
    read_end, write_end = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "2732x1536x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        display = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Desktop(display, tmp_path_factory.mktemp("desktop"))
    finally:
        for process in (manager, screen):
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Path:
    """A folder of plugins with Redline out of its zip, as a person installs it."""
    done = subprocess.run(
        ["bash", "scripts/package.sh"],
        cwd=ROOT,
        env={**os.environ, "REDLINE_ROOT": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    plugins = tmp_path_factory.mktemp("installed") / "plugins"
    zipfile.ZipFile(ROOT / done.stdout.split()[0]).extractall(plugins)
    return plugins


if sys.platform == "win32":  # Xvfb is how a screen is had without one
    collect_ignore_glob = ["*"]
