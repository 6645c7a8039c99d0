"""Which files of a folder Redline has written, so that nobody's own are replaced by outputs of the same name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..errors import RedlineError
from ..foreign import read_json
from .outputfolder import not_writable
from .places import refuse_held, refuse_long

__all__ = ["PARCEL_TEXTS", "SHEETS", "OwnFiles", "add_line"]

SHEETS = ".redline-mapsheets-written.jsonl"
PARCEL_TEXTS = ".redline-parceltexts-written.jsonl"
"""Each names every file of its kind that Redline put into the folder, with its SHA-256, one JSON line each."""


class OwnFiles:
    """The files that Redline has written into ``folder``, by name, with all digests they have had.

    record : the name of the file in ``folder`` that says so.
    """

    def __init__(self, folder: Path, record: str) -> None:
        self._path = folder / record
        self._known: dict[str, set[str]] = {}
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.is_file() else []
        for line in lines:
            try:
                row = read_json(line)
                self._known.setdefault(row["file"], set()).add(row["sha256"])
            except (ValueError, KeyError, TypeError):
                # The line on which a run was killed.
                continue

    def refuse_others(self, places: Iterable[Path]) -> None:
        """Raise RedlineError for the first of ``places`` that Redline did not write as it is, that another program
        holds, or whose path is too long."""
        for place in places:
            refuse_long(place)
            if not place.exists():
                continue
            if place.is_dir() or _digest(place) not in self._known.get(place.name, ()):
                raise RedlineError(
                    "{file} in folder {folder} was not written by Redline, or was changed since: move it elsewhere, or "
                    "choose another folder.",
                    file=place.name,
                    folder=str(place.parent),
                )
            refuse_held(place)

    def add(self, made: Path, place: Path) -> None:
        """``made`` is about to be put into ``place``; said before, so that a run killed between is not taken for
        somebody else."""
        row = self._noted(made, place)
        try:
            add_line(self._path, row)
        except OSError as error:
            raise not_writable(self._path.parent, error) from error

    def with_all(self, pairs: Iterable[tuple[Path, Path]]) -> tuple[Path, bytes]:
        """The record with ``pairs`` (made, place) in it, as file and contents: for a run that puts it into its place
        together with them."""
        before = self._path.read_bytes() if self._path.is_file() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"  # the line on which a run was killed
        return self._path, before + b"".join(_line(self._noted(*pair)) for pair in pairs)

    def _noted(self, made: Path, place: Path) -> dict[str, str]:
        digest = _digest(made)
        self._known.setdefault(place.name, set()).add(digest)
        return {"file": place.name, "sha256": digest}


def add_line(path: Path, row: Mapping[str, object]) -> None:
    """Append ``row`` as a line of JSON, whole or not at all; the line on which a run was killed is ended first."""
    size = path.stat().st_size if path.exists() else None
    try:
        with path.open("a+b") as file:
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(_line(row))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            if size is None:
                path.unlink()
            else:
                os.truncate(path, size)
        raise


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
