"""Whole or not at all, in every tool: a run that is stopped leaves nothing, and no row is lost without a word."""

import gc
import shutil
from pathlib import Path

import everytool
import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterFeatureSink,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from toolinputs import TOOLS

pytestmark = pytest.mark.usefixtures("redline")

OTHERS = [
    "coveragecircles", "convertclasses", "removemapoffset", "checklayers", "loadcounty", "createworkspace",
    "createcasefile", "pushtasks", "mergefield",
    "approvaldossier", "mapsheets", "cameraviewshed", "camerasiting", "cameracoverage", "georeferencealert", "scanplan",
]  # fmt: skip
EVERY = [*TOOLS, *OTHERS]
BESIDE = {"provincetally"}
"""Works in a process of its own: tests/qgis/test_landuse_provincetally.py cancels it."""
RESUMES = {"mapsheets", "createcasefile"}
"""A run of sheets that was stopped goes on where it was: that is what it is for. A case file that is there is never
replaced (tests/qgis/test_casework_casefile.py)."""


@pytest.fixture(scope="module")
def given(redline, smallcounty, tmp_path_factory):
    return everytool.parameters(smallcounty, tmp_path_factory.mktemp("given"))


def test_every_tool_is_among_these(redline):
    models = {each.name() for each in redline.algorithms() if isinstance(each, QgsProcessingModelAlgorithm)}
    assert {each.name() for each in redline.algorithms()} - models - BESIDE == set(EVERY)


class Stopping(QgsProcessingFeedback):
    """Counts how often a tool asks whether it is to stop; says yes from the given time on."""

    def __init__(self, stop: int = 0) -> None:
        super().__init__(False)
        self.asked, self.stop = 0, stop

    def isCanceled(self) -> bool:
        self.asked += 1
        if self.asked == self.stop:
            self.cancel()
        return super().isCanceled()


