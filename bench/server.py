"""A PostgreSQL server with PostGIS of our own: a folder, a private socket, no port; gone when the benchmark ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

__all__ = ["Server"]

# What a careful owner of a two-processor machine with some gigabytes sets.
SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "min_parallel_table_scan_size": "1MB",
    "parallel_setup_cost": "100",
    "jit": "off",
    "fsync": "off",
}


class Server:
    """``with Server(folder) as server:`` sets PGHOST, PGUSER and PGDATABASE for psql and GDAL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data, self.socket = folder / "data", folder / "socket"
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]

    def __enter__(self) -> Server:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.socket.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            shutil.chown(self.socket, "postgres")
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", f"-k {self.socket} {options}", "start"
        )
        os.environ |= {"PGHOST": str(self.socket), "PGUSER": "postgres", "PGDATABASE": "bench"}
        self._sql("CREATE DATABASE bench", "postgres")
        self._sql("CREATE EXTENSION postgis")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def load(self, file: Path, schema: str, layers: list[str]) -> float:
        """Loads and indexes the layers; returns the seconds it took."""
        from osgeo import gdal

        gdal.UseExceptions()
        begin = time.perf_counter()
        self._sql(f"CREATE SCHEMA {schema}")
        for layer in layers:
            gdal.VectorTranslate(
                f"PG:host={self.socket} user=postgres dbname=bench active_schema={schema}",
                str(file),
                format="PostgreSQL",
                layers=[layer],
                layerCreationOptions=["GEOMETRY_NAME=geom", "SPATIAL_INDEX=GIST"],
            )
        self._sql("VACUUM ANALYZE")
        return time.perf_counter() - begin

    def _sql(self, statement: str, database: str = "bench") -> None:
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement], check=True,
                       env=os.environ | {"PGHOST": str(self.socket), "PGUSER": "postgres"})  # fmt: skip

    def _run(self, program: str, *words: object) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_owner, str(self.programs / program), *map(str, words)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
        if done.returncode:
            raise SystemExit(f"{program}: {done.stderr}")
