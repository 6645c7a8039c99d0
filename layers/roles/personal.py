"""Personal data 个人信息: which fields hold it, by their names in any layer, and by their values.

Names stand in ``resources/roles/personal.csv``, which an office overlays as it does the other tables. The columns:
name, match, kind (id, phone, address, person, bank, mail, or none), Chinese name. ``match``: "whole", the name is all
of the field's name; "last", or its last word; "word", or any of its words; "part", or stands anywhere in it. Case,
width, separators and numbers at the end of words make no difference (CBFMC_1, cbfmc2021, Owner-Phone, ownerPhone), and
what a Shapefile leaves of a long name counts as the name. A row of kind "none" says of a name that it holds none. What
``structure.csv`` says of the field of a role ("yes" or "no") goes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from qgis.core import QgsFeatureRequest, QgsField
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...core.written.persons import SHORTEST, PersonalValues
from ..reading.sources import Source
from .table import SHAPEFILE_NAME, cached_of_tables, roles, table_rows

__all__ = ["is_personal", "is_personal_in_any_role", "personal_columns", "personal_values", "told_by_values"]

MATCHES = ("whole", "last", "word", "part")
KINDS = ("id", "phone", "address", "person", "bank", "mail", "none")
CODES = ("DM", "BM", "BSM", "MJ")
"""How official names of codes and areas end: numbers in such a column are no telephone numbers."""


def is_personal(role: str, name: str) -> bool:
    """Whether a field holds personal data (identity number, telephone, address, account, name of a person), also where
    a Shapefile has cut its name. role : "" where it is not known."""
    told = _told(role, name)
    return told == "yes" if told else _named(name)


def is_personal_in_any_role(name: str) -> bool:
    """As ``is_personal``, for a layer whose role is not known: the field of any role may be meant."""
    return any(_told(role, name) == "yes" for role in roles()) or is_personal("", name)


def personal_values(source: Source, known: frozenset[int], step: Callable[[], object]) -> dict[str, PersonalValues]:
    """Fields whose values are identity numbers or mobile numbers, by name, with what was found.

    known : places of fields that need not be looked at; step : called now and then, to stop by raising.
    """
    places = [place for place, one in enumerate(source.fields) if place not in known and _has_room(one)]
    found = {place: PersonalValues() for place in places}
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes(places)
    for number, feature in enumerate(source.iterate(request) if places else ()):
        if number % 1024 == 0:
            step()
        values, fid = feature.attributes(), feature.id()
        for place in places:
            text = _text(values[place])
            if text:
                found[place].add(fid, text)
    return _persons({source.fields.at(place).name(): one for place, one in found.items()})


def _has_room(field: QgsField) -> bool:
    """Whether a field can hold eleven digits of a whole number."""
    if field.type() == QMetaType.Type.QString:
        return field.length() <= 0 or field.length() >= SHORTEST
    return field.type() in (QMetaType.Type.LongLong, QMetaType.Type.ULongLong, QMetaType.Type.Double)


def personal_columns(columns: Mapping[str, Sequence[str]]) -> dict[str, PersonalValues]:
    """As ``personal_values``, for columns of texts; features are counted from 1."""
    found = {name: PersonalValues() for name in columns}
    for name, texts in columns.items():
        for number, text in enumerate(texts, 1):
            if text:
                found[name].add(number, text)
    return _persons(found)


def _persons(found: Mapping[str, PersonalValues]) -> dict[str, PersonalValues]:
    """Of the columns those that hold a person's numbers: not official codes and areas that look like telephones."""
    return {
        name: one
        for name, one in found.items()
        if one.count and not (one.mobiles == one.count and name.upper().endswith(CODES))
    }


def told_by_values(layer: str, found: Mapping[str, PersonalValues]) -> list[Notice]:
    """A sentence on each field that was found by its values: for what it was taken, and where."""
    return [
        Notice(
            "{layer}: {count} values of the field {field}, the first in feature {fid}, are identity numbers or mobile "
            "telephone numbers: it is taken for personal data and left out. If it is none, keep it by KEEP_PERSONAL.",
            layer=layer,
            count=one.count,
            field=name,
            fid=one.first,
        )
        for name, one in found.items()
    ]


def _text(value: object) -> str:
    """A value as a person would write it: whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and 1e10 <= value < 1e18 and value == int(value):
        return str(int(value))
    return ""


# --- names ------------------------------------------------------------------------------------------------------------


def _told(role: str, name: str) -> str:
    """What ``structure.csv`` says of the field of a role, or of any: "yes", "no" or ""."""
    told, field = _structure(), name.upper().rstrip("\ufffd")
    return told.get((role, field)) or told.get(("", field), "")


@cached_of_tables
def _structure(office: str) -> dict[tuple[str, str], str]:
    rows = table_rows("structure", office)
    told = {(row["role"], row["field"].upper()): row["personal"] for row in rows}
    for (role, name), personal in list(told.items()):
        if personal == "yes":
            told = {(role, cut.upper()): personal for cut in _cuts(name)} | told
    return told


def _cuts(name: str) -> set[str]:
    """What a Shapefile leaves of a long name: ten bytes, or eight and a number where two would be the same."""
    raw = name.encode("utf-8")
    if len(raw) <= SHAPEFILE_NAME:
        return set()
    short = raw[: SHAPEFILE_NAME - 2].decode("utf-8", "ignore")
    return {raw[:SHAPEFILE_NAME].decode("utf-8", "ignore"), *(f"{short}_{number}" for number in range(1, 10))}


def _words(name: str) -> list[str]:
    """The words of a field's name, small, without numbers at their ends."""
    text = unicodedata.normalize("NFKC", name).replace("\ufffd", "")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold()
    words = (word.rstrip("0123456789") for word in re.split(r"[^0-9a-z\u3400-\u9fff]+", text))
    return [word for word in words if word]


@cached_of_tables
def _names(office: str) -> dict[str, frozenset[str]]:
    """The names of each match, "none" and "cut" beside them."""
    found: dict[str, set[str]] = {match: set() for match in (*MATCHES, "none", "cut")}
    for row in table_rows("personal", office):
        if row["match"] not in MATCHES or row["kind"] not in KINDS:
            raise RedlineError(
                "personal.csv: the row {name} needs a match ({matches}) and a kind ({kinds}).",
                name=row["name"],
                matches=", ".join(MATCHES),
                kinds=", ".join(KINDS),
            )
        name = "".join(_words(row["name"]))
        found["none" if row["kind"] == "none" else row["match"]].add(name)
        if row["kind"] != "none":
            found["cut"] |= {"".join(_words(cut)) for cut in _cuts(row["name"])}
    return {match: frozenset(names) for match, names in found.items()}


def _named(name: str) -> bool:
    words = _words(name)
    if not words:
        return False
    names, joined = _names(), "".join(words)
    if any(each in joined for each in names["none"]):
        return False
    return (
        joined in names["whole"] | names["cut"]
        or words[-1] in names["last"]
        or joined in names["last"]
        or not names["word"].isdisjoint([*words, joined])
        or any(each in joined for each in names["part"])
    )
