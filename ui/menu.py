"""The menu "Redline 红线" of the QGIS window, its toolbar of five, and its entry in Help > Plugins."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsProcessingException, QgsProject, QgsSettings
from qgis.gui import QgisInterface, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog, QDockWidget, QMenu, QToolButton
from qgis.utils import plugins

from ..core.errors import RedlineError
from ..core.resources import RESOURCES
from ..i18n import tr
from .language import LanguageFollower
from .layermenu import LayerMenu
from .locator import PREFIX, RedlineLocator
from .recogniser import Recogniser

__all__ = ["RedlineMenu"]

TOP = ("loadcounty", "redlinecheck", "mapsheets", "approvaldossier")
"""Algorithms that stand at the top of the menu; every one stands under its toolbox group too."""


LISTED = {
    "redline:redlinecheck": {"OUTPUT_OVERLAP": "TEMPORARY_OUTPUT"},
    "redline:checklayers": {"PLACES": "TEMPORARY_OUTPUT"},
}
"""Checks whose findings are listed, and the output with their places, which the dialogs then ask for."""

STARTS: dict[str, dict[str, Any]] = {**LISTED, "redline:mapsheets": {"SHEET": "parcel", "ADD_LAYOUTS": True}}
"""What else dialogs start with in the window: sheets can be changed by hand there and printed again."""

WATCH_SWITCH = "redline/casework/watch/on"
"""QGIS's setting that switches the watched folder of casework on."""

PREFIX_KEY = "locator-filters/items/redline/prefix"


class LazyOptions(QgsOptionsWidgetFactory):
    """The settings page; its module is imported when the options dialog asks for it."""

    def __init__(self) -> None:
        super().__init__("Redline 红线", _icon("redline"), "redline")

    def createWidget(self, parent):
        from .options import RedlineOptionsPage

        return RedlineOptionsPage(parent)


