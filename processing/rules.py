"""The rules of a run: shipped, the office's own over them, and the table that the person names over both."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterFile

from ..core.rules import Rules, load_rules
from ..i18n import tr
from ..layers.roles.table import office_folder
from .parameters import Given, add

__all__ = ["add_rules", "office_rules"]

RULES = "RULES"


def add_rules(algorithm: QgsProcessingAlgorithm) -> None:
    """The parameter with which a person names a table of rules for one run."""
    parameter = QgsProcessingParameterFile(RULES, tr("Table of rules"), extension="csv", optional=True)
    help_text = tr("A CSV file with the columns rule and value; replaces values of resources/rules/rules.csv.")
    add(algorithm, parameter, help_text, advanced=True)


def office_rules(given: Given) -> Rules:
    """The rules that a run follows, read once: tools and sheets take them from here, so that both say the same.

    Raises RedlineError where a table is none, or names a rule that there is not.
    """
    own = office_folder() / "rules.csv"
    named = given.file(RULES)
    return load_rules(*([own] if own.is_file() else []), *([Path(named)] if named else []))
