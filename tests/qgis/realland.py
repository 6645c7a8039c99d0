"""Real land for the main job: the patches of a Landsat classification, and parcels drawn over them."""

from pathlib import Path

from osgeo import gdal, ogr, osr

RASTER = Path(__file__).resolve().parent.parent / "data" / "landcover" / "landsat8_classes_32621.tif"
CLASSES = RASTER.parent / "classes.csv"

CELL = 30.0


def make_real_land(path: Path) -> Path:
    """``landcover`` (34,864 patches, field ``value``) and ``parcels`` in one GeoPackage, EPSG:32621."""
    gdal.UseExceptions()
    raster = gdal.Open(str(RASTER))
    srs = osr.SpatialReference(wkt=raster.GetProjection())
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    cover = target.CreateLayer("landcover", srs, ogr.wkbPolygon)
    cover.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    cover.StartTransaction()
    gdal.Polygonize(raster.GetRasterBand(1), None, cover, 0)
    cover.CommitTransaction()
    left, _, _, top, _, _ = raster.GetGeoTransform()
    parcels = target.CreateLayer("parcels", srs, ogr.wkbMultiPolygon)
    for name in ("parcel_no", "parcel_name", "batch", "planned_use"):
        parcels.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for number, batch, shape in parcel_shapes(left, top):
        feature = ogr.Feature(parcels.GetLayerDefn())
        for name, value in (
            ("parcel_no", number),
            ("parcel_name", f"Field {number}"),
            ("batch", batch),
            ("planned_use", "Solar"),
        ):
            feature.SetField(name, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        parcels.CreateFeature(feature)
    return path


def parcel_shapes(left: float, top: float) -> list[tuple[str, str, str]]:
    """Number, batch and WKT: in cells from the raster's upper left corner, edges on no cell's edge."""

    def ring(points):
        places = [f"{left + CELL * column} {top - CELL * row}" for column, row in (*points, points[0])]
        return f"({','.join(places)})"

    field = [(300.3, 400.2), (352.8, 404.7), (349.1, 455.4), (297.6, 449.9)]
    hole = [(320.2, 420.1), (321.7, 433.8), (334.9, 432.2), (333.3, 418.6)]
    strip = [(700.5, 200.5), (1003.25, 341.75), (1001.5, 345.5), (698.75, 204.25)]
    block = [(900.1, 900.1), (930.6, 900.1), (930.6, 940.9), (900.1, 940.9)]
    other = [(950.4, 905.3), (961.2, 911.8), (955.7, 925.5)]
    return [
        ("R1", "north", f"MULTIPOLYGON(({ring(field)},{ring(hole)}))"),
        ("R2", "north", f"MULTIPOLYGON(({ring(strip)}))"),
        ("R3", "south", f"MULTIPOLYGON(({ring(block)}),({ring(other)}))"),
    ]
