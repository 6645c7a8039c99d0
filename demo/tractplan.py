"""The tract development plan of 2021: five tracts, their planned use, the 30 projects with the published areas."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray

from .exact import Rings, area, nudge
from .frame import ORIGIN, rng_of
from .landuse import Ground
from .partition import built_up
from .villages import SEAT

__all__ = ["PUBLISHED", "Lot", "Tract", "tract_plan"]

PUBLISHED = {
    # group: (m² to be acquired, projects, m² of those that start in 2021, their number)
    "工矿": (819_365, 14, 470_400, 9),
    "居住": (486_031, 8, 271_300, 5),
    "商服": (82_560, 3, 49_150, 2),
    "仓储": (194_546, 3, 115_820, 2),
    "道路及公共设施": (38_796, 2, 17_326, 1),
}
"""Sums as published: 162.1298 ha in 30 projects, 92.3996 ha in the 19 that start in 2021. How the year's area is shared
out among the groups is ours."""

_USES = {
    "工矿": ("100101", "一类工业用地"), "居住": ("070102", "二类城镇住宅用地"), "商服": ("0901", "商业用地"),
    "仓储": ("1101", "物流仓储用地"), "道路": ("1207", "城镇村道路用地"), "绿地": ("1402", "防护绿地"),
    "学校": ("080403", "中小学用地"), "医院": ("080601", "医院用地"), "公园": ("1401", "公园绿地"),
    "市政": ("1302", "排水用地"), "体育": ("080501", "体育场馆用地"), "广场": ("1403", "广场用地"),
}  # fmt: skip
PUBLIC = ("08", "12", "13", "14")
"""First levels of 用地用海 that count as public benefit."""

_MIXES = (
    ("城东产业片区", 0, ["工矿"] * 6, 0.421, ["学校", "公园", "市政"]),
    ("城北产业片区", 90, ["工矿"] * 6, 0.434, ["医院", "公园", "体育"]),
    ("城南物流片区", 265, ["工矿", "工矿", "仓储", "仓储", "仓储"], 0.362, ["市政", "公园"]),
    ("城西生活片区", 180, ["居住"] * 5 + ["商服"], 0.447, ["学校", "公园", "道路及公共设施", "体育"]),
    ("城东南生活片区", 318, ["居住"] * 3 + ["商服"] * 2, 0.459, ["医院", "公园", "道路及公共设施", "广场"]),
)
"""Name, direction from the county town in degrees from east, projects, share of public-benefit land, lots of the public
row. The third stays below the 40 % rule on purpose."""

_WIDTH, _ROAD, _STREET, _AVENUE = 820.0, 18.0, 16.0, 24.0


@dataclass
class Lot:
    """One parcel of a tract: planned use and, where it is to be acquired, its project."""

    use: str
    name: str
    polygon: shapely.Polygon | None = None
    group: str = ""
    target: int = 0
    year: int = 0
    project: str = ""

    @property
    def public(self) -> bool:
        return self.use[:2] in PUBLIC


@dataclass
class Tract:
    number: str
    name: str
    lots: list[Lot] = field(default_factory=list)

    @property
    def outline(self) -> shapely.Polygon:
        return shapely.coverage_union_all([lot.polygon for lot in self.lots])


def tract_plan(ground: Ground, inside: shapely.Polygon, seed: int) -> list[Tract]:
    """Five tracts on open ground at the edge of the county town, within ``inside`` (EPSG:4527)."""
    rng = rng_of(seed, 11)
    stock = _projects(rng)
    tracts: list[Tract] = []
    taken = shapely.transform(built_up(), lambda xy: xy + ORIGIN).buffer(40)
    count = 0
    for k, (name, toward, groups, share, public) in enumerate(_MIXES):
        tract = Tract(f"PQ{k + 1:02d}", name)
        rows = _rows(groups, share, public, stock)
        height = sum(depth for depth, _ in rows)
        corner, turn = _site(ground, inside, taken, toward, height, rng)
        _draw(tract, rows, corner, turn)
        for lot in tract.lots:
            if lot.target:
                count += 1
                lot.project = f"XM{count:02d}"
        taken = taken.union(tract.outline.buffer(150))
        tracts.append(tract)
    return tracts


def _projects(rng: np.random.Generator) -> dict[str, list[tuple[int, int]]]:
    """(m², start year) of the projects of each group."""
    stock = {}
    for group, (total, number, first, starting) in PUBLISHED.items():
        areas = [(m2, 2021) for m2 in _split(first, starting, rng)]
        later = _split(total - first, number - starting, rng)
        areas += [(m2, 2022 if i % 3 < 2 else 2023) for i, m2 in enumerate(later)]
        stock[group] = [areas[i] for i in rng.permutation(len(areas))]
    return stock


def _split(total: int, number: int, rng: np.random.Generator) -> list[int]:
    weight = rng.uniform(0.72, 1.28, number)
    parts = np.floor(total * weight / weight.sum()).astype(int)
    parts[-1] += total - parts.sum()
    return parts.tolist()


_Row = tuple[float, list[tuple[float, Lot]]]


def _rows(groups: list[str], share: float, public: list[str], stock: dict[str, list[tuple[int, int]]]) -> list[_Row]:
    """Rows from south to north: depth, and lots with their width. Roads and green make up the public share."""

    def project(group: str) -> Lot:
        m2, year = stock[group].pop()
        use, name = _USES["道路" if group == "道路及公共设施" else group]
        return Lot(use, name, group=group, target=m2, year=year)

    def road() -> Lot:
        return Lot(*_USES["道路"])

    half = (len(groups) + 1) // 2
    lots = [project(group) for group in groups]
    extra = [project(name) if name in PUBLISHED else Lot(*_USES[name]) for name in public]
    private = sum(lot.target for lot in lots)
    whole_depth = private / (1 - share) / _WIDTH
    rows: list[_Row] = [(_ROAD, [(_WIDTH, road())])]
    blocks = []
    for row in (lots[:half], lots[half:]):
        depth = sum(lot.target for lot in row) / (_WIDTH - 2 * _ROAD - (len(row) - 1) * _STREET)
        cells: list[tuple[float, Lot]] = [(_ROAD, road())]
        for i, lot in enumerate(row):
            cells += [(_STREET, road())] if i else []
            cells.append((lot.target / depth, lot))
        blocks.append((depth, [*cells, (_ROAD, road())]))
    rest = whole_depth - blocks[0][0] - blocks[1][0] - 2 * _ROAD - _AVENUE
    green = rest * 0.28
    middle = rest - green
    fixed = sum(lot.target / middle for lot in extra)
    open_lots = [lot for lot in extra if not lot.target]
    wide = (_WIDTH - fixed) / len(open_lots)
    centre = [(lot.target / middle if lot.target else wide, lot) for lot in extra]
    rows += [blocks[0], (_AVENUE, [(_WIDTH, road())]), (middle, centre), (_ROAD, [(_WIDTH, road())]), blocks[1]]
    rows.append((green, [(_WIDTH, Lot(*_USES["绿地"]))]))
    return rows


def _site(
    ground: Ground,
    inside: shapely.Polygon,
    taken: shapely.Geometry,
    toward: float,
    height: float,
    rng: np.random.Generator,
) -> tuple[FloatArray, float]:
    """South-west corner and direction of the place about ``toward`` degrees from the town where least is built over."""
    built = ~np.isin(ground.dlbm, ["0101", "0102", "0103", "0201", "0301", "0307", "1006", "1107", "0404", "1202"])
    points = ground.centre + ORIGIN
    sizes = np.where(built, ground.cents / 100, 0.0)
    near = ((points - ORIGIN - SEAT) ** 2).sum(axis=1) < 5500.0**2
    points, sizes = points[near], sizes[near]
    best: tuple[float, FloatArray, float] | None = None
    for angle in np.radians(toward + np.arange(-26, 27, 4)):
        for radius in (2750, 2900, 3050, 3200, 3350, 3500):
            middle = ORIGIN + SEAT + radius * np.array([np.cos(angle), np.sin(angle)])
            turn = np.radians(rng.uniform(-4, 2))
            corner = _place(np.array([-_WIDTH / 2, -height / 2]), np.zeros(2), turn) + middle
            box = shapely.Polygon(_place(np.array([[0, 0], [_WIDTH, 0], [_WIDTH, height], [0, height]]), corner, turn))
            if not inside.contains(box) or taken.intersects(box):
                continue
            uv = _place(points - middle, np.zeros(2), -turn)
            cost = sizes[(np.abs(uv[:, 0]) < _WIDTH / 2) & (np.abs(uv[:, 1]) < height / 2)].sum()
            if best is None or cost < best[0]:
                best = (float(cost), corner, float(turn))
    if best is None:
        raise ValueError("No room for a tract of the demo county.")
    return best[1], best[2]


def _place(uv: FloatArray, corner: FloatArray, turn: float) -> FloatArray:
    c, s = np.cos(turn), np.sin(turn)
    return np.stack([uv[..., 0] * c - uv[..., 1] * s, uv[..., 0] * s + uv[..., 1] * c], axis=-1) + corner


def _draw(tract: Tract, rows: list[_Row], corner: FloatArray, turn: float) -> None:
    """Draws the lots with common corners; each project's official area comes out exact."""
    tract.lots = [lot for _, cells in rows for _, lot in cells]
    for _ in range(4):  # once for the projection's scale, then closer
        xy, shapes = _corners(rows, corner, turn)
        drawn = [(area(xy, shape), lot.target) for shape, lot in zip(shapes, tract.lots, strict=True) if lot.target]
        _correct(rows, [target / now for now, target in drawn])
    xy, shapes = _corners(rows, corner, turn)
    for shape, lot in zip(shapes, tract.lots, strict=True):
        if lot.target:
            nudge(xy, shape, float(lot.target))
    for shape, lot in zip(shapes, tract.lots, strict=True):
        lot.polygon = shapely.Polygon(xy[list(shape[0][0])])


