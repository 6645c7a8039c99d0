"""Where the pictures of a case lie: those of its spot, then its evidence, the newest first."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ...core.casework.worklist import Listed
from ...core.sql import literal, name, statement
from ...i18n import tr
from ...layers.casework.casefile import CasePlace, opened, values_where

__all__ = ["pictures_of"]


def pictures_of(place: CasePlace, folder: Path | None, one: Listed) -> list[tuple[str, Path]]:
    """What each picture is, and its file, whether it is there or not. An address on a network is not asked.

    folder : in which the pictures of the case file are kept.
    """
    found = [
        (label, str(one.spot.get(field) or ""))
        for field, label in (("picture_before", tr("Before")), ("picture_after", tr("After")))
    ]
    with opened(place) as case:
        rows = values_where(case, "evidence", statement(name("task"), "=", literal(one.case.uuid)))
    for row in sorted(rows, key=lambda each: each["taken_at"] or "", reverse=True):
        label = tr("Evidence") if row["valid"] else tr("Evidence (not valid: {reason})").format(reason=row["why_not"])
        found.append((label, str(row["file"] or "")))
    return [(label, _file(place, folder, written)) for label, written in found if written and "://" not in written]


def _file(place: CasePlace, folder: Path | None, written: str) -> Path:
    """A file as it is written: whole, beside the case file, or in the folder of pictures."""
    path, relative = Path(written), PurePosixPath(written.replace("\\", "/"))
    if path.is_absolute():
        return path
    beside = place.path.parent / relative if place.path is not None else None
    if folder is None or (beside is not None and beside.exists()):
        return beside or path
    return folder / relative
