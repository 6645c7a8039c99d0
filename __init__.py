"""Redline 红线: farmland protection and land approval for a county, in QGIS."""


def classFactory(iface):
    """The door QGIS knocks at; ``iface`` is None in qgis_process."""
    from .plugin import RedlinePlugin

    return RedlinePlugin(iface)
