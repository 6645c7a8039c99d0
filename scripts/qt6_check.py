"""Asks PyQt6's own list of types, without Qt 6, for every Qt class, method and enum that the plugin names.

PyQt6 comes from PyPI into .build/pyqt6 (scripts/setup.sh) and is never imported: mypy reads its types, with qgis.PyQt
as QGIS builds it on Qt 6 (scripts/qt6/stubs). What is known and right stands with its reason in scripts/qt6/known.csv.
Exit status 1: something is not in PyQt6, or a row of known.csv is not met any more.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / "scripts" / "qt6" / "known.csv"
PLUGIN = ".build/plugins/redline/"


def findings(output: str) -> list[str]:
    """mypy's errors in the plugin's own files, as ``file:line: sentence``."""
    lines = (line.replace("\\", "/") for line in output.splitlines())
    return [line.removeprefix(PLUGIN) for line in lines if line.startswith(PLUGIN) and ": error: " in line]


def unknown(found: list[str], known: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Findings without a row in ``known``, and rows of it (as ``file: sentence``) without a finding."""
    left = [
        line
        for line in found
        if not any(line.startswith(row["file"] + ":") and row["sentence"] in line for row in known)
    ]
    unmet = [
        f"{row['file']}: {row['sentence']}"
        for row in known
        if not any(line.startswith(row["file"] + ":") and row["sentence"] in line for line in found)
    ]
    return left, unmet


def ask_mypy(*what: str) -> str:
    """mypy's output over the plugin, or over the files ``what``; ends the program where mypy could not do its work."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--config-file", "scripts/qt6/mypy.ini", *what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        sys.exit(f"redline: mypy could not read the plugin with PyQt6's types: {done.stderr or done.stdout}")
    return done.stdout


def main() -> None:
    """Print what PyQt6 does not have."""
    if not (ROOT / ".build" / "pyqt6" / "PyQt6" / "QtCore.pyi").is_file():
        sys.exit("redline: PyQt6's types are not in .build/pyqt6: run scripts/setup.sh test")
    with KNOWN.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    left, unmet = unknown(findings(ask_mypy()), known)
    for line in left:
        print(f"not in PyQt6: {line}")
    for line in unmet:
        print(f"scripts/qt6/known.csv: not met any more: {line}")
    if left or unmet:
        sys.exit(1)
    print("every Qt class, method and enum that the plugin names is in PyQt6")


if __name__ == "__main__":
    main()
