"""The rules of a run: shipped, the office's own over them, and the table that the person names over both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ..core.rules import Rules, load_rules
from ..i18n import tr
from ..layers.roles.table import office_folder

__all__ = ["add_rules", "office_rules"]

RULES = "RULES"


def add_rules(algorithm: QgsProcessingAlgorithm) -> None:
    """The parameter with which a person names a table of rules for one run."""
    parameter = QgsProcessingParameterFile(RULES, tr("Table of rules"), extension="csv", optional=True)
    parameter.setHelp(tr("A CSV file with the columns rule and value; replaces values of resources/rules/rules.csv."))
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)


def office_rules(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Rules:
    """The rules that a run follows, read once: tools and sheets take them from here, so that both say the same.

    Raises RedlineError where a table is none, or names a rule that there is not.
    """
    own = office_folder() / "rules.csv"
    given = algorithm.parameterAsFile(parameters, RULES, context)
    return load_rules(*([own] if own.is_file() else []), *([Path(given)] if given else []))
