"""Land classes 地类: the schemes, their names, first levels and major classes, and which scheme a layer uses.

Sources: the code tables under ``resources/codes`` (third national land survey, GB/T 21010-2017, the classification of
land and sea use of 2023). Which class counts as agricultural, construction or unused land is in
``resources/codes/major_class.csv``, a table to be edited where a province
counts differently (0404 and 1107A are disputed).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from ..errors import RedlineError
from ..resources import office_table, resource_table

__all__ = [
    "MAJORS",
    "SCHEMES",
    "LandClass",
    "Major",
    "Scheme",
    "SchemeMatch",
    "clean_code",
    "doubtful_codes",
    "find_scheme",
    "legacy_class",
    "major_name",
    "read_scheme",
    "restore_zeros",
    "scheme_from_csv",
    "scheme_named",
    "scheme_of_codes",
    "use_office_table",
]

Major = Literal["agricultural", "construction", "unused", ""]
"""A major class 三大类; "" for classes that have none (uses of the sea, reserved land, a parent of mixed classes)."""

MAJORS: tuple[Major, ...] = ("agricultural", "construction", "unused", "")
"""In the order of the bureau's forms."""

SCHEMES = ("sandiao", "gbt21010", "ydyh")
"""The schemes that come with the plugin; where codes fit more than one, the earlier is taken."""

TABLES = {
    "sandiao": "codes/sandiao_codes.csv",
    "gbt21010": "codes/gbt21010_2017_codes.csv",
    "ydyh": "codes/ydyh_2023_codes.csv",
}

RIDGES = {"sandiao": "1203", "gbt21010": "1203", "ydyh": "2303"}
"""The class 田坎 that takes what the ridge coefficient (KCXS) deducts."""

MAJOR_WORDS: Mapping[str, Major] = {
    "": "",
    "agricultural": "agricultural",
    "农用地": "agricultural",
    "construction": "construction",
    "建设用地": "construction",
    "unused": "unused",
    "未利用地": "unused",
}

CUSTOM_COLUMNS = ("code", "name_zh", "name_en", "parent", "major")
OFFICE_COLUMNS = ("scheme", "code", "major")


@dataclass(frozen=True)
class LandClass:
    """One class: ``level`` 1 is the first level; ``group`` is the heading under which forms put agricultural land."""

    code: str
    name_zh: str
    name_en: str
    level: int
    parent: str
    major: Major
    group_zh: str = ""
    group_en: str = ""

    def name(self, language: str) -> str:
        """The name in ``language`` ("en" or "zh_Hans"); the other language's where that one is missing."""
        names = (self.name_en, self.name_zh) if language == "en" else (self.name_zh, self.name_en)
        return names[0] or names[1] or self.code


