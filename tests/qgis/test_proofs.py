"""What is asked of every tally and parcel tool alike, tool by tool: all that is declared is returned, and a run that is
cancelled, wherever that happens, leaves nothing behind."""

import gc
import sys
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
)

sys.path.insert(0, str(Path(__file__).parent))
from toolinputs import TOOLS, inputs, outputs


class Counted(QgsProcessingFeedback):
    """Counts how often a tool asks whether it is to stop; says yes from the given time on."""

    def __init__(self, stop=0):
        super().__init__(False)
        self.asked, self.stop = 0, stop

    def isCanceled(self):
        self.asked += 1
        if self.asked == self.stop:
            self.cancel()
        return super().isCanceled()


@pytest.fixture(scope="module")
def given(redline, smallcounty, tmp_path_factory):
    """The inputs of every tool."""
    return inputs(smallcounty, tmp_path_factory.mktemp("given"))


# Tools that need more than the small county (a folder, terrain, sheets): the tests that ask the same of each of them.
ASKED_ELSEWHERE = {
    "approvaldossier": "test_approvaldossier.py",
    "loadcounty": "test_load_county.py",
    "checklayers": "test_checklayers.py",
    "createworkspace": "test_workspace.py",
    "convertclasses": "test_checklayers_repairs.py",
    "removemapoffset": "test_checklayers_repairs.py",
    "coveragecircles": "test_coveragecircles.py",
    "mapsheets": "test_sheets_tool.py",
    "cameraviewshed": "test_cameras_tool_viewshed.py",
    "cameracoverage": "test_cameras_tool_coverage.py",
    "camerasiting": "test_cameras_tool_siting.py",
    "scanplan": "test_cameras_tool_scanplan.py",
    "georeferencealert": "test_cameras_tool_georeference.py",
    "createcasefile": "test_casework_casefile.py",
    "provincetally": "test_landuse_provincetally.py",
    "pushtasks": "test_casework_field.py",
    "mergefield": "test_casework_field.py",
}


def test_every_tool_is_among_these(redline):
    from redline.processing.algorithms import ALGORITHMS

    assert {each.ID for each in ALGORITHMS} - set(ASKED_ELSEWHERE) == set(TOOLS)
    assert not set(ASKED_ELSEWHERE) & set(TOOLS)


def test_the_others_are_asked_where_it_is_said():
    for name, place in ASKED_ELSEWHERE.items():
        assert name in (Path(__file__).parent / place).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("name", TOOLS)
def test_all_that_is_declared_is_returned(redline, given, tmp_path, name):
    """With every output asked for, in files: each is named, each file is there, and numbers are numbers."""
    algorithm = redline.algorithm(name)
    places = outputs(algorithm, given[name], tmp_path)
    results = processing.run(f"redline:{name}", {**given[name], **places})
    declared = {each.name(): each for each in algorithm.outputDefinitions()}
    assert set(results) == set(declared) - {key for key, value in given[name].items() if value == ""}
    for key, output in declared.items():
        if output.type() == "outputNumber":
            assert isinstance(results[key], (int, float)), key
    for key in places:
        assert results[key], key
        assert any(tmp_path.glob(f"{key}*")), key


@pytest.mark.parametrize("name", TOOLS)
def test_cancelled_midway_leaves_nothing(redline, given, tmp_path, name):
    """Stopped at the first, the last and some questions in between: no file is left, and the run says so."""
    algorithm = redline.algorithm(name)
    whole = tmp_path / "whole"
    whole.mkdir()
    feedback = Counted()
    processing.run(f"redline:{name}", {**given[name], **outputs(algorithm, given[name], whole)}, feedback=feedback)
    asked = feedback.asked
    assert asked, "the tool never asks whether it is to stop"
    for stop in sorted({1, asked, *(max(1, asked * part // 8) for part in range(1, 8))}):
        folder = tmp_path / f"stopped_{stop}"
        folder.mkdir()
        parameters = {**given[name], **outputs(algorithm, given[name], folder)}
        with pytest.raises(QgsProcessingException, match="cancelled"):
            processing.run(f"redline:{name}", parameters, feedback=Counted(stop))
        gc.collect()
        assert sorted(path.name for path in folder.rglob("*")) == [], f"stopped at question {stop} of {asked}"


@pytest.mark.parametrize("name", TOOLS)
def test_outputs_left_empty_as_dialogs_leave_them(redline, given, tmp_path, name):
    """The toolbox's batch gives an optional layer that is left empty as a definition of nothing."""
    algorithm = redline.algorithm(name)
    places = outputs(algorithm, given[name], tmp_path)
    left = set()
    for each in algorithm.destinationParameterDefinitions():
        if each.name() in places and each.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional:
            left.add(each.name())
            layer = isinstance(each, QgsProcessingParameterFeatureSink)
            places[each.name()] = QgsProcessingOutputLayerDefinition("") if layer else ""
    if name == "exportparceltext":  # it writes a file or a folder
        left.remove("OUTPUT")
        places["OUTPUT"] = str(tmp_path / "parcels.txt")
    results = processing.run(f"redline:{name}", {**given[name], **places})
    assert not left & {key for key, value in results.items() if value is not None}


@pytest.mark.parametrize("name", TOOLS)
def test_the_log_sums_up_and_is_not_buried(redline, given, tmp_path, name):
    """What was read and left out is said; QGIS's warnings of titles that a format cannot hold are not."""
    algorithm = redline.algorithm(name)
    feedback = QgsProcessingFeedback()
    processing.run(f"redline:{name}", {**given[name], **outputs(algorithm, given[name], tmp_path)}, feedback=feedback)
    log = feedback.textLog()
    assert "not supported by" not in log
    summaries = {
        "importparcels": "1 files: 2 parcels read, 0 errors",
        "serviceclock": "2 files: 0 on time, 0 late, 0 open, 2 overdue.",
        "importalerts": "were there already.",
        "casereport": "alerts, 0 pushed, 0 suspected cases, 0 closed.",
        "importparceltext": "1 files: 2 parcels read, 0 left out",
        "exportparceltext": "2 parcels",
        "boundarypoints": "2 parcels, 8 boundary points",
        "splitbyarea": "2 parcels read, 2 split, 0 left whole or out",
    }
    assert summaries.get(name, "Features left out: 0.") in log
