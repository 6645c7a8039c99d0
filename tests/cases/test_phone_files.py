"""Files of phones, archives and mixed folders: parcels out of them, and nothing passed over in silence."""

import zipfile

import deliveries
import pytest
from qgis.core import QgsProcessingException

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>地块</name>
<Placemark><name>A</name><description>村北</description><Polygon><outerBoundaryIs><LinearRing><coordinates>115.44,36.48,0
115.45,36.48,0 115.45,36.49,0 115.44,36.49,0 115.44,36.48,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark><Placemark><name>pt</name><Point><coordinates>115.44,36.48,0</coordinates></Point></Placemark></Document></kml>
"""
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="36.48" lon="115.44"><name>w</name></wpt>
<trk><name>走边</name><trkseg><trkpt lat="36.48" lon="115.44"/><trkpt lat="36.48" lon="115.45"/>
<trkpt lat="36.49" lon="115.45"/><trkpt lat="36.48001" lon="115.44001"/></trkseg></trk>
<trk><name>路</name><trkseg><trkpt lat="36.48" lon="115.44"/><trkpt lat="36.48" lon="115.45"/>
<trkpt lat="36.49" lon="115.45"/></trkseg></trk></gpx>
"""


def imported(run, path, **more):
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:", REPORT="memory:", **more)
    return list(found["OUTPUT"].getFeatures()), [each.attributes() for each in found["REPORT"].getFeatures()], found


def test_a_kml_with_a_point_beside_its_polygon(run, tmp_path):
    """994,366 m²: 0.01° · 0.01° at 36.485°, 1,109.6 m · 896.1 m."""
    (tmp_path / "地块.kml").write_text(KML, encoding="utf-8")
    (row,), told, _ = imported(run, tmp_path / "地块.kml")
    assert (row["name"], row["off_ha"]) == ("A", 99.4366)
    assert row.geometry().area() == pytest.approx(1e-4)
    assert [each[3:] for each in told if each[4] != "note"] == [
        ["feature_left_out", "warning", "The feature is left out: it is no area."]
    ]


COLLECTIONS = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>A</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>115.44,36.48,0 115.45,36.48,0
115.45,36.49,0 115.44,36.49,0 115.44,36.48,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
<Point><coordinates>115.445,36.485,0</coordinates></Point></MultiGeometry></Placemark>
<Placemark><name>B</name><MultiGeometry><LineString><coordinates>115.46,36.48,0 115.47,36.48,0 115.47,36.49,0
115.46,36.49,0 115.46,36.48,0</coordinates></LineString><Point><coordinates>115.46,36.48,0</coordinates></Point>
</MultiGeometry></Placemark></Document></kml>
"""
"""Placemarks with their label point, all with heights: QGIS 3.40 hands both on without a geometry."""


def test_placemarks_of_several_kinds_keep_their_land(run, tmp_path):
    """994,366 m² each, as above: the polygon of A, the walked outline of B."""
    (tmp_path / "地块.kml").write_text(COLLECTIONS, encoding="utf-8")
    rows, told, _ = imported(run, tmp_path / "地块.kml")
    assert sorted((row["name"], row["off_ha"]) for row in rows) == [("A", 99.4366), ("B", 99.4366)]
    assert [each[3:] for each in told if each[4] != "note"] == [
        ["parts_left_out", "warning", "Beside its areas the feature holds points or lines; they are left out."]
    ]


def test_a_layer_of_several_kinds_keeps_its_polygons_in_every_tool(run, tmp_path):
    (tmp_path / "地块.kml").write_text(COLLECTIONS, encoding="utf-8")
    found = run("officialarea", INPUT=str(tmp_path / "地块.kml"), OUTPUT="memory:")
    assert (found["FEATURES"], found["SKIPPED"]) == (1, 1)
    assert found["TOTAL_AREA"] == pytest.approx(994_366, abs=1)
    assert next(row.geometry().area() for row in found["OUTPUT"].getFeatures()) == pytest.approx(1e-4)
    assert (
        "Layer 地块: 1 features hold points or lines beside their polygons (the first: 1); only the polygons count."
        in run.log.warnings
    )


def test_a_telephone_number_in_a_remark_is_left_out_until_asked_for(run, tmp_path):
    """Known by its value: the column's name says nothing."""
    data = '<ExtendedData><Data name="BZ2"><value>张三13912345678</value></Data><Data name="B3"><value>9</value></Data>'
    text = KML.replace("<description>村北</description>", f"{data}</ExtendedData>")
    (tmp_path / "地块.kml").write_text(text, encoding="utf-8")
    (row,), _, _ = imported(run, tmp_path / "地块.kml")
    assert row["B3"] == "9" and "BZ2" not in row.fields().names()
    (row,), _, _ = imported(run, tmp_path / "地块.kml", KEEP_PERSONAL=True)
    assert row["BZ2"] == "张三13912345678"


def test_a_walked_outline_is_closed_and_a_way_is_named(run, tmp_path):
    """The ends are 0.00001° · √2 · 111 km = 1.6 m apart: closed. The way's ends are 1.6 km apart."""
    (tmp_path / "t.gpx").write_text(GPX, encoding="utf-8")
    (row,), told, _ = imported(run, tmp_path / "t.gpx")
    assert row["name"] == "走边"
    by_rule = {each[3]: each for each in told}
    assert by_rule["line_closed"][5] == "The line's ends are 1.570 m apart; it was closed."
    reasons = [each[5] for each in told if each[3] == "feature_left_out"]
    assert reasons == [
        "The feature is left out: it is no area.",
        "The feature is left out: its line is not closed, the ends are 1569.8 m apart.",
    ]


