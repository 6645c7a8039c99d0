"""A schematic elevation for the demo county: a plain of the Yellow River with low dikes, and what stands on it.

    python demo/elevation.py --county guanxian.gpkg --output elevation.tif [--obstacles obstacles.gpkg] [--cell 10]

The raster is bare ground in the county's own system (EPSG:4527): it falls from the south-west (40 m) to the north-east
(29 m), with old river courses a metre or two deep and dikes along rivers and main canals. The obstacles are the
land-use patches on which something stands, with a height in metres: houses 6, works and schools 9, woods 12,
orchards 4; not shrubs, young woods, squares and parks.
示意: nothing of it is measured.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

OBSTACLES = """
SELECT DLBM, geom, CASE substr(DLBM, 1, 2)
    WHEN '07' THEN 6.0 WHEN '09' THEN 6.0 WHEN '03' THEN 12.0 WHEN '02' THEN 4.0 ELSE 9.0 END AS height
FROM DLTB
WHERE substr(DLBM, 1, 2) IN ('02', '03', '05', '06', '07', '08', '09')
    AND DLBM NOT IN ('0305', '0307', '0307K', '0810', '0810A')
"""
MARGIN = 4500.0
CELL = 10.0


def ground(left: float, top: float, cell: float, rows: int, cols: int) -> np.ndarray:
    """Heights of the bare plain, (rows, cols), without dikes."""
    x = left + (np.arange(cols) + 0.5) * cell
    y = top - (np.arange(rows) + 0.5) * cell
    east, north = np.meshgrid((x - x.mean()) / 23_000, (y - y.mean()) / 18_000)
    height = 34.5 - 3.0 * east - 2.5 * north
    rng = np.random.default_rng(371525)
    for wave in (9000.0, 5200.0, 2600.0, 1300.0, 620.0):
        angle, phase = rng.uniform(0, 2 * np.pi, 2)
        along = (np.cos(angle) * x[None, :] + np.sin(angle) * y[:, None]) * 2 * np.pi / wave
        across = (np.cos(angle + 1.9) * x[None, :] + np.sin(angle + 1.9) * y[:, None]) * 2 * np.pi / (wave * 1.7)
        height += 0.11 * wave**0.25 * np.sin(along + phase + 0.9 * np.sin(across)) / 2
    # Small unevenness of fields: 0.1 m over some 40 m.
    coarse = rng.normal(0.0, 0.25, (rows // 4 + 2, cols // 4 + 2))
    uneven = np.repeat(np.repeat(coarse, 4, axis=0), 4, axis=1)
    for axis in (0, 1):
        for _ in range(2):
            uneven = sum(np.roll(uneven, step, axis=axis) for step in range(4)) / 4
    return height + uneven[:rows, :cols]


def make_elevation(county: Path, output: Path, cell: float = CELL) -> None:
    """Write the elevation; the file appears whole or not at all."""
    source = ogr.Open(str(county))
    if source is None:
        raise SystemExit(f"{county} cannot be opened: make the demo county first (demo/make.py).")
    west, east, south, north = source.GetLayerByName("XJXZQ").GetExtent()
    left, top = np.floor((west - MARGIN) / cell) * cell, np.ceil((north + MARGIN) / cell) * cell
    cols, rows = int((east + MARGIN - left) / cell) + 1, int((top - south + MARGIN) / cell) + 1
    height = ground(left, top, cell, rows, cols)
    dikes = gdal.GetDriverByName("MEM").Create("", cols, rows, 1, gdal.GDT_Byte)
    dikes.SetGeoTransform((left, cell, 0, top, 0, -cell))
    spatial = source.GetLayerByName("XJXZQ").GetSpatialRef()
    dikes.SetProjection(spatial.ExportToWkt())
    rivers = source.GetLayerByName("DLTB")
    rivers.SetAttributeFilter("DLBM IN ('1101', '1107A')")
    gdal.RasterizeLayer(dikes, [1], rivers, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    raw = dikes.GetRasterBand(1).ReadRaster(0, 0, cols, rows)
    water = np.frombuffer(raw, dtype=np.uint8).reshape(rows, cols) == 1
    near = water.copy()
    for axis in (0, 1):
        for step in (-2, -1, 1, 2):
            near |= np.roll(water, step, axis=axis)
    height += np.where(water, -2.0, np.where(near, 2.5, 0.0))
    memory = gdal.GetDriverByName("MEM").Create("", cols, rows, 1, gdal.GDT_Float32)
    memory.SetGeoTransform((left, cell, 0, top, 0, -cell))
    memory.SetProjection(spatial.ExportToWkt())
    memory.GetRasterBand(1).WriteRaster(0, 0, cols, rows, height.astype(np.float32).tobytes())
    memory.GetRasterBand(1).SetNoDataValue(-9999)
    memory.SetMetadataItem("NOTICE", "示意: schematic, not measured")
    _whole(
        output,
        lambda path: gdal.GetDriverByName("GTiff").CreateCopy(
            str(path), memory, options=["COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES"]
        ),
    )


def make_obstacles(county: Path, output: Path) -> None:
    """Write the patches on which something stands, with the field ``height``."""
    _whole(
        output,
        lambda path: gdal.VectorTranslate(
            str(path), str(county), format="GPKG", SQLStatement=OBSTACLES, SQLDialect="SQLITE", layerName="obstacle"
        ),
    )


def _whole(output: Path, write) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=output.parent))
    try:
        made = write(draft / output.name)
        if made is None:
            raise SystemExit(f"{output} cannot be written: {gdal.GetLastErrorMsg()}")
        made.FlushCache()
        del made
        (draft / output.name).replace(output)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--county", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--obstacles", type=Path)
    parser.add_argument("--cell", type=float, default=CELL)
    given = parser.parse_args()
    make_elevation(given.county, given.output, given.cell)
    if given.obstacles is not None:
        make_obstacles(given.county, given.obstacles)


if __name__ == "__main__":
    main()
