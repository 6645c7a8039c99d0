"""The base of every Redline algorithm: names, help, and errors that a planner can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)
from qgis.PyQt.QtGui import QIcon, QTextCharFormat, QTextCursor, QTextDocument

from ..core.errors import RedlineError
from ..core.resources import RESOURCES
from ..i18n import tr
from ..layers.reading.sources import Source, source_of_parameter
from ..layers.roles.fields import chosen_field, find_field
from .destinations import check_destinations, text_of
from .outputs import Outputs, check_cancelled, finish, take_back

__all__ = ["Group", "RedlineAlgorithm", "check_cancelled"]


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

    # --- declaring parameters ---------------------------------------------------------------------------------------

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, advanced: bool = False) -> None:
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_polygons(self, name: str, label: str, help_text: str, *, optional: bool = False) -> None:
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(QgsProcessingParameterFeatureSource(name, label, kinds, optional=optional), help_text)

    def add_field(
        self,
        name: str,
        label: str,
        parent: str,
        help_text: str,
        *,
        several: bool = False,
        numeric: bool = False,
        advanced: bool = False,
    ) -> None:
        kind = QgsProcessingParameterField.DataType.Numeric if numeric else QgsProcessingParameterField.DataType.Any
        parameter = QgsProcessingParameterField(name, label, None, parent, kind, allowMultiple=several, optional=True)
        self.add(parameter, help_text, advanced=advanced)

    def add_choice(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        default: str | None,
        help_text: str,
        *,
        advanced: bool = False,
    ) -> None:
        parameter = QgsProcessingParameterEnum(
            name, label, list(options), defaultValue=default, optional=default is None, usesStaticStrings=True
        )
        self.add(parameter, help_text, advanced=advanced)

    def add_number(self, name: str, label: str) -> None:
        self.addOutput(QgsProcessingOutputNumber(name, label))

    # --- running ----------------------------------------------------------------------------------------------------

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        """What belongs to the main thread, and what can be known before the work."""
        self.wrong: RedlineError | None = None
        try:
            check_destinations(self, parameters, context)
            self.taken = self.take(parameters, context)
        except RedlineError as error:
            # Told by processAlgorithm: what is raised here, QGIS replaces with a sentence of its own.
            self.wrong = error
        return True

    def processAlgorithm(self, parameters, context, feedback):
        self.outputs = Outputs(self, parameters, context, feedback)
        try:
            if self.wrong is not None:
                raise self.wrong
            results = self.work(parameters, context, feedback)
            finish(self.outputs)
        except RedlineError as error:
            raise QgsProcessingException(error.sentence(tr)) from error
        finally:
            take_back(self.outputs)
        return results | self.outputs.results

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Any:
        """Read parameters and take layers, in the main thread; what is returned is ``taken`` of the run.

        A wrong parameter raises RedlineError.
        """

    def source(self, parameters, name: str, context) -> Source:
        """The layer of a required parameter."""
        found = source_of_parameter(self, parameters, name, context)
        if found is None:
            raise RedlineError("{reason}", reason=self.invalidSourceError(parameters, name))
        return found

    def field(
        self, parameters, context, name: str, source: Source, role: str = "", part: str = "", *, required: bool = False
    ) -> str:
        """The field chosen in parameter ``name``, else the one that plays ``part`` of ``role``; "" where none does."""
        chosen = (self.parameterAsString(parameters, name, context) or "").strip() if name else ""
        if chosen:
            return chosen_field(source, chosen, name)
        if not part:
            return ""
        return find_field(source, role, part, required=required, layer=source.name) or ""

    def wants(self, parameters: Mapping[str, Any], name: str) -> bool:
        """Whether an optional output was asked for; a batch gives an empty one as a definition of nothing."""
        return bool(text_of(parameters.get(name)))

    def work(self, parameters, context, feedback) -> dict:
        """Do the work and return the numbers; layers and files are written through ``outputs``, which returns itself.

        A wrong input raises RedlineError.
        """
        raise NotImplementedError
