"""A strip of land with one case in each zone, written by real drivers: what the agreement tests ask all tools about.

The zones are squares of 200 m, one above the other, 300 m apart. Each is a parcel, a village, a tract and its planned
use at once, so that every tool can be asked about the same land. Farmland lies in them as squares of 100 m, at 50 m
from the zone's lower left corner: 9,995.18 m² by the official procedure (the plane says 10,000.00), wherever it lies
in the strip (``test_the_strip`` holds that).
"""

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsGeometry
from smallcounty import CRS, REAL, TEXT, WHOLE, Table, point, square, write_tables

SIDE, STEP = 200.0, 300.0
SQUARE_M2 = "9995.18"


RIM = 499.94
"""Radius in metres of C2, 500 m from the next zones in the plane: on the ellipsoid 499.88 m, so that it sees them."""


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Farm:
    """A polygon of farmland: (x, y, width, height) in its zone; legal : YJJBNTMJ, m²; ridge : KCXS; cut : its hole."""

    box: Box
    legal: float | None
    ridge: float | None
    cut: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Case:
    """A zone and its farmland, with the right values in m²; why they are right stands beside them.

    cut : what is taken out of the zone's square.
    """

    name: str
    farms: tuple[Farm, ...]
    inside: str
    legal: str
    cut: tuple[Box, ...] = ()


HERE = (50.0, 50.0, 100.0, 100.0)
CASES = (
    # The recorded legal area, of a polygon wholly inside.
    Case("plain", (Farm(HERE, 9000, 0.10),), SQUARE_M2, "9000.00"),
    # None recorded: 9,995.18 × (1 − 0.10) = 8,995.662.
    Case("ridges", (Farm(HERE, None, 0.10),), SQUARE_M2, "8995.66"),
    # Nor ridges: the polygon counts in full.
    Case("neither", (Farm(HERE, None, None),), SQUARE_M2, SQUARE_M2),
    # A recorded 0 is a field left empty, never farmland without an area: as ridges.
    Case("nought", (Farm(HERE, 0, 0.10),), SQUARE_M2, "8995.66"),
    # The same polygon twice: the land is there once.
    Case("twice", (Farm(HERE, 9000, 0.10), Farm(HERE, 9000, 0.10)), SQUARE_M2, "9000.00"),
    # The same land with three legal areas: the largest, wherever it stands in the layer.
    Case("thrice", (Farm(HERE, 8000, 0.2), Farm(HERE, 9000, 0.1), Farm(HERE, 7000, 0.3)), SQUARE_M2, "9000.00"),
    # Two polygons share 50 m of 100 m: the first counts 0.80 of its land, the second 0.90 of its own and of what both
    # hold. Once covered 150 m × 100 m = 1.5 × 9,995.184 = 14,992.776, with the zone balanced to its official area
    # (39,980.72 of 39,980.7236) 14,992.7726; legal (0.80 × 0.5 + 0.90) × 9,995.184 = 12,993.739, balanced 12,993.7364.
    Case("across", (Farm(HERE, None, 0.20), Farm((100, 50, 100, 100), None, 0.10)), "14992.77", "12993.74"),
    # A third over the middle of both, with less: it adds nothing.
    Case(
        "middle",
        (Farm((75, 50, 100, 100), None, 0.50), Farm(HERE, None, 0.20), Farm((100, 50, 100, 100), None, 0.10)),
        "14992.77",
        "12993.74",
    ),
    # Half of the polygon lies in the zone: half of its legal area.
    Case("half", (Farm((-50, 50, 100, 100), 9000, 0.10),), "4997.59", "4500.00"),
    # Recorded as large as it is (a county without ridges): the legal area is the area.
    Case("full", (Farm(HERE, 9995.18, 0.0),), SQUARE_M2, SQUARE_M2),
    # A zone in two parts (y 0 … 90 and 110 … 200), the lower one with a hole; farmland with a hole. Of 100 × 100 −
    # 400 = 9,600 m² of farmland (plane) 100 × 40 − 400 − 400 lie in the lower part and 100 × 40 in the upper: 7,200,
    # that is 0.72 × 9,995.18 = 7,196.53, and three quarters of the legal area.
    Case(
        "pieces",
        (Farm(HERE, 8640, 0.10, ((100, 60, 20, 20),)),),
        "7196.53",
        "6480.00",
        ((-1, 90, 202, 20), (60, 55, 20, 20)),
    ),
)  # fmt: skip
BY_NAME = {case.name: case for case in CASES}


def code(number: int) -> str:
    """The 12 digits of a zone as a village."""
    return f"3715251002{number + 1:02d}"


def cut_out(shape: QgsGeometry, i: int, boxes: tuple[Box, ...]) -> QgsGeometry:
    """``shape`` without the boxes of zone ``i``."""
    for x, y, width, height in boxes:
        shape = shape.difference(square(x, STEP * i + y, width, height))
    shape.convertToMultiType()
    return shape


def zones() -> list[tuple[str, str, QgsGeometry]]:
    """(code, name, geometry) of each zone."""
    return [(code(i), case.name, cut_out(square(0, STEP * i, SIDE), i, case.cut)) for i, case in enumerate(CASES)]


