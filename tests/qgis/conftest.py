"""QGIS without a screen, with the provider registered as the plugin does it."""

import importlib.util
import sys
from pathlib import Path

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


@pytest.fixture(scope="session")
def smallcounty(qgis_app):
    """The module smallcounty.py beside this file: a county of four villages, written by real drivers."""
    place = Path(__file__).with_name("smallcounty.py")
    spec = importlib.util.spec_from_file_location("redline_smallcounty", place)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
