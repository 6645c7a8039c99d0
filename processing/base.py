"""The base of every Redline algorithm: names, help, and errors that a planner can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from osgeo import gdal
from qgis.core import (
    QgsField,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtGui import QIcon, QTextCharFormat, QTextCursor, QTextDocument

from ..core.errors import Cancelled, RedlineError
from ..core.resources import RESOURCES
from ..i18n import tr

__all__ = ["Group", "RedlineAlgorithm", "check_cancelled", "kept_fields"]


@dataclass(frozen=True)
class Group:
    """A folder of the toolbox: an id that never changes and an English label."""

    id: str
    label: str


class RedlineAlgorithm(QgsProcessingAlgorithm):
    """Subclasses set the class attributes and write ``initAlgorithm`` and ``work``."""

    ID: ClassVar[str]
    LABEL: ClassVar[str]
    SUMMARY: ClassVar[str]
    GROUP: ClassVar[Group]
    TAGS: ClassVar[str] = ""
    """Search words of the toolbox, both languages, parted by commas."""

    def createInstance(self) -> RedlineAlgorithm:
        return type(self)()

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return tr(self.LABEL)

    def shortDescription(self) -> str:
        return tr(self.SUMMARY)

    def group(self) -> str:
        return tr(self.GROUP.label)

    def groupId(self) -> str:
        return self.GROUP.id

    def tags(self) -> list[str]:
        return [word.strip() for word in self.TAGS.split(",") if word.strip()]

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "redline.svg"))

    def shortHelpString(self) -> str:
        """The help page in the language of QGIS: ``resources/help/<language>/<id>.md``."""
        language = tr("en")
        page = RESOURCES / "help" / language / f"{self.ID}.md"
        if not page.is_file():
            page = RESOURCES / "help" / "en" / f"{self.ID}.md"
        document = QTextDocument()
        document.setMarkdown(page.read_text(encoding="utf-8"))
        # An item of a list that begins in italics would be all italics, and lose its bullet.
        block = document.begin()
        while block.isValid():
            QTextCursor(block).setBlockCharFormat(QTextCharFormat())
            block = block.next()
        # Qt's style sheet would be shown as text: only the body is wanted.
        return document.toHtml().partition("<body")[2].partition(">")[2].partition("</body>")[0]

    def processAlgorithm(self, parameters, context, feedback):
        try:
            return self.work(parameters, context, feedback)
        except RedlineError as error:
            raise QgsProcessingException(error.sentence(tr)) from error

    def wants(self, parameters: Mapping[str, Any], name: str) -> bool:
        """Whether an optional output was asked for; a batch gives an empty one as a definition of nothing."""
        value = parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink.staticValue() or value.sink.expressionString() or value.sink.field()
        return value not in (None, "")

    def work(self, parameters, context, feedback) -> dict:
        """Do the work and return the outputs; a wrong input raises RedlineError."""
        raise NotImplementedError


def kept_fields(fields: QgsFields, destination: Any) -> QgsFields:
    """The fields as ``destination`` can keep them: without titles and comments where its format has no place for them.

    QGIS warns of each title that it cannot write, which would bury what the log has to say.
    """
    if isinstance(destination, QgsProcessingOutputLayerDefinition):
        destination = destination.sink.staticValue()
    suffix = Path(str(destination or "").partition("|")[0]).suffix.lstrip(".")
    driver = gdal.GetDriverByName(QgsVectorFileWriter.driverForExtension(suffix)) if suffix else None
    if driver is not None and "AlternativeName" in (driver.GetMetadataItem("DMD_CREATION_FIELD_DEFN_FLAGS") or ""):
        return fields
    plain = QgsFields()
    for field in fields:
        copy = QgsField(field)
        copy.setAlias("")
        copy.setComment("")
        plain.append(copy)
    return plain


def check_cancelled(feedback: QgsProcessingFeedback) -> None:
    """Raise Cancelled where the person has asked to stop."""
    if feedback.isCanceled():
        raise Cancelled()
