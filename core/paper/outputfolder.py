"""A folder that appears whole or not at all, and never swallows a person's own files."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import suppress
from pathlib import Path
from unicodedata import category

from ..errors import RedlineError
from ..foreign import read_json
from .drafts import PREFIX, Drafts
from .places import cut_to_bytes, refuse_held, refuse_long

__all__ = ["MANIFEST", "draft_of_folder", "file_name", "not_writable", "refuse_folder"]

MANIFEST = "manifest.json"
"""Names every file that Redline wrote into the folder, with its SHA-256."""

RESERVED = {
    *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
    *(f"{name}{i}" for name in ("COM", "LPT") for i in "123456789¹²³"),
}
"""Devices of Windows, whatever ending follows."""
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of signs that nobody sees in a name, among them those that turn its direction."""
ILLEGAL = '<>:"/\\|?*'


def file_name(text: str, taken: set[str] | None = None) -> str:
    """``text`` as a file name that Windows accepts; made unique (without regard to case) among ``taken``.

    ``taken`` is added to. Names that come out empty become "_".
    """
    name = "".join("_" if char in ILLEGAL or category(char) in UNSEEN else char for char in text).strip(" .")[:80]
    name = cut_to_bytes(name).strip(" .")
    if not name or name.split(".")[0].strip().upper() in RESERVED:
        name = f"_{name}"
    if taken is None:
        return name
    unique, number = name, 2
    while unique.casefold() in taken:
        unique, number = f"{name}_{number}", number + 1
    taken.add(unique.casefold())
    return unique


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_replaceable(target: Path) -> None:
    """Refuse a folder that holds anything which an earlier run did not write just so."""
    present = [path for path in sorted(target.rglob("*")) if path.is_file()]
    if not present:
        return
    manifest = target / MANIFEST
    try:
        known = read_json(manifest.read_text(encoding="utf-8"))["files"] if manifest.is_file() else {}
    except (ValueError, KeyError, TypeError):
        known = {}
    for path in present:
        refuse_held(path)
        name = path.relative_to(target).as_posix()
        if name == MANIFEST and known:
            continue
        if name not in known:
            raise RedlineError(
                "Folder {folder} holds {file}, which Redline did not write: choose an empty or a new folder.",
                folder=str(target),
                file=name,
            )
        if _digest(path) != known[name]:
            raise RedlineError(
                "File {file} in folder {folder} was changed after Redline wrote it: "
                "move it elsewhere or choose a new folder.",
                folder=str(target),
                file=name,
            )


def _write_manifest(draft: Path) -> None:
    files = {path.relative_to(draft).as_posix(): _digest(path) for path in sorted(draft.rglob("*")) if path.is_file()}
    text = json.dumps({"made_by": "Redline", "files": files}, ensure_ascii=False, indent=1)
    (draft / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _refuse_name(target: Path) -> None:
    refuse_long(target)
    if target.exists() and not target.is_dir():
        raise RedlineError("{path} is a file: give a folder for the output.", path=str(target))


def not_writable(folder: Path, error: OSError) -> RedlineError:
    return RedlineError(
        "Folder {folder} cannot be written ({reason}): choose a folder in which you may write.",
        folder=str(folder),
        reason=error.strerror or str(error),
    )


def refuse_folder(folder: Path) -> None:
    """Raise RedlineError where nothing can be made in ``folder``; what is tried leaves nothing."""
    folder = folder.absolute()
    _refuse_name(folder)
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder)).rmdir()
    except OSError as error:
        raise not_writable(folder, error) from error
    finally:
        for each in missing:
            with suppress(OSError):
                each.rmdir()


def draft_of_folder(drafts: Drafts, target: Path) -> Path:
    """An empty folder, which takes the place of ``target`` whole with the other outputs of ``drafts``.

    Raises RedlineError where ``target`` cannot be written, is a file, or holds something that an earlier run of Redline
    did not write, now or when it is to be replaced.
    """
    target = target.absolute()
    _refuse_name(target)

    def ready(made: Path) -> None:
        # Once more: somebody may have put a file there, or opened one, while the new folder was made.
        if target.is_dir():
            _check_replaceable(target)
        _write_manifest(made)

    if target.is_dir():
        _check_replaceable(target)
    try:
        return drafts.folder(target, ready)
    except OSError as error:
        raise not_writable(target, error) from error
