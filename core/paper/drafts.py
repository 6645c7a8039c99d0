"""Outputs made beside their places, which appear all together or not at all.

Each draft lies under its own name in a hidden folder of its own beside its place, so that the move is a renaming on one
disk, and so that what a format writes beside the file itself (a Shapefile's parts, a GML's schema) comes along.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..errors import RedlineError
from .places import refuse_held, refuse_long

__all__ = ["BEFORE", "Drafts", "draft_folder", "family", "full_disk", "refuse_open", "sweep"]

PREFIX = ".redline-"
BEFORE = "old"
"""In a draft folder: where what stands at the places goes while the new takes them, in a folder for each output."""
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

    old : where what stood there goes. ready : what is done with a folder when all is made and nothing is moved.
    """

    target: Path
    new: Path
    old: Path
    alone: Path | None = None
    ready: Callable[[], object] | None = None

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

    def folder(self, target: Path, ready: Callable[[Path], object]) -> Path:
        """An empty folder that is to stand at ``target``; ``ready`` is called with it when nothing is moved yet.

        Raises OSError where it cannot be made, RedlineError where it is the place of another output of the run.
        """
        self._refuse_twice(target)
        self._make_parents(target)
        work = self._work(target.parent)
        new = work / str(len(self._drafts))
        made = new / target.name
        made.mkdir(parents=True)
        self._keep(_Draft(target, new, work / BEFORE, ready=partial(ready, made)))
        return made

    def commit(self, last: Callable[[], object] = lambda: None) -> None:
        """All into their places, then ``last``; where either fails, every place is again as it was."""
        undo: list[Callable[[], object]] = []
        place = Path()
        try:
            for draft in self._drafts:
                place = draft.target
                if draft.ready is not None:
                    draft.ready()
                for made, _ in draft.files():
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
                raise (_in_use if place.is_dir() else _not_written)(place, error) from error
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
        return full_disk(self._folders)

    def _place(self, target: Path, parents: bool, replaces: bool) -> Path:
        refuse_long(target)
        target = Path(os.path.realpath(target)) if target.is_symlink() else target.absolute()
        self._refuse_twice(target)
        if target.is_dir() and target.suffix.lower() not in FOLDERS:
            raise _not_written(target, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
        if replaces:
            refuse_open(target)
            refuse_held(target)
        try:
            if parents:
                self._make_parents(target)
        except OSError as error:
            raise _not_written(target, error) from error
        return target

    def _draft(self, target: Path, alone: Path | None = None) -> _Draft:
        """A draft of ``target`` in the one hidden folder of its own folder."""
        try:
            work = self._work(target.parent)
            new = work / str(len(self._drafts))
            new.mkdir()
        except OSError as error:
            raise _not_written(target, error) from error
        return self._keep(_Draft(target, new, work / BEFORE, alone))

    def _refuse_twice(self, target: Path) -> None:
        if os.path.normcase(target) in self._places:
            raise RedlineError("Two outputs of this run are {file}: give each a file of its own.", file=target.name)

    def _make_parents(self, target: Path) -> None:
        missing = [folder for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        self._parents += reversed(missing)

    def _work(self, parent: Path) -> Path:
        """The one hidden folder in ``parent``, made when it is first asked for."""
        if parent not in self._folders:
            self._folders[parent], swept = draft_folder(parent, sweeps=self.sweeps)
            (self._folders[parent] / BEFORE).mkdir()
            self.swept += swept
        return self._folders[parent]

    def _keep(self, draft: _Draft) -> _Draft:
        self._places.add(os.path.normcase(draft.target))
        self._drafts.append(draft)
        return draft


def full_disk(folders: Iterable[Path]) -> Path | None:
    """The first of ``folders`` whose disk has no room left, of one that is not there the folder above; else None."""
    for folder in folders:
        with suppress(OSError, StopIteration):
            there = next(each for each in (folder, *folder.parents) if each.is_dir())
            if shutil.disk_usage(there).free < LEAST:
                return there
    return None


def draft_folder(parent: Path, *, sweeps: bool = True) -> tuple[Path, list[Path]]:
    """A new hidden folder in ``parent``, and the drafts of killed runs that were found there and removed.

    What a killed run had put aside (``BEFORE``) and not replaced yet goes back into its place.
    """
    for aside in parent.glob(f"{PREFIX}*/{BEFORE}/*"):
        _put_back(aside, parent)
    swept = sweep(parent, PREFIX) if sweeps else []
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent)), swept


def _put_back(aside: Path, parent: Path) -> None:
    """What lies in ``aside`` back into ``parent``, where the one that is opened is in neither its old nor its new form:
    it was the first to go and would have been the last to come."""
    left = sorted(aside.iterdir())
    opened = next((path for path in left if len(left) == 1 or path.suffix.lower() in PARTS), None)
    if opened is None or (parent / opened.name).exists():
        return
    for each in (*(path for path in left if path != opened), opened):
        with suppress(OSError):
            each.replace(parent / each.name)


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
    """What was made into its place; each step adds to ``undo`` how it is taken back.

    Of several files that belong together the one that is opened goes first and comes last: a kill between leaves none
    of them that could be opened, never parts of two runs under one name, and ``draft_folder`` brings the old ones back.
    """
    made = draft.files()
    places = [place for _, place in made]
    if not places:
        return
    main = draft.target if draft.target in places else places[0]
    there = {each for place in places for each in family(place)}
    if len(places) == 1 and main.is_dir() and _exchanged(made[0][0], main):
        undo.append(partial(_exchanged, made[0][0], main))
        return
    aside = draft.old / draft.new.name
    aside.mkdir()
    for before in sorted(there, key=lambda path: (path != main, path)):
        kept = aside / before.name
        if there | set(places) != {main} or not _linked(before, kept):
            before.replace(kept)
        undo.append(partial(kept.replace, before))
    for path, place in sorted(made, key=lambda pair: pair[1] == main):
        new = not place.exists()
        path.replace(place)
        if new:
            undo.append(partial(place.replace, path))


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk has none (Windows has none).

    renameat2(2) of Linux with RENAME_EXCHANGE (2); AT_FDCWD is -100.
    """
    if sys.platform != "linux":
        return False
    try:
        exchange = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(exchange(-100, os.fsencode(one), -100, os.fsencode(other), 2) == 0)


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


def _in_use(folder: Path, error: OSError) -> RedlineError:
    return RedlineError(
        "Folder {folder} is in use ({reason}): close the files of it that are open in other programs, then run again.",
        folder=str(folder),
        reason=error.strerror or type(error).__name__,
    )
