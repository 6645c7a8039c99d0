"""Shapefiles that lost something on their way: what is lost is counted, what is whole is kept, no number is made."""

import struct

import pytest
from deliveries import REAL, TEXT, copy, layer, rows, shapefile, square
from qgis.core import QgsProcessingException, QgsVectorLayer

from redline.layers.reading.damage import damaged_shapes, lost_rows
from redline.layers.reading.sources import read_features, read_table

TOLD = (
    "Layer {layer}: {lost} of 30 records of {file} are damaged or cut off, the first is that of feature {fid}. Nothing "
    "was made of it, for numbers would be wrong: get the file again, or save the layer as a new file, which keeps what "
    "is whole, and enter there what is missing."
)


@pytest.fixture
def delivered(tmp_path):
    """30 patches of 1 ha side by side, the fourth (feature 3) without a shape."""
    shapes = [None if place == 3 else square(110 * place, 0, 100) for place in range(30)]
    fields = {"DLBM": TEXT, "DLMC": TEXT, "TBMJ": REAL, "ZLDWDM": TEXT}
    patches = [(shape, ["0102", "水浇地", 10000.0, "371525100201"]) for shape in shapes]
    return shapefile(layer("DLTB", fields, patches), tmp_path / "whole.shp")


def one_record(path):
    """The record of feature 5 says that it has 999,999 parts."""
    start = 2 * struct.unpack(">i", path.with_suffix(".shx").read_bytes()[100 + 8 * 5 : 104 + 8 * 5])[0]
    stored = bytearray(path.read_bytes())
    stored[start + 44 : start + 48] = struct.pack("<i", 999_999)
    path.write_bytes(stored)


def two_thirds(path, suffix):
    file = path.with_suffix(suffix)
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])


DAMAGES = {
    "one record": (one_record, ".shp", 1, 5),
    # 100 bytes of header; 29 records of 144 bytes and one of 12: (100 + 4,188) · 2/3 = 2,858; feature 20 begins at
    # 100 + 12 + 19 · 144 = 2,848 and is cut off: 20 … 29
    "shapes cut off": (lambda path: two_thirds(path, ".shp"), ".shp", 10, 20),
    # rows of one length after a header of 161 bytes, and one byte at the end
    "rows cut off": (lambda path: two_thirds(path, ".dbf"), ".dbf", 11, 19),
}


@pytest.fixture(params=DAMAGES)
def damaged(request, delivered):
    """(path, what has to be told)."""
    damage, suffix, lost, fid = DAMAGES[request.param]
    path = copy(delivered, "DLTB")
    damage(path)
    return path, {"lost": lost, "file": f"DLTB{suffix}", "fid": fid}


def test_a_whole_file_has_lost_nothing(delivered):
    assert lost_rows(delivered) is None
    assert damaged_shapes(delivered, [3]) is None  # stored without a shape: nothing was lost
    found = read_features(QgsVectorLayer(str(delivered), "DLTB", "ogr"), ["DLBM"])
    assert len(found) == 29 and [each.fid for each in found.skipped] == [3]


@pytest.mark.parametrize("tool", ["officialarea", "tallybylanduse"])
def test_tools_that_make_numbers_stop_with_one_sentence(run, damaged, tool):
    path, told = damaged
    zones = layer("z", {"id": TEXT}, [(square(0, 0, 3300, 100), ["Z"])])
    given = {"INPUT": zones, "LANDUSE": str(path)} if tool == "tallybylanduse" else {"INPUT": str(path)}
    with pytest.raises(QgsProcessingException) as failure:
        run(tool, OUTPUT="TEMPORARY_OUTPUT", **given)
    assert str(failure.value) == TOLD.format(layer="DLTB", **told)


def test_a_table_is_whole_where_only_shapes_are_lost(delivered):
    path = copy(delivered, "DLTB")
    one_record(path)
    assert len(read_table(QgsVectorLayer(str(path), "DLTB", "ogr"), ["DLBM"])) == 30


def test_a_workspace_keeps_what_is_whole_and_says_what_is_lost(run, damaged, tmp_path):
    path, told = damaged
    target = tmp_path / "county.gpkg"
    run("createworkspace", INPUT_LAYERS=[QgsVectorLayer(str(path), "DLTB", "ogr")], OUTPUT=str(target))
    kept = QgsVectorLayer(f"{target}|layername=DLTB", "DLTB", "ogr")
    with_shape = sum(not feature.geometry().isEmpty() for feature in kept.getFeatures())
    rows_lost = told["lost"] if told["file"].endswith(".dbf") else 0
    assert len(rows(kept, "DLBM")) == 30 - rows_lost
    assert with_shape == 29 - told["lost"]
    sentence = "DLTB: {lost} of 30 records of {file} are damaged or cut off, the first is that of feature {fid};"
    assert [said for said in run.log.warnings if said.startswith(sentence.format(**told))], run.log.warnings
