"""How one village's ground is divided: a settlement core, blocks between roads and ditches, strips within the blocks.

All in the village's own frame: origin at its site, u along the field roads, v along the strips. The cuts reach beyond
the village and are trimmed to its ground later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

__all__ = ["Layout", "Style", "divide"]

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Style:
    """What kind of village it is.

    scale : lengths relative to the usual ones; core : breadth and depth of the settlement in m, at : its middle;
    town : seat of a township; urban : wholly part of the county town's street grid.
    """

    scale: float
    core: tuple[float, float]
    at: tuple[float, float]
    town: bool = False
    urban: bool = False


@dataclass
class Layout:
    """Cuts and leaves (u1, v1, u2, v2), and the leaves' classes: "" for open fields, decided by where they lie."""

    cuts: list[Box] = field(default_factory=list)
    leaves: list[Box] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)

    def leaf(self, box: Box, dlbm: str) -> None:
        self.leaves.append(box)
        self.classes.append(dlbm)

    def island(self, box: Box, dlbm: str) -> None:
        u1, v1, u2, v2 = box
        self.cuts += [(u1, v1, u2, v1), (u2, v1, u2, v2), (u2, v2, u1, v2), (u1, v2, u1, v1)]
        self.leaf(box, dlbm)


_HOUSING = ["0702"] * 36 + ["0301", "1201", "0307", "1104", "0102", "08H1", "05H1", "0601", "0809", "0810"]
_EDGE = ["0702"] * 16 + ["0301", "0307", "0307", "0307", "0201", "1202", "", "", "1104", "0601", "1201", "0404"]
_CORNER = ["0702"] * 6 + ["", "", "", "0301", "0307", "0307", "1104"]
_TOWN = (
    ["0702"] * 8
    + ["0701"] * 6
    + ["05H1"] * 4
    + ["0601"] * 3
    + ["08H1", "08H2", "08H2", "0809", "0810", "0508", "1005", "1201"]
)
_CITY = (
    ["0701"] * 26 + ["05H1"] * 9 + ["0601"] * 7 + ["08H1"] * 3 + ["08H2"] * 4 + ["0810"] * 3
    + ["0809", "0508", "0508", "1005", "0810A", "09", "1201", "0702", "0702", "0301"]
)  # fmt: skip


def divide(box: Box, style: Style, rng: np.random.Generator) -> Layout:
    """Divides ``box``, which holds the whole village."""
    layout = Layout()
    if style.urban:
        _city(layout, box, style, rng)
        return layout
    u1, v1, u2, v2 = box
    (width, height), (mid_u, mid_v) = style.core, style.at
    core = (mid_u - width / 2, mid_v - height / 2, mid_u + width / 2, mid_v + height / 2)
    half = 2.5
    layout.cuts += [(u1, core[1], u2, core[1]), (u1, core[1] - 2 * half, u2, core[1] - 2 * half)]
    layout.leaf((u1, core[1] - 2 * half, u2, core[1]), "1006")
    layout.cuts += [(u1, core[3], u2, core[3]), (u1, core[3] + 2 * half, u2, core[3] + 2 * half)]
    layout.leaf((u1, core[3], u2, core[3] + 2 * half), "1006")
    _rows(layout, (u1, v1, u2, core[1] - 2 * half), style, rng)
    _rows(layout, (u1, core[3] + 2 * half, u2, v2), style, rng)
    layout.cuts += [(core[0], core[1], core[0], core[3]), (core[2], core[1], core[2], core[3])]
    _rows(layout, (u1, core[1], core[0], core[3]), style, rng)
    _rows(layout, (core[2], core[1], u2, core[3]), style, rng)
    _core(layout, core, style, rng)
    return layout


