"""The office's folder in the profiles of two QGIS: 3 and 4 keep their own, and either may have it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["differing_files", "folder_of", "same_profile_of_the_other"]

FOLDER = "redline"
OTHER = {"QGIS3": "QGIS4", "QGIS4": "QGIS3"}


def same_profile_of_the_other(profile: Path) -> Path | None:
    """``…/QGIS4/profiles/default`` of ``…/QGIS3/profiles/default`` and the other way round; None for a profile that
    lies elsewhere."""
    parts = list(profile.parts)
    places = [place for place, part in enumerate(parts) if part in OTHER]
    if not places:
        return None
    parts[places[-1]] = OTHER[parts[places[-1]]]
    return Path(*parts)


def folder_of(profile: Path) -> Path:
    """The office's folder of a profile: its own, or that of the other QGIS's profile of this name where only that is
    there."""
    own, other = profile / FOLDER, same_profile_of_the_other(profile)
    if other is not None and not own.is_dir() and (other / FOLDER).is_dir():
        return other / FOLDER
    return own


def differing_files(profile: Path) -> list[str]:
    """Names of files that the folders of both profiles have, or only one of them, with another content; sorted."""
    other = same_profile_of_the_other(profile)
    folders = [each / FOLDER for each in (profile, other) if each is not None and (each / FOLDER).is_dir()]
    if len(folders) < 2:
        return []
    names = {str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(name for name in names if _content(folders[0] / name) != _content(folders[1] / name))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
