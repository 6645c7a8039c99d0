"""Files that appear whole or not at all, also where another program holds the old one open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..errors import RedlineError
from .drafts import Drafts

__all__ = ["whole_file", "write_whole"]


def whole_file(target: Path, write: Callable[[Path], object], *, parents: bool = False) -> Path:
    """Let ``write`` make a file beside ``target`` and put it in its place; parents : make its folder, too.

    Raises RedlineError where the file cannot be written or replaced; what ``write`` itself raises goes on. Then the old
    file is as it was, and nothing lies beside it.
    """
    with Drafts() as drafts:
        draft = drafts.beside(target, parents=parents)
        try:
            write(draft)
        except OSError as error:
            raise RedlineError(
                "{file} cannot be written ({reason}): close it in other programs or choose another folder.",
                file=target.name,
                reason=error.strerror or type(error).__name__,
            ) from error
        drafts.commit()
    return target


def write_whole(target: Path, data: bytes, *, parents: bool = False) -> Path:
    """``data`` as the file ``target``; otherwise as ``whole_file``."""
    return whole_file(target, lambda draft: draft.write_bytes(data), parents=parents)