@dataclass(frozen=True)
class Scheme:
    """A classification 分类体系: its classes by code, in the order in which tables show them.

    ridge : the class that takes deducted field ridges. office : name of the office's own table of major classes, where
    one changes this scheme.
    """

    id: str
    title_zh: str
    title_en: str
    classes: Mapping[str, LandClass]
    ridge: str | None = None
    office: str = ""
    places: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {code: place for place, code in enumerate(self.classes)})

    def __contains__(self, code: str) -> bool:
        return code in self.classes

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_zh

    def name(self, code: str, language: str) -> str:
        """The name of a class, "水浇地" or "Irrigated land"; an unknown code is its own name."""
        found = self.classes.get(code)
        return found.name(language) if found else code

    def first_level(self, code: str) -> str:
        """The first-level class of ``code``: "1104A" is in "11", "0303" in "00" of the third survey."""
        found = self._class(code)
        while found.parent:
            found = self.classes[found.parent]
        return found.code

    def major(self, code: str) -> Major:
        """The major class. A first-level code has that of its classes where they agree, else ""."""
        return self._class(code).major

    def group(self, code: str, language: str) -> str:
        """The heading over a class in approval forms: 耕地, 园地 … 其他农用地; else its first level."""
        found = self._class(code)
        named = (found.group_en or found.group_zh) if language == "en" else (found.group_zh or found.group_en)
        return named or self.name(self.first_level(code), language)

    def order(self, codes: Iterable[str]) -> list[str]:
        """``codes``, each once, as tables show them: known ones in the order of the scheme, then the others by
        text."""
        return sorted(set(codes), key=lambda code: (self.places.get(code, len(self.places)), code))

    def unknown(self, values: Iterable[object]) -> dict[str, int]:
        """Codes that the scheme does not have, with how often they occur; missing values are not among them."""
        counts: Counter[str] = Counter()
        for value, count in Counter(values).items():
            counts[clean_code(value)] += count
        return {code: counts[code] for code in sorted(counts) if code and code not in self.classes}

    def require(self, values: Iterable[object], layer: str, field_name: str) -> None:
        """Raise RedlineError naming the codes of ``values`` that the scheme does not have."""
        unknown = self.unknown(values)
        if unknown:
            raise unknown_codes_error(self, unknown, layer, field_name)

    def _class(self, code: str) -> LandClass:
        try:
            return self.classes[code]
        except KeyError:
            raise RedlineError(
                "{code} is not a class of {scheme}: correct the class code or choose another scheme.",
                code=code or "''",
                scheme=self.title_en,
            ) from None


@dataclass(frozen=True)
class SchemeMatch:
    """What ``find_scheme`` found: the scheme, codes it lacks with their counts, schemes that fit just as well."""

    scheme: Scheme
    unknown: Mapping[str, int]
    alternatives: tuple[str, ...] = ()


def clean_code(value: object) -> str:
    """A class code as text: no blanks, capitals, half-width digits; "" for a missing value (None, NULL, NaN)."""
    if isinstance(value, str):
        return _clean_text(value)
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _clean_text(str(value))


@lru_cache(maxsize=8192)
def _clean_text(text: str) -> str:
    """Cached: a layer has some hundred thousand codes, but only some dozen different ones."""
    text = unicodedata.normalize("NFKC", text).strip().upper()
    whole, _, decimals = text.partition(".")
    if whole.isdecimal() and not decimals.strip("0"):
        return whole  # 101.0, as spreadsheets write a number into a text
    return "" if text == "NULL" else text


_office_table: Path | None = None
"""The office's own major_class.csv; see ``use_office_table``."""


def use_office_table(path: Path | None) -> None:
    """Let an office count classes its own way: its major_class.csv (columns as in resources/codes) goes before ours.

    The file need not exist; it is read when a scheme is next asked for.
    """
    global _office_table
    _office_table = path
    read_scheme.cache_clear()


def _office_rows() -> list[dict[str, str]]:
    """The rows of the office's table. Raises RedlineError for a column, scheme or major class that is wrong."""
    if _office_table is None or not _office_table.is_file():
        return []
    rows = []
    for line, row in office_table(_office_table, OFFICE_COLUMNS):
        code = clean_code(row["code"])
        if row["scheme"].strip() not in TABLES or row["major"].strip().lower() not in MAJOR_WORDS or not code:
            raise RedlineError(
                "{file}, line {line}: scheme {scheme}, code {code}, major {major} is no class: a line is a scheme "
                "({schemes}), a class code and agricultural, construction, unused or nothing.",
                file=_office_table.name,
                line=line,
                scheme=row["scheme"],
                code=code,
                major=row["major"],
                schemes=", ".join(SCHEMES),
            )
        own = {"scheme": row["scheme"], "code": code, "major": row["major"].lower()}
        rows.append({"group_zh": "", "group_en": "", **row, **own})
    return rows


