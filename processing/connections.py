"""The parameter for a database: a stored connection by its name, or a connection string, whose password is never told.

QGIS itself writes parameters into the log of its dialog, into its history of what was run, and into the commands that
it lets a person copy; it asks the parameter how to write them.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterProviderConnection

from ..core.redaction import redacted
from ..i18n import tr
from .parameters import add

__all__ = ["add_connection"]


def _told(value: Any) -> Any:
    return redacted(value) if isinstance(value, str) else value


class _Connection(QgsProcessingParameterProviderConnection):
    """A connection that is written without its password; what the run itself is given stays as it is."""

    def valueAsPythonString(self, value: Any, context: QgsProcessingContext) -> str:
        return super().valueAsPythonString(_told(value), context)

    def valueAsJsonObject(self, value: Any, context: QgsProcessingContext) -> Any:
        return super().valueAsJsonObject(_told(value), context)

    def valueAsString(self, value: Any, context: QgsProcessingContext) -> Any:
        return super().valueAsString(_told(value), context)

    def valueAsStringList(self, value: Any, context: QgsProcessingContext) -> Any:
        return super().valueAsStringList(_told(value), context)


def add_connection(algorithm: QgsProcessingAlgorithm, help_text: str, *, advanced: bool = False) -> None:
    """CONNECTION: a connection to PostgreSQL, which may be left out."""
    made = _Connection("CONNECTION", tr("PostgreSQL connection"), "postgres", optional=True)
    add(algorithm, made, help_text, advanced=advanced)
