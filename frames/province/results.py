"""What was tallied of each county, as files: whole or not there, found again when a run goes on."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from io import StringIO
from pathlib import Path

from ...core.errors import RedlineError
from ...core.landuse.classes import read_scheme
from ...core.landuse.tables import Words, class_label
from ...core.paper.wholefile import write_whole
from ...core.rounding import half_up
from ..tables import english
from .manifest import County
from .work import PLACES, BlockResult

__all__ = ["CountyResult", "add_up", "finished", "keep", "report_of", "write_report"]

FOLDER = "counties"
M2_PER_HA = 10_000


@dataclass
class CountyResult:
    """One county. classes, zones : units of 0.0001 m² by class code, and by zone id and class code. fault : why it was
    not tallied, "" where it was."""

    county: str
    scheme: str = ""
    checksum: str = ""
    block: int = 0
    total: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    zones: dict[str, dict[str, int]] = field(default_factory=dict)
    patches: int = 0
    seconds: float = 0.0
    notices: list[str] = field(default_factory=list)
    fault: str = ""


def add_up(county: County, block: int, blocks: Iterable[BlockResult]) -> CountyResult:
    """The county of its blocks, in any order."""
    found = CountyResult(county.name, county.scheme, county.checksum, block, patches=county.patch_count)
    for each in blocks:
        for zone, code, units in each.rows:
            own = found.zones.setdefault(zone, {})
            own[code] = own.get(code, 0) + units
            found.classes[code] = found.classes.get(code, 0) + units
        found.total += sum(each.totals.values())
        found.notices += each.notices
        found.seconds += each.seconds
    found.classes = dict(sorted(found.classes.items()))
    found.zones = {zone: dict(sorted(own.items())) for zone, own in sorted(found.zones.items())}
    found.notices.sort()
    return found


def keep(folder: Path, found: CountyResult) -> None:
    """Writes the result of a county that was tallied."""
    data = json.dumps(asdict(found), ensure_ascii=False, indent=1).encode()
    write_whole(_place(folder, found.county), data, parents=True)


def finished(folder: Path, county: County, block: int) -> CountyResult | None:
    """The result of an earlier run, where the county's files and the size of blocks are those of now; else None."""
    path = _place(folder, county.name)
    try:
        found = CountyResult(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    same = found.checksum == county.checksum and found.block == block and found.scheme == county.scheme
    return found if same and county.checksum else None


def _place(folder: Path, county: str) -> Path:
    name = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in county)
    return folder / FOLDER / f"{name}.json"


def report_of(folder: Path) -> list[CountyResult]:
    """All results of a folder, by name. Raises RedlineError where there is none, or one cannot be read."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            found.append(CountyResult(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            raise RedlineError("{file} is no result of a county: {reason}.", file=path.name, reason=error) from error
    if not found:
        raise RedlineError("The folder {folder} holds no results.", folder=folder)
    return found


# --- tables -----------------------------------------------------------------------------------------------------------


def write_report(folder: Path, found: Sequence[CountyResult], failed: Sequence[CountyResult]) -> list[str]:
    """``by_county.csv`` (a row for each county and class), ``by_zone.csv``, ``total.csv`` and ``failed.csv``; the
    sentences that sum it up."""
    _write(folder / "by_county.csv", ("county", *CLASS), _county_rows(found))
    _write(folder / "by_zone.csv", ("county", "zone", *CLASS), _zone_rows(found))
    _write(folder / "total.csv", CLASS, _total_rows(found))
    _write(folder / "failed.csv", ("county", "reason"), [(each.county, each.fault) for each in failed])
    total = sum(each.total for each in found)
    said = [f"{len(found)} counties, {sum(each.patches for each in found)} patches: {hectares(total)} ha."]
    if failed:
        said.append(f"{len(failed)} counties are not in it:")
        said += [f"  {each.county}: {each.fault}" for each in failed]
    return said


CLASS = ("class_code", "class_name", "area_m2", "area_ha")


def hectares(units: int) -> Decimal:
    """Units of 0.0001 m² as hectares with 4 decimals, rounded once."""
    return half_up(Decimal(units).scaleb(-PLACES) / M2_PER_HA, 4)


def _cells(scheme: str, code: str, units: int) -> tuple[str, str, str, str]:
    name = class_label(code, "detail", Words(read_scheme(scheme), "en", english))
    return code, name, f"{Decimal(units).scaleb(-PLACES):f}", f"{hectares(units):f}"


def _county_rows(found: Sequence[CountyResult]) -> list[tuple[str, ...]]:
    return [(each.county, *_cells(each.scheme, code, units)) for each in found for code, units in each.classes.items()]


def _zone_rows(found: Sequence[CountyResult]) -> list[tuple[str, ...]]:
    return [
        (each.county, zone, *_cells(each.scheme, code, units))
        for each in found
        for zone, own in each.zones.items()
        for code, units in own.items()
    ]


def _total_rows(found: Sequence[CountyResult]) -> list[tuple[str, ...]]:
    sums: dict[tuple[str, str], int] = {}
    for each in found:
        for code, units in each.classes.items():
            sums[each.scheme, code] = sums.get((each.scheme, code), 0) + units
    rows: list[tuple[str, ...]] = [_cells(scheme, code, units) for (scheme, code), units in sorted(sums.items())]
    total = sum(each.total for each in found)
    return [*rows, ("", "Total", f"{Decimal(total).scaleb(-PLACES):f}", f"{hectares(total):f}")]


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(rows)
    write_whole(path, stream.getvalue().encode("utf-8-sig"), parents=True)
