"""The look of the camera results when QGIS loads them."""

import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsColorRampShader, QgsProcessingContext, QgsProject, QgsRasterLayer, QgsVectorLayer

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import LEFT, TOP, World

from redline.core.errors import RedlineError
from redline.layers.looks.cameralook import dress, steps_of


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


@pytest.mark.parametrize("result", ["count", "union", "certainty", "hidden", "looks"])
def test_steps_rise_and_are_named_in_both_languages(result):
    english, chinese = steps_of(result, "en"), steps_of(result, "zh_Hans")
    values = [value for value, _, _ in english]
    assert values == sorted(values)
    assert all(name.isascii() for _, _, name in english)
    assert all(not name.isascii() for _, _, name in chinese)


def test_a_result_without_rows_is_named():
    with pytest.raises(RedlineError, match="has no rows for nothing"):
        steps_of("nothing", "en")


def test_every_value_of_a_raster_gets_its_colour(world):
    count = np.zeros((400, 400))
    count[10, 10:16] = [0, 1, 4, 5, 9, 40]
    layer = world.dem(count, "count")
    dress(layer, "count", "en")
    ramp = layer.renderer().shader().rasterShaderFunction()
    assert ramp.colorRampType() == QgsColorRampShader.Type.Discrete
    colours = {value: ramp.shade(float(value))[1:4] for value in (0, 1, 4, 5, 9, 40)}
    assert colours[0] == (0xE9, 0xB7, 0xA7)
    assert colours[4] == (0x3D, 0x84, 0x63)
    assert colours[5] == colours[9] == colours[40] == (0x1F, 0x5A, 0x43)
    assert ramp.colorRampItemList()[-1].label == "5 or more"


def test_a_vector_result_is_filled(world):
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4548", "x", "memory")
    dress(layer, "notseen", "zh_Hans")
    assert layer.renderer().symbol().color().name() == "#e9b7a7"


def test_layers_that_are_loaded_arrive_dressed(world):
    """As the desktop does it: results that go into the project are post-processed."""
    project = QgsProject()
    world.context.setProject(project)
    cameras = world.points([(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
    path = str(world.folder / "count.tif")
    details = QgsProcessingContext.LayerDetails("count", project, "COUNT")
    world.context.addLayerToLoadOnCompletion(path, details)
    found = world.run("cameraviewshed", ELEVATION=world.dem(), CAMERAS=cameras, COUNT=path)
    processor = world.context.layerToLoadOnCompletionDetails(found["COUNT"]).postProcessor()
    layer = QgsRasterLayer(path, "count")
    processor.postProcessLayer(layer, world.context, world.feedback)
    assert layer.renderer().type() == "singlebandpseudocolor"
