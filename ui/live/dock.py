"""The dock of the live tally: brings county, map tool, questions and numbers together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import (
    QgisInterface,
    QgsAttributeDialog,
    QgsAttributeEditorContext,
    QgsDockWidget,
    QgsMapCanvas,
    QgsMapLayerComboBox,
    QgsRubberBand,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QActionGroup, QColor
from qgis.PyQt.QtWidgets import (
    QAction,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import RedlineError
from ...core.landuse.livetally import Answer
from ...core.paper.workbook import write_workbook
from ...core.rounding import in_unit
from ...core.shapes.polygons import Polygons
from ...i18n import tr
from ...layers.reading.crs import TransformError, transform_of
from ...layers.reading.features import features_of
from ...layers.reading.validity import repaired
from ...layers.roles.fields import find_field, remembered
from ...layers.roles.settings import value
from .asker import Asker, polygons_asked
from .keeper import CountyKeeper, State, project_layers
from .panel import NumbersPage, Shown, crossing_words
from .tool import LiveTool, Mode, is_polygon_layer, to_map
from .welcome import WelcomePage

__all__ = ["LiveDock"]

ZONES = ("parcel", "village", "township", "tract", "batch", "landuse")
"""Roles whose layer is pointed at when no other is chosen, the first that the project has."""

NOT_JUDGED = ("village", "township", "county", "landuse", "farmland", "ecological")
"""Roles whose polygons need not lie within the urban boundary."""

MOST_PIECES = 3_000
"""So many pieces are cut out exactly for the map; more of them light up as whole patches."""

NAMES = {"parcel": "name", "village": "name", "township": "name", "tract": "name", "batch": "name", "landuse": "class"}


class LiveDock(QgsDockWidget):
    """Asks the county in memory about whatever polygon the person points at, draws, drags or selects."""

    def __init__(
        self, iface: QgisInterface, open_algorithm: Callable[[str, dict], object], keeper: CountyKeeper
    ) -> None:
        """keeper : of the county in memory; it outlives the dock, for others ask it too."""
        super().__init__(tr("Live tally"), iface.mainWindow())
        self.open_algorithm = open_algorithm
        self.setObjectName("RedlineLiveDock")
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.keeper = keeper
        self.asker = Asker(self)
        self.tool = LiveTool(self.canvas)
        self.zone: Polygons | None = None
        self.shape: tuple[QgsGeometry, QgsCoordinateReferenceSystem] | None = None
        # The polygon of a layer whose numbers stand here, as (layer, feature id).
        self.subject: tuple[str, int] | None = None
        self.zone_title = ""
        self.judged = True
        self.crossing = False
        self.hint = ""
        self.pieces_of = ""
        self.zones_chosen = False
        # The welcome page was seen, and no county since.
        self.greeted = False
        self.watched: QgsVectorLayer | None = None
        self.lit = _band(self.canvas)
        self._build()
        self._connect()
        self._layer_chosen(self.layers.currentLayer())
        self._keeper_changed()

    # --- the widgets --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar = QToolBar()
        self.bar.setIconSize(QSize(18, 18))
        self.modes = QActionGroup(self)
        self.mode_actions = {}
        for mode, icon, text in (
            (Mode.POINT, "mActionIdentify.svg", tr("Point at polygons")),
            (Mode.DRAW, "mActionCapturePolygon.svg", tr("Draw a polygon")),
            (Mode.DRAG, "mActionVertexTool.svg", tr("Drag a vertex")),
        ):
            action = QAction(QgsApplication.getThemeIcon("/" + icon), text, self.modes)
            action.setCheckable(True)
            action.setObjectName(f"RedlineLive_{mode.value}")
            action.triggered.connect(lambda _checked=False, mode=mode: self.start(mode))
            self.bar.addAction(action)
            self.mode_actions[mode] = action
        self.layers = QgsMapLayerComboBox()
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setToolTip(tr("The layer whose polygons are pointed at"))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 6, 0)
        top.addWidget(self.bar)
        top.addWidget(self.layers, 1)
        self.page = NumbersPage()
        self.copy_button = _button("mActionEditCopy.svg", tr("Copy as table"))
        self.export_button = _button("mActionFileSave.svg", tr("Export…"))
        self.parcel_button = _button("mActionCapturePolygon.svg", tr("Make this a parcel"))
        self.print_button = _button("mActionFilePrint.svg", tr("Print this parcel"))
        self.print_button.setVisible(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 0, 6, 6)
        for button in (self.copy_button, self.export_button, self.parcel_button, self.print_button):
            buttons.addWidget(button)
        numbers = QWidget()
        layout = QVBoxLayout(numbers)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)
        self.waiting = QWidget()
        waiting = QVBoxLayout(self.waiting)
        self.waiting_words = QLabel(tr("The county is being read in the background…"))
        self.waiting_words.setWordWrap(True)
        self.progress = QProgressBar()
        waiting.addWidget(self.waiting_words)
        waiting.addWidget(self.progress)
        waiting.addStretch(1)
        self.welcome = WelcomePage(self.iface)
        self.stack = QStackedWidget()
        for page in (self.welcome, self.waiting, numbers):
            self.stack.addWidget(page)
        self.numbers = numbers
        self.setWidget(self.stack)

    def _connect(self) -> None:
        self.keeper.changed.connect(self._keeper_changed)
        self.keeper.progressed.connect(self._progressed)
        self.asker.answered.connect(self._answered)
        self.asker.refused.connect(lambda sentence: self.page.refuse(self.zone_title, sentence))
        self.asker.waiting_changed.connect(lambda _waiting: self._show_state())
        self.tool.pointed.connect(self._pointed)
        self.tool.drawn.connect(self._drawn)
        self.tool.told.connect(self._told)
        self.tool.held_changed.connect(lambda _held: self._show_state())
        self.tool.deactivated.connect(self._tool_gone)
        self.layers.layerChanged.connect(self._layer_chosen)
        self.page.picked.connect(self.light_up)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export)
        self.parcel_button.clicked.connect(self.make_parcel)
        self.print_button.clicked.connect(self.print_parcel)
        self.visibilityChanged.connect(self._seen)

    def remove(self) -> None:
        """Leave no trace: tool, bands, signals, tasks, the dock itself."""
        if self.canvas.mapTool() is self.tool:
            # The canvas is never left without a tool: the mouse would do nothing.
            self.canvas.unsetMapTool(self.tool)
            self.iface.actionPan().trigger()
        self._watch_selection(None)
        self.keeper.changed.disconnect(self._keeper_changed)
        self.keeper.progressed.disconnect(self._progressed)
        self.keeper.want(False)
        self.asker.stop()
        self.welcome.stop()
        self.tool.remove()
        self.canvas.scene().removeItem(self.lit)
        self.iface.removeDockWidget(self)
        self.deleteLater()

    # --- what a person does -------------------------------------------------------------------------------------------

    def start(self, mode: Mode = Mode.POINT) -> None:
        """Take the mouse in ``mode``."""
        self.canvas.setMapTool(self.tool)
        self.tool.set_mode(mode)
        self.mode_actions[mode].setChecked(True)

    def _progressed(self, share: float) -> None:
        self.progress.setValue(int(share))

    def _seen(self, visible: bool) -> None:
        self.keeper.want(visible)
        self.greeted = self.greeted or (visible and self.keeper.state is State.EMPTY)
        if visible and self.keeper.state is State.READY:
            self._choose_zones()

    def _choose_zones(self) -> None:
        """Begin with the active layer, else with that in which a planner looks first; once for each county."""
        if self.zones_chosen:
            return
        self.zones_chosen = True
        layers = [layer for layer in project_layers() if is_polygon_layer(layer)]
        active = self.iface.activeLayer()
        if is_polygon_layer(active):
            self.layers.setLayer(active)
            return
        for role in ZONES:
            for layer in layers:
                if remembered(layer)[0] == role:
                    self.layers.setLayer(layer)
                    return

    def _layer_chosen(self, layer: Any) -> None:
        self.tool.set_layer(layer if isinstance(layer, QgsVectorLayer) else None)
        self._watch_selection(layer if isinstance(layer, QgsVectorLayer) else None)

    def _watch_selection(self, layer: QgsVectorLayer | None) -> None:
        from qgis.PyQt import sip

        if self.watched is not None and not sip.isdeleted(self.watched):
            self.watched.selectionChanged.disconnect(self._selected)
            self.watched.geometryChanged.disconnect(self._geometry_changed)
            self.watched.featureDeleted.disconnect(self._show_subject_again)
            self.watched.afterRollBack.disconnect(self._show_subject_again)
        self.watched = layer
        if layer is not None:
            layer.selectionChanged.connect(self._selected)
            layer.geometryChanged.connect(self._geometry_changed)
            layer.featureDeleted.connect(self._show_subject_again)
            layer.afterRollBack.connect(self._show_subject_again)

    def _selected(self, *_: object) -> None:
        """What is selected in the layer is tallied together, until the mouse points at something."""
        layer = self.watched
        if layer is None or not self.isVisible() or not layer.selectedFeatureCount():
            return
        features = list(layer.getSelectedFeatures())
        self.judged = remembered(layer)[0] not in NOT_JUDGED
        title = self._title(layer, features[0]) if len(features) == 1 else tr("{count} polygons of {layer}").format(
            count=len(features), layer=layer.name())  # fmt: skip
        self.subject = (layer.id(), features[0].id()) if len(features) == 1 else None
        self.shape = (QgsGeometry.collectGeometry([each.geometry() for each in features]), layer.crs())
        self._ask(title, [each.geometry() for each in features], layer.crs())

    def _geometry_changed(self, fid: int, geometry: QgsGeometry) -> None:
        """QGIS's own vertex tool, or undo, changed what is selected, or the polygon whose numbers stand here."""
        layer = self.watched
        if layer is None or self.tool.dragging:
            return
        if self.subject == (layer.id(), fid):
            self._show_subject_again()
        elif fid in layer.selectedFeatureIds():
            self._selected()

    def _show_subject_again(self, *_: object) -> None:
        """The numbers of the polygon as it is in its layer now; none where it is gone."""
        layer = self.watched
        if layer is None or self.subject is None or self.subject[0] != layer.id():
            return
        feature = layer.getFeature(self.subject[1])
        if feature.isValid() and feature.hasGeometry():
            self._pointed(layer, feature, feature.geometry())
            self.tool.band.setToGeometry(feature.geometry(), layer)
        else:
            self._forget()

    def _forget(self) -> None:
        """What the numbers were of is no longer there."""
        self.subject, self.shape, self.zone = None, None, None
        self.tool.let_go()
        self.page.clear()

    def _pointed(self, layer: QgsVectorLayer, feature: QgsFeature, geometry: QgsGeometry) -> None:
        self.subject = (layer.id(), feature.id())
        self.shape = (geometry, layer.crs())
        self._ask(self._title(layer, feature), [geometry], layer.crs())

    def _drawn(self, geometry: QgsGeometry) -> None:
        crs = self.canvas.mapSettings().destinationCrs()
        self.subject = None
        self.shape = (QgsGeometry(geometry), crs)
        self.judged = True
        self._ask(tr("Drawn polygon"), [geometry], crs)

    def _title(self, layer: QgsVectorLayer, feature: QgsFeature) -> str:
        role = remembered(layer)[0]
        self.judged = role not in NOT_JUDGED
        name = ""
        if role in NAMES:
            field = find_field(layer, role, NAMES[role], required=False)
            name = str(feature[field] or "") if field else ""
        return f"{layer.name()} · {name or feature.id()}"

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, title: str, geometries: list[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        county = self.keeper.county
        if county is None or self.keeper.sources is None:
            return
        self.crossing = any(not each.isGeosValid() for each in geometries)
        if self.crossing:
            title = tr("{title} (its outline crosses itself: the land on both sides counts)").format(title=title)
            geometries = [repaired(each) for each in geometries]
        self.zone_title = title
        transform = None
        if crs != self.keeper.sources.crs:
            transform = transform_of(crs, self.keeper.sources.crs)
        try:
            self.zone = polygons_asked(geometries, transform)
        except TransformError as error:
            self.page.refuse(title, error.sentence(tr))
            return
        self._ask_again()

    def _ask_again(self) -> None:
        if self.keeper.county is not None and self.zone is not None:
            decimals = {unit: int(value(f"decimals_{unit}")) for unit in ("ha", "mu")}
            self.asker.ask(self.keeper.county, self.zone, {"decimals": decimals})

    def _answered(self, answer: Answer) -> None:
        if self.keeper.county is None:
            return
        shown = Shown(self.judged, self.crossing)
        self.page.show_answer(self.zone_title, answer, self.keeper.county, shown)
        self._show_state()
        self.page.system = self.keeper.sources.crs.userFriendlyIdentifier() if self.keeper.sources is not None else ""
        # One of the two has something to do: what is a parcel already is printed.
        parcel = self._subject_role() == "parcel"
        self.parcel_button.setVisible(not parcel)
        self.print_button.setVisible(parcel)
        if self.pieces_of:
            self.pieces_of = ""
            self.lit.reset(Qgis.GeometryType.Polygon)

    def _keeper_changed(self) -> None:
        state = self.keeper.state
        if state is not State.READY:
            self.zones_chosen = False
        if state is State.EMPTY:
            self.stack.setCurrentWidget(self.welcome)
            self.greeted = self.greeted or self.isVisible()
        elif state is State.READY:
            self.stack.setCurrentWidget(self.numbers)
            self._choose_zones()
            if self.greeted and self.isVisible():
                # Opening a project took the mouse away: who came by the welcome page points at things at once.
                self.greeted = False
                self.start()
            if self.keeper.fresh:
                self._ask_again()
        else:
            self.stack.setCurrentWidget(self.waiting)
            failed = state is State.FAILED
            self.waiting_words.setText(
                self.keeper.reason if failed else tr("The county is being read in the background…")
            )
            self.progress.setVisible(not failed)
        self._show_state()

    def _show_state(self) -> None:
        stale = self.asker.waiting or not self.keeper.fresh
        if stale and self.keeper.state is State.READY:
            self.page.show_state(tr("Not up to date: being computed anew…"), True)
        else:
            held = tr("Held. Click the map to let go.") if self.tool.held else self.hint
            self.page.show_state(held, False)

    def _told(self, words: str) -> None:
        self.hint = words
        self._show_state()

    def _tool_gone(self) -> None:
        self.mode_actions[self.tool.mode].setChecked(False)
        checked = self.modes.checkedAction()
        if checked is not None:
            self.modes.setExclusive(False)
            checked.setChecked(False)
            self.modes.setExclusive(True)
        self._told("")

    # --- what can be done with the numbers ----------------------------------------------------------------------------

    def light_up(self, code: str) -> int:
        """Show the pieces of a class on the map; a second click puts them out. Returns how many were shown."""
        self.lit.reset(Qgis.GeometryType.Polygon)
        answer, county, sources = self.page.answer, self.keeper.county, self.keeper.sources
        if self.pieces_of == code or answer is None or county is None or sources is None or self.shape is None:
            self.pieces_of = ""
            return 0
        self.pieces_of = code
        land_use = QgsProject.instance().mapLayer(sources.land_use.layer_id)
        fids = [int(county.land_use.ids[row]) for row in answer.rows_of_class(code)]
        if not fids or not isinstance(land_use, QgsVectorLayer):
            return 0
        geometry, crs = self.shape
        zone = QgsGeometry(geometry)
        zone.transform(transform_of(crs, land_use.crs()))
        zone = repaired(zone)
        request = QgsFeatureRequest().setFilterFids(fids).setNoAttributes()
        shown = 0
        for feature in features_of(land_use, request):
            piece = feature.geometry()
            if len(fids) <= MOST_PIECES:
                piece = piece.intersection(zone)
            if not piece.isEmpty():
                self.lit.addGeometry(to_map(piece, land_use, self.canvas), None)
                shown += 1
        return shown

    def copy(self) -> None:
        if self.page.copy():
            self._tell(tr("The table is in the clipboard."))

    def export(self) -> None:
        table = self.page.as_table()
        if table is None:
            return
        stem = "".join(sign if sign.isalnum() or sign in "-_·" else " " for sign in self.page.title)
        proposed = " ".join(f"{stem} {tr('Tally')}".split()) + ".xlsx"
        folder = QgsSettings().value("redline/export_folder", "", type=str)
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export the table"), str(Path(folder) / proposed), tr("Workbooks") + " (*.xlsx)"
        )
        if path:
            QgsSettings().setValue("redline/export_folder", str(Path(path).parent))
            self.export_to(Path(path if path.lower().endswith(".xlsx") else path + ".xlsx"))

    def export_to(self, path: Path) -> None:
        """Write the table as a workbook and say so."""
        table = self.page.as_table()
        if table is None:
            return
        try:
            write_workbook(path, [table], tr=tr)
        except RedlineError as error:
            self._tell(error.sentence(tr), Qgis.MessageLevel.Warning)
            return
        self._tell(tr("Written: {file}").format(file=str(path)), Qgis.MessageLevel.Success)

    def make_parcel(self, *_: object) -> None:
        """Add the polygon to the parcel layer, after its form was filled in, as an edit that is not saved yet."""
        if self.shape is None:
            return
        if self.crossing:
            self._tell(crossing_words(tr), Qgis.MessageLevel.Warning)
            return
        parcels = next((layer for layer in project_layers() if remembered(layer)[0] == "parcel"), None)
        if parcels is None:
            self._tell(tr("The project has no parcel layer: load or create one first."), Qgis.MessageLevel.Warning)
            return
        if not parcels.isEditable() and not parcels.startEditing():
            self._tell(tr("Layer {layer} cannot be edited.").format(layer=parcels.name()), Qgis.MessageLevel.Warning)
            return
        geometry, crs = self.shape
        shape = QgsGeometry(geometry)
        shape.transform(transform_of(crs, parcels.crs()))
        first, *others = shape.coerceToType(parcels.wkbType())
        # Ctrl+Z goes to the active layer.
        self.iface.setActiveLayer(parcels)
        area = find_field(parcels, "parcel", "area", required=False)
        given = {}
        if area and self.page.answer is not None:
            given[parcels.fields().lookupField(area)] = float(in_unit(self.page.answer.official, "ha"))
        filled = self.fill_in(parcels, QgsVectorLayerUtils.createFeature(parcels, first, given))
        if filled is None:
            return
        parcels.beginEditCommand(tr("Make this a parcel"))
        # A layer of single polygons takes the other parts as features with the same values.
        values = dict(enumerate(filled.attributes()))
        added = [filled, *(QgsVectorLayerUtils.createFeature(parcels, each, values) for each in others)]
        if parcels.addFeatures(added):
            parcels.endEditCommand()
            parcels.triggerRepaint()
            self._tell(
                tr("Added to {layer}. It is an edit: undo it or save it there.").format(layer=parcels.name()),
                Qgis.MessageLevel.Success,
            )
        else:
            parcels.destroyEditCommand()
            self._tell(tr("The layer refused the change."), Qgis.MessageLevel.Warning)

    def fill_in(self, layer: QgsVectorLayer, feature: QgsFeature) -> QgsFeature | None:
        """The feature with what a person wrote into the layer's form: number, name, use …; None where it was closed."""
        dialog = QgsAttributeDialog(layer, feature, False, self.iface.mainWindow(), True)
        dialog.setMode(QgsAttributeEditorContext.Mode.FixAttributeMode)
        dialog.setObjectName("RedlineParcelForm")
        filled = dialog.feature() if dialog.exec() else None
        return QgsFeature(filled) if filled is not None else None

    def _subject_role(self) -> str:
        layer = QgsProject.instance().mapLayer(self.subject[0]) if self.subject is not None else None
        return remembered(layer)[0] if isinstance(layer, QgsVectorLayer) else ""

    def print_parcel(self, *_: object) -> None:
        """The dialog of the map sheets with this parcel selected; nothing else of its layer is printed."""
        layer = QgsProject.instance().mapLayer(self.subject[0]) if self.subject is not None else None
        if self.subject is None or not isinstance(layer, QgsVectorLayer):
            return
        layer.selectByIds([self.subject[1]])
        chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
        self.open_algorithm("redline:mapsheets", {"INPUT": chosen, "SHEET": "parcel"})

    def _tell(self, words: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        self.iface.messageBar().pushMessage("Redline", words, level)


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(QgsApplication.getThemeIcon("/" + icon), text)
    button.setFlat(True)
    return button


def _band(canvas: QgsMapCanvas) -> QgsRubberBand:
    band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
    # No class of the survey has this colour.
    band.setStrokeColor(QColor("#c000ff"))
    fill = QColor("#c000ff")
    fill.setAlpha(110)
    band.setFillColor(fill)
    band.setWidth(1)
    return band