def packed(tmp_path, name: str, files: dict[str, bytes], gbk=False):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for inside, data in files.items():
            entry = zipfile.ZipInfo(inside)
            if gbk:
                entry = _Gbk(inside)
            archive.writestr(entry, data)
    return tmp_path / name


class _Gbk(zipfile.ZipInfo):
    """An entry as Windows' own packer writes it: the name in GBK, and no word of that."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def shape_bytes(tmp_path) -> dict[str, bytes]:
    fields = {"地块编号": deliveries.TEXT, "地块名称": deliveries.TEXT}
    made = deliveries.layer("宗地", fields, [(deliveries.square(0, 0, 100), ["K1", "冠州"])])
    path = deliveries.shapefile(made, tmp_path / "raw.shp")
    return {suffix: path.with_suffix(suffix).read_bytes() for suffix in (".shp", ".shx", ".dbf", ".prj")}


@pytest.mark.parametrize("gbk", [False, True])
def test_a_shapefile_in_an_archive(run, tmp_path, gbk):
    files = {f"成果/宗地{suffix}": data for suffix, data in shape_bytes(tmp_path).items()}
    path = packed(tmp_path, "包 1.zip", files, gbk)
    (row,), _, _ = imported(run, path)
    assert (row["parcel_no"], row["name"], row["source"]) == ("K1", "冠州", "包 1.zip/成果/宗地.shp")
    assert row.geometry().area() == 10_000


def test_every_file_of_a_folder_is_told(run, tmp_path):
    folder = tmp_path / "来件"
    (folder / "下级").mkdir(parents=True)
    (folder / "地块.kml").write_text(KML, encoding="utf-8")
    packed(folder, "地块.kmz", {"doc.kml": KML.encode()})
    (folder / "下级" / "t.gpx").write_text(GPX, encoding="utf-8")
    (folder / "说明.docx").write_bytes(b"PK")
    (folder / "坏.dxf").write_bytes(b"nothing")
    (folder / "成果.rar").write_bytes(b"Rar!")
    (folder / "设置.json").write_text("{}")
    for suffix, data in shape_bytes(tmp_path).items():
        (folder / f"宗地{suffix}").write_bytes(data)
    rows, told, found = imported(run, folder)
    assert sorted(row["source"] for row in rows) == ["下级/t.gpx", "地块.kml", "地块.kmz/doc.kml", "宗地.shp"]
    assert found["FILES"] == 4
    by_file = {each[0]: each[5] for each in told if each[3] in ("no_geodata", "not_read", "other_archive")}
    assert by_file["说明.docx"] == "The file is no geodata: nothing was read of it."
    assert by_file["设置.json"] == "Nothing was read of the file: 设置.json is no geodata that QGIS can open."
    assert by_file["成果.rar"] == (
        "Archives of this kind are not unpacked here: unpack it yourself and give the folder that comes out."
    )
    assert by_file["坏.dxf"].startswith("Nothing was read of the file: 坏.dxf cannot be read to its end (")
    assert found["OUTPUT"].crs().authid() == "EPSG:4527"  # that of the parcels in a plane


def test_a_locked_archive_says_what_to_do(run, tmp_path):
    path = packed(tmp_path, "a.zip", {"a.kml": KML.encode()})
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        raw[place + at] |= 1
    path.write_bytes(raw)
    with pytest.raises(QgsProcessingException, match=r"a\.zip is locked by a password: unpack it yourself"):
        imported(run, path)


def test_parcels_in_degrees_are_brought_to_a_zone_on_choice(run, tmp_path):
    (tmp_path / "地块.kml").write_text(KML, encoding="utf-8")
    (row,), _, found = imported(run, tmp_path / "地块.kml", TARGET_CRS="EPSG:4527")
    assert found["OUTPUT"].crs().authid() == "EPSG:4527"
    assert row.geometry().area() == pytest.approx(994_841, abs=5)  # 994,366 m² · (1 + 139,150² / 6,369,000²)


def test_nothing_given(run, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"Choose files \(INPUT\) or a folder \(FOLDER\)\."):
        run("importparcels", OUTPUT="memory:")
    with pytest.raises(QgsProcessingException, match="There is no file or folder"):
        run("importparcels", INPUT=[str(tmp_path / "none.dxf")], OUTPUT="memory:")
    (tmp_path / "leer").mkdir()
    with pytest.raises(QgsProcessingException, match="is empty"):
        run("importparcels", FOLDER=str(tmp_path / "leer"), OUTPUT="memory:")


def test_a_personal_geodatabase_says_what_to_ask_for(run, tmp_path):
    """Where the Access driver of ODBC is missing, as everywhere but on Windows."""
    (tmp_path / "库.mdb").write_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(4096))
    with pytest.raises(QgsProcessingException, match=r"库\.mdb: a personal geodatabase opens only where .* ask for a"):
        imported(run, tmp_path / "库.mdb")
