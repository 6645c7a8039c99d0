"""`pip install .` outside QGIS: the package `redline` with core and frames, and the tables they read. pyproject.toml
says what it needs; the plugin itself is no Python distribution (scripts/package.sh makes its zip)."""

from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
ROOMS = [f"redline.{name}" for name in find_packages(str(ROOT), include=["core", "core.*", "frames", "frames.*"])]
TABLES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "resources").rglob("*.csv"))


class WithoutThePlugin(build_py):
    """The root holds the plugin's door too, which only QGIS can open."""

    def find_package_modules(self, package, package_dir):
        found = super().find_package_modules(package, package_dir)
        return [each for each in found if package != "redline" or each[1] == "__init__"]


def version():
    """The version, which stands in metadata.txt only."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


setup(
    version=version(),
    packages=["redline", *ROOMS],
    package_dir={"redline": "."},
    package_data={"redline": [*TABLES, "metadata.txt"]},
    cmdclass={"build_py": WithoutThePlugin},
    python_requires=">=3.11",
)
