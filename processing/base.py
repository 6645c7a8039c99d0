"""The base of every Redline algorithm: names, help, and errors that a planner can act on."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtGui import QIcon, QTextCharFormat, QTextCursor, QTextDocument

from ..core.errors import Cancelled, RedlineError
from ..core.paper.drafts import full_disk
from ..core.paper.workbook import require_openpyxl
from ..core.redaction import redacted
from ..core.resources import RESOURCES
from ..i18n import tr
from ..layers.reading.datums import look_in
from ..layers.roles.table import datums_folder
from .destinations import check_destinations, places_of_run
from .outputs import Outputs, check_cancelled, finish_outputs, is_wanted, take_back
from .parameters import Given

__all__ = ["RedlineAlgorithm", "ToolboxGroup", "check_cancelled", "reached", "share_of"]


@dataclass(frozen=True)
class ToolboxGroup:
    """A folder of the toolbox: an id that never changes and an English label."""

    id: str
    label: str


class RedlineAlgorithm(QgsProcessingAlgorithm):
    """Subclasses set the class attributes and write ``initAlgorithm`` and ``work``."""

    ID: ClassVar[str]
    LABEL: ClassVar[str]
    SUMMARY: ClassVar[str]
    GROUP: ClassVar[ToolboxGroup]
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
        body = document.toHtml().partition("<body")[2].partition(">")[2].partition("</body>")[0]
        # QGIS's dialogs make a paragraph of each line: lists and tables would fall apart.
        return body.replace("\n", "")

    # --- running ----------------------------------------------------------------------------------------------------

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """What belongs to the main thread, and what can be known before the work."""
        self.wrong: RedlineError | OSError | None = None
        try:
            look_in(datums_folder())
            check_destinations(self, parameters, context)
            self.taken = self.take(Given(self, parameters, context))
        except (RedlineError, OSError) as error:
            # Told by processAlgorithm: what is raised here, QGIS replaces with a sentence of its own.
            self.wrong = error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        outputs = self.outputs = Outputs(self, parameters, context, feedback)
        try:
            if self.wrong is not None:
                raise self.wrong
            if self.parameterDefinition("OUTPUT_XLSX") is not None and is_wanted(self.outputs, "OUTPUT_XLSX"):
                require_openpyxl()
            results = self.work(Given(self, parameters, context), feedback)
            finish_outputs(outputs)
        except Cancelled as error:
            raise QgsProcessingException(error.sentence(tr)) from error
        except (RedlineError, OSError, QgsProcessingException) as error:
            raise QgsProcessingException(_reason(error, outputs)) from error
        finally:
            take_back(outputs)
            # They know the algorithm: a circle that would keep the run's layers until Python looks for circles.
            del self.outputs
        return results | outputs.results

    def take(self, given: Given) -> Any:
        """Take what belongs to the main thread: layers, and what is read of them; it becomes ``taken``.

        A dataclass, so that what a run works with stands in one place. A wrong parameter raises RedlineError.
        """

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Do the work and return the numbers; layers and files are written through ``outputs``, which returns itself.

        A wrong input raises RedlineError.
        """
        raise NotImplementedError


def _reason(error: RedlineError | OSError | QgsProcessingException, outputs: Outputs) -> str:
    """Why the run ended; a full disk makes programs say the strangest things."""
    if isinstance(error, RedlineError):
        told = error.sentence(tr)
    else:
        told = redacted(_told(error) if isinstance(error, OSError) else str(error))
    full = outputs.pending.drafts.full() or outputs.pending.added.full()
    if full is None and _is_of_the_disk(error):
        full = full_disk(places_of_run(outputs.algorithm, outputs.parameters, outputs.context))
    if full is None:
        return told
    outputs.feedback.pushInfo(told)
    return tr("The disk of {folder} is full: make room, or choose a folder on another disk.").format(folder=full)


def _is_of_the_disk(error: BaseException) -> bool:
    """Whether what failed was writing; a wrong input is told as such, be the disk as full as it may."""
    known = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
    chain = (error, error.__cause__, error.__context__)
    return any(isinstance(each, OSError) and each.errno in known for each in chain) or "full" in str(error)


def _told(error: OSError) -> str:
    """A file that cannot be read or written, in a sentence; drafts are named as what they are to become."""
    sentence = tr(
        "{file} cannot be read or written ({reason}): see whether it is open in another program, whether you may, and "
        "whether the disk is full."
    )
    name = Path(str(error.filename)).name if error.filename else tr("A file")
    return sentence.format(file=name, reason=error.strerror or type(error).__name__)


def reached(feedback: QgsProcessingFeedback, percent: float) -> None:
    """So much is done; raises Cancelled where the person has asked to stop."""
    feedback.setProgress(percent)
    check_cancelled(feedback)


def share_of(feedback: QgsProcessingFeedback, begin: float, end: float) -> Callable[[float], None]:
    """Progress from ``begin`` to ``end`` per cent as a share 0 … 1 moves."""
    return lambda share: feedback.setProgress(begin + (end - begin) * share)
