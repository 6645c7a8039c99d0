"""Small counties for redline.frames."""

from pathlib import Path

import geopandas
import shapely

EAST, NORTH = 39_360_000.0, 4_040_000.0
ZONE_39 = "EPSG:4527"


def box(x, y, width, height):
    """A rectangle of zone 39, metres from the place of all these tests."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def frame(rows, crs=ZONE_39, **columns):
    """A GeoDataFrame of ``rows`` (shapes) with columns."""
    return geopandas.GeoDataFrame(columns, geometry=list(rows), crs=crs)


def county(east=0.0, crs=ZONE_39):
    """Two villages of 1,000 m × 1,000 m with four patches; ``east`` moves them all."""
    villages = frame(
        [box(east, 0, 1000, 1000), box(east + 1000, 0, 1000, 1000)],
        ZLDWDM=["3715251002010000000", "3715251002020000000"],
        ZLDWMC=["东村", "西村"],
    )
    patches = frame(
        [box(east, 0, 600, 1000), box(east + 600, 0, 800, 1000), box(east + 1400, 0, 600, 500),
         box(east + 1400, 500, 600, 500)],
        DLBM=["0102", "0301", "1003", "0702"],
    )  # fmt: skip
    return (villages, patches) if crs == ZONE_39 else (villages.to_crs(crs), patches.to_crs(crs))


def write(folder, name, villages, patches, driver="GPKG"):
    """A county's file; its place."""
    place = Path(folder) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if driver == "GPKG":
        villages.to_file(place, layer="CJDCQ", driver=driver)
        patches.to_file(place, layer="DLTB", driver=driver)
    return place
