"""GBK Shapefiles with Chinese field names (case 01): the commonest delivery, whatever .cpg or the header says."""

import pytest
from deliveries import TEXT, copy, layer, shapefile, square
from qgis.core import QgsProject, QgsVectorLayer

from redline.layers.reading.sources import read_features, read_table, source_of

SAYS = {
    "nothing": (None, None),
    "GBK in .cpg": ("GBK", None),
    "936 in .cpg": ("936", None),
    "UTF-8 in .cpg": ("UTF-8", None),
    "Latin in .cpg": ("ISO-8859-1", None),
    "Latin in the header": (None, 0x57),
    "GBK in the header": (None, 0x4D),
    "GBK in the header, UTF-8 in .cpg": ("UTF-8", 0x4D),
    "Big5 in the header": (None, 0x78),
    "Shift JIS in the header": (None, 0x7B),
}


@pytest.fixture
def delivered(tmp_path):
    parcels = layer("p", {"DKBH": TEXT, "DKMC": TEXT, "备注": TEXT}, [(square(0, 0, 100), ["D1", "东街地块", "测试"])])
    return shapefile(parcels, tmp_path / "gbk.shp")


@pytest.mark.parametrize("says", SAYS)
def test_names_and_values_are_read_as_they_are_stored(run, delivered, says):
    page, byte = SAYS[says]
    path = copy(delivered, "delivery")
    if page:
        path.with_suffix(".cpg").write_text(page, encoding="ascii")
    if byte:
        stored = bytearray(path.with_suffix(".dbf").read_bytes())
        stored[29] = byte
        path.with_suffix(".dbf").write_bytes(stored)
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}

    opened = QgsVectorLayer(str(path), "地块", "ogr")
    source = source_of(opened)
    assert source.fields.names() == ["DKBH", "DKMC", "备注"]
    table = read_table(source, ["DKMC", "备注"])
    assert (table.texts("DKMC"), table.texts("备注")) == (["东街地块"], ["测试"])
    assert read_features(source, ["备注"]).texts("备注") == ["测试"]
    # 10,000 m² in the plane; ID_FIELD by its own name, whatever the file says of itself
    measured = run("officialarea", INPUT=str(path), ID_FIELD="备注", OUTPUT="TEMPORARY_OUTPUT")
    assert measured["PLANE_AREA"] == 10000.0
    assert "测试" in next(measured["OUTPUT"].getFeatures()).attributes()
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before


def test_every_field_but_the_chinese_ones_is_passed_over(delivered):
    """The first field alone, straight from the file, though the names of others are no UTF-8."""
    source = source_of(QgsVectorLayer(str(delivered), "gbk", "ogr"))
    assert source.file is not None and source.file.codec == "gbk"
    found = read_features(source, ["DKBH"])
    assert list(found.attributes) == ["DKBH"] and found.texts("DKBH") == ["D1"]


def test_it_is_said_where_the_file_says_another(run, delivered):
    path = copy(delivered, "delivery")
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    run("officialarea", INPUT=str(path), OUTPUT="TEMPORARY_OUTPUT")
    assert (
        "Layer delivery: its texts are in GBK, though the file says UTF-8; they were read as GBK." in run.log.warnings
    )
    run("officialarea", INPUT=str(delivered), OUTPUT="TEMPORARY_OUTPUT")
    assert not [said for said in run.log.warnings if "GBK" in said]


def test_a_layer_of_the_project_keeps_the_names_that_were_chosen_from(run, delivered):
    path = copy(delivered, "delivery")
    opened = QgsVectorLayer(str(path), "地块", "ogr")
    QgsProject.instance().addMapLayer(opened)
    try:
        seen = opened.fields().names()
        table = read_table(opened, [seen[2], "DKMC"])
        assert (table.texts(seen[2]), table.texts("DKMC")) == (["测试"], ["东街地块"])
        assert opened.fields().names() == seen != ["DKBH", "DKMC", "备注"]
    finally:
        QgsProject.instance().removeMapLayer(opened.id())


def test_utf8_and_what_somebody_chose_stay(tmp_path):
    parcels = layer("p", {"名称": TEXT}, [(square(0, 0, 100), ["东街"])])
    plain = QgsVectorLayer(str(shapefile(parcels, tmp_path / "utf8.shp", "UTF-8")), "utf8", "ogr")
    assert read_table(plain, ["名称"]).texts("名称") == ["东街"]
    chosen = QgsVectorLayer(str(tmp_path / "utf8.shp"), "utf8", "ogr")
    chosen.setProviderEncoding("BIG5")
    source_of(chosen)
    assert chosen.dataProvider().encoding().upper() == "BIG5"


@pytest.mark.parametrize("page", [None, "GBK", "UTF-8", "GB18030"])
def test_the_rare_signs_of_place_names(run, tmp_path, page):
    """㛃 has four bytes in GB 18030 and none in GBK."""
    parcels = layer("p", {"DKBH": TEXT, "DKMC": TEXT}, [(square(0, 0, 100), ["D1", "㛃村东地块"])])
    path = shapefile(parcels, tmp_path / "rare.shp", "GB18030")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if page:
        path.with_suffix(".cpg").write_text(page, encoding="ascii")
    assert read_table(QgsVectorLayer(str(path), "rare", "ogr"), ["DKMC"]).texts("DKMC") == ["㛃村东地块"]
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:")
    assert [row["name"] for row in found["OUTPUT"].getFeatures()] == ["㛃村东地块"]
