"""Archives as folders: ZIP, and KMZ, which is one. Names that Windows packed in GBK come out in Chinese."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ...core.errors import RedlineError

__all__ = ["ARCHIVES", "OTHER_ARCHIVES", "entries_of", "unpacked"]

ARCHIVES = frozenset({".zip", ".kmz"})
OTHER_ARCHIVES = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
"""What is not unpacked here, though geodata may be in it."""

_UTF8 = 0x800
_LOCKED = 0x1
"""General purpose bits 11 and 0 (APPNOTE.TXT, 4.4.4): the name is in UTF-8; the file is encrypted."""


@contextmanager
def unpacked(path: Path, only: Collection[str] = ()) -> Iterator[Path]:
    """A folder with what is in the archive, gone afterwards; only : endings of what is wanted, all where empty.

    Raises RedlineError where it is no archive, is locked by a password, or larger than the room there is.
    """
    with TemporaryDirectory(prefix="redline-", ignore_cleanup_errors=True) as folder:
        with _opened(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            wanted = [entry for entry in entries if not only or Path(entry.filename).suffix.lower() in only]
            _unpack(path, archive, wanted, Path(folder))
        yield Path(folder)


def entries_of(path: Path) -> dict[str, str]:
    """The files in an archive: by their names for people, the names that GDAL knows them by (which reads those that say
    nothing of their code page as DOS did, as Python does). Raises RedlineError where it is no archive."""
    with _opened(path) as archive:
        return {_name_of(entry): entry.filename for entry in archive.infolist() if not entry.is_dir()}


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RedlineError(
            "{file} cannot be unpacked ({reason}): get it again, or unpack it yourself and give the folder.",
            file=path.name,
            reason=str(error),
        ) from error


def _unpack(path: Path, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], root: Path) -> None:
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise RedlineError(
            "{file} is locked by a password: unpack it yourself and give the folder that comes out.", file=path.name
        )
    if sum(entry.file_size for entry in entries) > shutil.disk_usage(root).free:
        raise RedlineError(
            "{file} is larger than the room on the disk of {folder}: make room, or unpack it elsewhere and give the "
            "folder that comes out.",
            file=path.name,
            folder=str(root.parent),
        )
    for entry in entries:
        target = root.joinpath(*_parts(_name_of(entry)))
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; Windows' own packer writes it in the system's code page and says nothing of it."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _parts(name: str) -> list[str]:
    """The folders and the name, none of which leads out of the folder that is unpacked into."""
    found = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return [part.replace(":", "_") for part in found]
