"""The plugin zip: what the plugin site asks of it, and that QGIS loads it from there."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def package() -> Path:
    environment = {**os.environ, "REDLINE_ROOT": str(ROOT)}
    done = subprocess.run(
        ["bash", "scripts/package.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return ROOT / re.match(r"\S+\.zip", done.stdout).group()


def test_what_is_in_it_and_what_is_not(package):
    names = zipfile.ZipFile(package).namelist()
    assert {name.split("/")[0] for name in names} == {"redline"}
    inside = {name.removeprefix("redline/") for name in names}
    assert {"metadata.txt", "LICENSE", "__init__.py", "plugin.py", "i18n/redline_zh_Hans.qm"} <= inside
    # The welcome makes the demo county with them.
    assert {"demo/county.py", "demo/data/parcels.csv"} <= inside
    for folder in ("tests", "bench", "docs", ".ci", ".git", "scripts", "requirements"):
        assert not [name for name in inside if name.startswith(f"{folder}/")], folder
    assert not [name for name in inside if name.endswith((".pyc", ".so", ".dll", ".exe", ".nbi", ".nbc"))]
    assert package.stat().st_size < 25_000_000


def test_nothing_in_it_that_the_site_blocks(package):
    """No assert and no silent except in shipped code; no picture hidden in a page template or style."""
    archive = zipfile.ZipFile(package)
    for name in archive.namelist():
        if name.endswith(".py"):
            text = archive.read(name).decode("utf-8")
            assert not re.search(r"^\s*assert\b", text, re.MULTILINE), name
            assert not re.search(r"except(?: (?:Base)?Exception)?:\s*\n\s*pass\b", text), name
            assert "xml.etree" not in text, name
            assert "import subprocess" not in text, name
        elif name.endswith((".qpt", ".qml")):
            assert "base64" not in archive.read(name).decode("utf-8"), name


def test_qgis_loads_it(package, tmp_path):
    plugins = tmp_path / "插件 folder"
    zipfile.ZipFile(package).extractall(plugins)
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "QT_QPA_PLATFORM": "offscreen",
    }

    def call(*arguments):
        return subprocess.run(
            ["qgis_process", *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    enabled = call("plugins", "enable", "redline")
    assert enabled.returncode == 0, enabled.stderr
    done = call("help", "redline:approvaldossier")
    assert done.returncode == 0, done.stderr
    assert "PARCELS" in done.stdout
