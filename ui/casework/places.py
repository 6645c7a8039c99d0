"""Which case file the panel works on: the project keeps it, a file by its path, a database by its connection's name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry, QgsSettings
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from ...i18n import tr
from ...layers.casework.casefile import CasePlace, pictures_folder
from ...processing.casefiles import shared_place

__all__ = ["ChosenFile", "ask_connection", "person", "remember_file", "remember_person", "remembered_file"]

PERSON = "redline/casework/person"
"""QGIS's setting with the name by which a person stands in the logs of case files."""


@dataclass(frozen=True)
class ChosenFile:
    """A case file as a person chose it: a GeoPackage, or the name of a stored connection and a schema. pictures : the
    folder in which its pictures are kept, "" for the one beside a GeoPackage."""

    path: str = ""
    connection: str = ""
    schema: str = ""
    pictures: str = ""

    def place(self) -> CasePlace:
        """Raises RedlineError where the connection is not there."""
        return shared_place(self.connection, self.schema) if self.connection else CasePlace(path=Path(self.path))

    def parameters(self) -> dict[str, object]:
        """As the tools of casework are given it."""
        if self.connection:
            return {"CONNECTION": self.connection, "SCHEMA": self.schema}
        return {"CASES": self.path}

    def pictures_folder(self) -> Path | None:
        """Where the pictures are kept; None where nobody said so of a database."""
        if self.pictures:
            return Path(self.pictures)
        return pictures_folder(Path(self.path)) if self.path else None

    @property
    def called(self) -> str:
        return f"{self.connection} · {self.schema}" if self.connection else Path(self.path).name


def remembered_file() -> ChosenFile | None:
    """The case file of the project; None where it has none."""
    project = QgsProject.instance()
    path, connection, schema, pictures = (
        project.readEntry("redline", f"casefile/{part}", "")[0] for part in ("path", "connection", "schema", "pictures")
    )
    if not path and not connection:
        return None
    path, pictures = (project.readPath(each) if each else "" for each in (path, pictures))
    return ChosenFile(path, connection, schema, pictures)


def remember_file(chosen: ChosenFile | None) -> None:
    project, chosen = QgsProject.instance(), chosen or ChosenFile()
    path, pictures = (project.writePath(each) if each else "" for each in (chosen.path, chosen.pictures))
    kept = {"path": path, "connection": chosen.connection, "schema": chosen.schema, "pictures": pictures}
    for part, text in kept.items():
        project.writeEntry("redline", f"casefile/{part}", text)


def person() -> str:
    """Who works here, as the log names him: what he wrote, else the full name of the computer's user."""
    return str(QgsSettings().value(PERSON, "") or QgsApplication.userFullName() or "").strip()


def remember_person(name: str) -> None:
    QgsSettings().setValue(PERSON, name.strip())


def ask_connection(parent: QWidget) -> ChosenFile | None:
    """A stored connection and the schema of its case file; None where the question was closed."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    names = sorted(metadata.connections(False)) if metadata is not None else []
    dialog = QDialog(parent)
    dialog.setObjectName("RedlineCaseConnection")
    dialog.setWindowTitle(tr("Case file in a database"))
    connections, schema = QComboBox(), QLineEdit()
    connections.addItems(names)
    schema.setPlaceholderText("casework")
    form = QFormLayout(dialog)
    form.addRow(tr("PostgreSQL connection"), connections)
    form.addRow(tr("Schema"), schema)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    form.addRow(buttons)
    if not dialog.exec() or not connections.currentText():
        return None
    return ChosenFile(connection=connections.currentText(), schema=schema.text().strip() or schema.placeholderText())