def stopped(tool: str, parameters: dict, stop: int, folder: Path) -> bool:
    """Whether the tool ends when it is stopped at a question. One that waits for threads asks by the clock, now more
    often and now less: where it was done before that question, it is stopped at its last one of this time."""
    for _ in range(5):
        feedback = Stopping(stop)
        try:
            processing.run(f"redline:{tool}", parameters, feedback=feedback)
        except QgsProcessingException as error:
            return "cancelled" in str(error)
        assert feedback.asked < stop, "it was told to stop, and did not"
        stop = feedback.asked
        shutil.rmtree(folder)
        folder.mkdir()
    return False


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder; QGIS itself writes statistics beside a raster when it closes the layer."""
    gc.collect()
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".aux.xml")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


@pytest.mark.parametrize("tool", [tool for tool in EVERY if tool not in RESUMES])
def test_stopped_leaves_nothing(redline, given, tmp_path, tool):
    """Stopped at the first, a middle and the last question: the run says so, no file is left, and what an earlier run
    wrote to the same place is there as it was.

    tests/qgis/test_proofs.py stops tallies and parcel tools at more questions in an empty folder.
    """
    algorithm = redline.algorithm(tool)
    whole, empty = tmp_path / "whole", tmp_path / "empty"
    whole.mkdir()
    empty.mkdir()
    earlier = {**given[tool], **everytool.outputs(algorithm, given[tool], whole)}
    feedback = Stopping()
    processing.run(f"redline:{tool}", earlier, feedback=feedback)
    before, asked = files(whole), feedback.asked
    assert asked, "the tool never asks whether it is to stop"
    for stop in sorted({1, asked // 2 + 1, asked} if tool in OTHERS else {asked}):
        places = everytool.outputs(algorithm, given[tool], empty)
        assert stopped(tool, {**given[tool], **places}, stop, empty), f"at question {stop} of {asked}"
        assert list(files(empty)) == [], f"stopped at question {stop} of {asked}"
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run(f"redline:{tool}", earlier, feedback=Stopping(asked // 2 + 1))
    after = files(whole)
    assert sorted(after) == sorted(before)
    assert [name for name in after if after[name] != before[name]] == []


class Refusing(QgsFeatureSink):
    """A sink that refuses the second row, as a full disk does, or says so only when it is closed."""

    def __init__(self, late: bool) -> None:
        super().__init__()
        self.late, self.rows = late, 0

    def addFeature(self, feature, flags=None) -> bool:
        self.rows += 1
        return self.late or self.rows < 2

    def flushBuffer(self) -> bool:
        return not self.late

    def finalize(self) -> bool:
        return not self.late

    def lastError(self) -> str:
        return "the disk is full"


def sinks(algorithm) -> list[str]:
    return [
        each.name()
        for each in algorithm.destinationParameterDefinitions()
        if isinstance(each, QgsProcessingParameterFeatureSink)
    ]


@pytest.mark.parametrize("tool", EVERY)
def test_a_refused_row_is_an_error(redline, given, tmp_path, monkeypatch, tool):
    """Named with its reason, with no other output of the run left as if all were well.

    Each sink of the tool refuses its second row, and in another run says at its closing that it could not write.
    """
    from redline.processing.base import RedlineAlgorithm

    algorithm = redline.algorithm(tool)
    if not sinks(algorithm):
        pytest.skip("writes no layer through Processing")
    for late in (False, True):
        written = []

        def refusing(self, parameters, name, *others, late=late, written=written, **named):
            written.append(Refusing(late))
            return written[-1], f"{name}_refused"

        monkeypatch.setattr(RedlineAlgorithm, "parameterAsSink", refusing)
        folder = tmp_path / f"late_{late}"
        folder.mkdir()
        told = ""
        try:
            processing.run(f"redline:{tool}", {**given[tool], **everytool.outputs(algorithm, given[tool], folder)})
        except QgsProcessingException as error:
            told = str(error)
        if late or max(sink.rows for sink in written) > 1:
            assert "the disk is full" in told
            assert list(files(folder)) == []


PASSING_ON = {
    "coveragecircles": ("INPUT", "camera"),
    "convertclasses": ("INPUT", "DLTB"),
    "removemapoffset": ("INPUT", "camera"),
    "officialarea": ("INPUT", "CJDCQ"),
    "balanceareas": ("INPUT", "DLTB"),
    "redlinecheck": ("INPUT", "ZZ_TDZSFW"),
    "coveragetally": ("VILLAGES", "CJDCQ"),
    "pointsinzones": ("INPUT", "CJDCQ"),
    "splitbyarea": ("INPUT", "ZZ_TDZSFW"),
    "apportion": ("TARGET", "CJDCQ"),
    "nearesthazards": ("INPUT", "ZZ_TDZSFW"),
    "boundarypoints": ("INPUT", "ZZ_TDZSFW"),
}
"""Tools that pass on the fields of a layer: the parameter, and the layer that it is given."""


def with_repeated_fid(source: str) -> QgsVectorLayer:
    """A copy in memory with a field ``fid`` in which every value stands twice, as two joined layers have it."""
    layer = QgsVectorLayer(source, "repeated", "ogr")
    kind = f"{layer.geometryType().name}?crs={layer.crs().authid()}"
    copy = QgsVectorLayer(kind, "repeated", "memory")
    fields = [QgsField("fid", QMetaType.Type.LongLong), *(each for each in layer.fields() if each.name() != "fid")]
    copy.dataProvider().addAttributes(fields)
    copy.updateFields()
    features = []
    for feature in layer.getFeatures():
        made = QgsFeature(copy.fields())
        made.setGeometry(feature.geometry())
        for each in fields:
            made[each.name()] = feature[each.name()]
        made["fid"] = (len(features) // 2) + 1
        features.append(made)
    assert copy.dataProvider().addFeatures(features)[0]
    return copy


@pytest.mark.parametrize("tool", PASSING_ON)
def test_a_repeated_fid_loses_no_feature(redline, given, tmp_path, tool):
    """A GeoPackage takes a field ``fid`` for its key: all features arrive all the same, or the run says why not.

    As many arrive as in a run to memory, which has no key.
    """
    parameter, name = PASSING_ON[tool]
    place = str(given["checklayers"]["INPUT_LAYERS"][0]).partition("|")[0]
    layer = with_repeated_fid(f"{place}|layername={name}")
    main = sinks(redline.algorithm(tool))[0]
    asked = {**given[tool], parameter: layer}
    free = processing.run(f"redline:{tool}", {**asked, main: "memory:"})[main].featureCount()
    target = tmp_path / "out.gpkg"
    try:
        processing.run(f"redline:{tool}", {**asked, main: str(target)})
    except QgsProcessingException as error:
        assert "fid" in str(error).lower()
        assert not target.exists()
        return
    gc.collect()
    assert QgsVectorLayer(str(target), "out", "ogr").featureCount() == free
