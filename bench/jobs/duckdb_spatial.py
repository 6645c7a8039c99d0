"""DuckDB with its spatial extension (from the package registry, so nothing is fetched at run time). Plane areas."""

from __future__ import annotations

from pathlib import Path

import duckdb
import duckdb_extension_spatial
from job import answer, arguments

given = arguments()
EXTENSION = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))


def run():
    connection = duckdb.connect()
    connection.load_extension(str(EXTENSION))
    for name, layer in (("zones", given.zones), ("patches", "patches")):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM ST_Read('{given.file}', layer = '{layer}')")
    return connection.execute(
        """
        SELECT z.zid, p.dlbm, SUM(CASE WHEN ST_Contains(z.geom, p.geom) THEN ST_Area(p.geom)
                                  ELSE ST_Area(ST_Intersection(z.geom, p.geom)) END)
        FROM zones z JOIN patches p ON ST_Intersects(z.geom, p.geom)
        GROUP BY z.zid, p.dlbm
        """
    ).fetchall()


answer(run, given.repeats)
