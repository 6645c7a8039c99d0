"""The dock of casework: the list, the place of a case on the map and what is known of it, one key for each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsExpression,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgisInterface, QgsDockWidget, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.casework.messages import digest, packed
from ...core.casework.states import CaseTransition, Task
from ...core.casework.worklist import OPEN, CaseFilter, Listed, urgency
from ...core.errors import RedlineError
from ...core.landuse.livetally import Answer
from ...i18n import tr
from ...layers.casework.casefile import SHAPE
from ...layers.casework.robots import are_messages_on, kept_robots
from ...layers.casework.worklists import chiefs_at
from ...layers.reading.crs import TransformError, transform_of
from ...layers.reading.gausskruger import geographic_cgcs2000
from ..live.asker import Asker, polygons_asked
from ..live.keeper import CountyKeeper, State
from .acting import KEYS, UNDO, Filled, act, asked_of, event_of_key, possible_events, task_of_list
from .caselayers import show_case_layers
from .dashboard import Dashboard
from .details import CaseDetails, place_words
from .eventdialog import EventDialog
from .keeper import CaseKeeper
from .model import KEY_ROLE, CaseModel, source_name
from .pictures import pictures_of
from .places import ChosenFile, ask_connection, person, remember_file, remember_person, remembered_file
from .pointtool import PointDialog, PointTool, take_point
from .robotsdialog import RobotsDialog, SendTask, send_in_background
from .watching import FolderWatcher, WatchDialog, keep_watch, watch_of_settings

__all__ = ["CaseworkDock"]

ROOM = 4.0
"""How much wider than a spot the map looks."""
NEAREST = 2000
"""The largest scale at which a spot is shown, so that what lies around it can be told."""
TICK_MS = 60_000
COLUMNS = 4
"""Buttons in a row."""


class CaseView(QTableView):
    """A table whose letters are keys of casework, before any of QGIS's own shortcuts."""

    pressed_key = pyqtSignal(str)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self._key(event)
        if key:
            self.pressed_key.emit(key)
        else:
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> str:
        text = event.text().upper()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        return text if plain and text in KEYS else ""


