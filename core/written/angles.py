"""Coordinates as people write them into cells: 115°26′24.0″, E115.44, 北纬36度28分48秒, X=4040000.000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .signs import plain

__all__ = ["Axis", "Written", "read_coordinate"]

Axis = Literal["", "x", "y", "north", "east", "height"]

_WORDS: dict[str, Axis] = {
    **dict.fromkeys(("北纬", "纬度", "纵坐标", "N", "B"), "north"),
    **dict.fromkeys(("东经", "经度", "横坐标", "E", "L"), "east"),
    **dict.fromkeys(("高程", "H", "Z"), "height"),
    "X": "x",
    "Y": "y",
}
_LABEL = re.compile(rf"({'|'.join(_WORDS)})\s*(?:坐标)?\s*([=:]?)\s*(?=[-+\d.])")
_AFTER = re.compile(r"(?<=[\d.°'′″\"”度分秒])\s*([NE])$")
_SECONDS = r"(\d{1,2}(?:\.\d*)?)\s*(?:″|\"|”|秒|S|''|′′)?"
_MINUTES = rf"(\d{{1,2}}(?:\.\d*)?)\s*(?:′|'|‘|分)\s*(?:{_SECONDS})?"
_ANGLE = re.compile(rf"(\d{{1,3}}(?:\.\d*)?)\s*(?:°|º|˚|度)\s*(?:{_MINUTES})?")
_PARTED = re.compile(r"(\d{1,3})([-:])(\d{1,2})\2(\d{1,2}(?:\.\d*)?)")
_DECIMALS = Decimal("1e-12")


@dataclass(frozen=True)
class Written:
    """A cell without its label. number : the rest, plain; an angle as decimal degrees of twelve decimals. axis : what
    the label says, "" where there is none. angle : whether it was written in degrees, minutes and seconds."""

    number: str
    axis: Axis = ""
    angle: bool = False


def read_coordinate(text: str) -> Written | None:
    """What a cell says of a coordinate; None where degrees, minutes or seconds are none (61 minutes).

    A cell without label or signs of an angle comes back as it is: whether it is a number is ``read_numbers``' business.
    """
    bare, axis = plain(text).upper(), ""
    label = _LABEL.match(bare)
    if label is not None:
        axis, bare = _WORDS[label[1]], bare[label.end() :].strip()
    after = _AFTER.search(bare)
    if after is not None:
        axis, bare = _WORDS[after[1]], bare[: after.start()].strip()
    angle = _ANGLE.fullmatch(bare)
    parts = angle.groups() if angle is not None else None
    if parts is None:
        parted = _PARTED.fullmatch(bare)
        if parted is None:
            return Written(bare, axis)  # type: ignore[arg-type]  # a word of _WORDS
        parts = (parted[1], parted[3], parted[4])
    degrees, minutes, seconds = (Decimal(each or 0) for each in parts)
    if minutes >= 60 or seconds >= 60:
        return None
    whole = (degrees + minutes / 60 + seconds / 3600).quantize(_DECIMALS)
    return Written(f"{whole:f}", axis, True)  # type: ignore[arg-type]  # a word of _WORDS
