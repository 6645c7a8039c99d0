"""One thing wrong with one layer of one tool: its answer names the layer, or is right without that thing; no traceback.

`make test` asks of each layer of each tool one fault, of each fault some; `make test-all` all of all.
"""

from __future__ import annotations

import traceback
import zlib

import everytool
import faultylayers
import pytest
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject
from toolinputs import PARCELS, TALLIES

TOOLS = [
    *TALLIES, *PARCELS, "coveragecircles", "convertclasses", "removemapoffset", "checklayers", "createworkspace",
    "cameraviewshed", "camerasiting", "cameracoverage", "georeferencealert", "scanplan",
]  # fmt: skip

QUIET = {
    # What has no values has none: they are shown as empty, counted as nothing where that is said, or not asked for.
    "without values": None,
    # Tables of codes and areas: no shape is looked at.
    "without shape": {"convertclasses", "createworkspace", "balanceareas", "checklayers"},
    "infinite": {"convertclasses", "createworkspace", "balanceareas", "checklayers"},
    "not a number": {"convertclasses", "createworkspace", "balanceareas", "checklayers"},
    "astray": {"convertclasses", "createworkspace", "balanceareas", "checklayers"},
    "without system": {"convertclasses", "createworkspace", "balanceareas", "checklayers"},
    # Nothing is done with nothing: 0 features out, or a side question without answers.
    "without features": {
        "convertclasses", "createworkspace", "checklayers", "removemapoffset", "coveragecircles", "pointsinzones",
        "boundarypoints", "approvaltables", "quotaledger", "georeferencealert",
    },
}  # fmt: skip
"""Tools that may go on without a word about the fault: ``checklayers`` answers with findings."""


class Heard(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


@pytest.fixture
def raised(monkeypatch):
    """What runs raised beside sentences for people: tracebacks."""
    from redline.processing.base import RedlineAlgorithm

    found: list[str] = []

    def watched(method):
        def call(self, *arguments):
            try:
                return method(self, *arguments)
            except QgsProcessingException:
                raise
            except BaseException:
                found.append(traceback.format_exc())
                raise

        return call

    for name in ("checkParameterValues", "prepareAlgorithm", "processAlgorithm", "postProcessAlgorithm"):
        if name in RedlineAlgorithm.__dict__:
            monkeypatch.setattr(RedlineAlgorithm, name, watched(RedlineAlgorithm.__dict__[name]))
    return found


def chosen(tool: str, parameter: str, fault: str) -> bool:
    """Some for each layer and each fault, the same on every machine."""
    faults = list(faultylayers.FAULTS)
    return faults[zlib.crc32(f"{tool} {parameter}".encode()) % len(faults)] == fault


def asked(redline, given, tmp_path, raised, tool: str, *, all_of_it: bool) -> int:
    count = 0
    for parameter in faultylayers.layer_parameters(given[tool]):
        for fault in faultylayers.FAULTS:
            if chosen(tool, parameter, fault) == all_of_it:
                continue
            made = faultylayers.with_fault(given[tool], parameter, fault)
            if made is None:
                continue
            count += 1
            parameters, layer = made
            folder = tmp_path / f"{count}"
            folder.mkdir()
            told, heard, context = "", Heard(), QgsProcessingContext()
            context.setProject(QgsProject.instance())
            places = everytool.outputs(redline.algorithm(tool), given[tool], folder)
            try:
                processing.run(f"redline:{tool}", {**parameters, **places}, feedback=heard, context=context)
            except QgsProcessingException as error:
                told = str(error)
                assert "Traceback" not in told and "There were errors" not in told, (parameter, fault, told)
                assert list(folder.iterdir()) == [], (parameter, fault)
            assert not raised, (parameter, fault, raised)
            if QUIET[fault] is None or tool in QUIET[fault]:
                continue
            assert any(layer.name() in each for each in (told, *heard.warnings)), (parameter, fault, told)
    return count


@pytest.mark.parametrize("tool", TOOLS)
def test_some_faults(redline, given, tmp_path, raised, tool):
    asked(redline, given, tmp_path, raised, tool, all_of_it=False)


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_the_other_faults(redline, given, tmp_path, raised, tool):
    asked(redline, given, tmp_path, raised, tool, all_of_it=True)