def farms() -> list[tuple[QgsGeometry, Farm]]:
    return [
        (cut_out(square(x, STEP * i + y, width, height), i, farm.cut), farm)
        for i, case in enumerate(CASES)
        for farm in case.farms
        for x, y, width, height in [farm.box]
    ]


def farmland(crs: str = CRS, *, recorded: bool = True, reverse: bool = False) -> Table:
    """The farmland in ``crs``; without the field YJJBNTMJ where not ``recorded``; the last feature first."""
    fields = [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("YJJBNTTBBH", TEXT, 20), ("DLBM", TEXT, 5), ("ZLDWDM", TEXT, 19),
              ("KCXS", REAL, 16), ("YJJBNTMJ", REAL, 18)]  # fmt: skip
    rows = [
        (shape, (f"F{i}", "2005010300", f"YN{i}", "0102", code(0) + "0000000", farm.ridge, farm.legal))
        for i, (shape, farm) in enumerate(farms())
    ]
    if not recorded:
        fields, rows = fields[:-1], [(shape, values[:-1]) for shape, values in rows]
    rows = rows[::-1] if reverse else rows
    return Table("YJJBNTBHTB", "MultiPolygon", crs, fields, rows)


def tables() -> list[Table]:
    height = STEP * len(CASES)
    land = [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("TBBH", TEXT, 8), ("DLBM", TEXT, 5), ("DLMC", TEXT, 60),
            ("QSXZ", TEXT, 2), ("TBMJ", REAL, 18), ("KCXS", REAL, 16)]  # fmt: skip
    uses = [("DKBH", TEXT, 20), ("PQBH", TEXT, 20), ("YDYHFLDM", TEXT, 10), ("GYX", TEXT, 2), ("NZS", TEXT, 2),
            ("SSNF", WHOLE, 4)]  # fmt: skip
    return [
        Table("DLTB", "MultiPolygon", CRS, land,
              [(square(-100, -100, 400, height + 100), ("1", "2001010100", "1", "0102", "水浇地", "30", 1.0, 0.0))]),
        Table("CJDCQ", "MultiPolygon", CRS,
              [("BSM", TEXT, 18), ("ZLDWDM", TEXT, 19), ("ZLDWMC", TEXT, 255)],
              [(shape, (str(i), number + "0000000", name)) for i, (number, name, shape) in enumerate(zones())]),
        Table("XZQ", "MultiPolygon", CRS, [("XZQDM", TEXT, 12), ("XZQMC", TEXT, 60)],
              [(square(-100, -100, 400, height + 100), ("371525100", "清泉街道"))]),
        Table("XJXZQ", "MultiPolygon", CRS, [("XZQDM", TEXT, 12), ("XZQMC", TEXT, 60)],
              [(square(-100, -100, 400, height + 100), ("371525", "冠县"))]),
        Table("ZZ_TDZSFW", "MultiPolygon", CRS,
              [("DKBH", TEXT, 20), ("DKMC", TEXT, 60), ("PCBH", TEXT, 20), ("DKYT", TEXT, 20)],
              [(shape, (name, name, "P1", "工业用地")) for _, name, shape in zones()]),
        Table("CPKFFW", "MultiPolygon", CRS, [("PQBH", TEXT, 20), ("PQMC", TEXT, 60)],
              [(shape, (name, name)) for _, name, shape in zones()]),
        Table("CPKFYD", "MultiPolygon", CRS, uses,
              [(shape, (name, name, "1401", "是", "是", 2024)) for _, name, shape in zones()]),
        Table("coverage", "MultiPolygon", CRS, [("camera_index_code", TEXT, 20), ("radius_m", REAL, 18)],
              [(square(-100, -100, 400, height + 100), ("C1", 3000.0))]),
        Table("camera", "Point", CRS,
              [("camera_index_code", TEXT, 40), ("name", TEXT, 40), ("camera_height", REAL, 20),
               ("camera_radius", REAL, 20)],
              [(point(100, height / 2), ("C1", "清泉铁塔", 45.0, 3000.0))]),
        masts("masts", {"C1": 600.0, "C2": RIM}),
        masts("faulty", {"C1": 600.0, "C2": RIM, "C3": -7.0}),
    ]  # fmt: skip


def masts(name: str, radii: dict[str, float]) -> Table:
    """Cameras with their radii: C1 in the middle of the strip, C2 500 m from the zones full (north) and thrice."""
    places = {"C1": point(100, 1000), "C2": point(180, 2200), "C3": point(0, 0)}
    return Table(name, "Point", CRS,
                 [("camera_index_code", TEXT, 40), ("name", TEXT, 40), ("camera_height", REAL, 20),
                  ("camera_radius", REAL, 20)],
                 [(places[key], (key, f"{key}铁塔", 45.0, radius)) for key, radius in radii.items()])  # fmt: skip


def write(folder: Path, *others: Table) -> Path:
    """The strip as a GeoPackage in ``folder``, with ``others`` (the farmland) beside the rest."""
    return write_tables([*tables(), *others], folder)
