"""Packages that the desktop puts into the profile: what pip is asked, what is taken over, a real wheel installed."""

import zipfile
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QEventLoop, QTimer

pytestmark = pytest.mark.usefixtures("redline")


def wheel(folder: Path, name: str) -> Path:
    """A wheel with one module, as pip takes it."""
    made = folder / f"{name}-1.2.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "WHAT = 'a probe'\n")
        archive.writestr(f"{name}-1.2.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2.0\n")
        archive.writestr(
            f"{name}-1.2.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(f"{name}-1.2.0.dist-info/RECORD", "")
    return made


def test_what_pip_is_asked(tmp_path):
    from redline.ui.packages import PACKAGES, pip_arguments

    by_name = {package.name: package for package in PACKAGES}
    assert list(by_name) == ["openpyxl", "shapely", "numba", "scipy", "rasterio", "chinesecalendar"]
    network = pip_arguments(by_name["shapely"], tmp_path, None, "1.26.4")
    # The version of numpy with which QGIS runs decides which shapely is taken.
    assert network[-2:] == ["shapely>=2", "numpy==1.26.4"]
    assert "--no-deps" not in network
    folder = pip_arguments(by_name["numba"], tmp_path, Path("wheels"), "1.26.4")
    assert folder[-4:] == ["wheels", "--no-deps", "numba", "llvmlite"]
    assert "--no-index" in folder


def test_numpy_is_never_taken_over(tmp_path):
    from redline.ui.packages import take_over

    gathered, target = tmp_path / "gathered", tmp_path / "python"
    for name in ("numpy", "numpy.libs", "numpy-2.1.0.dist-info", "bin", "shapely", "shapely-2.0.6.dist-info"):
        (gathered / name).mkdir(parents=True)
        (gathered / name / "new").write_text("new", encoding="utf-8")
    (target / "shapely").mkdir(parents=True)
    (target / "shapely" / "old").write_text("old", encoding="utf-8")
    assert take_over(gathered, target) == ["shapely", "shapely-2.0.6.dist-info"]
    assert [each.name for each in (target / "shapely").iterdir()] == ["new"]
    assert not (target / "numpy").exists()


def run(installer, package, wheels):
    loop, said = QEventLoop(), []
    installer.ended.connect(said.append)
    installer.ended.connect(loop.quit)
    QTimer.singleShot(120_000, loop.quit)
    installer.install(package, wheels)
    loop.exec()
    return said


def test_a_wheel_from_a_folder_goes_into_the_profile(tmp_path, monkeypatch, qgis_app):
    from redline.ui import packages

    monkeypatch.setattr(packages, "profile_folder", lambda: tmp_path / "配置 profile" / "python")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "redlineprobe")
    installer = packages.Installer(qgis_app)
    assert run(installer, packages.Package("redlineprobe"), wheels) == [""]
    assert (tmp_path / "配置 profile" / "python" / "redlineprobe" / "__init__.py").is_file()
    assert not installer.gathered.exists()
    # What is not in the folder is told, and nothing is left half.
    again = packages.Installer(qgis_app)
    (sentence,) = run(again, packages.Package("redlinenothing"), wheels)
    assert sentence.startswith("It was not installed: ") and "redlinenothing" in sentence
    assert not again.gathered.exists()


def test_the_box_says_what_is_there(qgis_app, monkeypatch):
    from redline.ui import packages, packagesbox

    states = {package.name: packagesbox.state_words(package) for package in packages.PACKAGES}
    assert "is there" in states["openpyxl"]
    monkeypatch.setattr(packages.Package, "version", lambda self: "1.8.4" if self.name == "shapely" else "")
    assert packagesbox.state_words(packages.PACKAGES[1]) == "1.8.4 is there, 2 is needed"
    assert packagesbox.state_words(packages.PACKAGES[2]) == "missing"
    assert "python3-rasterio" in packagesbox.state_words(packages.PACKAGES[4])
    box = packagesbox.PackagesBox()
    assert not box.findChildren(type(box.buttons[0]), "rasterio_2"), "its wheel is never offered"
    assert len(box.buttons) == 10
