"""SedonaDB: SQL on one machine, patches and zones read by pyogrio through Arrow. Plane areas."""

from __future__ import annotations

import pyogrio
import sedona.db
from job import answer, arguments

given = arguments()
CUT = "ST_Area(ST_Intersection(z.geom, p.geom))"
# ST_Contains spares the cut, but refuses zones whose parts touch each other, as dissolved red lines do.
AREA = (
    CUT if given.zones == "redlines" else f"CASE WHEN ST_Contains(z.geom, p.geom) THEN ST_Area(p.geom) ELSE {CUT} END"
)
SQL = f"""
    SELECT z.zid, p.dlbm, SUM({AREA}) AS m2
    FROM zones z JOIN patches p ON ST_Intersects(z.geom, p.geom)
    GROUP BY z.zid, p.dlbm
"""


def run():
    connection = sedona.db.connect()
    for name, layer in (("zones", given.zones), ("patches", "patches")):
        _, table = pyogrio.read_arrow(given.file, layer=layer)
        geometry = next(c for c in table.column_names if c in ("geom", "geometry", "wkb_geometry"))
        columns = ["geom" if c == geometry else c for c in table.column_names]
        connection.create_data_frame(table.rename_columns(columns)).to_view(name, overwrite=True)
    table = connection.sql(SQL).to_pandas()
    return list(zip(table["zid"], table["dlbm"], table["m2"], strict=True))


answer(run, given.repeats)
