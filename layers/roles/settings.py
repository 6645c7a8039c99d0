"""The office's settings: kept in QGIS's own settings, exported to a file that an office shares.

They fill dialogs and the desktop's own displays. A tool that runs by itself (a model, a batch, ``qgis_process``) takes
what it is given and no number from here, so that a number never depends on who asked for it. What is followed
everywhere are looks and tables: fonts, colours, and the data folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qgis.core import QgsSettings

from ...core.errors import Notice, RedlineError
from ...core.foreign import read_json, read_whole

__all__ = ["SETTINGS", "Setting", "export_settings", "import_settings", "own_colour", "set_value", "setting", "value"]

PREFIX = "redline/settings/"
FORMAT = "redline-settings"
LONGEST = 4096
"""Signs of a setting: as long as paths get."""
SHOWN = 40
"""Signs of a wrong value that a sentence shows."""

Kind = Literal["text", "choice", "switch", "whole", "file", "folder", "colour", "font"]


@dataclass(frozen=True)
class Setting:
    """One setting. ``key`` never changes; ``default`` "" means that nothing is set. A "switch" is "" or "true".

    choices : of a "choice". low, high : of a "whole". parameter : the parameter of dialogs that it fills, "" for none.
    """

    key: str
    kind: Kind
    default: str = ""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    parameter: str = ""


COLOUR_KEYS = (
    "parcel_outline",
    "batch_outline",
    "farmland_outline",
    "farmland_hatch",
    "ecological_outline",
    "urban_outline",
)
"""Colours of resources/styles/colours.csv that the settings page offers; all others are in the office's own table."""

SETTINGS: tuple[Setting, ...] = (
    Setting("area_method", "choice", "official", ("official", "plane", "recorded"), parameter="AREA_METHOD"),
    Setting("ridges", "switch", parameter="RIDGES"),
    Setting("unit", "choice", "ha", ("m2", "ha", "mu", "km2"), parameter="UNIT"),
    Setting("decimals_ha", "whole", "4", low=0, high=8),
    Setting("decimals_mu", "whole", "4", low=0, high=8),
    Setting("decimals_m2", "whole", "2", low=0, high=4),
    Setting("office", "text", parameter="OFFICE"),
    Setting("maker", "text", parameter="MAKER"),
    Setting("checker", "text", parameter="CHECKER"),
    Setting("approver", "text", parameter="APPROVER"),
    Setting("body_font", "font"),
    Setting("heading_font", "font"),
    *(Setting(f"colour_{key}", "colour") for key in COLOUR_KEYS),
    Setting("rules_file", "file", parameter="RULES"),
    Setting("data_folder", "folder"),
)

_BY_KEY: Mapping[str, Setting] = {each.key: each for each in SETTINGS}


def setting(key: str) -> Setting:
    """The setting of this key; raises RedlineError where there is none."""
    found = _BY_KEY.get(key)
    if found is None:
        raise RedlineError("There is no setting {key}; there are: {keys}.", key=key, keys=", ".join(_BY_KEY))
    return found


def value(key: str) -> str:
    """What is set, else the default; a stored value that cannot be is taken as the default."""
    found = setting(key)
    stored = QgsSettings().value(PREFIX + key, found.default)
    text = "" if stored is None else str(stored)
    return text if _problem(found, text) is None else found.default


def set_value(key: str, text: str) -> None:
    """Keep a value; "" or the default forget it. Raises RedlineError for one that cannot be."""
    found = setting(key)
    problem = _problem(found, text)
    if problem is not None:
        raise problem
    if text in ("", found.default):
        QgsSettings().remove(PREFIX + key)
    else:
        QgsSettings().setValue(PREFIX + key, text)


def own_colour(key: str) -> str:
    """The office's colour "#rrggbb" for a key of colours.csv, "" where it has none."""
    return value(f"colour_{key}") if f"colour_{key}" in _BY_KEY else ""


def _problem(found: Setting, text: str) -> RedlineError | None:
    if text == "":
        return None
    if found.kind == "choice" and text not in found.choices:
        return RedlineError(
            "The setting {key} cannot be {value}: choose one of {choices}.",
            key=found.key,
            value=_short(text),
            choices=", ".join(found.choices),
        )
    if found.kind == "switch" and text != "true":
        return RedlineError(
            "The setting {key} cannot be {value}: choose one of {choices}.",
            key=found.key,
            value=_short(text),
            choices="true",
        )
    if found.kind == "whole" and not _is_within(found, text):
        return RedlineError(
            "The setting {key} cannot be {value}: it is a whole number from {low} to {high}.",
            key=found.key,
            value=_short(text),
            low=found.low,
            high=found.high,
        )
    if found.kind == "colour" and not _is_colour(text):
        return RedlineError(
            "The setting {key} cannot be {value}: a colour is written as #d7191c.", key=found.key, value=_short(text)
        )
    return None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _is_within(found: Setting, text: str) -> bool:
    number = read_whole(text)
    return number is not None and found.low <= number <= found.high


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(sign in "0123456789abcdefABCDEF" for sign in text[1:])


def export_settings(path: Path) -> int:
    """Write what is set to a file; returns how many values. The file appears whole or not at all.

    Raises RedlineError where it cannot be written.
    """
    from ...core.paper.wholefile import write_whole  # QGIS's start does without it

    values = {each.key: value(each.key) for each in SETTINGS if value(each.key) != each.default}
    text = json.dumps({"format": FORMAT, "version": 1, "values": values}, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode("utf-8"))
    return len(values)


def import_settings(path: Path) -> list[Notice]:
    """Take over the values of a file; settings that it does not name go back to their defaults.

    Returns what was left out, a notice each. Raises RedlineError for a file that is none; then nothing is changed.
    """
    try:
        read = read_json(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise RedlineError("{file} is no file of Redline settings.", file=path.name) from error
    values = read.get("values") if isinstance(read, dict) and read.get("format") == FORMAT else None
    if not isinstance(values, dict):
        raise RedlineError("{file} is no file of Redline settings.", file=path.name)
    notices: list[Notice] = []
    taken: dict[str, str] = {}
    for key, found in values.items():
        if key not in _BY_KEY:
            notices.append(
                Notice("{file}: the setting {key} is not known and was left out.", file=path.name, key=_short(key))
            )
            continue
        if not isinstance(found, str) or len(found) > LONGEST:
            notices.append(
                Notice("{file}: the value of {key} is no text of a setting and was left out.", file=path.name, key=key)
            )
            continue
        text = found
        problem = _problem(_BY_KEY[key], text)
        if problem is not None:
            notices.append(problem)
            continue
        taken[key] = text
    for each in SETTINGS:
        set_value(each.key, taken.get(each.key, each.default))
    return notices
