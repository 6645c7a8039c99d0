"""Roles 图层角色: what a layer is to Redline. The tables of ``resources/roles`` say it; this module reads them.

An office adds to the tables, or replaces rows of them, in the folder ``redline`` of its QGIS profile: a ``roles.csv``,
``fields.csv``, ``structure.csv``, ``values.csv`` or ``personal.csv`` there, with the same columns. A row with the key
of a shipped row (role; role and part; role and field; list and code; name) takes its place, other rows are added, and
an empty cell keeps what is shipped. The columns:

roles.csv : role; its names; geometry (polygon, line, point, raster, table; several parted by |); group and order in the
    layer tree; usual layer names; ``without``: fields that such a layer never has; codes: beginnings of YSDM; identity:
    the part that identifies a feature; style; checks on load; smallest scale at which it is drawn.
fields.csv : role; part (what the field is to Redline); names; need (required, rule: some tools need it, optional);
    aliases across standards and vintages; values: what its values look like.
structure.csv : the official structures: Chinese names of fields, which are personal data, whence their values come.
values.csv : lists of values and their names.
personal.csv : names of fields that hold personal data in any layer; ``layers.roles.personal`` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

from qgis.core import QgsApplication

from ...core.errors import RedlineError
from ...core.foreign import read_whole
from ...core.resources import office_table, resource_table
from .profiles import folder_of
from .settings import value

__all__ = [
    "GROUPS",
    "SHAPEFILE_NAME",
    "Part",
    "Role",
    "cached_of_tables",
    "datums_folder",
    "field_name_zh",
    "office_folder",
    "reload_roles",
    "role_of",
    "roles",
    "table_rows",
    "value_list",
    "value_names",
]

GROUPS = ("cameras", "acquisition", "hazards", "redlines", "boundaries", "landuse", "tables", "base")
"""Groups of the layer tree, from the top of the drawing down."""

SHAPEFILE_NAME = 10
"""Bytes that a Shapefile keeps of a field's name."""
KEYS = {
    "roles": ("role",),
    "fields": ("role", "part"),
    "structure": ("role", "field"),
    "values": ("list", "code"),
    "personal": ("name",),
}


_CLEAR: list[Callable[[], None]] = []
Made = TypeVar("Made")


def cached_of_tables(make: Callable[[str], Made]) -> Callable[[], Made]:
    """What ``make`` makes of the tables of the office's folder, kept until they are read anew."""
    kept = cache(make)
    _CLEAR.append(kept.cache_clear)

    @wraps(make)
    def made() -> Made:
        return kept(str(office_folder()))

    return made


@dataclass(frozen=True)
class Part:
    """What one field is to a role. ``need``: "required" (without it the layer is not this), "rule" (some tools need
    it) or "optional". ``values``: names of the value tests of ``layers.roles.table.values``."""

    role: str
    id: str
    name_en: str
    name_zh: str
    need: str
    aliases: tuple[str, ...]
    values: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True)
class Role:
    """What a layer is to Redline; see the module's text for the columns."""

    id: str
    name_en: str
    name_zh: str
    geometry: tuple[str, ...]
    group: str
    order: int
    layer_names: tuple[str, ...]
    without: tuple[str, ...]
    codes: tuple[str, ...]
    identity: str
    style: str
    checks: tuple[str, ...]
    smallest_scale: int
    parts: Mapping[str, Part] = field(default_factory=dict)

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh

    def required(self) -> list[Part]:
        return [part for part in self.parts.values() if part.need == "required"]


def office_folder() -> Path:
    """Where an office keeps its own rows: the data folder of the settings, else ``redline`` in the QGIS profile, or in
    the profile of this name of the other QGIS (3 or 4) where only that has one."""
    shared = value("data_folder")
    return Path(shared) if shared else folder_of(Path(QgsApplication.qgisSettingsDirPath()))


def datums_folder() -> Path:
    """Where an office keeps its tables of datum shifts."""
    return office_folder() / "datums"


def roles() -> Mapping[str, Role]:
    """All roles by id, in the order of the table."""
    return _roles()


def role_of(role: str) -> Role:
    """The role with this id; raises RedlineError where there is none."""
    found = roles().get(role)
    if found is None:
        raise RedlineError("There is no role {role}; there are: {roles}.", role=role, roles=", ".join(roles()))
    return found


def reload_roles() -> None:
    """Read the tables anew, after the office's rows were edited."""
    for clear in _CLEAR:
        clear()


def field_name_zh(role: str, name: str) -> str:
    """The Chinese name of a field of the official structures, "" where it is not in them."""
    row = _structure().get((role, name.upper()))
    return row["name_zh"] if row else ""


def value_list(role: str, name: str) -> str:
    """The list from which a field takes its values: "class", a list of values.csv, or ""."""
    row = _structure().get((role, name.upper()))
    return row["values"] if row else ""


def value_names(name: str, language: str) -> dict[str, str]:
    """The values of a list of values.csv with their names in ``language``."""
    return {
        code: row["name_en"] if language == "en" else row["name_zh"]
        for (listed, code), row in _values().items()
        if listed == name
    }


def _split(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split("|") if piece.strip())


@cached_of_tables
def _roles(office: str) -> Mapping[str, Role]:
    parts: dict[str, dict[str, Part]] = {}
    for row in table_rows("fields", office):
        part = Part(
            row["role"],
            row["part"],
            row["name_en"],
            row["name_zh"],
            row["need"] or "optional",
            _split(row["aliases"]),
            _split(row["values"]),
        )
        parts.setdefault(part.role, {})[part.id] = part
    found = {}
    for row in table_rows("roles", office):
        found[row["role"]] = Role(
            row["role"],
            row["name_en"],
            row["name_zh"],
            _split(row["geometry"]),
            row["group"],
            _whole(row["order"]),
            _split(row["layer_names"]),
            _split(row["without"]),
            _split(row["codes"]),
            row["identity"],
            row["style"],
            _split(row["checks"]),
            _whole(row["smallest_scale"]),
            parts.get(row["role"], {}),
        )
    return found


def _whole(text: str) -> int:
    return read_whole(text) or 0


@cached_of_tables
def _structure(office: str) -> Mapping[tuple[str, str], dict[str, str]]:
    return {(row["role"], row["field"].upper()): row for row in table_rows("structure", office)}


@cached_of_tables
def _values(office: str) -> Mapping[tuple[str, str], dict[str, str]]:
    return {(row["list"], row["code"]): row for row in table_rows("values", office)}


def table_rows(table: str, office: str) -> tuple[dict[str, str], ...]:
    """The shipped rows of a table with those of the office's folder laid over them."""
    shipped = resource_table(f"roles/{table}.csv")
    own = Path(office) / f"{table}.csv"
    if not own.is_file():
        return shipped
    columns = list(shipped[0])
    merged = {tuple(row[key] for key in KEYS[table]): row for row in shipped}
    for line, row in office_table(own):
        missing = [key for key in KEYS[table] if not row.get(key) and key not in ("role",)]
        if missing or (table in ("roles", "fields") and not row.get("role")):
            raise RedlineError(
                "{file}, line {line}: the columns {columns} must be filled in; see resources/roles/{table}.csv.",
                file=str(own),
                line=line,
                columns=", ".join(KEYS[table]),
                table=table,
            )
        key = tuple(row.get(name, "") for name in KEYS[table])
        before = merged.get(key, dict.fromkeys(columns, ""))
        merged[key] = {name: row.get(name) or before[name] for name in columns}
    return tuple(merged.values())
