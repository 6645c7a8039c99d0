"""Runs that are killed, starved and shut out, and what may be left of them."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import everytool
from osgeo import gdal

DRAFT = ".redline-"
ASIDE = (".aux.xml",)
"""QGIS itself writes statistics beside a raster when it closes the layer."""


@dataclass(frozen=True)
class Ended:
    """What came of a run. status : of its process, −9 where it was killed; told : the sentence by which it ended."""

    status: int
    told: str = ""
    raised: tuple[str, ...] = ()
    points: int = 0
    asked: int = 0
    places: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        return self.status == 0 and not self.told and not self.raised


class Forked:
    """A QGIS that forks for each run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = Path(__file__).with_name("forkedqgis.py")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()

    def several(self, tool: str, parameters: dict, copies: int, **wrong) -> list[Ended]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        answer = self.folder / "answer"
        request = {"tool": tool, "parameters": parameters, "answer": str(answer), "copies": copies, **wrong}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        ended = []
        for number, status in enumerate(json.loads(self.process.stdout.readline())):
            text = Path(f"{answer}{number}").read_text(encoding="utf-8") if status == 0 else ""
            found = json.loads(text) if text else {}
            ended.append(
                Ended(
                    status,
                    found.get("told", ""),
                    tuple(found.get("raised", ())),
                    found.get("points", 0),
                    found.get("asked", 0),
                    tuple(found.get("places", ())),
                    tuple(found.get("warnings", ())),
                )
            )
        return ended

    def __call__(self, tool: str, parameters: dict, **wrong) -> Ended:
        return self.several(tool, parameters, 1, **wrong)[0]


def with_outputs(redline, given: dict, tool: str, folder: Path) -> dict:
    """The parameters of a run of ``tool`` with every output in ``folder``."""
    folder.mkdir(exist_ok=True)
    return {**given[tool], **everytool.outputs(redline.algorithm(tool), given[tool], folder)}


def left(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by name; drafts too."""
    gc.collect()
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(ASIDE)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def seen(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without drafts, which a killed run cannot take away: they are hidden, and go with a later run."""
    return {name: data for name, data in files.items() if not name.startswith(DRAFT)}


def is_whole(path: Path) -> bool:
    """Whether a file is not cut off, by what its format says of itself."""
    data = path.read_bytes()
    kind = path.suffix.lower()
    if kind == ".gpkg":
        import sqlite3

        with closing(sqlite3.connect(path)) as database:
            return database.execute("PRAGMA integrity_check").fetchone() == ("ok",) and bool(
                database.execute("SELECT count(*) FROM gpkg_contents").fetchone()[0]
            )
    if kind in (".xlsx", ".zip", ".qgz"):
        with zipfile.ZipFile(path) as packed:
            return packed.testzip() is None
    if kind == ".html":
        return data.rstrip().endswith(b"</html>")
    if kind == ".svg":
        return data.rstrip().endswith(b"</svg>")
    if kind == ".pdf":
        return data.rstrip().endswith(b"%%EOF")
    if kind == ".png":
        return data.endswith(b"IEND\xaeB`\x82")
    if kind == ".tif":
        raster = gdal.Open(str(path))
        return raster is not None and raster.GetRasterBand(1).Checksum() >= 0
    return bool(data)


def some(tools: list[str], fault: str, share: int) -> list[str]:
    """One of ``share`` tools, the same on every machine; others for each fault."""
    return [tool for tool in tools if zlib.crc32(f"{fault} {tool}".encode()) % share == 0]
