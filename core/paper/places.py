"""Where an output can stand: names and paths that every disk takes, and files that no other program holds."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import RedlineError

__all__ = ["LONGEST_NAME", "cut_to_bytes", "refuse_held", "refuse_long"]

LONGEST_NAME = 180
"""Bytes of a name that Redline makes: 60 Chinese signs. Disks take 255, of which drafts and journals need some."""

LONGEST_GIVEN = 230
"""Bytes of a name that a person gives."""

LONGEST_PATH = 255
"""Signs of a whole path that programs on Windows take."""

DRAFT_SIGNS = 24
"""Signs by which the path of a draft is longer than that of its place."""


def cut_to_bytes(text: str, most: int = LONGEST_NAME) -> str:
    """The beginning of ``text`` that has no more than ``most`` bytes in UTF-8; no sign is cut in two."""
    return text.encode("utf-8")[:most].decode("utf-8", errors="ignore")


def refuse_long(target: Path, *, windows: bool = os.name == "nt") -> None:
    """Raise RedlineError where a name in the path, or the whole path, is longer than disks and programs take."""
    for name in target.parts:
        size = len(name.encode("utf-8", errors="surrogatepass"))
        if size > LONGEST_GIVEN:
            raise RedlineError(
                "The name {name} is too long ({size} bytes, 3 for a Chinese sign): give one of at most {most} bytes.",
                name=f"{name[:20]}…",
                size=size,
                most=LONGEST_GIVEN,
            )
    length = len(str(target.absolute())) + DRAFT_SIGNS
    if windows and length > LONGEST_PATH:
        raise RedlineError(
            "The path of {name} is too long by {over} signs for programs on Windows: choose a folder with a shorter "
            "path ({folder}).",
            name=target.name,
            over=length - LONGEST_PATH,
            folder=str(target.parent),
        )


def refuse_held(target: Path) -> None:
    """Raise RedlineError where the file ``target`` is there and cannot be replaced: another program holds it open, as
    Excel and readers of PDF do on Windows, or it is write-protected."""
    if not target.is_file():
        return
    try:
        with target.open("r+b"):
            pass
    except OSError as error:
        raise RedlineError(
            "{file} cannot be replaced ({reason}): close it in other programs, or choose another place.",
            file=target.name,
            reason=error.strerror or type(error).__name__,
        ) from error
