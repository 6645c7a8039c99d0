"""Numbers of rules: one table with defaults and sources (resources/rules/rules.csv), which an office may overlay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from .errors import RedlineError
from .resources import RESOURCES, office_table

__all__ = ["SHIPPED", "OfficeRule", "Rules", "load_rules", "matches"]

SHIPPED = RESOURCES / "rules" / "rules.csv"


@dataclass(frozen=True)
class OfficeRule:
    """One rule: its value as text, its unit, its names, and the source of the default or of the office's value."""

    id: str
    value: str
    unit: str
    name_en: str
    name_zh: str
    source_en: str
    source_zh: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh

    def source(self, language: str) -> str:
        return self.source_en if language == "en" else self.source_zh


@dataclass(frozen=True)
class Rules:
    """All rules by id."""

    rules: Mapping[str, OfficeRule]

    def rule(self, rule: str) -> OfficeRule:
        return self.rules[rule]

    def number(self, rule: str) -> Decimal:
        """The value as a number; RedlineError where an office's table holds none."""
        text = self.rules[rule].value.strip()
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise RedlineError("Rule {rule}: {value} is no number.", rule=rule, value=text) from error
        if not value.is_finite() or value < 0:
            raise RedlineError("Rule {rule}: {value} is no number.", rule=rule, value=text)
        return value

    def patterns(self, rule: str) -> tuple[str, ...]:
        """Code patterns such as ``08*``, parted by ``;``."""
        return tuple(part.strip() for part in self.rules[rule].value.split(";") if part.strip())

    def with_value(self, rule: str, value: object) -> Rules:
        """The same rules with another value of one, as a parameter of a tool sets it."""
        return Rules({**self.rules, rule: replace(self.rules[rule], value=str(value))})


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Whether a class code fits one of the patterns; ``*`` stands for any signs."""
    return bool(code) and any(fnmatchcase(code, pattern) for pattern in patterns)


def load_rules(*overlays: Path) -> Rules:
    """The shipped rules, with the values of the office's tables over them, later ones first.

    A table needs the columns ``rule`` and ``value``; ``source`` may say where the value comes from. Raises RedlineError
    where a rule is unknown or the file is no such table.
    """
    rules = dict(_shipped())
    for path in overlays:
        for line, row in office_table(path, ("rule", "value")):
            name = row["rule"]
            if not name:
                continue
            if name not in rules:
                raise RedlineError(
                    "{file}, line {line}: there is no rule {rule}; see resources/rules/rules.csv.",
                    file=path.name,
                    line=line,
                    rule=name,
                )
            source = row.get("source") or path.name
            rules[name] = replace(
                rules[name],
                value=row["value"],
                source_en=row.get("source_en") or source,
                source_zh=row.get("source_zh") or source,
            )
    return Rules(rules)


@cache
def _shipped() -> Mapping[str, OfficeRule]:
    return {row["rule"]: OfficeRule(row["rule"], *(row[key] for key in _KEYS)) for _, row in office_table(SHIPPED)}


_KEYS = ("value", "unit", "name_en", "name_zh", "source_en", "source_zh")