class CaseworkDock(QgsDockWidget):
    """Lists the cases of a case file; everything that is done is written through ``layers.casework``."""

    def __init__(
        self, iface: QgisInterface, open_algorithm: Callable[[str, dict], object], county: CountyKeeper
    ) -> None:
        """county : the county in memory, which tells what lies at a place."""
        super().__init__(tr("Casework"), iface.mainWindow())
        self.setObjectName("RedlineCasework")
        self.iface, self.open_algorithm, self.county = iface, open_algorithm, county
        self.keeper = CaseKeeper(self)
        self.asker = Asker(self)
        self.chosen: ChosenFile | None = None
        self.sending: SendTask | None = None
        self.current = ""
        self.band = QgsRubberBand(iface.mapCanvas(), Qgis.GeometryType.Polygon)
        self.band.setStrokeColor(QColor("#ff00ff"))
        self.band.setFillColor(QColor(0, 0, 0, 0))
        self.band.setWidth(3)
        self.ticking = QTimer(self)
        self.ticking.setInterval(TICK_MS)
        self.watcher = FolderWatcher(self, self._cases)
        self.point_tool = PointTool(iface.mapCanvas(), self.take_point)
        self._build()
        self._connect()
        self.open_remembered()

    # --- the widgets --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = CaseModel(self)
        self.table = CaseView()
        self.table.setObjectName("cases")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        digits = self.fontMetrics().horizontalAdvance("0")
        for column, width in enumerate((9, 11, 19, 18, 10, 10, 17)):
            self.table.setColumnWidth(column, width * digits)
        self.details = CaseDetails()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self.details)
        # A case is read while the list is worked through: both have the same room.
        splitter.setSizes([200, 200])
        cases = QWidget()
        lines = QVBoxLayout(cases)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.addLayout(self._filter_rows())
        lines.addWidget(splitter, 1)
        lines.addLayout(self._buttons())
        self.dashboard = Dashboard()
        self.tabs = QTabWidget()
        self.tabs.addTab(cases, tr("Case list"))
        self.tabs.addTab(self.dashboard, tr("Dashboard"))
        self.message = QLabel()
        self.message.setObjectName("message")
        self.message.setWordWrap(True)
        self.message.setVisible(False)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addLayout(self._head())
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.message)
        self.setWidget(inner)

    def _head(self) -> QHBoxLayout:
        """Which case file, who works, and what else can be done."""
        self.file_button = QToolButton()
        self.file_button.setObjectName("caseFile")
        self.file_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.file_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(self.file_button)
        for text, slot in (
            (tr("Open a GeoPackage…"), self.choose_package),
            (tr("Open a database…"), self.choose_database),
            (tr("New case file…"), partial(self._tool, "createcasefile")),
        ):
            menu.addAction(text).triggered.connect(partial(_plain, slot))
        self.file_button.setMenu(menu)
        self.by = QLineEdit(person())
        self.by.setObjectName("by")
        self.by.setPlaceholderText(tr("Who you are"))
        self.by.setToolTip(tr("By this name the log of the case file knows you."))
        self.more_button = QToolButton()
        self.more_button.setText("☰")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self.more_button)
        for text, tool in (
            (tr("Import alerts…"), "importalerts"),
            (tr("Push with list and field packages…"), "pushtasks"),
            (tr("Take back field packages…"), "mergefield"),
            (tr("Case report…"), "casereport"),
        ):
            self.more_menu.addAction(text).triggered.connect(partial(_plain, partial(self._tool, tool)))
        self.more_menu.addSeparator()
        for text, slot in (
            (tr("Sheets of the chosen cases…"), self.print_sheets),
            (tr("Spots and pictures on the map"), self.show_layers),
            (tr("Alert at a place on the map"), self.begin_point),
            (tr("Folder of pictures…"), self.choose_pictures),
            (tr("Watched folder…"), self.choose_watch),
            (tr("Send what is overdue"), self.send_overdue),
            (tr("Messages…"), self.choose_robots),
        ):
            self.more_menu.addAction(text).triggered.connect(partial(_plain, slot))
        self.more_button.setMenu(self.more_menu)
        row = QHBoxLayout()
        row.addWidget(self.file_button)
        row.addWidget(self.by, 1)
        row.addWidget(self.more_button)
        return row

    def _filter_rows(self) -> QVBoxLayout:
        self.townships, self.sources, self.states = QComboBox(), QComboBox(), QComboBox()
        for combo, name in ((self.townships, "township"), (self.sources, "source"), (self.states, "state")):
            combo.setObjectName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
        self.states.addItem(tr("All open"), OPEN)
        self.states.addItem(tr("All states"), "")
        for state, name in self.model.states.items():
            self.states.addItem(name, state)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, kind, village"))
        self.search.setClearButtonEnabled(True)
        self.overdue, self.mine = QCheckBox(tr("Overdue")), QCheckBox(tr("Mine"))
        self.mine.setToolTip(tr("Cases to which you did something"))
        self.count = QLabel()
        first, second, rows = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        for combo in (self.townships, self.sources, self.states):
            first.addWidget(combo, 1)
        second.addWidget(self.search, 1)
        for widget in (self.overdue, self.mine, self.count):
            second.addWidget(widget)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def _buttons(self) -> QGridLayout:
        """One button for each key, with its letter, and one for everything else that can happen."""
        names = {
            "J": tr("Judge"),
            "F": tr("False alarm"),
            "P": tr("Push"),
            "B": tr("Take back"),
            "L": tr("Lawful"),
            "U": tr("Unlawful"),
            "C": tr("Close the case"),
            "Z": tr("Undo"),
        }
        tips = {UNDO: tr("Undo: returned, taken back or opened again, with a reason; nothing is deleted")}
        self.buttons: dict[str, QToolButton] = {}
        grid = QGridLayout()
        grid.setSpacing(3)
        for place, (key, name) in enumerate(names.items()):
            button = QToolButton()
            button.setObjectName(f"key_{key}")
            button.setText(f"{name} {key}")
            button.setToolTip(tips.get(key, name))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(_plain, partial(self.press, key)))
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            self.buttons[key] = button
        self.other = QToolButton()
        self.other.setText("…")
        self.other.setToolTip(tr("Everything else that can happen to the case"))
        self.other.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.other_menu = QMenu(self.other)
        self.other_menu.aboutToShow.connect(self._fill_others)
        self.other.setMenu(self.other_menu)
        grid.addWidget(self.other, 0, COLUMNS, 2, 1)
        return grid

    def _connect(self) -> None:
        self.keeper.changed.connect(self._read)
        self.keeper.refused.connect(self.tell)
        self.county.changed.connect(self._ask)
        self.asker.answered.connect(self._answered)
        self.asker.refused.connect(self.details.place.setText)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.pressed_key.connect(self.press)
        self.by.editingFinished.connect(self._person_named)
        for combo in (self.townships, self.sources, self.states):
            combo.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.overdue.toggled.connect(self._filter)
        self.mine.toggled.connect(self._filter)
        self.watcher.told.connect(self.tell_in_bar)
        self.watcher.took.connect(self.keeper.look)
        self.ticking.timeout.connect(self.model.tick)
        self.ticking.start()
        self.visibilityChanged.connect(self._seen)
        QgsProject.instance().readProject.connect(self.open_remembered)
        QgsProject.instance().cleared.connect(self.close_file)

    def remove(self) -> None:
        """Leave no trace."""
        QgsProject.instance().readProject.disconnect(self.open_remembered)
        QgsProject.instance().cleared.disconnect(self.close_file)
        self.county.changed.disconnect(self._ask)
        self.county.want(False, "casework")
        self.ticking.stop()
        self.watcher.stop()
        self.iface.mapCanvas().unsetMapTool(self.point_tool)
        self.keeper.close()
        self.asker.stop()
        self.iface.mapCanvas().scene().removeItem(self.band)
        self.iface.removeDockWidget(self)
        self.deleteLater()

    # --- the case file ------------------------------------------------------------------------------------------------

    def open_remembered(self, *_: object) -> None:
        chosen = remembered_file()
        if chosen != self.chosen or chosen is None:
            self.open_file(chosen)

    def open_file(self, chosen: ChosenFile | None) -> None:
        """Work on another case file; None for none."""
        self.close_file()
        self.chosen = chosen
        if chosen is None:
            return
        self.file_button.setText(chosen.called)
        try:
            self.keeper.open(chosen.place())
        except RedlineError as error:
            self.tell(error.sentence(tr))
            return
        self.watcher.set_watch(watch_of_settings())

    def close_file(self, *_: object) -> None:
        self.watcher.stop()
        self.keeper.close()
        self.chosen, self.current = None, ""
        self.file_button.setText(tr("Choose a case file"))
        self.tell("")
        self._read()

    def choose_package(self) -> None:
        start = str(Path(self.chosen.path).parent) if self.chosen is not None and self.chosen.path else ""
        path, _ = QFileDialog.getOpenFileName(self, tr("Case file"), start, tr("GeoPackage (*.gpkg)"))
        if path:
            self._choose(ChosenFile(path=path))

    def choose_pictures(self) -> None:
        """Where the pictures of this case file are kept, for a database and for a folder that was moved."""
        if self.chosen is None:
            self.tell(tr("Choose a case file first."))
            return
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of pictures"), self.chosen.pictures)
        if folder:
            self._choose(replace(self.chosen, pictures=folder))

    def choose_database(self) -> None:
        chosen = ask_connection(self)
        if chosen is not None:
            self._choose(chosen)

    def _choose(self, chosen: ChosenFile) -> None:
        remember_file(chosen)
        self.open_file(chosen)

    def _tool(self, name: str, more: Mapping[str, object] = MappingProxyType({})) -> None:
        """The dialog of a tool with this case file in it."""
        given: dict[str, object] = dict(more)
        if self.chosen is not None and name != "createcasefile":
            given |= self.chosen.parameters()
            given |= {"BY": self.by.text().strip()} if name in ("pushtasks", "mergefield") else {}
            given |= {"PICTURES": self.chosen.pictures} if name == "mergefield" and self.chosen.pictures else {}
        self.open_algorithm(f"redline:{name}", given)

    def _seen(self, visible: bool) -> None:
        self.county.want(visible, "casework")
        if visible:
            self.keeper.look()

    def _person_named(self) -> None:
        remember_person(self.by.text())
        if self.mine.isChecked():
            self._filter()

    # --- the list -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """The list is another one."""
        listed = self.keeper.worklist.listed
        for combo, name, words in (
            (self.townships, tr("All townships"), {one.case.township: one.case.township for one in listed}),
            (self.sources, tr("All sources"), {one.case.source: source_name(one.case.source) for one in listed}),
        ):
            _fill(combo, name, words)
        self.model.dark = self.details.is_dark()
        self.model.listed = listed
        self._filter()

    def _filter(self, *_: object) -> None:
        chosen = self.chosen_keys()
        wanted = CaseFilter(
            str(self.townships.currentData() or ""),
            str(self.sources.currentData() or ""),
            str(self.states.currentData() or ""),
            self.overdue.isChecked(),
            self.by.text().strip() if self.mine.isChecked() else "",
            self.search.text(),
        )
        row = self.table.currentIndex().row()
        self.model.set_filter(wanted)
        self._choose_rows(chosen, row)
        self.count.setText(f"{len(self.model.shown)} / {len(self.model.listed)}")
        places = CaseFilter(wanted.township, wanted.source, "")
        now = self.model.now()
        there = [one for one in self.model.listed if places.holds(one, now, self.model.closed)]
        self.dashboard.show_cases(there, self.model.closed, now)

    def _choose_rows(self, keys: Sequence[str], row: int) -> None:
        """The same cases as before; where they are not shown any more, the one in their row."""
        selection = self.table.selectionModel()
        rows = [found for found in (self.model.row_of(key) for key in keys) if found >= 0]
        if keys and not rows and self.model.shown:
            rows = [min(max(row, 0), len(self.model.shown) - 1)]
        flags, last = QItemSelectionModel.SelectionFlag, self.model.columnCount() - 1
        chosen = QItemSelection()
        for number in rows:
            chosen.append(QItemSelectionRange(self.model.index(number, 0), self.model.index(number, last)))
        if rows:
            selection.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            selection.select(chosen, flags.ClearAndSelect)
        else:
            self._selected()

    def chosen_keys(self) -> list[str]:
        return [str(index.data(KEY_ROLE)) for index in self.table.selectionModel().selectedRows()]

    def _chosen(self) -> list[tuple[Listed, Task]]:
        """The chosen cases with their tasks, as they were read."""
        found = (self.keeper.find(key) for key in self.chosen_keys())
        return [(one, task_of_list(one, self.keeper.worklist)) for one in found if one is not None]

    def _selected(self, *_: object) -> None:
        """Show the first of the chosen cases: on the map and below the list."""
        chosen = self._chosen()
        tasks = [task for _, task in chosen]
        possible = {row.event for row in possible_events(tasks)}
        for key, button in self.buttons.items():
            button.setEnabled(any(event in possible for event in KEYS[key]))
        self.other.setEnabled(bool(possible))
        if not chosen:
            self.current = ""
            self.details.clear_case(tr("Choose a case."))
            self.band.reset(Qgis.GeometryType.Polygon)
            return
        one = chosen[0][0]
        worklist = self.keeper.worklist
        events = worklist.events.get(one.case.uuid, ())
        chiefs = chiefs_at(worklist.chiefs, one.spot)
        self.details.show_case(one, chiefs, events, self.model.now())
        if one.case.uuid != self.current:
            self.current = one.case.uuid
            self.details.place.clear()
            self._go(one)
            self._show_pictures(one)
            self._ask()

    def _show_pictures(self, one: Listed) -> None:
        if self.keeper.place is None:
            return
        try:
            folder = None if self.chosen is None else self.chosen.pictures_folder()
            self.details.pictures.show_files(pictures_of(self.keeper.place, folder, one))
        except RedlineError as error:
            self.tell(error.sentence(tr))

    def _shape(self) -> QgsGeometry | None:
        one = self.keeper.find(self.current)
        if one is None or one.spot[SHAPE] is None:
            return None
        shape = QgsGeometry()
        shape.fromWkb(bytes(one.spot[SHAPE].ExportToIsoWkb()))
        return shape

    def _go(self, one: Listed) -> None:
        """The map to the spot."""
        shape, canvas = self._shape(), self.iface.mapCanvas()
        if shape is None:
            self.band.reset(Qgis.GeometryType.Polygon)
            return
        there = canvas.mapSettings().destinationCrs()
        shape.transform(QgsCoordinateTransform(geographic_cgcs2000(), there, QgsProject.instance()))
        self.band.setToGeometry(shape, None)
        box = shape.boundingBox()
        box.scale(ROOM)
        canvas.setExtent(box)
        if canvas.scale() < NEAREST:
            canvas.zoomScale(NEAREST)
        canvas.refresh()

    def print_sheets(self) -> None:
        """The dialog of the report, with sheets of the chosen cases alone."""
        numbers = [one.number for one, _ in self._chosen()]
        if not numbers:
            self.tell(tr("Choose a case."))
            return
        quoted = ", ".join(QgsExpression.quotedValue(number) for number in numbers)
        given = {"SHEETS_FILTER": f'"number" IN ({quoted})', "OUTPUT_SHEETS": "TEMPORARY_OUTPUT"}
        self._tool("casereport", given)

    # --- what lies there ----------------------------------------------------------------------------------------------

    def _ask(self, *_: object) -> None:
        """The live tally answers what lies at the place of the case."""
        county, sources, shape = self.county.county, self.county.sources, self._shape()
        if shape is None or not self.isVisible():
            return
        if county is None or sources is None:
            waiting = self.county.state is State.BUILDING
            words = tr("The county is being read in the background…") if waiting else self.county.reason
            self.details.place.setText(words)
            return
        try:
            zone = polygons_asked([shape], transform_of(geographic_cgcs2000(), sources.crs))
        except TransformError as error:
            self.details.place.setText(error.sentence(tr))
            return
        self.asker.ask(county, zone, {})

    def _answered(self, answer: Answer) -> None:
        if self.county.county is not None:
            self.details.place.setText(place_words(answer, self.county.county, dark=self.details.is_dark()))

    # --- what a person does -------------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """The event of a key, for the chosen cases."""
        chosen = self._chosen()
        transition = event_of_key(key, [task for _, task in chosen])
        if transition is not None:
            self.happen(transition, chosen)
        elif chosen:
            table, names = possible_events([task for _, task in chosen]), tr(", ")
            language = tr("en")
            told = names.join(row.name(language) for row in table) or "–"
            self.tell(tr("{key} can not happen to this case now; possible are: {events}.").format(key=key, events=told))

    def _fill_others(self) -> None:
        """Everything that the table allows."""
        self.other_menu.clear()
        chosen = self._chosen()
        for transition in possible_events([task for _, task in chosen]):
            action = self.other_menu.addAction(transition.name(tr("en")))
            action.triggered.connect(partial(_plain, partial(self.happen, transition, chosen)))

    def happen(self, transition: CaseTransition, chosen: Sequence[tuple[Listed, Task]]) -> None:
        """Ask for what is missing, write it, and read the cases again."""
        if self.keeper.place is None:
            return
        filled = Filled()
        asked = asked_of(transition, [task for _, task in chosen])
        if asked:
            dialog = EventDialog(self, transition, asked, [one.number for one, _ in chosen])
            if not dialog.exec():
                return
            filled = dialog.filled()
        keys, written = [one.case.uuid for one, _ in chosen], len(chosen)
        try:
            act(self.keeper.place, chosen, transition, filled, self.by.text().strip(), self.model.now())
        except RedlineError as error:
            self.tell(error.sentence(tr))
            written = 0
            if not self.by.text().strip():
                self.by.setFocus()
        else:
            self.tell("")
        try:
            self.keeper.read_again(keys, written)
        except RedlineError as error:
            self.tell(error.sentence(tr))
        if written and transition.event == "push" and are_messages_on():
            self.send(tr("Verification tasks pushed"), [one for key in keys if (one := self.keeper.find(key))])
        self.table.setFocus()

    def show_layers(self) -> None:
        """The spots of all cases, and what each picture shows, as layers of the project."""
        if self.chosen is None:
            self.tell(tr("Choose a case file first."))
            return
        try:
            show_case_layers(self.chosen)
        except RedlineError as error:
            self.tell(error.sentence(tr))

    # --- messages -----------------------------------------------------------------------------------------------------

    def choose_robots(self) -> None:
        RobotsDialog(self).exec()

    def send_overdue(self) -> None:
        """A message of what is past its promise, to every robot."""
        now = self.model.now()
        late = [one for one in self.keeper.worklist.listed if urgency(one.promise, now) == "overdue"]
        if late:
            self.send(tr("Overdue"), late)
        else:
            self.tell(tr("Nothing is overdue."))

    def send(self, heading: str, listed: Sequence[Listed]) -> None:
        """A message that counts these cases, to every robot of the office; nothing where messages are off."""
        if not are_messages_on():
            self.tell(tr("Messages are off: switch them on in Messages…"))
            return
        try:
            robots = kept_robots()
        except RedlineError as error:
            self.tell(error.sentence(tr))
            return
        if not robots:
            self.tell(tr("There is no robot yet: enter one in Messages…"))
            return
        texts = packed(digest(heading, listed, tr))
        self.sending = send_in_background(robots, f"Redline 红线: {heading}", texts, self._sent)

    def _sent(self, failures: list[str]) -> None:
        if failures:
            self.tell_in_bar("\n".join(failures), Qgis.MessageLevel.Warning)
        else:
            self.tell_in_bar(tr("The messages were taken."), Qgis.MessageLevel.Success)

    # --- what comes in ------------------------------------------------------------------------------------------------

    def _cases(self) -> dict[str, object] | None:
        """The case file as a tool is given it."""
        return None if self.chosen is None or self.keeper.place is None else self.chosen.parameters()

    def choose_watch(self) -> None:
        """Watch another folder, or none."""
        dialog = WatchDialog(self, watch_of_settings())
        if dialog.exec():
            keep_watch(dialog.watch())
            self.watcher.set_watch(dialog.watch())

    def begin_point(self) -> None:
        """Take the mouse: the next click is the place of an alert."""
        if self._cases() is None:
            self.tell(tr("Choose a case file first."))
            return
        self.iface.mapCanvas().setMapTool(self.point_tool)
        self.tell(tr("Click the place of the alert; the right button ends."))

    def take_point(self, point: QgsPointXY) -> None:
        """A click on the map: ask what it is, and take it in."""
        dialog, cases = PointDialog(self), self._cases()
        if cases is None or not dialog.exec():
            return
        told = (str(dialog.source.currentData()), dialog.kind.text().strip(), dialog.number.text().strip())
        crs = self.iface.mapCanvas().mapSettings().destinationCrs()
        try:
            found = take_point(point, crs, cases, told, self.model.now())
        except RedlineError as error:
            self.tell(error.sentence(tr))
            return
        if found["DUPLICATES"]:
            self.tell(tr("This alert is there already."))
        else:
            self.tell(tr("A case there was seen before: a repeat.") if found["REPEATS"] else tr("A new case."))
        self.keeper.look()

    def tell_in_bar(self, words: str, level: Qgis.MessageLevel) -> None:
        self.iface.messageBar().pushMessage("Redline", words, level)

    def tell(self, words: str) -> None:
        """A line at the foot of the dock; "" takes it away."""
        self.message.setText(words)
        self.message.setVisible(bool(words))


def _plain(slot: Callable[[], object], *_: object) -> None:
    """A slot without the words of the signal."""
    slot()


def _fill(combo: QComboBox, every: str, words: dict[str, str]) -> None:
    """The values that the list has, the chosen one kept."""
    chosen = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    combo.addItem(every, "")
    for value, name in sorted(words.items(), key=lambda each: each[1]):
        combo.addItem(name or "–", value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.blockSignals(False)
