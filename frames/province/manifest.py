"""The list of counties: where their layers lie, what is in them and what is wrong, before any work begins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO
from pathlib import Path

from pyproj import CRS

from ...core.errors import RedlineError
from ...core.landuse.classes import find_scheme
from ...core.paper.wholefile import write_whole
from ...core.resources import office_table, resource_table
from ..given import aliases_of, codes_of, column_of
from .stores import POSTGIS, Store, fingerprint, layers_in, name_of_database, read_columns

__all__ = ["County", "choose_layer", "county_places", "find_counties", "read_manifest", "write_manifest"]

FILES = (".gpkg", ".gdb", ".parquet", ".shp")


@dataclass(frozen=True)
class County:
    """A row of the manifest. zones, landuse : ``path|layer``; by, zone_id : their columns. crs : of the land use.
    fault : why it cannot be tallied, "" where it can."""

    name: str
    zones: str = ""
    zone_id: str = ""
    landuse: str = ""
    by: str = ""
    scheme: str = ""
    crs: str = ""
    zone_count: int = 0
    patch_count: int = 0
    checksum: str = ""
    fault: str = ""

    @property
    def stores(self) -> tuple[Store, Store]:
        """Where zones and land use lie."""
        zones, landuse = (Store(*place.rsplit("|", 1)) for place in (self.zones, self.landuse))
        return zones, landuse


def find_counties(places: Sequence[str], *, zones_layer: str = "", landuse_layer: str = "") -> Iterator[County]:
    """A county for each GeoPackage, FileGDB or folder of Shapefiles or GeoParquet below ``places`` (folders, patterns,
    files, or ``postgresql:…``), in the order of their names. Nothing is passed over: what cannot be used has its fault.

    Raises RedlineError where there is nothing at all.
    """
    for name, paths in county_places(places).items():
        try:
            yield _county(name, paths, zones_layer, landuse_layer)
        except RedlineError as error:
            yield County(name, fault=str(error))


def county_places(places: Sequence[str]) -> dict[str, list[str]]:
    """Paths by county: a database file is one; Shapefiles and GeoParquet files of one folder are one. Raises
    RedlineError where there is none."""
    groups: dict[str, list[str]] = {}
    for place in places:
        if place.startswith(POSTGIS):
            groups[_unused(name_of_database(place), groups)] = [place]
    for path in sorted(_paths([place for place in places if not place.startswith(POSTGIS)])):
        if path.suffix.lower() in (".gpkg", ".gdb"):
            groups[_unused(path.stem, groups)] = [str(path)]
        else:
            groups.setdefault(path.parent.name, []).append(str(path))
    if not groups:
        raise RedlineError(
            "There is no county in {places}: no GeoPackage, FileGDB, Shapefile or GeoParquet.",
            places=", ".join(places),
        )
    return groups


def _unused(name: str, groups: dict[str, list[str]]) -> str:
    return name if name not in groups else next(f"{name}_{n}" for n in range(2, 10**6) if f"{name}_{n}" not in groups)


def _paths(places: Sequence[str]) -> Iterator[Path]:
    for place in places:
        path = Path(place)
        if path.suffix.lower() in FILES and path.exists():
            yield path
        elif path.is_dir():
            for found in path.rglob("*"):
                if found.suffix.lower() in FILES and ".gdb" not in "".join(found.parent.suffixes).lower():
                    yield found
        else:
            base = Path(path.anchor) if path.is_absolute() else Path()
            pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else place
            yield from (found for found in base.glob(pattern) if found.suffix.lower() in FILES)


def _county(name: str, paths: Sequence[str], zones_layer: str, landuse_layer: str) -> County:
    layers = [each for path in paths for each in layers_in(path)]
    landuse, by, wkt = choose_layer(name, layers, "landuse", "class", landuse_layer)
    zones, zone_id, _ = choose_layer(name, layers, "village", "code", zones_layer, without=landuse)
    table = read_columns(landuse, [by])
    codes = codes_of(table[by].tolist())
    scheme = find_scheme(codes, layer=landuse.layer)
    if scheme.unknown:
        raise RedlineError(
            "Layer {layer}: {codes} are no classes of {scheme}.",
            layer=landuse.layer,
            codes=", ".join(list(scheme.unknown)[:8]),
            scheme=scheme.scheme.title_en,
        )
    count = len(read_columns(zones, [zone_id]))
    if not wkt:
        raise RedlineError("Layer {layer} of {file} has no coordinate system.", layer=landuse.layer, file=landuse.path)
    return County(
        name,
        "|".join(zones),
        zone_id,
        "|".join(landuse),
        by,
        scheme.scheme.id,
        _name_of(wkt),
        count,
        len(table),
        fingerprint([zones, landuse]),
    )


def _name_of(wkt: str) -> str:
    crs = CRS.from_user_input(wkt)
    epsg = crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else crs.name


def choose_layer(
    county: str,
    layers: Iterable[tuple[Store, list[str], str]],
    role: str,
    part: str,
    wanted: str,
    without: Store | None = None,
) -> tuple[Store, str, str]:
    """The layer of a role, its column and its system: the one that is named, else by its usual names, else the only one
    that has the column."""
    layers = [each for each in layers if each[0] != without]
    if wanted:
        named = [each for each in layers if each[0].layer.split(".")[-1].lower() == wanted.lower()]
        if not named:
            raise RedlineError(
                "{county} has no layer {layer}; it has {layers}.",
                county=county,
                layer=wanted,
                layers=", ".join(each[0].layer for each in layers),
            )
        layers = named
    row = next(each for each in resource_table("roles/roles.csv") if each["role"] == role)
    usual = [name.lower() for name in row["layer_names"].split("|")]
    without_fields = {name.lower() for name in row["without"].split("|") if name}
    fitting = []
    for store, columns, wkt in layers:
        if wanted or not without_fields & {name.lower() for name in columns}:
            column = column_of(columns, role, part)
            if column:
                fitting.append((store, column, wkt))
    by_name = [each for name in usual for each in fitting if each[0].layer.split(".")[-1].lower() == name]
    chosen = by_name[:1] or fitting
    if not chosen:
        raise RedlineError(
            "{county} has no layer of {role}: none has a column {columns}.",
            county=county,
            role=row["name_en"],
            columns=", ".join(aliases_of(role, part)[:4]),
        )
    if len(chosen) > 1:
        raise RedlineError(
            "{county} has several layers that may be {role} ({layers}): name one.",
            county=county,
            role=row["name_en"],
            layers=", ".join(each[0].layer for each in chosen),
        )
    return chosen[0]


# --- as a file --------------------------------------------------------------------------------------------------------

COLUMNS = [each.name for each in fields(County)]


def write_manifest(counties: Iterable[County], path: Path) -> None:
    """A CSV that a person can look through and correct."""
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows(asdict(county) for county in counties)
    write_whole(path, stream.getvalue().encode("utf-8-sig"), parents=True)


def read_manifest(path: Path) -> list[County]:
    """The counties of a manifest. Raises RedlineError for what is none."""
    return [_row(path, line, row) for line, row in office_table(path, COLUMNS)]


def _row(path: Path, line: int, row: Mapping[str, str]) -> County:
    for column in ("zone_count", "patch_count"):
        if not row[column].isdecimal():
            raise RedlineError(
                "{file}, line {line}: {column} is “{value}”, no whole number.",
                file=path.name,
                line=line,
                column=column,
                value=row[column],
            )
    return County(
        row["name"],
        row["zones"],
        row["zone_id"],
        row["landuse"],
        row["by"],
        row["scheme"],
        row["crs"],
        int(row["zone_count"]),
        int(row["patch_count"]),
        row["checksum"],
        row["fault"],
    )
