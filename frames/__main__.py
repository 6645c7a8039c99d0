"""``python -m redline.frames``: the counties of a province, found, converted, tallied, checked and added up
(docs/scale.md)."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from ..core.errors import Cancelled, RedlineError
from .province.convert import convert_county
from .province.manifest import County, find_counties, read_manifest, write_manifest
from .province.redlines import check_county, find_lined_counties, write_checks
from .province.results import CountyResult, report_of, write_report
from .province.schedule import each_county, tally_counties
from .province.work import BLOCK
from .province.zonelayer import write_zones

__all__ = ["main"]

WRONG, STRICT, STOPPED = 1, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0; 1 for a wrong input, said in one sentence; 3 with ``--strict`` where a county failed."""
    given = _parser().parse_args(arguments)
    try:
        return given.run(given)
    except Cancelled:
        print("Stopped; the counties that were done stay done.", file=sys.stderr)
        return STOPPED
    except RedlineError as error:
        print(f"redline: {error}", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m redline.frames", description=__doc__)
    commands = parser.add_subparsers(required=True)
    manifest = commands.add_parser("manifest", help="list the counties of folders, with what is in them and wrong")
    _add_places(manifest)
    manifest.add_argument("--output", type=Path, required=True, help="CSV that is written")
    manifest.set_defaults(run=_manifest)
    convert = commands.add_parser("convert", help="write the counties of a manifest as GeoParquet")
    convert.add_argument("manifest", type=Path)
    convert.add_argument("--output", type=Path, required=True, help="folder; its manifest.csv is the new one")
    convert.set_defaults(run=_convert)
    tally = commands.add_parser("tally", help="tally land use by zone and class, and add it up")
    _add_places(tally)
    tally.add_argument("--output", type=Path, required=True, help="folder of results; a run goes on where it stopped")
    tally.add_argument("--workers", type=int, default=2, help="processes on this machine; 0: this one, without Dask")
    tally.add_argument("--scheduler", default="", help="address of a running Dask cluster, tcp://…")
    tally.add_argument("--block", type=int, default=BLOCK, help="zones that a worker takes at once")
    tally.add_argument("--layer", type=Path, help="GeoPackage of the zones with their areas, EPSG:4490")
    tally.add_argument("--strict", action="store_true", help=f"exit status {STRICT} where a county failed")
    tally.add_argument("--progress", choices=("text", "json"), default="text")
    tally.add_argument("--attended", action="store_true", help="stop when standard input ends")
    tally.set_defaults(run=_tally)
    lines = commands.add_parser("redlines", help="check acquisition parcels against the red lines of each county")
    lines.add_argument("places", nargs="+", help="folders, patterns, files or postgresql:service=…")
    lines.add_argument("--output", type=Path, required=True, help="folder of results")
    lines.add_argument("--workers", type=int, default=2, help="processes on this machine; 0: this one, without Dask")
    lines.add_argument("--scheduler", default="", help="address of a running Dask cluster, tcp://…")
    lines.add_argument("--strict", action="store_true", help=f"exit status {STRICT} where a county failed")
    lines.set_defaults(run=_redlines)
    report = commands.add_parser("report", help="add up the results of a folder anew")
    report.add_argument("folder", type=Path)
    report.set_defaults(run=_report)
    return parser


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("places", nargs="+", help="folders, patterns, files, postgresql:service=…, or one manifest")
    parser.add_argument("--zones", default="", help="name of the layer of zones, where it cannot be found")
    parser.add_argument("--landuse", default="", help="name of the layer of patches, where it cannot be found")


def _counties(given: argparse.Namespace) -> list[County]:
    if len(given.places) == 1 and given.places[0].lower().endswith(".csv"):
        return read_manifest(Path(given.places[0]))
    return list(find_counties(given.places, zones_layer=given.zones, landuse_layer=given.landuse))


def _manifest(given: argparse.Namespace) -> int:
    counties = _counties(given)
    write_manifest(counties, given.output)
    for county in counties:
        said = county.fault or f"{county.zone_count} zones, {county.patch_count} patches, {county.crs}"
        print(f"{county.name}: {said}")
    return 0


def _convert(given: argparse.Namespace) -> int:
    converted = []
    for county in read_manifest(given.manifest):
        if county.fault:
            converted.append(county)
            continue
        converted.append(convert_county(county, given.output))
        print(county.name)
    write_manifest(converted, given.output / "manifest.csv")
    return 0


def _tally(given: argparse.Namespace) -> int:
    counties = _counties(given)
    write_manifest(counties, given.output / "manifest.csv")
    found, failed = tally_counties(
        counties,
        given.output,
        workers=given.workers,
        scheduler=given.scheduler,
        block=given.block,
        told=_told(given.progress),
        stopped=_end_of_input() if given.attended else (lambda: False),
    )
    if given.layer:
        write_zones(given.layer, counties, found)
    return _said(given.output, found, failed, strict=given.strict)


def _redlines(given: argparse.Namespace) -> int:
    counties = list(find_lined_counties(given.places))
    found = each_county(counties, check_county, workers=given.workers, scheduler=given.scheduler, told=_told("text"))
    for sentence in write_checks(given.output, found):
        print(sentence)
    return STRICT if given.strict and any(each.fault for each in found) else 0


def _report(given: argparse.Namespace) -> int:
    failed = []
    listed = given.folder / "manifest.csv"
    if listed.is_file():
        failed = [CountyResult(each.name, fault=each.fault) for each in read_manifest(listed) if each.fault]
    return _said(given.folder, report_of(given.folder), failed, strict=False)


def _said(folder: Path, found: list[CountyResult], failed: list[CountyResult], *, strict: bool) -> int:
    for sentence in write_report(folder, found, failed):
        print(sentence)
    return STRICT if strict and failed else 0


def _told(how: str) -> Callable[[int, int, str], None]:
    def tell(done: int, count: int, county: str) -> None:
        if how == "json":
            print(json.dumps({"done": done, "of": count, "county": county}), flush=True)
        elif county:
            print(f"{done}/{count} {county}", flush=True)

    return tell


def _end_of_input() -> Callable[[], bool]:
    """Whether who started this has closed its end: QGIS calls off a run, or has died."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended.is_set


if __name__ == "__main__":
    sys.exit(main())
