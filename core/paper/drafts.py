"""Outputs made beside their places, which appear all together or not at all.

Each draft lies under its own name in a hidden folder of its own beside its place, so that the move is a renaming on one
disk, and so that what a format writes beside the file itself (a Shapefile's parts, a GML's schema) comes along.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..errors import RedlineError
from .places import refuse_held, refuse_long

__all__ = ["BEFORE", "Drafts", "draft_folder", "family", "refuse_open", "sweep"]

PREFIX = ".redline-"
BEFORE = "before"
"""In a draft folder: where a folder that is there goes while the new one takes its place."""
STALE = 24 * 3600.0
"""Seconds after which a draft is taken for one whose run was killed."""

LEAST = 1 << 20
"""Bytes that must be free after a failure for it to have another reason than a full disk."""

PARTS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".qmd", ".idm", ".ind"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".gml": (".xsd", ".gfs"),
    ".csv": (".csvt",),
    ".tif": (".tfw", ".tif.aux.xml", ".tif.ovr"),
}
"""What belongs to a file of this ending and would be wrong beside a new one."""
FOLDERS = (".gdb",)
"""Formats whose file is a folder; a folder of any other name is never replaced."""
JOURNALS = ("-journal", "-wal")


@dataclass(frozen=True)
class _Draft:
    """What is made for ``target``: all that lies in ``new``, or the file ``alone`` in the target's own folder.

    old : where what stood there goes.
    """

    target: Path
    new: Path
    old: Path
    alone: Path | None = None

    def files(self) -> list[tuple[Path, Path]]:
        """(made, its place) of all that was made."""
        if self.alone is not None:
            return [(self.alone, self.target)] if self.alone.exists() else []
        return [(made, self.target.parent / made.name) for made in sorted(self.new.iterdir())]


@dataclass
class Drafts:
    """The outputs of one run. ``commit`` puts them in their places; leaving the block without it leaves nothing.

    swept : drafts left by runs that were killed more than a day ago, which were removed on the way. sweeps : whether
    that is done.
    """

    sweeps: bool = True
    swept: list[Path] = field(default_factory=list)
    _drafts: list[_Draft] = field(default_factory=list)
    _places: set[str] = field(default_factory=set)
    _folders: dict[Path, Path] = field(default_factory=dict)
    _parents: list[Path] = field(default_factory=list)

    def __enter__(self) -> Drafts:
        return self

    def __exit__(self, *error: object) -> None:
        self.discard()

    def beside(self, target: Path, *, parents: bool = True, replaces: bool = True) -> Path:
        """Where to make what is to stand at ``target``: the same name in a folder beside it.

        replaces : False for what is to be added to a file that is there, which may be open elsewhere.

        Raises RedlineError where ``target`` is open in another program, is the place of another output of the run, or
        its folder cannot be written; without ``parents`` also where its folder is not there.
        """
        target = self._place(target, parents, replaces)
        return self._draft(target).new / target.name

    def alone(self, target: Path) -> Path:
        """As ``beside``, for a file that holds paths relative to its folder: made in the target's own folder."""
        target = self._place(target, True, True)
        made = target.with_name(f"{PREFIX}{os.getpid()}-{target.name}")
        self._draft(target, made)
        return made

    def commit(self, last: Callable[[], object] = lambda: None) -> None:
        """All into their places, then ``last``; where either fails, every place is again as it was."""
        undo: list[Callable[[], object]] = []
        place = Path()
        try:
            for draft in self._drafts:
                for made, _ in draft.files():
                    place = draft.target
                    _sync(made)
            for draft in self._drafts:
                place = draft.target
                refuse_open(place)
                _move(draft, undo)
            last()
        except BaseException as error:
            for step in reversed(undo):
                with suppress(OSError):
                    step()
            self.discard()
            if isinstance(error, OSError):
                raise _not_written(place, error) from error
            raise
        self._parents.clear()
        self.discard()

    def discard(self) -> None:
        """Take away what was made and is not in its place, and the folders that were made for it."""
        for draft in self._drafts:
            if draft.alone is not None:
                with suppress(OSError):
                    draft.alone.unlink(missing_ok=True)
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)
        self._drafts.clear()
        self._places.clear()
        self._folders.clear()
        for folder in reversed(self._parents):
            with suppress(OSError):
                folder.rmdir()
        self._parents.clear()

    def full(self) -> Path | None:
        """The folder whose disk has no room left for what is made there; None where all have."""
        for parent in self._folders:
            with suppress(OSError):
                if shutil.disk_usage(parent).free < LEAST:
                    return parent
        return None

    def _place(self, target: Path, parents: bool, replaces: bool) -> Path:
        refuse_long(target)
        target = Path(os.path.realpath(target)) if target.is_symlink() else target.absolute()
        if os.path.normcase(target) in self._places:
            raise RedlineError("Two outputs of this run are {file}: give each a file of its own.", file=target.name)
        if target.is_dir() and target.suffix.lower() not in FOLDERS:
            raise _not_written(target, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
        if replaces:
            refuse_open(target)
            refuse_held(target)
        try:
            if parents:
                missing = [folder for folder in target.parents if not folder.exists()]
                target.parent.mkdir(parents=True, exist_ok=True)
                self._parents += reversed(missing)
        except OSError as error:
            raise _not_written(target, error) from error
        return target

    def _draft(self, target: Path, alone: Path | None = None) -> _Draft:
        """A draft of ``target`` in the one hidden folder of its own folder."""
        try:
            if target.parent not in self._folders:
                self._folders[target.parent], swept = draft_folder(target.parent, sweeps=self.sweeps)
                (self._folders[target.parent] / "old").mkdir()
                self.swept += swept
            new = self._folders[target.parent] / str(len(self._drafts))
            new.mkdir()
        except OSError as error:
            raise _not_written(target, error) from error
        draft = _Draft(target, new, self._folders[target.parent] / "old", alone)
        self._places.add(os.path.normcase(target))
        self._drafts.append(draft)
        return draft


def draft_folder(parent: Path, *, sweeps: bool = True) -> tuple[Path, list[Path]]:
    """A new hidden folder in ``parent``, and the drafts of killed runs that were found there and removed.

    An output folder that a killed run had put aside (``BEFORE``) and not replaced yet goes back into its place.
    """
    for left in parent.glob(f"{PREFIX}*/{BEFORE}/*"):
        place = parent / left.name
        if not place.exists():
            with suppress(OSError):
                left.rename(place)
    swept = sweep(parent, PREFIX) if sweeps else []
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent)), swept


