"""Writes the demo county: `python demo/make.py --output guanxian.gpkg`; README.md has the other options."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PLUGINS = _ROOT / ".build" / "plugins"


def _find_package() -> None:
    """Makes this folder importable as `redline`, never through sys.path: its `processing` would hide QGIS's."""
    if not (_PLUGINS / "redline").exists():
        raise SystemExit("redline: .build/plugins/redline is missing: run scripts/setup.sh demo first.")
    here = {str(_ROOT), str(_ROOT / "demo")}
    sys.path[:] = [entry for entry in sys.path if str(Path(entry or ".").resolve()) not in here]
    sys.path.insert(0, str(_PLUGINS))


def _check_folder(output: Path) -> None:
    """Half a minute's work is not begun for a file that cannot be written."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"redline: the folder of {output} cannot be made: {error.strerror}.") from error
    if not os.access(output.parent, os.W_OK):
        raise SystemExit(f"redline: {output.parent} cannot be written to; choose another --output.")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the demo county as one GeoPackage.")
    parser.add_argument("--output", required=True, type=Path, help="GeoPackage to write; replaced when it is there")
    parser.add_argument("--patches", type=int, default=60_000, help="at least so many land-use patches (default 60000)")
    parser.add_argument("--seed", type=int, default=371_525, help="same seed, same county (default 371525)")
    parser.add_argument("--with-faults", action="store_true", help="with the documented faults of demo/README.md")
    parser.add_argument("--layers", nargs="+", default=[], metavar="NAME", help="only these layers (default all)")
    parser.add_argument(
        "--small", action="store_true", help="the two townships that stand in the plugin's zip (20000 patches, coarse)"
    )
    parser.add_argument("--registers", type=Path, help="GeoPackage of an office's registers; replaced when it is there")
    parser.add_argument("--season", type=Path, help="folder for the alert season of 2021; with --small its alerts")
    options = parser.parse_args(arguments)
    if options.patches < 20_000:
        parser.error("--patches has to be 20000 or more: every village needs some.")
    _find_package()
    from redline.demo.county import build
    from redline.demo.layers import LAYERS, layers_of
    from redline.demo.write import write_geopackage

    _check_folder(options.output)
    strange = sorted(set(options.layers) - set(LAYERS))
    if strange:
        parser.error(f"there is no layer {', '.join(strange)}; there are {', '.join(LAYERS)}.")
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"  demo county: {what} ({time.monotonic() - start:.0f} s)", flush=True)

    if options.small:
        from redline.demo.townships import SMALL, part_of

        county = build(20_000, options.seed, say, coarse=True)
        layers = part_of(layers_of(county, options.layers), SMALL)
        if options.season:
            from redline.demo.season import season_of, write_alerts_within

            options.season.mkdir(parents=True, exist_ok=True)
            count = write_alerts_within(options.season / "alerts.csv", season_of(county), county, SMALL)
            say(f"{count} alerts of the season in {options.season}")
    else:
        county = build(options.patches, options.seed, say)
        if options.registers:
            from redline.demo.registers import register_layers

            _check_folder(options.registers)
            write_geopackage(options.registers, register_layers(county))
            say(f"{options.registers}: registers and land followed to its supply")
        layers = layers_of(county, options.layers)
        if options.season:
            from redline.demo.season import season_of, write_season

            write_season(options.season, season_of(county))
            say(f"the alert season in {options.season}")
    if options.with_faults:
        from redline.demo.faults import with_faults

        layers = with_faults(layers)
        say("faults put in, listed in the table demo_faults")
    say("writing")
    write_geopackage(options.output, layers)
    rows = sum(len(layer) for layer in layers)
    say(f"{options.output}: {rows} rows in {len(layers)} layers and tables")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