@cache
def read_scheme(scheme_id: str) -> Scheme:
    """A scheme that comes with the plugin: "sandiao", "gbt21010" or "ydyh"."""
    if scheme_id not in TABLES:
        raise RedlineError(
            "There is no scheme {scheme}: choose one of {schemes}.", scheme=scheme_id, schemes=", ".join(SCHEMES)
        )
    majors = {row["code"]: row for row in resource_table("codes/major_class.csv") if row["scheme"] == scheme_id}
    own = {row["code"]: row for row in _office_rows() if row["scheme"] == scheme_id}
    majors |= own
    classes: list[LandClass] = []
    for row in resource_table(TABLES[scheme_id]):
        code = row["code"]
        # The survey's table also lists attribute codes, which are never the class of a patch.
        if not row["level"][:1].isdigit() or (row["parent"] == "13" and scheme_id == "sandiao"):
            continue
        major = majors.get(code, {})
        classes.append(
            LandClass(
                code,
                row["name_zh"],
                row["name_en"],
                int(row["level"][:1]),
                row["parent"],
                MAJOR_WORDS[major.get("major", "")],
                major.get("group_zh", ""),
                major.get("group_en", ""),
            )
        )
    titles = {row["id"]: row for row in resource_table("codes/schemes.csv")}[scheme_id]
    return Scheme(
        scheme_id,
        titles["title_zh"],
        titles["title_en"],
        _with_common_majors({each.code: each for each in classes}),
        RIDGES[scheme_id],
        _office_table.name if own and _office_table is not None else "",
    )


def _with_common_majors(classes: dict[str, LandClass]) -> dict[str, LandClass]:
    """Parents without a major class take that of their classes where these agree."""
    below: dict[str, set[Major]] = {}
    for each in classes.values():
        if not each.major:
            continue
        parent = each.parent
        while parent:
            below.setdefault(parent, set()).add(each.major)
            parent = classes[parent].parent
    result = {}
    for code, each in classes.items():
        common = below.get(code, set())
        if not each.major and len(common) == 1:
            each = LandClass(code, each.name_zh, each.name_en, each.level, each.parent, next(iter(common)))
        result[code] = each
    return result


def scheme_from_csv(path: str | Path) -> Scheme:
    """A scheme of one's own, from a CSV with the columns code, name_zh, name_en, parent, major.

    ``parent`` is empty for first-level classes; ``major`` is agricultural, construction, unused (or 农用地, 建设用地,
    未利用地) or empty. UTF-8 or GB 18030. Raises RedlineError for a missing column, a repeated code, a parent
    that is not in the table, a circle of parents, and an unknown major class.
    """
    path = Path(path)
    rows = office_table(path, CUSTOM_COLUMNS)
    classes: dict[str, LandClass] = {}
    for line, row in rows:
        code = clean_code(row["code"])
        if not code:
            raise RedlineError(
                "{file}, line {line}: the column code is empty: each class needs a code.", file=path.name, line=line
            )
        if code in classes:
            raise RedlineError(
                "{file}, line {line}: the code {code} occurs twice: keep one of the two lines.",
                file=path.name,
                line=line,
                code=code,
            )
        if row["major"].strip().lower() not in MAJOR_WORDS:
            raise RedlineError(
                "{file}, line {line}: {major} is no major class: write agricultural, construction, unused or nothing.",
                file=path.name,
                line=line,
                major=row["major"],
            )
        classes[code] = LandClass(
            code,
            row["name_zh"].strip(),
            row["name_en"].strip(),
            1,
            clean_code(row["parent"]),
            MAJOR_WORDS[row["major"].strip().lower()],
        )
    if not classes:
        raise RedlineError("{file} holds no classes: fill in one line for each class.", file=path.name)
    levels = {code: _level(code, classes, path.name) for code in classes}
    classes = {
        code: LandClass(code, each.name_zh, each.name_en, levels[code], each.parent, each.major)
        for code, each in classes.items()
    }
    return Scheme(path.stem, path.stem, path.stem, _with_common_majors(classes))