def sweep(parent: Path, prefix: str) -> list[Path]:
    """Remove the drafts in ``parent`` that nobody has touched for a day: folders named so, and files made alone."""
    swept = []
    for old in parent.glob(f"{prefix}*"):
        alone = old.is_file() and old.name[len(prefix) :].partition("-")[0].isdigit()
        if (old.is_dir() or alone) and time.time() - _newest(old) > STALE:
            if alone:
                with suppress(OSError):
                    old.unlink()
            shutil.rmtree(old, ignore_errors=True)
            swept.append(old)
    return swept


def _newest(folder: Path) -> float:
    """When something in ``folder`` was last changed; now, where that cannot be told."""
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
    except OSError:
        return time.time()


def family(target: Path) -> Iterator[Path]:
    """The files that are there and go when ``target`` is replaced: itself, and what belongs to it."""
    if target.exists():
        yield target
    for ending in PARTS.get(target.suffix.lower(), ()):
        part = target.with_name(target.stem + ending)
        if part.is_file():
            yield part


def refuse_open(target: Path) -> None:
    """Raise RedlineError where the database ``target`` is open for writing elsewhere, or was left unfinished.

    A new file beside the journal of the old one would be taken for damaged, for good.
    """
    for ending in JOURNALS:
        journal = target.with_name(target.name + ending)
        if journal.exists():
            raise RedlineError(
                "{file} is open in another program or was not closed properly ({journal} lies beside it): close it "
                "there, or open and close it once in QGIS, or choose another file.",
                file=target.name,
                journal=journal.name,
            )


def _sync(made: Path) -> None:
    """Have the disk tell now that it is full, not when the file is in its place."""
    for path in made.rglob("*") if made.is_dir() else (made,):
        if path.is_file():
            with path.open("r+b") as stream:
                os.fsync(stream.fileno())


def _move(draft: _Draft, undo: list[Callable[[], object]]) -> None:
    """What was made into its place; each step adds to ``undo`` how it is taken back."""
    made = draft.files()
    places = {place for _, place in made}
    for before in sorted({each for place in places for each in family(place)}):
        kept = draft.old / before.name
        if before not in places or not _linked(before, kept):
            before.replace(kept)
        undo.append(partial(kept.replace, before))
    for path, place in made:
        new = not place.exists()
        path.replace(place)
        if new:
            undo.append(partial(place.replace, path))


def _linked(place: Path, kept: Path) -> bool:
    """A second name for the old file, so that its place is never empty; not on every disk."""
    if place.is_dir():
        return False
    try:
        os.link(place, kept)
    except OSError:
        return False
    return True


def _not_written(target: Path, error: OSError) -> RedlineError:
    return RedlineError(
        "{file} cannot be written ({reason}): close it in other programs or choose another folder.",
        file=target.name,
        reason=error.strerror or type(error).__name__,
    )
