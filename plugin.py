"""The plugin as QGIS sees it: it brings the provider, and in the desktop the menu."""

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from .i18n import install_translator


class RedlinePlugin:
    """Loads with ``iface=None`` too, as qgis_process does: then there is a provider and no window."""

    def __init__(self, iface=None):
        self.iface = iface
        self.provider = None
        self.menu = None
        self.drop = None
        self.translator = install_translator(_language())

    def initProcessing(self):
        from .layers import expressions
        from .processing.provider import RedlineProvider

        expressions.register()
        self.provider = RedlineProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        if self.iface is not None:
            from .core import compiled
            from .ui.menu import RedlineMenu
            from .ui.parceldrop import ParcelTextDrop

            self.menu = RedlineMenu(self.iface)
            self.drop = ParcelTextDrop(self.iface)
            self.iface.registerCustomDropHandler(self.drop)
            compiled.start()

    def unload(self):
        if self.drop is not None:
            self.iface.unregisterCustomDropHandler(self.drop)
            self.drop = None
        if self.menu is not None:
            from .core import compiled

            self.menu.remove()
            self.menu = None
            compiled.finish()
        if self.provider is not None:
            from .layers import expressions

            expressions.unregister()
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None


def _language() -> str:
    """The language in which QGIS speaks: that of ``--lang`` or of its settings, else the system's."""
    application = QgsApplication.instance()
    chosen = application.translation() if isinstance(application, QgsApplication) else ""
    if not chosen and QgsSettings().value("locale/overrideFlag", False, type=bool):
        chosen = QgsSettings().value("locale/userLocale", "", type=str)
    return chosen or QLocale.system().name()
