"""A corner of a county that can be checked by hand, as a GeoPackage: squares of 100 m in EPSG:4527.

x = 39 400 000 + 100 i, y = 4 040 000 + 100 j. Land use is 6 × 2 squares; the villages meet at i = 3.

      j=1 | 0102 0102 0102 | 0201 0201 1006 |
      j=0 | 0101 0101 0702 | 0702 0301 1006 |
            village A        village B
"""

from pathlib import Path

from osgeo import ogr, osr

X0, Y0, SIDE = 39400000.0, 4040000.0, 100.0
VILLAGE_A, VILLAGE_B = "3715250010420000000", "3715250010430000000"


def box(i0: float, j0: float, i1: float, j1: float) -> str:
    """A rectangle as WKT, in squares."""
    x0, x1, y0, y1 = X0 + SIDE * i0, X0 + SIDE * i1, Y0 + SIDE * j0, Y0 + SIDE * j1
    return f"(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))"


LANDUSE = [
    ("0101", 0, 0, 2, 1, "30"),
    ("0702", 2, 0, 3, 1, "30"),
    ("0702", 3, 0, 4, 1, "30"),
    ("0301", 4, 0, 5, 1, "30"),
    ("0102", 0, 1, 3, 2, "30"),
    ("0201", 3, 1, 5, 2, "30"),
    ("1006", 5, 0, 6, 2, "20"),
]
PARCELS = [
    # number, name, batch, use, start year, outer box, hole
    ("A1", "一号地块", "2021-1", "工业用地", 2021, (0.5, 0.5, 1.5, 1.5), None),
    ("A2", "二号地块", "2021-1", "住宅用地", 2022, (2.5, 0.5, 3.5, 1.0), None),
    ("B1", "三号地块", "2021-2", "工业用地", 2021, (4.0, 0.0, 6.0, 2.0), (4.5, 0.5, 5.5, 1.5)),
]
FARMLAND = [("NT1", 0, 1, 0.6, 2, 3000.0), ("NT2", 1.5, 1.5, 2.0, 2.0, 2000.0)]
URBAN = [("310", 0, 0, 5.5, 2)]


def make_corner(path: Path, *, epsg: int = 4527, change=None) -> Path:
    """Write the corner to ``path``; ``change`` may edit the rows of a layer: ``change(layer name, rows) -> rows``."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(epsg)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))

    def write(name, fields, rows):
        layer = source.CreateLayer(name, srs, ogr.wkbMultiPolygon)
        for field, kind in fields:
            layer.CreateField(ogr.FieldDefn(field, kind))
        for wkt, *values in change(name, rows) if change else rows:
            feature = ogr.Feature(layer.GetLayerDefn())
            for (field, _), value in zip(fields, values, strict=True):
                if value is not None:
                    feature.SetField(field, value)
            if wkt is not None:
                feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            layer.CreateFeature(feature)

    text, real, whole = ogr.OFTString, ogr.OFTReal, ogr.OFTInteger
    villages = [
        (f"MULTIPOLYGON({box(0, 0, 3, 2)})", VILLAGE_A, "甲村"),
        (f"MULTIPOLYGON({box(3, 0, 6, 2)})", VILLAGE_B, "乙村"),
    ]
    write("CJDCQ", [("ZLDWDM", text), ("ZLDWMC", text)], villages)
    write(
        "DLTB",
        [("BSM", text), ("DLBM", text), ("QSXZ", text)],
        [(f"MULTIPOLYGON({box(*at)})", f"T{n}", code, owner) for n, (code, *at, owner) in enumerate(LANDUSE, 1)],
    )
    parcels = []
    for number, name, batch, use, year, outer, hole in PARCELS:
        rings = box(*outer) if hole is None else f"{box(*outer)[:-1]},{box(*hole)[1:-1]})"
        parcels.append((f"MULTIPOLYGON({rings})", number, name, batch, use, year, year, "批次"))
    fields = [("DKBH", text), ("DKMC", text), ("PCBH", text), ("DKYT", text)]
    write("ZZ_TDZSFW", [*fields, ("SSNF", whole), ("PCND", whole), ("PCLX", text)], parcels)
    write(
        "YJJBNTBHTB",
        [("BSM", text), ("YJJBNTMJ", real)],
        [(f"MULTIPOLYGON({box(*at)})", name, legal) for name, *at, legal in FARMLAND],
    )
    write("CZKFBJ", [("GHFQDM", text)], [(f"MULTIPOLYGON({box(*at)})", code) for code, *at in URBAN])
    write("STBHHX", [("HXMC", text)], [(f"MULTIPOLYGON({box(8, 0, 9, 1)})", "河道红线")])
    return path