def _correct(rows: list[_Row], factors: list[float]) -> None:
    """Widths of the projects times their factors; what is left goes to the last lot of the row."""
    waiting = iter(factors)
    for _, cells in rows:
        widths = [width * next(waiting) if lot.target else width for width, lot in cells]
        widths[-1] += _WIDTH - sum(widths)
        cells[:] = [(width, lot) for width, (_, lot) in zip(widths, cells, strict=True)]


def _corners(rows: list[_Row], corner: FloatArray, turn: float) -> tuple[FloatArray, list[Rings]]:
    """Table of corners and the ring of each lot. Each row's corners stand on the lines of its neighbours too."""
    levels = np.concatenate([[0.0], np.cumsum([depth for depth, _ in rows])])
    ends = [np.concatenate([[0.0], np.cumsum([width for width, _ in cells])]) for _, cells in rows]
    for end in ends:
        end[-1] = _WIDTH
    table: list[list[float]] = []
    lines = []
    for k, level in enumerate(levels):
        across = np.concatenate([ends[i] for i in (k - 1, k) if 0 <= i < len(rows)])
        across = np.unique(np.round(across, 6))
        lines.append((across, len(table) + np.arange(len(across))))
        table += [[u + 0.03 * level, level] for u in across]
    rings: list[Rings] = []
    for k, end in enumerate(ends):
        for left, right in zip(np.round(end[:-1], 6), np.round(end[1:], 6), strict=True):
            low, high = lines[k], lines[k + 1]
            south = low[1][(low[0] >= left) & (low[0] <= right)]
            north = high[1][(high[0] >= left) & (high[0] <= right)]
            rings.append([([*south.tolist(), *north[::-1].tolist()], False)])
    return np.round(_place(np.array(table), corner, turn), 4), rings
