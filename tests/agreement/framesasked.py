"""Calls of redline.frames as a child of the tests: its geopandas must never meet QGIS. Jobs in, rows out, as JSON."""

import json
import sys
import warnings
from pathlib import Path


def layer(given):
    """``{"file": …, "layer": …}`` as a GeoDataFrame; other values as they are, and what is in them."""
    import geopandas

    if isinstance(given, dict) and set(given) == {"file", "layer"}:
        return geopandas.read_file(given["file"], layer=given["layer"])
    if isinstance(given, dict):
        return {name: layer(value) for name, value in given.items()}
    if isinstance(given, list):
        return tuple(layer(value) for value in given)
    return given


def answer(frames, job):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", frames.RedlineWarning)
        found = getattr(frames, job["call"])(**{name: layer(value) for name, value in job["with"].items()})
    rows = found.to_frame() if job["call"] == "official_area" else found
    return {
        "rows": json.loads(rows.to_json(orient="records", double_precision=15)),
        "told": [str(t.message) for t in told],
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / ".build" / "plugins"))
    from redline import frames

    json.dump([answer(frames, job) for job in json.load(sys.stdin)], sys.stdout)
