"""Parcels as a drawing: DXF of release 2000 (AC1015), which every drawing program of the trade opens.

Head and tables are ``resources/deliveries/r2000.dxf``, made once by ezdxf 1.4 (MIT licence): layers 地块, 界址点 and
注记, text style HZ. Extended data beside each outline tells CASS that it bounds a parcel, and this plugin the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from ..parceltext.model import ParcelRecord
from ..resources import RESOURCES
from .drawing import OWN_APP

__all__ = ["dxf_of"]

PARCELS, POINTS, TEXTS = "地块", "界址点", "注记"
_MODEL_SPACE = "17"
_FIRST_HANDLE = 0x10000
_TEXT_BYTES = 255
"""Bytes of a string of extended data (DXF Reference, group 1000)."""

Codes = Iterator[tuple[int, object]]


@cache
def _template() -> str:
    return (RESOURCES / "deliveries" / "r2000.dxf").read_text(encoding="utf-8")


def dxf_of(parcels: Sequence[ParcelRecord], text_height: float) -> bytes:
    """The bytes of a drawing in GBK; signs beyond it stand as ``\\U+XXXX``, which drawing programs show as they are.

    parcels : with parts in metres, (x_north, y_east). text_height : of numbers and names, in metres.
    """
    writer = _Writer()
    for number, parcel in enumerate(parcels, 1):
        writer.parcel(parcel, number, text_height)
    corners = [(y, x) for parcel in parcels for part in parcel.parts for ring in part for x, y in ring]
    xs, ys = [x for x, _ in corners] or [0.0], [y for _, y in corners] or [0.0]
    places = {
        "HANDSEED": f"{writer.handle:X}",
        "XMIN": repr(float(min(xs))),
        "YMIN": repr(float(min(ys))),
        "XMAX": repr(float(max(xs))),
        "YMAX": repr(float(max(ys))),
        "ENTITIES": "\n".join(writer.lines),
    }
    text = _template()
    for place, value in places.items():
        text = text.replace(f"@{place}@", value)
    return _escaped(text.replace("\n", "\r\n")).encode("gbk")


class _Writer:
    """Entities as lines of group codes and values, each entity with a handle of its own."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.handle = _FIRST_HANDLE

    def parcel(self, parcel: ParcelRecord, number: int, height: float) -> None:
        rings = [(ring, position > 0) for part in parcel.parts for position, ring in enumerate(part)]
        point = 0
        for place, (ring, hole) in enumerate(rings, 1):
            self._outline(ring, _beside(parcel, number, place), None if hole else parcel)
            for x_north, y_east in ring:
                point += 1
                self._entity("POINT", POINTS, "AcDbPoint", _at(y_east, x_north))
                self._text(f"J{point}", POINTS, (y_east, x_north), height / 2)
        x_north, y_east = _inside(parcel)
        self._text(parcel.number, TEXTS, (y_east, x_north), height)
        if parcel.name:
            self._text(parcel.name, TEXTS, (y_east, x_north - 1.5 * height), height)

    def _outline(self, ring: Sequence[tuple[float, float]], own: Sequence[str], cass: ParcelRecord | None) -> None:
        codes: list[tuple[int, object]] = [(90, len(ring)), (70, 1), (43, 0.0)]
        for x_north, y_east in ring:
            codes += [(10, float(y_east)), (20, float(x_north))]
        codes += [(1001, OWN_APP), *((1000, _cut(each)) for each in own)]
        if cass is not None:
            strings = ("300000", cass.number, cass.name, cass.class_code)
            codes += [(1001, "SOUTH"), *((1000, _cut(each)) for each in strings)]
        self._entity("LWPOLYLINE", PARCELS, "AcDbPolyline", iter(codes))

    def _text(self, text: str, layer: str, place: tuple[float, float], height: float) -> None:
        one_line = " ".join(text.split())
        if one_line:
            codes = [*_at(*place), (40, height), (1, one_line), (7, "HZ"), (100, "AcDbText")]
            self._entity("TEXT", layer, "AcDbText", iter(codes))

    def _entity(self, kind: str, layer: str, subclass: str, codes: Codes) -> None:
        head = [(0, kind), (5, f"{self.handle:X}"), (330, _MODEL_SPACE), (100, "AcDbEntity"), (8, layer)]
        self.handle += 1
        for code, value in (*head, (100, subclass), *codes):
            self.lines += [f"{code:3d}", repr(value) if isinstance(value, float) else str(value)]


def _at(x: float, y: float) -> Codes:
    yield from ((10, float(x)), (20, float(y)), (30, 0.0))


def _beside(parcel: ParcelRecord, number: int, ring: int) -> list[str]:
    """What our own reader finds beside an outline: which parcel and ring it is of, and what is known of the parcel."""
    values = {
        "id": number,
        "ring": ring,
        "number": parcel.number,
        "name": parcel.name,
        "use": parcel.use,
        "class": parcel.class_code,
    }
    return [f"{key}={value}" for key, value in values.items() if value != ""]


def _cut(text: str) -> str:
    """As much as a string of extended data holds, in one line."""
    kept = " ".join(text.split())
    while len(_escaped(kept).encode("gbk")) > _TEXT_BYTES:
        kept = kept[:-1]
    return kept


def _escaped(text: str) -> str:
    """Signs beyond GBK in the way of drawings, by their units of UTF-16."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return "".join(sign if _is_gbk(sign) else _units(sign) for sign in text)
    return text


def _is_gbk(sign: str) -> bool:
    try:
        sign.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _units(sign: str) -> str:
    data = sign.encode("utf-16-be")
    return "".join(f"\\U+{data[at : at + 2].hex().upper()}" for at in range(0, len(data), 2))


def _inside(parcel: ParcelRecord) -> tuple[float, float]:
    """A place in the first part for its texts: the middle of the longest stretch that a line across it has inside."""
    shell, *holes = parcel.parts[0]
    low, high = min(x for x, _ in shell), max(x for x, _ in shell)
    across = low + (high - low) * 0.5000123
    cuts = []
    for ring in (shell, *holes):
        for (x, y), (to_x, to_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (x <= across) != (to_x <= across):
                cuts.append(y + (across - x) / (to_x - x) * (to_y - y))
    cuts.sort()
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    left, right = max(pairs, key=lambda pair: pair[1] - pair[0], default=(shell[0][1], shell[0][1]))
    return across, (left + right) / 2
