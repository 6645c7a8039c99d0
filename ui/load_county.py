"""The dialog "Load county layers…": choose a source, see what was recognised, correct it, load."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsProject,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsFileWidget, QgsMessageBar
from qgis.PyQt.QtCore import QEventLoop, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import RedlineError
from ..i18n import tr
from ..layers.county.discover import Opened, open_all, open_schema
from ..layers.county.load import OTHER, LayerEntry, Loaded, compose, layer_entries
from ..layers.roles.table import role_of, roles
from .findings import check_and_show

__all__ = ["LoadCountyDialog", "show_load_county"]

FOLDER, FILE, SCHEMA = range(3)
PLACE, NOTES = 4, 5
"""Columns of the layers' table."""
LAST_PLACE = "redline/load_county/place"
SURE_ENOUGH = 0.75
"""Below this a row is marked, so that a person looks at it."""


def show_load_county(iface: QgisInterface) -> LoadCountyDialog:
    """Open the dialog over the QGIS window; it deletes itself when it is closed."""
    dialog = LoadCountyDialog(iface, iface.mainWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class LoadCountyDialog(QDialog):
    """Reads the chosen source, shows layer by layer what it was taken for, and fills the open project."""

    def __init__(self, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.entries: list[LayerEntry] = []
        self.loaded: Loaded | None = None
        self.setObjectName("RedlineLoadCounty")
        self.setWindowTitle(tr("Load county layers"))
        self.resize(1000, 640)
        self._build()

    # --- widgets ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        self.bar = QgsMessageBar(self)
        layout.addWidget(self.bar)
        layout.addLayout(self._source_form())
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._layer_table())
        splitter.addWidget(self._field_panel())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        self.told = QPlainTextEdit(self)
        self.told.setObjectName("told")
        self.told.setReadOnly(True)
        # Tables while there is something to choose, then what is to be looked at, a line each.
        self.pages = QStackedWidget(self)
        self.pages.addWidget(splitter)
        self.pages.addWidget(self.told)
        layout.addWidget(self.pages, 1)
        self.fresh = QCheckBox(tr("Start a new project"), self)
        self.fresh.setObjectName("fresh")
        self.fresh.setToolTip(tr("Without it the layers are added to the open project."))
        layout.addWidget(self.fresh)
        self.checking = QCheckBox(tr("Check the layers afterwards"), self)
        self.checking.setObjectName("check")
        self.checking.setToolTip(tr("Classes, codes, geometry, overlaps, gaps, areas: in the background."))
        self.checking.setChecked(True)
        layout.addWidget(self.checking)
        self.progress = QProgressBar(self)
        self.progress.setVisible(False)
        layout.addWidget(self.progress)
        buttons = QDialogButtonBox(self)
        # In our own words: Qt's translations are not on every machine.
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.load_button = QPushButton(tr("Load"), self)
        self.load_button.setObjectName("load")
        self.load_button.setEnabled(False)
        self.load_button.clicked.connect(self.load)
        buttons.addButton(self.load_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _source_form(self) -> QFormLayout:
        form = QFormLayout()
        self.kind = QComboBox(self)
        self.kind.setObjectName("kind")
        self.kind.addItems([tr("Folder or geodatabase (.gdb)"), tr("File (GeoPackage …)"), tr("PostGIS schema")])
        self.kind.currentIndexChanged.connect(self._switch)
        form.addRow(tr("Source"), self.kind)
        last = str(QgsSettings().value(LAST_PLACE, ""))
        self.folder, self.file = QgsFileWidget(self), QgsFileWidget(self)
        self.folder.setObjectName("folder")
        self.file.setObjectName("file")
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.file.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        self.file.setFilter(tr("Vector files (*.gpkg *.shp *.geojson *.fgb *.xlsx *.csv);;All files (*)"))
        if last:
            self.folder.setDefaultRoot(last)
            self.file.setDefaultRoot(last)
        self.stack = QStackedWidget(self)
        for widget in (self.folder, self.file, self._schema_form()):
            self.stack.addWidget(widget)
        self._switch(FOLDER)
        form.addRow(tr("Where the data lies"), self.stack)
        self.read_button = QPushButton(tr("Read and recognise"), self)
        self.read_button.setObjectName("read")
        self.read_button.clicked.connect(self.read)
        form.addRow("", self.read_button)
        return form

    def _schema_form(self) -> QWidget:
        panel = QWidget(self)
        form = QFormLayout(panel)
        form.setContentsMargins(0, 0, 0, 0)
        self.connection, self.schema = QComboBox(panel), QComboBox(panel)
        self.connection.setObjectName("connection")
        self.schema.setObjectName("schema")
        self.schema.setEditable(True)
        metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
        if metadata is not None:
            self.connection.addItems(sorted(metadata.connections(False)))
        self.connection.setCurrentIndex(-1)
        self.connection.currentTextChanged.connect(self._list_schemas)
        form.addRow(tr("PostgreSQL connection"), self.connection)
        form.addRow(tr("Schema"), self.schema)
        return panel

    def _layer_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 6, self)
        self.table.setObjectName("layers")
        self.table.setHorizontalHeaderLabels(
            [tr("Layer"), tr("Features"), tr("Role"), tr("How sure"), tr("Source"), tr("Notes")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().setVisible(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # The notes have the room that is left; the place, a long path, comes last and is cut in its middle.
        header.setSectionResizeMode(NOTES, QHeaderView.ResizeMode.Stretch)
        header.moveSection(NOTES, PLACE)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setWordWrap(False)
        self.table.itemSelectionChanged.connect(self._show_fields)
        return self.table

    def _field_panel(self) -> QWidget:
        panel = QWidget(self)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        self.fields_title = QLabel(tr("Choose a layer to see which of its fields play which part."), panel)
        layout.addWidget(self.fields_title)
        self.parts = QTableWidget(0, 3, panel)
        self.parts.setObjectName("parts")
        self.parts.setHorizontalHeaderLabels([tr("Part it plays"), tr("Field"), tr("Needed")])
        self.parts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.parts.verticalHeader().setVisible(False)
        self.parts.horizontalHeader().setStretchLastSection(True)
        layout.addWidget(self.parts)
        return panel

    def _switch(self, kind: int) -> None:
        self.stack.setCurrentIndex(kind)
        # Only the page that is seen takes room: its label stands beside it.
        for place in range(self.stack.count()):
            policy = QSizePolicy.Policy.Preferred if place == kind else QSizePolicy.Policy.Ignored
            self.stack.widget(place).setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.stack.updateGeometry()

    def _list_schemas(self, name: str) -> None:
        self.schema.clear()
        if not name:
            return
        try:
            found = QgsProviderRegistry.instance().providerMetadata("postgres").findConnection(name, False)
            self.schema.addItems(sorted(found.schemas()))
        except QgsProviderConnectionException as error:
            self._complain(
                tr("The database {connection} cannot be reached: {reason}").format(connection=name, reason=error)
            )

    # --- reading ------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Open the source and show what was recognised."""
        self.bar.clearWidgets()
        try:
            opened, failures = self._opened()
            self._start(len(opened))
            self.entries = layer_entries(opened, self._step)
        except RedlineError as error:
            self._complain(error.sentence(tr))
            return
        finally:
            self._finish()
        self.pages.setCurrentIndex(0)
        self._fill()
        for failure in failures:
            self._complain(failure, Qgis.MessageLevel.Warning)
        self.load_button.setEnabled(bool(self.entries))

    def _opened(self) -> tuple[list[Opened], list[str]]:
        if self.kind.currentIndex() == SCHEMA:
            if not self.connection.currentText() or not self.schema.currentText():
                raise RedlineError("Choose a PostgreSQL connection and its schema.")
            return open_schema(self.connection.currentText(), self.schema.currentText())
        chosen = (self.folder if self.kind.currentIndex() == FOLDER else self.file).filePath()
        if not chosen:
            raise RedlineError("Choose the folder or the file in which the county's data lies.")
        QgsSettings().setValue(LAST_PLACE, str(Path(chosen).parent))
        return open_all(chosen)

    def _fill(self) -> None:
        self.table.setRowCount(len(self.entries))
        for row, entry in enumerate(self.entries):
            layer = entry.layer
            count = str(layer.featureCount()) if isinstance(layer, QgsVectorLayer) else ""
            cells = (layer.name(), count, "", self._sureness(entry), entry.opened.place, " ".join(entry.notes))
            for column, text in enumerate(cells):
                # Folder and name of a file tell them apart; the tool tip has the whole path.
                short = "/".join(text.replace("\\", "/").split("/")[-2:]) if column == PLACE else text
                item = QTableWidgetItem(short)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            self.table.setCellWidget(row, 2, self._role_box(row, entry))
            self._mark(row)
        self.table.resizeColumnsToContents()
        widths = {0: 24, PLACE: 20}
        for column, letters in widths.items():
            widest = letters * self.fontMetrics().averageCharWidth()
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), widest))
        if self.entries:
            self.table.selectRow(0)

    def _role_box(self, row: int, entry: LayerEntry) -> QComboBox:
        """The roles that the layer's geometry allows, and none."""
        box = QComboBox(self.table)
        box.addItem(tr("not recognised"), "")
        language = tr("en")
        for role in roles().values():
            if role.id == entry.role or _allows(entry, role.geometry):
                box.addItem(role.name(language), role.id)
        box.setCurrentIndex(max(0, box.findData(entry.role)))
        box.currentIndexChanged.connect(lambda _: self._correct(row, box.currentData()))
        return box

    def _correct(self, row: int, role: str) -> None:
        self.entries[row] = self.entries[row].with_role(role)
        self.table.item(row, 3).setText(self._sureness(self.entries[row]))
        self._mark(row)
        self.table.selectRow(row)
        self._show_fields()

    def _sureness(self, entry: LayerEntry) -> str:
        if entry.recognition.by == ("person",):
            return tr("chosen")
        return f"{entry.recognition.confidence:.0%}" if entry.role else ""

    def _mark(self, row: int) -> None:
        """Bold where a person should look: not recognised, or not surely."""
        entry = self.entries[row]
        doubtful = not entry.role or entry.recognition.confidence < SURE_ENOUGH
        for column in (0, 3):
            item = self.table.item(row, column)
            font = item.font()
            font.setBold(doubtful)
            item.setFont(font)

    # --- fields -------------------------------------------------------------------------------------------------

    def _row(self) -> int:
        selected = self.table.selectionModel().selectedRows()
        return selected[0].row() if selected else -1

    def _show_fields(self) -> None:
        row = self._row()
        self.parts.setRowCount(0)
        if row < 0 or not self.entries[row].role:
            self.fields_title.setText(tr("Choose a layer to see which of its fields play which part."))
            return
        entry = self.entries[row]
        role, language = role_of(entry.role), tr("en")
        self.fields_title.setText(
            tr("Fields of {layer} as {role}").format(layer=entry.layer.name(), role=role.name(language))
        )
        if not isinstance(entry.layer, QgsVectorLayer):
            return
        self.parts.setRowCount(len(role.parts))
        needs = {"required": tr("yes"), "rule": tr("for some tools"), "optional": ""}
        for place, part in enumerate(role.parts.values()):
            self.parts.setItem(place, 0, QTableWidgetItem(part.name(language)))
            box = QComboBox(self.parts)
            box.addItem("", "")
            for name in entry.layer.fields().names():
                box.addItem(name, name)
            box.setCurrentIndex(max(0, box.findData(entry.recognition.parts.get(part.id, ""))))
            box.currentIndexChanged.connect(
                lambda _, row=row, part=part.id, box=box: self._assign(row, part, box.currentData())
            )
            self.parts.setCellWidget(place, 1, box)
            self.parts.setItem(place, 2, QTableWidgetItem(needs[part.need]))
        self.parts.resizeColumnsToContents()

    def _assign(self, row: int, part: str, field: str) -> None:
        self.entries[row] = self.entries[row].with_part(part, field)
        self.table.item(row, 3).setText(self._sureness(self.entries[row]))
        self._mark(row)

    # --- loading ------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Fill the project with what the table says."""
        self.bar.clearWidgets()
        if not self.entries:
            return
        project = QgsProject.instance()
        if self.fresh.isChecked() and not self.iface.newProject(True):
            return
        QgsApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.loaded = compose(project, self.entries)
        except RedlineError as error:
            self._complain(error.sentence(tr))
            return
        finally:
            QgsApplication.restoreOverrideCursor()
        count = len(self.entries)
        # The project owns the layers now: reading again opens new ones.
        self.entries = []
        self.load_button.setEnabled(False)
        self.table.setRowCount(0)
        self.parts.setRowCount(0)
        self._zoom(project)
        if self.checking.isChecked():
            layers = [layer for role, found in self.loaded.layers.items() if role != OTHER for layer in found]
            check_and_show(self.iface, layers)
        words = tr("{count} layers are loaded.").format(count=count)
        # Without notes the dialog is done: the window says what was loaded.
        bar = self.bar if self.loaded.notes else self.iface.messageBar()
        bar.pushMessage(words, Qgis.MessageLevel.Success, 0 if self.loaded.notes else 8)
        things = tr("{count} things to look at").format(count=len(self.loaded.notes))
        self.told.setPlainText("\n".join([f"{things}:", *(f"· {note}" for note in self.loaded.notes)]))
        self.pages.setCurrentWidget(self.told)
        if not self.loaded.notes:
            self.accept()

    def _zoom(self, project: QgsProject) -> None:
        canvas, view = self.iface.mapCanvas(), project.viewSettings().defaultViewExtent()
        if view.isNull():
            return
        transform = QgsCoordinateTransform(view.crs(), canvas.mapSettings().destinationCrs(), project)
        canvas.setExtent(transform.transformBoundingBox(view))
        canvas.refresh()

    # --- telling ------------------------------------------------------------------------------------------------

    def _complain(self, sentence: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Critical) -> None:
        self.bar.pushMessage(sentence, level, 0)

    def _start(self, count: int) -> None:
        self.progress.setRange(0, count)
        self.progress.setValue(0)
        self.progress.setVisible(True)

    def _step(self, _opened: Opened) -> None:
        self.progress.setValue(self.progress.value() + 1)
        QgsApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def _finish(self) -> None:
        self.progress.setVisible(False)


def _allows(entry: LayerEntry, geometry: tuple[str, ...]) -> bool:
    layer = entry.layer
    if not isinstance(layer, QgsVectorLayer):
        return "raster" in geometry
    kind = {
        Qgis.GeometryType.Polygon: "polygon",
        Qgis.GeometryType.Point: "point",
        Qgis.GeometryType.Line: "line",
        Qgis.GeometryType.Null: "table",
    }.get(layer.geometryType(), "")
    return kind in geometry
