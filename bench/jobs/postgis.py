"""PostGIS on a private socket, loaded and indexed beforehand. WORDS: "plain" (ST_Intersection of every pair) or
"best" (patches inside a zone are not cut, large zones are subdivided first). Plane areas."""

from __future__ import annotations

import csv
import io
import os
import subprocess

from job import answer, arguments

given = arguments()
SCHEMA = os.environ["REDLINE_BENCH_SCHEMA"]
PLAIN = """
    SELECT z.zid, p.dlbm, sum(ST_Area(ST_Intersection(z.geom, p.geom)))
    FROM {zones} z JOIN patches p ON ST_Intersects(z.geom, p.geom) GROUP BY 1, 2
"""
BEST = """
    WITH parts AS MATERIALIZED (SELECT zid, ST_Subdivide(geom, 64) AS geom FROM {zones})
    SELECT z.zid, p.dlbm, sum(CASE WHEN ST_CoveredBy(p.geom, z.geom) THEN ST_Area(p.geom)
                              ELSE ST_Area(ST_Intersection(z.geom, p.geom)) END)
    FROM parts z JOIN patches p ON ST_Intersects(z.geom, p.geom) GROUP BY 1, 2
"""
sql = (BEST if "best" in given.words else PLAIN).format(zones=given.zones)


def run():
    command = f"SET search_path TO {SCHEMA}, public; COPY ({sql}) TO STDOUT WITH CSV"
    done = subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", command], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [(int(z), c, float(a)) for z, c, a in csv.reader(io.StringIO(done.stdout))]


answer(run, given.repeats)
