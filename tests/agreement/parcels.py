"""Three parcels of every shape, on land that has faults, written by real drivers in any coordinate system.

- ``half`` and ``odd`` are rectangles of exactly 12,344.50 and 12,345.50 m² by the official procedure: in hectares
  1.23445 and 1.23455, in mu 18.51675 and 18.51825, so that every rounding shows whether it is half-up in decimals.
- ``parts`` has a hole and a second part.

The land: patches of 60 m, one across another (they share 10 m) and one missing; a village boundary at x = 100.
"""

from pathlib import Path

from qgis.core import QgsGeometry
from smallcounty import CRS, EAST, NORTH, REAL, TEXT, WHOLE, Table, point, square, write_tables

AREAS = {"half": "12344.50", "odd": "12345.50"}
"""m²; the hectares and mu of both end in a 5 after the last printed digit."""
HECTARES = {"half": "1.2345", "odd": "1.2346"}
MU = {"half": "18.5168", "odd": "18.5183"}
NAMES = ("half", "odd", "parts")
HOLE = "MULTIPOLYGON((({0} {8},{1} {8},{1} {9},{0} {9},{0} {8}),({2} {10},{2} {11},{3} {11},{3} {10},{2} {10})),"
SECOND = "(({4} {8},{5} {8},{6} {12},{4} {8})))"


def parts() -> QgsGeometry:
    """120 m × 100 m with a hole of 30 m × 30 m, and a triangle beside it; coordinates of four decimals and more."""
    east = [EAST + x for x in (0.0, 120.0, 30.0, 60.0, 200.1234, 260.5555, 230.25, 0.0)]
    north = [NORTH + y for y in (300.0, 400.0, 330.0, 360.00052, 371.7772)]
    return QgsGeometry.fromWkt((HOLE + SECOND).format(*(f"{value:.5f}" for value in (*east, *north))))


def shapes() -> dict[str, QgsGeometry]:
    return {"half": square(0, 0, 123.231, 100.222), "odd": square(300, 0, 123.14, 100.304), "parts": parts()}


def patches() -> list[tuple[str, str, float, QgsGeometry]]:
    """(class, nature of ownership, ridges, shape): columns of 60 m, changing at y = 50 and 350."""
    found = []
    codes = ["0102", "0301", "0702", "1006", "0201"]
    for i in range(8):
        for j, y in enumerate((-50, 50, 350)):
            if (i, j) == (1, 1):
                continue  # a gap of 60 m × 300 m: y 50 … 350
            width = 70 if (i, j) == (5, 0) else 60  # 10 m over the next
            code = codes[(i + 2 * j) % 5]
            ridge = 0.0812 if code == "0102" else 0.0
            height = {-50: 100, 50: 300, 350: 100}[y]
            found.append((code, "20" if i % 3 == 0 else "30", ridge, square(60 * i, y, width, height)))
    return found


def village_of(shape: QgsGeometry) -> str:
    return f"37152510020{1 if shape.boundingBox().center().x() - EAST < 100 else 2}0000000"


def tables(crs: str = CRS, parcels: str | None = None) -> list[Table]:
    """The layers in ``crs``; the parcels in ``parcels`` where that is given."""
    land = [("BSM", TEXT, 18), ("DLBM", TEXT, 5), ("DLMC", TEXT, 60), ("QSXZ", TEXT, 2), ("ZLDWDM", TEXT, 19),
            ("TBMJ", REAL, 18), ("KCXS", REAL, 16)]  # fmt: skip
    names = {"0102": "水浇地", "0301": "乔木林地", "0702": "农村宅基地", "1006": "农村道路", "0201": "果园"}
    own = parcels or crs
    uses = [("DKBH", TEXT, 20), ("PQBH", TEXT, 20), ("YDYHFLDM", TEXT, 10), ("NZS", TEXT, 2), ("SSNF", WHOLE, 4)]
    return [
        Table("ZZ_TDZSFW", "MultiPolygon", own,
              [("DKBH", TEXT, 20), ("DKMC", TEXT, 60), ("PCBH", TEXT, 20), ("DKYT", TEXT, 20)],
              [(shape, (name, name, "P1", "工业用地")) for name, shape in shapes().items()]),
        Table("CPKFFW", "MultiPolygon", own, [("PQBH", TEXT, 20), ("PQMC", TEXT, 60)],
              [(shape, (name, name)) for name, shape in shapes().items()]),
        Table("CPKFYD", "MultiPolygon", own, uses,
              [(shape, (name, name, "1401", "是", 2024)) for name, shape in shapes().items()]),
        Table("places", "MultiPolygon", own, [("ZLDWDM", TEXT, 19), ("ZLDWMC", TEXT, 60)],
              [(shape, (f"3715251002{i + 1:02d}0000000", name)) for i, (name, shape) in enumerate(shapes().items())]),
        Table("DLTB", "MultiPolygon", crs, land,
              [(shape, (str(i), code, names[code], owner, village_of(shape), shape.area(), ridge))
               for i, (code, owner, ridge, shape) in enumerate(patches())]),
        Table("CJDCQ", "MultiPolygon", crs, [("BSM", TEXT, 18), ("ZLDWDM", TEXT, 19), ("ZLDWMC", TEXT, 255)],
              [(square(-100, -100, 200, 600), ("1", "3715251002010000000", "东街村")),
               (square(100, -100, 500, 600), ("2", "3715251002020000000", "西街村"))]),
        Table("XZQ", "MultiPolygon", crs, [("XZQDM", TEXT, 12), ("XZQMC", TEXT, 60)],
              [(square(-100, -100, 700, 600), ("371525100", "清泉街道"))]),
        Table("CJRK", "", "", [("ZLDWDM", TEXT, 12), ("ZLDWMC", TEXT, 60), ("RK", WHOLE, 6)],
              [(None, ("371525100201", "东街村", 500)), (None, ("371525100202", "西街村", 501))]),
        Table("camera", "Point", crs,
              [("camera_index_code", TEXT, 40), ("name", TEXT, 40), ("camera_height", REAL, 20),
               ("camera_radius", REAL, 20)],
              [(point(100, 200), ("C1", "清泉铁塔", 45.0, 3000.0))]),
        Table("coverage", "MultiPolygon", crs, [("camera_index_code", TEXT, 20), ("radius_m", REAL, 18)],
              [(square(-100, -100, 700, 700), ("C1", 3000.0))]),
    ]  # fmt: skip


def write(folder: Path, crs: str = CRS, parcels: str | None = None) -> Path:
    return write_tables(tables(crs, parcels), folder)
