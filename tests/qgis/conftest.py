"""QGIS without a screen, with the provider registered as the plugin does it."""

import pytest
from qgis.core import QgsApplication


@pytest.fixture(scope="session")
def redline(qgis_app, qgis_processing):
    """The plugin, loaded with no iface as qgis_process loads it; gives the provider."""
    from redline import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("redline")
    plugin.unload()
