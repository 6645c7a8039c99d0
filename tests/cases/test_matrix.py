"""Every tool on every kind of layer: a right number or one sentence, never a traceback, never numbers without a word.

Each input of a tool in turn is delivered in each of the kinds of variants.py. Where a kind holds the same land and
values, all numbers are those of the layer itself. The ordinary run takes a choice; `make test-all` takes all.
"""

import gc
import re
import sys
from pathlib import Path

import pytest
import variants
from qgis import processing
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "agreement"))

import everytool
from toolinputs import TOOLS

OTHERS = [
    "coveragecircles", "convertclasses", "removemapoffset", "checklayers", "createworkspace", "approvaldossier",
    "mapsheets", "cameraviewshed", "camerasiting", "cameracoverage", "georeferencealert", "scanplan",
]  # fmt: skip
EVERY = [*TOOLS, *OTHERS]
CHOICE = ["tallybylanduse", "officialarea", "redlinecheck", "exportparceltext", "pointsinzones", "checklayers"]
NUMBERS_OF_FILES = ("SKIPPED", "FILES")
"""Counts that say what was left out: another number for a kind that has more or less to leave out."""


@pytest.fixture(scope="module")
def given(redline, smallcounty, tmp_path_factory):
    return everytool.parameters(smallcounty, tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="module")
def plain(redline, given, tmp_path_factory):
    """The numbers of each tool on the layers as they are; each is run once."""
    known = {}

    def numbers(tool):
        if tool not in known:
            known[tool] = outcome(redline, tool, given[tool], tmp_path_factory.mktemp("plain"))
        return known[tool]

    return numbers


@pytest.fixture
def broken(redline, monkeypatch):
    """Exceptions that are no sentence: QGIS would show the last words of a traceback."""
    from redline.processing.base import RedlineAlgorithm

    seen = []

    def watched(method):
        def inner(self, *arguments):
            try:
                return method(self, *arguments)
            except QgsProcessingException:
                raise
            except Exception as error:
                seen.append(error)
                raise

        return inner

    for name in ("prepareAlgorithm", "processAlgorithm"):
        monkeypatch.setattr(RedlineAlgorithm, name, watched(getattr(RedlineAlgorithm, name)))
    return seen


def layers_of(algorithm, parameters):
    """(parameter, place in its list or None, source) of every layer that a tool is given."""
    kinds = (
        QgsProcessingParameterFeatureSource,
        QgsProcessingParameterVectorLayer,
        QgsProcessingParameterMultipleLayers,
    )
    found = []
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if not isinstance(definition, kinds) or not value:
            continue
        for place, source in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if "layername=" in str(source):
                found.append((definition.name(), place, str(source)))
    return found


def replaced(parameters, name, place, layer):
    value = layer
    if place is not None:
        value = [*parameters[name]]
        value[place] = layer
    return {**parameters, name: value}


def outcome(redline, tool, parameters, folder):
    """The numbers that a tool returns, or the sentence by which it refuses."""
    algorithm = redline.algorithm(tool)
    asked = {**parameters, **everytool.outputs(algorithm, parameters, folder)}
    try:
        results = processing.run(f"redline:{tool}", asked, feedback=QgsProcessingFeedback(False))
    except QgsProcessingException as error:
        return str(error)
    return {name: value for name, value in results.items() if isinstance(value, (int, float))}


def is_a_sentence(said):
    """One sentence of a person's: no name of an exception, no place in code, an end."""
    return (
        said.strip() == said
        and len(said) > 20
        and not re.search(r"Traceback|Error\b|\.py\b|<class|object has no|NoneType|QVariant|argument \d", said)
        and said.rstrip('”")').endswith((".", "。"))
    )


