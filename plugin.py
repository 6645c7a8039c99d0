"""The plugin as QGIS sees it: it brings the provider, and in the desktop the menu."""

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QProcess

from .i18n import install_translator


class RedlinePlugin:
    """Loads with ``iface=None`` too, as qgis_process does: then there is a provider and no window."""

    def __init__(self, iface=None):
        self.iface = iface
        self.provider = None
        self.loader = None
        self.menu = None
        self.drop = None
        self.guard = None
        self.translator = install_translator(_language())

    def initProcessing(self):
        from .core import compiled

        compiled.compile_beside(_launch)
        self._add_provider(later=False)

    def initGui(self):
        if self.iface is None:
            self.initProcessing()
            return
        # What takes time waits until QGIS is there: it starts as quickly as without the plugin (bench/startup.py).
        self._add_provider(later=True)
        from .ui.loader import AlgorithmLoader
        from .ui.menu import RedlineMenu
        from .ui.parceldrop import ParcelTextDrop
        from .ui.saveas import PersonalDataGuard

        self.loader = AlgorithmLoader(self.provider)
        self.menu = RedlineMenu(self.iface, self.loader)
        self.drop = ParcelTextDrop(self.iface)
        self.iface.registerCustomDropHandler(self.drop)
        self.guard = PersonalDataGuard(self.iface)

    def unload(self):
        if self.drop is not None:
            self.iface.unregisterCustomDropHandler(self.drop)
            self.drop = None
        if self.guard is not None:
            self.guard.remove()
            self.guard = None
        if self.loader is not None:
            self.loader.stop()
        if self.menu is not None:
            self.menu.remove()
            self.menu = None
        self.loader = None
        if self.provider is not None:
            from .layers import expressions

            expressions.unregister()
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def _add_provider(self, *, later):
        from .core.landuse.classes import use_office_table
        from .layers import expressions
        from .layers.roles.table import office_folder
        from .processing.provider import RedlineProvider

        use_office_table(office_folder() / "major_class.csv")
        expressions.register()
        self.provider = RedlineProvider(later=later)
        QgsApplication.processingRegistry().addProvider(self.provider)
        if not later:
            # The models among the algorithms find their steps only now that the provider is registered.
            self.provider.refreshAlgorithms()


def _launch(program, arguments):
    """Start ``program`` apart from this process: without input and output, and it outlives it."""
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setStandardInputFile(QProcess.nullDevice())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()


def _language() -> str:
    """The language in which QGIS speaks: that of ``--lang`` or of its settings, else the system's."""
    application = QgsApplication.instance()
    chosen = application.translation() if isinstance(application, QgsApplication) else ""
    if not chosen and QgsSettings().value("locale/overrideFlag", False, type=bool):
        chosen = QgsSettings().value("locale/userLocale", "", type=str)
    return chosen or QLocale.system().name()