class RedlineMenu:
    """Adds menu and toolbar to the window; ``remove`` takes every trace of them away.

    The toolbox groups are filled when the algorithms are there (``ui.loader``).
    """

    def __init__(self, iface: QgisInterface, loader: Any) -> None:
        self.iface = iface
        self.loader = loader
        # Of types that are imported when they are first wanted: QGIS must start without them.
        self.dialog: Any = None
        self.live: Any = None
        self.keeper: Any = None
        self.casework: Any = None
        self.split_tool: Any = None
        self.measure_tool: Any = None
        self.base_maps: Any = None
        self.removed = False
        window = iface.mainWindow()
        self.menu = QMenu("Redline 红线", window)
        self.menu.setObjectName("RedlineMenu")
        self.toolbar = iface.addToolBar("Redline 红线")
        self.toolbar.setObjectName("RedlineToolBar")
        self.groups = QMenu(tr("All tools"), self.menu)
        self.groups.setObjectName("RedlineGroups")
        self.groups.setIcon(_icon("tools"))
        self._fill_top()
        self.groups_button = self.toolbar.widgetForAction(self.groups.menuAction())
        if isinstance(self.groups_button, QToolButton):
            self.groups_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.help = QAction(_icon("redline"), "Redline 红线", window)
        self.help.setObjectName("redline:help")
        self.help.triggered.connect(self.open_tutorial)
        iface.pluginHelpMenu().addAction(self.help)
        window.menuBar().insertMenu(iface.firstRightStandardMenu().menuAction(), self.menu)
        self.options: LazyOptions | None = LazyOptions()
        iface.registerOptionsWidgetFactory(self.options)
        self.layer_menu = LayerMenu(iface, self.open_algorithm)
        self.language = LanguageFollower()
        self.recogniser = Recogniser(iface)
        self.locator: RedlineLocator | None = RedlineLocator(iface)
        if not QgsSettings().value(PREFIX_KEY):
            QgsSettings().setValue(PREFIX_KEY, PREFIX)
        iface.registerLocatorFilter(self.locator)
        loader.loaded.connect(self._fill_groups)
        loader.loaded.connect(self._look_for_base_maps)
        loader.loaded.connect(self._tell_two_folders)
        QgsProject.instance().readProject.connect(self._look_for_base_maps)

    def _fill_top(self) -> None:
        """What a planner uses daily; five of it stand on the toolbar."""
        load = self._algorithm(
            "loadcounty", "load", tr("Load county layers"), tr("Recognise a county's layers and load them")
        )
        self.live_action = self._own("livetally", "live", tr("Live tally"), tr("Numbers that follow the mouse"))
        self.live_action.triggered.connect(self.show_live)
        check = self._algorithm("redlinecheck", "check", tr("Red-line check"), tr("Parcels against the red lines"))
        sheets = self._algorithm("mapsheets", "sheet", tr("Map sheets"), tr("Sheets for parcels, batches and villages"))
        dossier = self._algorithm(
            "approvaldossier", "redline", tr("Approval dossier"), tr("From parcels to the finished dossier")
        )
        for action in (load, self.live_action, check, sheets):
            self.toolbar.addAction(action)
        self.toolbar.addAction(self.groups.menuAction())
        casework = self._own(
            "casework", "check", tr("Casework…"), tr("Cases as a list: judge, push, take back, decide, close")
        )
        casework.triggered.connect(self.show_casework)
        split = self._own("split", "split", tr("Split by area…"), tr("Cut an exact area off a parcel on the map"))
        split.triggered.connect(self.split)
        ruler = self._own("measure", "live", tr("Measure in mu and hectares"), tr("Official areas of what is drawn"))
        ruler.triggered.connect(self.measure)
        faults = self._own(
            "checkpanel",
            "check",
            tr("Check the county's layers"),
            tr("Faults of the layers and parcels on red lines, as a list to work through"),
        )
        faults.triggered.connect(self.check_layers)
        parcels = self._own(
            "importparcelspreview",
            "load",
            tr("Import parcels…"),
            tr("From drawings, coordinate tables, phones or the clipboard, seen on a map before they are added"),
        )
        parcels.triggered.connect(self.import_parcels)
        about = tr("Maps and satellite images of Tianditu, by your own key")
        base = self._own("basemap", "load", tr("Base map…"), about)
        base.triggered.connect(self.open_base_map)
        daily = [load, parcels, base, faults, self.live_action, check, sheets, dossier, casework, split, ruler]
        self.menu.addActions(daily)
        self.menu.addSeparator()
        self.menu.addMenu(self.groups)
        self.menu.addSeparator()
        settings = self._own("settings", "tools", tr("Settings…"), tr("Area method, units, names for the boxes, fonts"))
        settings.triggered.connect(self.open_settings)
        self.menu.addAction(settings)
        demo = self._own("demo", "redline", tr("Open the demo"), tr("Two townships of an invented county"))
        demo.triggered.connect(self.open_demo)
        self.menu.addAction(demo)
        tutorial = self._own("tutorial", "redline", tr("Tutorial"), tr("Ten steps with the demo county"))
        tutorial.triggered.connect(self.open_tutorial)
        self.menu.addAction(tutorial)

    def _own(self, name: str, icon: str, text: str, tip: str) -> QAction:
        action = QAction(_icon(icon), text, self.menu)
        action.setObjectName(f"redline:{name}")
        action.setToolTip(f"{text}\n{tip}")
        return action

    def _algorithm(self, name: str, icon: str, text: str, tip: str) -> QAction:
        action = self._own(name, icon, text + "…", tip)
        action.triggered.connect(partial(self._open, f"redline:{name}"))
        return action

    def _fill_groups(self) -> None:
        provider = QgsApplication.processingRegistry().providerById("redline")
        if provider is None:
            return
        if QgsSettings().value(WATCH_SWITCH, False, type=bool):
            # A folder is watched from the start on, whether the dock is looked at or not.
            self.casework_dock()
        self.groups.clear()
        submenus: dict[str, QMenu] = {}
        for algorithm in sorted(provider.algorithms(), key=lambda each: (each.group(), each.displayName())):
            if algorithm.groupId() not in submenus:
                submenus[algorithm.groupId()] = self.groups.addMenu(_icon("tools"), algorithm.group())
            submenu = submenus[algorithm.groupId()]
            action = QAction(algorithm.icon(), algorithm.displayName() + "…", submenu)
            action.setObjectName(f"redline:{algorithm.name()}:tool")
            action.setToolTip(algorithm.shortDescription())
            action.triggered.connect(partial(self._open, algorithm.id()))
            submenu.addAction(action)

    # --- what the entries do ------------------------------------------------------------------------------------------

    def _open(self, algorithm_id: str, *_checked: bool) -> None:
        if algorithm_id == "redline:loadcounty":
            from .load_county import show_load_county

            # Its Python half would die with the last name for it, the window's half lives on.
            self.dialog = show_load_county(self.iface)
            return
        self.open_algorithm(algorithm_id, {})

    def open_algorithm(self, algorithm_id: str, given: dict) -> None:
        """The dialog of an algorithm, the project's layers where they belong; ``given`` goes before them."""
        from qgis import processing

        from .choicewords import say_in_words
        from .defaults import parameters_by_cases, parameters_by_fields, parameters_by_role, parameters_by_settings
        from .papers import PAPERS, offer_batches, parameters_by_folder, remember_folder

        self.loader.now()
        parameters = parameters_by_settings(algorithm_id) | parameters_by_role(algorithm_id) | given
        parameters = parameters_by_cases(algorithm_id) | parameters_by_folder(algorithm_id) | parameters
        parameters = parameters_by_fields(algorithm_id, parameters) | parameters
        parameters |= STARTS.get(algorithm_id, {}) | given
        dialog = processing.createAlgorithmDialog(algorithm_id, parameters)
        if dialog is not None:
            if algorithm_id in LISTED:
                dialog.algorithmFinished.connect(partial(self._list_findings, algorithm_id))
            if algorithm_id.partition(":")[2] in PAPERS:
                dialog.algorithmFinished.connect(partial(remember_folder, algorithm_id))
                offer_batches(dialog)
            if algorithm_id == "redline:createcasefile":
                dialog.algorithmFinished.connect(_remember_cases)
            say_in_words(dialog, dialog.algorithm())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.show()

    def county_keeper(self) -> Any:
        """The project's county in memory: one for all docks that ask it; made when it is first wanted."""
        if self.keeper is None:
            from .live.keeper import CountyKeeper

            self.keeper = CountyKeeper(self.iface.mainWindow())
        return self.keeper

    def casework_dock(self) -> Any:
        """The dock of casework, made when it is first wanted, and not in view yet."""
        if self.casework is None:
            from .casework.dock import CaseworkDock

            self.casework = CaseworkDock(self.iface, self.open_algorithm, self.county_keeper())
            self.casework.hide()
            self.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.casework, raiseTab=False)
        return self.casework

    def show_casework(self, *_checked: bool) -> None:
        self.casework_dock().setUserVisible(True)

    def show_live(self, *_checked: bool) -> None:
        """The dock of the live tally with its tool in hand; made when it is first wanted."""
        if self.live is None:
            from .live.dock import LiveDock

            self.live = LiveDock(self.iface, self.open_algorithm, self.county_keeper())
            self.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.live, raiseTab=True)
            results = getattr(plugins.get("processing"), "resultsDock", None)
            if isinstance(results, QDockWidget):
                # A tool that ends with a report opens it: as a tab it takes no room from the numbers.
                self.iface.mainWindow().tabifyDockWidget(results, self.live)
        self.live.setUserVisible(True)
        self.live.start()

    def _tell_two_folders(self) -> None:
        """A word where QGIS 3 and QGIS 4 have different tables of the office: numbers may depend on which one runs."""
        from ..layers.roles.profiles import differing_files
        from ..layers.roles.settings import value

        if value("data_folder"):
            return
        names = differing_files(Path(QgsApplication.qgisSettingsDirPath()))
        if names:
            words = tr(
                "The office's tables in the profiles of QGIS 3 and QGIS 4 differ ({files}): name one shared folder "
                "under Settings > Options > Redline."
            ).format(files=", ".join(names[:3]) + (" …" if len(names) > 3 else ""))
            self.iface.messageBar().pushMessage("Redline", words, Qgis.MessageLevel.Warning)

    def import_parcels(self, *_checked: bool) -> None:
        """Parcels out of files or the clipboard, with a preview."""
        from .import_parcels import show_parcel_import

        self.loader.now()
        self.dialog = show_parcel_import(self.iface)

    def check_layers(self, *_checked: bool) -> None:
        """Check all layers of a known role, and the parcels against the red lines, and list what is found."""
        from .findings import check_and_show
        from .live.keeper import project_layers

        self.loader.now()
        known = [layer for layer in project_layers() if layer.customProperty("redline/role")]
        if known:
            check_and_show(self.iface, known, red_lines=True)
        else:
            self.iface.messageBar().pushMessage(
                "Redline", tr("The project has no layer of a known role: load the county's layers first.")
            )

    def _list_findings(self, algorithm_id: str, successful: bool, results: dict) -> None:
        """What a check found that was run in its own dialog, in the list too."""
        # The dialog is still at its end, with layers to load: the list comes when it has done.
        if successful:
            QTimer.singleShot(0, partial(self._show_findings, algorithm_id, results))

    def _show_findings(self, algorithm_id: str, results: dict) -> None:
        from .findings import findings_dock

        if not self.removed:
            findings_dock(self.iface).show_finished(algorithm_id, results)

    def split(self, *_checked: bool) -> None:
        """The map tool that cuts an area off a parcel of the active layer."""
        if self.split_tool is None:
            from .splittool import SplitTool

            self.split_tool = SplitTool(self.iface)
        self.split_tool.begin()

    def measure(self, *_checked: bool) -> None:
        """The map tool that measures what is drawn, by the official procedure."""
        if self.measure_tool is None:
            from .measuretool import MeasureTool

            self.measure_tool = MeasureTool(self.iface)
        self.measure_tool.begin()

    def open_settings(self, *_checked: bool) -> None:
        self.iface.showOptionsDialog(self.iface.mainWindow(), "RedlineOptionsPage")

    def open_base_map(self, *_checked: bool) -> None:
        """The dialog of the base maps; a table of the office that is wrong is told instead."""
        from .basemap import BaseMapDialog

        try:
            self.dialog = BaseMapDialog(self._base_maps())
        except RedlineError as error:
            self.iface.messageBar().pushMessage("Redline", error.sentence(tr), Qgis.MessageLevel.Warning)
            return
        self.dialog.show()

    def _base_maps(self) -> Any:
        if self.base_maps is None:
            from .basemap import BaseMaps

            self.base_maps = BaseMaps(self.iface)
        return self.base_maps

    def _look_for_base_maps(self, *_: object) -> None:
        """Give the office's key to the base maps of the project that was opened."""
        layers = QgsProject.instance().mapLayers().values()
        if not any(each.providerType() == "wms" and each.customProperty("redline/role") == "image" for each in layers):
            return
        try:
            self._base_maps().look()
        except RedlineError as error:
            self.iface.messageBar().pushMessage("Redline", error.sentence(tr), Qgis.MessageLevel.Warning)

    def open_demo(self, *_checked: bool) -> None:
        """The two townships that come with the plugin, with the live tally beside them."""
        from .demo import open_townships

        self.loader.now()
        try:
            opened = open_townships(self.iface)
        except RedlineError as error:
            self.iface.messageBar().pushMessage("Redline", error.sentence(tr), Qgis.MessageLevel.Warning)
            return
        except QgsProcessingException as error:
            self.iface.messageBar().pushMessage("Redline", str(error), Qgis.MessageLevel.Warning)
            return
        if opened:
            self.show_live()

    def open_tutorial(self, *_checked: bool) -> None:
        from .links import open_tutorial

        open_tutorial(self.iface)

    def remove(self) -> None:
        self.removed = True
        self.loader.loaded.disconnect(self._fill_groups)
        self.loader.loaded.disconnect(self._look_for_base_maps)
        self.loader.loaded.disconnect(self._tell_two_folders)
        QgsProject.instance().readProject.disconnect(self._look_for_base_maps)
        if self.base_maps is not None:
            self.base_maps.remove()
            self.base_maps = None
        if self.live is not None:
            self.live.remove()
            self.live = None
        if self.casework is not None:
            self.casework.remove()
            self.casework = None
        if self.keeper is not None:
            self.keeper.stop()
            self.keeper.deleteLater()
            self.keeper = None
        if self.split_tool is not None:
            self.split_tool.remove()
            self.split_tool = None
        if self.measure_tool is not None:
            self.measure_tool.remove()
            self.measure_tool = None
        self._remove_windows()
        self.iface.unregisterOptionsWidgetFactory(self.options)
        self.options = None
        self.layer_menu.remove()
        self.language.remove()
        self.recogniser.remove()
        self.iface.deregisterLocatorFilter(self.locator)
        if QgsSettings().value(PREFIX_KEY) == PREFIX:
            QgsSettings().remove(PREFIX_KEY)
        self.locator = None
        self.iface.pluginHelpMenu().removeAction(self.help)
        self.help.deleteLater()
        self.iface.mainWindow().menuBar().removeAction(self.menu.menuAction())
        self.menu.deleteLater()
        self.iface.mainWindow().removeToolBar(self.toolbar)
        self.toolbar.deleteLater()

    def _remove_windows(self) -> None:
        """The list of findings, and dialogs that are still open."""
        if (findings := sys.modules.get(f"{__package__}.findings")) is not None:
            dock = findings.findings_of(self.iface)
            if dock is not None:
                dock.remove()
        for name in ("RedlineLoadCounty", "RedlineParcelImport", "RedlineBaseMap"):
            for dialog in self.iface.mainWindow().findChildren(QDialog, name):
                dialog.close()
                dialog.deleteLater()
        self.dialog = None


def _remember_cases(successful: bool, results: dict) -> None:
    """A case file that was just made is the project's, where it has none yet."""
    from .casework.places import ChosenFile, remember_file, remembered_file

    path = str(results.get("OUTPUT") or "")
    if successful and path and remembered_file() is None:
        remember_file(ChosenFile(path=path))


def _icon(name: str) -> QIcon:
    return QIcon(str(RESOURCES / "icons" / f"{name}.svg"))
