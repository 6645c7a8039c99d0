"""QGIS without a screen, with the provider registered as the plugin does it: for tests/qgis and tests/agreement.

A plugin of pytest that tests/conftest.py registers where pytest-qgis runs, so that both folders share one QGIS.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

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
    """The module tests/qgis/smallcounty.py: a county of four villages, written by real drivers."""
    import smallcounty

    return smallcounty


@pytest.fixture(scope="session")
def postgis(qgis_app):
    """A PostGIS server that lives as long as the tests do."""
    import postgisserver

    with postgisserver.new_server() as server:
        yield server


@pytest.fixture(scope="session")
def qgis_process(qgis_app) -> Callable[[str, dict], subprocess.CompletedProcess]:
    """``qgis_process(algorithm id, parameters)``: a run from outside, answering in JSON, with the plugin enabled."""

    def call(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["qgis_process", *arguments], input=text, capture_output=True, text=True, timeout=600, check=False
        )

    enabled = call("plugins", "enable", "redline")
    assert enabled.returncode == 0 or "already enabled" in enabled.stderr, enabled.stdout + enabled.stderr
    return lambda algorithm, parameters: call("run", algorithm, "-", text=json.dumps({"inputs": parameters}))


_STATUS = {"status": 0}


def pytest_sessionfinish(session, exitstatus):
    _STATUS["status"] = int(exitstatus)


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config):
    """Leave with the status of the tests, before Python takes QGIS's objects apart in an order that QGIS cannot bear.

    First of all: pytest itself collects garbage here, QGIS's too. What it has to tell was told when the session ended.

    What a user's process does at its end is not hidden by this: every algorithm is run through qgis_process, and its
    exit status is asserted.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_STATUS["status"])
