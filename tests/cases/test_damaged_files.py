"""Shapefiles that lost something on their way: what is lost is counted, what is whole is kept, no number is made."""

import struct

import pytest
from deliveries import REAL, TEXT, copy, layer, rows, shapefile, square
from qgis.core import QgsCoordinateTransformContext, QgsProcessingException, QgsVectorFileWriter, QgsVectorLayer

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


WRONG = (
    "Layer DLTB was not read as it stands in its file, so nothing was made of it: close other programs that write to "
    "the file and run again; if that does not help, the file is damaged: get it again."
)


@pytest.fixture
def damaged_geopackage(tmp_path):
    """600 rows in pages of 4,096 bytes, of which those in the middle are no pages any more."""
    place = tmp_path / "county.gpkg"
    made = layer("DLTB", {"DLBM": TEXT}, [(square(100 * i, 0, 100), ["0101"]) for i in range(600)])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "DLTB"
    error = QgsVectorFileWriter.writeAsVectorFormatV3(made, str(place), QgsCoordinateTransformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError
    stored = bytearray(place.read_bytes())
    middle = stored.index(b"0101", len(stored) // 3) // 4096 * 4096
    stored[middle : middle + 8192] = b"\xff" * 8192
    place.write_bytes(stored)
    return QgsVectorLayer(f"{place}|layername=DLTB", "DLTB", "ogr")


@pytest.mark.parametrize("tool", ["officialarea", "createworkspace"])
def test_a_geopackage_with_damaged_pages_stops_every_tool(run, damaged_geopackage, tmp_path, tool):
    """GDAL hands on what stands before the page as if it were everything."""
    given = {"INPUT": damaged_geopackage} if tool == "officialarea" else {"INPUT_LAYERS": [damaged_geopackage]}
    target = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException) as failure:
        run(tool, OUTPUT=str(target), **given)
    assert str(failure.value) == WRONG and not target.exists()


def test_checklayers_names_the_damaged_layer_and_goes_on_with_the_others(run, damaged, damaged_geopackage):
    path, told = damaged
    whole = layer("CJDCQ", {"ZLDWDM": TEXT}, [(square(0, 0, 100), ["371525100200"])])
    shapes = QgsVectorLayer(str(path), "DLTB", "ogr")
    damaged_geopackage.setName("DLTB 2")
    found = run("checklayers", INPUT_LAYERS=[shapes, damaged_geopackage, whole], OUTPUT="TEMPORARY_OUTPUT")
    of_files = (row for row in found["OUTPUT"].getFeatures() if row["rule"] == "damaged")
    by_rule = [(row["layer"], row["value"], row["message"]) for row in of_files]
    assert by_rule == [
        ("DLTB", str(told["lost"]), TOLD.format(layer="DLTB", **told)),
        ("DLTB 2", "-", WRONG.replace("DLTB", "DLTB 2")),
    ]
    assert found["FLAGS"] & 524288
    assert {row["layer"] for row in found["OUTPUT"].getFeatures()} == {"DLTB", "DLTB 2", "CJDCQ"}
