"""What every tool of the provider is given on the small county, so that all can be asked the same."""

from __future__ import annotations

from pathlib import Path

import asked
import toolinputs
from smallcounty import CRS, EAST, NORTH, REAL, TEXT, Table, tables, write_tables
from toolinputs import outputs

__all__ = ["outputs", "parameters"]


def _package(folder: Path) -> str:
    """A field package with nothing in it."""
    place = folder / "package"
    place.mkdir()
    tables = [
        Table(name, kind, "EPSG:4490", [("uuid", TEXT, 40)], []) for name, kind in
        (("visit", "Point"), ("evidence", "Point"), ("track", "MultiLineString"))
    ]  # fmt: skip
    write_tables(tables, place).rename(place / "data.gpkg")
    return str(place)


def parameters(smallcounty, folder: Path) -> dict[str, dict]:
    """Parameters by tool, but for its outputs; ``folder`` is filled with the inputs."""
    known = toolinputs.inputs(smallcounty, folder)
    place = folder / "county.gpkg"
    county = {table.name: f"{place}|layername={table.name}" for table in tables()}
    dem = asked.plain(folder, EAST - 200, NORTH - 200, EAST + 2200, NORTH + 2200, CRS, cell=20.0)
    [camera] = [table for table in tables() if table.name == "camera"]
    near = [(shape, (*values[:5], 800.0, values[6])) for shape, values in camera.rows]
    fields = [("YJBH", TEXT, 20), ("camera_index_code", TEXT, 40), ("pan", REAL, 10), ("tilt", REAL, 10)]
    places = [
        Table("masts", "Point", "EPSG:4490", camera.fields, near),
        Table("alerts", "", "", fields, [(None, (f"Y{i}", "C001", 90.0 + i, 5.0)) for i in range(20)]),
    ]
    more = write_tables(places, folder / "more")
    masts = f"{more}|layername=masts"
    others = {
        "coveragecircles": {"INPUT": county["camera"]},
        "convertclasses": {"INPUT": county["DLTB"]},
        "removemapoffset": {"INPUT": county["DLTB"], "SYSTEM": 0},
        "checklayers": {"INPUT_LAYERS": [county["ZZ_TDZSFW"], county["CZKFBJ"]]},
        "loadcounty": {"INPUT": str(folder / "shapes")},
        "createcasefile": {},
        "pushtasks": {"CASES": known["casereport"]["CASES"], "BY": "张"},
        "mergefield": {"CASES": known["casereport"]["CASES"], "BY": "张", "INPUT": _package(folder)},
        "createworkspace": {"INPUT_LAYERS": [county["DLTB"], county["CJDCQ"]]},
        "approvaldossier": {
            "PARCELS": county["ZZ_TDZSFW"], "LANDUSE": county["DLTB"], "VILLAGES": county["CJDCQ"],
            "RED_LINES": [county["YJJBNTBHTB"]], "SHEETS": False,
        },
        "mapsheets": {"SHEET": "batch", "INPUT": county["ZZ_TDZSFW"]},
        "cameraviewshed": {"ELEVATION": dem, "CAMERAS": masts, "ELEVATION_ERROR": 1.0},
        "camerasiting": {
            "ELEVATION": dem, "CANDIDATES": masts, "LAYERS": [county["YJJBNTBHTB"]], "MASTS": 1,
            "NEW_HEIGHT": 40.0, "NEW_RADIUS": 400.0,
        },
        "cameracoverage": {
            "ELEVATION": dem, "CAMERAS": masts, "VILLAGES": county["CJDCQ"], "FARMLAND": county["YJJBNTBHTB"],
        },
        "georeferencealert": {
            "ELEVATION": dem, "CAMERAS": masts, "ALERTS": f"{more}|layername=alerts",
            "POINTS": county["alert"],
        },
        "scanplan": {"CAMERAS": masts, "ELEVATION": dem},
    }  # fmt: skip
    return known | others