def _level(code: str, classes: Mapping[str, LandClass], file: str) -> int:
    level, parent, seen = 1, classes[code].parent, {code}
    while parent:
        if parent not in classes:
            raise RedlineError(
                "{file}: the class {code} has the parent {parent}, which is not in the table: "
                "add it or leave the parent empty.",
                file=file,
                code=code,
                parent=parent,
            )
        if parent in seen:
            raise RedlineError(
                "{file}: the class {code} is its own ancestor: correct its parent.", file=file, code=code
            )
        seen.add(parent)
        level, parent = level + 1, classes[parent].parent
    return level


def scheme_of_codes(codes: Iterable[str], names: Mapping[str, str], title: str) -> Scheme:
    """A scheme for codes that no table explains: each class is its own first level, without a major class.

    names : what is known of their names, by code.
    """
    classes = {code: LandClass(code, names.get(code, code), names.get(code, code), 1, "", "") for code in codes}
    return Scheme("codes", title, title, classes)


def scheme_named(name: str) -> Scheme:
    """A scheme by its id, or by the path of a CSV of one's own (anything that ends in ``.csv``)."""
    return scheme_from_csv(name) if name.lower().endswith(".csv") else read_scheme(name)


def legacy_class(code: str) -> str | None:
    """The class of today for a three-digit code of the second survey (GB/T 21010-2007), as "0101 水田"; else None."""
    row = _legacy().get(clean_code(code))
    return f"{row['sandiao_code']} {row['sandiao_name']}" if row else None


@cache
def _legacy() -> dict[str, dict[str, str]]:
    return {row["erdiao_code(GB/T21010-2007)"]: row for row in resource_table("codes/erdiao_to_sandiao.csv")}


def restore_zeros(codes: Iterable[str], *, numeric: bool) -> dict[str, str]:
    """What codes were before a number field or a spreadsheet took their leading zero: {"101": "0101", "9": "09"}.

    codes : cleaned, all of a layer, for only the whole set tells. numeric : whether they stand in a field of numbers.
    Nothing is lost where a code still begins with 0. Two digits (11 for 011) are the second survey; four digits, or
    codes that it never had (301), are a scheme of today. Sets that could be either (101, 102, 103) are today's in a
    field of numbers, for there arable land of the second survey would be 11, 12 and 13; as text they stay as they are.
    """
    different = {code for code in codes if code}
    if not different or any(code.startswith("0") for code in different):
        return {}
    old = {code: code.zfill(3) for code in different}
    is_old = all(code in _legacy() for code in old.values())
    today = next(filter(None, (_with_zeros(different, read_scheme(scheme)) for scheme in SCHEMES)), {})
    if is_old and (not today or any(len(code) < 3 for code in different)):
        return {code: whole for code, whole in old.items() if whole != code}
    return today if numeric or not is_old else {}


def doubtful_codes(codes: Iterable[str]) -> dict[str, str]:
    """Codes that may be of the second survey or one of today's without its zero, by what that is: {"101": "0101"}.

    codes : cleaned, all of a layer. So it is where some rows lost their zero and others kept it, and nothing else says
    that there are classes of the second survey.
    """
    different = {code for code in codes if code}
    today = any(len(code) == 4 and code.startswith("0") for code in different)
    before = any(len(code) == 3 and code.startswith("0") for code in different)
    if not today or before:
        return {}
    scheme = read_scheme("sandiao")
    return {code: f"0{code}" for code in different if len(code) == 3 and f"0{code}" in scheme and code in _legacy()}


def _with_zeros(codes: set[str], scheme: Scheme) -> dict[str, str]:
    """The codes that need a zero in front to be classes of ``scheme``; {} where none does, or not all are then."""
    found = {code: f"0{code}" for code in codes if code not in scheme or len(code) < 3}
    return found if all(whole in scheme for whole in found.values()) else {}