def judged(redline, given, plain, broken, folder, tool, kind, one):
    name, place, source = one
    QgsProject.instance().removeAllMapLayers()
    layer = variants.variant(kind, source, folder)
    found = outcome(redline, tool, replaced(given[tool], name, place, layer), folder)
    assert broken == [], f"{tool} on {name} as {kind}: {broken!r}"
    if isinstance(found, str):
        assert is_a_sentence(found), f"{tool} on {name} as {kind}: {found}"
    if kind in variants.SAME:
        wanted = plain(tool)
        assert not isinstance(found, str) or isinstance(wanted, str), f"{tool} on {name} as {kind}: {found}"
        for key, number in wanted.items() if isinstance(wanted, dict) else ():
            if key not in NUMBERS_OF_FILES:
                assert found[key] == pytest.approx(number, rel=1e-9, abs=1e-6), f"{tool} on {name} as {kind}: {key}"
    QgsProject.instance().removeAllMapLayers()
    gc.collect()


@pytest.mark.parametrize("kind", variants.KINDS)
@pytest.mark.parametrize("tool", CHOICE)
def test_the_main_layer_of_some_tools(redline, given, plain, broken, tmp_path, tool, kind):
    one = layers_of(redline.algorithm(tool), given[tool])[0]
    judged(redline, given, plain, broken, tmp_path, tool, kind, one)


@pytest.mark.slow
@pytest.mark.parametrize("kind", variants.KINDS)
@pytest.mark.parametrize("tool", EVERY)
def test_every_layer_of_every_tool(redline, given, plain, broken, tmp_path, tool, kind):
    for number, one in enumerate(layers_of(redline.algorithm(tool), given[tool])):
        folder = tmp_path / str(number)
        folder.mkdir()
        judged(redline, given, plain, broken, folder, tool, kind, one)


OUTSIDE = {"no system": 1, "empty": 1, "first without geometry": 0, "view without key": 0, "text ids": 0}


@pytest.mark.parametrize(
    "kind", [kind if kind == "no system" else pytest.param(kind, marks=pytest.mark.slow) for kind in OUTSIDE]
)
def test_from_outside(redline, given, qgis_process, tmp_path, kind):
    """Through qgis_process: exit status 0 with the table, or 1 with one sentence and nothing."""
    layer = variants.variant(kind, given["tallybylanduse"]["LANDUSE"], tmp_path)
    source = layer.source()
    if layer.providerType() == "memory":
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, name = ("GeoJSON", "out.geojson") if kind == "text ids" else ("GPKG", "out.gpkg")
        source = str(tmp_path / name)
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, source, QgsCoordinateTransformContext(), options)
    asked = {**given["tallybylanduse"], "LANDUSE": source, "OUTPUT": str(tmp_path / "table.gpkg")}
    done = qgis_process("redline:tallybylanduse", asked)
    assert done.returncode == OUTSIDE[kind], done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    if done.returncode:
        assert re.search(r"Layer out(\.gpkg)? (has no coordinate system|holds no polygons)", done.stderr), done.stderr
        assert not Path(asked["OUTPUT"]).exists()
    else:
        assert QgsVectorLayer(asked["OUTPUT"], "t", "ogr").featureCount() > 0


def test_a_field_of_a_files_own_name_keeps_its_values(redline, given, tmp_path):
    """``geom`` is where a GeoPackage keeps the shapes: the texts that a layer has there go on beside them."""
    layer = variants.variant("reserved names", given["officialarea"]["INPUT"], tmp_path)
    said = []

    class Heard(QgsProcessingFeedback):
        def pushWarning(self, warning):
            said.append(warning)

    place = str(tmp_path / "areas.gpkg")
    processing.run("redline:officialarea", {"INPUT": layer, "OUTPUT": place}, feedback=Heard(False))
    written = QgsVectorLayer(place, "areas", "ogr")
    assert {row["geom_source"] for row in written.getFeatures()} == {"x"} and written.isSpatial()
    assert (
        "Measured polygons: the name geom is the file's own, for its shapes or its key: the values are in geom_source."
        in said
    )