def _parts(low: float, high: float, size: float, spread: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """low … high in about equal parts of about ``size``, each border moved by up to ``spread`` of a part."""
    number = max(1, round((high - low) / size))
    step = (high - low) / number
    ends = low + step * np.arange(1, number) + rng.uniform(-spread, spread, number - 1) * step
    edges = [low, *ends.tolist(), high]
    return list(pairwise(edges))


def _rows(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    """Open ground: rows of blocks, divided by field roads and ditches that run along u."""
    u1, v1, u2, v2 = box
    rows = _parts(v1, v2, 320 * style.scale, 0.16, rng)
    for k, (low, high) in enumerate(rows):
        top = high
        if k < len(rows) - 1:
            gap, dlbm = ((4.5, "1006"), (5.5, "1107"), (4.0, "1006"))[int(rng.integers(3))]
            top = high - gap
            layout.cuts += [(u1, top, u2, top), (u1, high, u2, high)]
            layout.leaf((u1, top, u2, high), dlbm)
        _blocks(layout, (u1, low, u2, top), style, rng)


def _blocks(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    """One row: blocks between paths and ditches that run along v."""
    u1, v1, u2, v2 = box
    blocks = _parts(u1, u2, 520 * style.scale, 0.2, rng)
    for k, (low, high) in enumerate(blocks):
        end = high
        if k < len(blocks) - 1:
            if rng.random() < 0.75:
                end = high - 4.0
                layout.leaf((end, v1, high, v2), "1006" if rng.random() < 0.6 else "1107")
                layout.cuts.append((end, v1, end, v2))
            layout.cuts.append((high, v1, high, v2))
        _strips(layout, (low, v1, end, v2), style, rng)


def _strips(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    """One block: strips along v, now and then along u, now and then something small within one."""
    u1, v1, u2, v2 = box
    across = rng.random() < 0.12 and (v2 - v1) > 120 * style.scale
    size = rng.uniform(44, 78) * style.scale
    for low, high in _parts(*((v1, v2) if across else (u1, u2)), size, 0.22, rng):
        strip = (u1, low, u2, high) if across else (low, v1, high, v2)
        if (high < v2) if across else (high < u2):
            layout.cuts.append((u1, high, u2, high) if across else (high, v1, high, v2))
        layout.leaf(strip, "")
        chance = rng.random()
        if chance < 0.02:
            _island(layout, strip, ("1202", "1104", "09", "0809")[int(chance * 200) % 4], rng)


def _island(layout: Layout, box: Box, dlbm: str, rng: np.random.Generator) -> None:
    """A shed, pond, graveyard or pump house within a strip, clear of its edges."""
    u1, v1, u2, v2 = box
    size = min(rng.uniform(16, 38), 0.5 * (u2 - u1), 0.5 * (v2 - v1))
    if size < 12:
        return
    u = rng.uniform(u1 + 0.2 * (u2 - u1), u2 - 0.2 * (u2 - u1) - size)
    v = rng.uniform(v1 + 0.2 * (v2 - v1), v2 - 0.2 * (v2 - v1) - size)
    layout.island((u, v, u + size, v + size * rng.uniform(0.7, 1.0)), dlbm)


def _core(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    """The settlement: streets along u, blocks of houses between them, school and committee near the middle."""
    u1, v1, u2, v2 = box
    rows = _parts(v1, v2, 78 * style.scale, 0.12, rng)
    public = {(len(rows) // 2, 0): "08H1"}
    if rng.random() < 0.5:
        public[(len(rows) // 2, 1)] = "08H2"
    for r, (low, high) in enumerate(rows):
        top = high
        if r < len(rows) - 1:
            top = high - (11.0 if style.town else 6.0)
            layout.cuts += [(u1, top, u2, top), (u1, high, u2, high)]
            layout.leaf((u1, top, u2, high), "1004")
        lots = _parts(u1, u2, rng.uniform(75, 115) * style.scale, 0.2, rng)
        middle = len(lots) // 2
        for k, (left, right) in enumerate(lots):
            end = right
            if k < len(lots) - 1:
                if (k + r) % 2:
                    end = right - 5.0
                    layout.cuts.append((end, low, end, top))
                    layout.leaf((end, low, right, top), "1004")
                layout.cuts.append((right, low, right, top))
            rim = (r in (0, len(rows) - 1)) + (k in (0, len(lots) - 1))
            choice = _TOWN if style.town and not rim else (_HOUSING, _EDGE, _CORNER)[rim]
            dlbm = choice[int(rng.integers(len(choice)))]
            own = public.get((r, k - middle))
            if own and not style.town and end - left > 75:
                border = left + (35 if own == "08H1" else 60)
                layout.cuts.append((border, low, border, top))
                layout.leaf((left, low, border, top), own)
                left = border
            elif own:
                dlbm = own
            layout.leaf((left, low, end, top), dlbm)


def _city(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    """The county town: wide streets, large blocks, two to six lots in each."""
    u1, v1, u2, v2 = box
    rows = _parts(v1, v2, 300 * style.scale, 0.12, rng)
    for r, (low, high) in enumerate(rows):
        top = high
        if r < len(rows) - 1:
            top = high - rng.uniform(14, 26)
            layout.cuts += [(u1, top, u2, top), (u1, high, u2, high)]
            layout.leaf((u1, top, u2, high), "1004")
        for left, right in _parts(u1, u2, 330 * style.scale, 0.15, rng):
            end = right
            if right < u2:
                end = right - rng.uniform(12, 20)
                layout.cuts += [(end, low, end, top), (right, low, right, top)]
                layout.leaf((end, low, right, top), "1004")
            _lots(layout, (left, low, end, top), style, rng)


def _lots(layout: Layout, box: Box, style: Style, rng: np.random.Generator) -> None:
    u1, v1, u2, v2 = box
    halves = _parts(v1, v2, rng.uniform(110, 170) * style.scale, 0.15, rng)
    for r, (low, high) in enumerate(halves):
        if r < len(halves) - 1:
            layout.cuts.append((u1, high, u2, high))
        for left, right in _parts(u1, u2, rng.uniform(90, 170) * style.scale, 0.15, rng):
            if right < u2:
                layout.cuts.append((right, low, right, high))
            layout.leaf((left, low, right, high), _CITY[int(rng.integers(len(_CITY)))])