def find_scheme(values: Iterable[object], names: Iterable[object] | None = None, *, layer: str = "") -> SchemeMatch:
    """The scheme to which the class codes ``values`` belong, which stand in ``layer``.

    The scheme that knows most of the different codes is taken. Where several know equally many, the class names of the
    layer decide when ``names`` (parallel to ``values``) gives them; then the order of ``SCHEMES``, and the others are
    told in ``alternatives``. Raises RedlineError when there is no code, or no scheme knows any.
    """
    try:
        return _best_scheme(list(values), names)
    except RedlineError as error:
        if not layer:
            raise
        raise RedlineError("Layer {layer}: {reason}", layer=layer, reason=error) from error


def _best_scheme(given: Sequence[object], names: Iterable[object] | None) -> SchemeMatch:
    cleaned = {value: clean_code(value) for value in set(given)}
    counts: Counter[str] = Counter()
    for value, count in Counter(given).items():
        if cleaned[value]:
            counts[cleaned[value]] += count
    if not counts:
        raise RedlineError("The class field holds no code: choose the field with the land class codes (DLBM).")
    named: dict[str, Counter[str]] = {}
    if names is not None:
        for (value, name), count in Counter(zip(given, names, strict=True)).items():
            named.setdefault(cleaned[value], Counter())[str(name or "").strip()] += count

    def score(scheme: Scheme) -> tuple[int, int]:
        known = [code for code in counts if code in scheme]
        agreeing = sum(named[code][scheme.classes[code].name_zh] for code in known if code in named)
        return len(known), agreeing

    schemes = [read_scheme(scheme_id) for scheme_id in SCHEMES]
    scores = {scheme.id: score(scheme) for scheme in schemes}
    best = max(schemes, key=lambda scheme: scores[scheme.id])
    unknown = {code: counts[code] for code in sorted(counts) if code not in best}
    if scores[best.id][0] == 0 or sum(1 for code in unknown if code in _legacy()) > scores[best.id][0]:
        raise _no_scheme_error(counts)
    alternatives = tuple(each.id for each in schemes if each is not best and scores[each.id] == scores[best.id])
    return SchemeMatch(best, unknown, alternatives)


def _no_scheme_error(counts: Mapping[str, int]) -> RedlineError:
    codes = sorted(counts)
    if any(code in _legacy() for code in codes):
        return RedlineError(
            "The class codes ({codes}) are three-digit codes of the second land survey: "
            "bring them to the third survey first (011 is 0101; see resources/codes/erdiao_to_sandiao.csv).",
            codes=_listed(codes),
        )
    return RedlineError(
        "The class codes ({codes}) belong to no known scheme: "
        "choose the field with the class codes, or give a table of classes (CSV) as the scheme.",
        codes=_listed(codes),
    )


def unknown_codes_error(scheme: Scheme, unknown: Mapping[str, int], layer: str, field_name: str) -> RedlineError:
    """The sentence for class codes that ``scheme`` does not have; second-survey codes are told with today's code."""
    told = []
    for code in unknown:
        today = legacy_class(code)
        told.append(f"{code} (→ {today})" if today and scheme.id == "sandiao" else code)
    return RedlineError(
        "Layer {layer}, field {field}: {codes} ({count} patches) are not classes of {scheme}: "
        "correct them, choose another scheme or give a table of classes (CSV).",
        layer=layer,
        field=field_name,
        codes=_listed(told),
        count=sum(unknown.values()),
        scheme=scheme.title_zh if scheme.title_zh == scheme.title_en else f"{scheme.title_en} {scheme.title_zh}",
    )


def _listed(codes: list[str], most: int = 8) -> str:
    return ", ".join(codes[:most]) + (" …" if len(codes) > most else "")


def major_name(major: str, tr: Callable[[str], str]) -> str:
    """The name of a major class on paper."""
    if major == "agricultural":
        return tr("Agricultural land")
    if major == "construction":
        return tr("Construction land")
    if major == "unused":
        return tr("Unused land")
    return tr("Outside the three major classes")
