"""What exportparcels writes, importparcels reads as the same parcels: outlines, holes, parts, numbers, names."""

import ezdxf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.deliveries.cass import dat_of
from redline.core.deliveries.dxf import dxf_of
from redline.core.deliveries.tables import read_text
from redline.core.errors import RedlineError
from redline.core.parceltext import ParcelRecord
from redline.core.parceltext.reader import Asked

FORMATS = ["dxf", "cass", "kml", "xlsx", "geojson", "shp"]
ENDINGS = {"cass": "dat"}
E, N = 39_360_000.0, 4_040_000.0


def box(x, y, w, h, east=E):
    low, left = N + y, east + x
    return f"{left} {low},{left + w} {low},{left + w} {low + h},{left} {low + h},{left} {low}"


def shapes(east=E):
    """A square, one with a hole, one of two parts, a triangle with digits below the millimetre."""
    three = f"{east + 900.1234} {N + 0.5678},{east + 950} {N},{east + 930} {N + 40},{east + 900.1234} {N + 0.5678}"
    return [
        (f"MULTIPOLYGON((({box(0, 0, 100, 100, east)})))", "DK-1", "村北", "工业用地", "0601"),
        (f"MULTIPOLYGON((({box(200, 0, 100, 100, east)}),({box(220, 20, 30, 30, east)})))", "DK-2", "桃园", "", ""),
        (f"MULTIPOLYGON((({box(400, 0, 50, 50, east)})),(({box(500, 0, 60, 60, east)})))", "7", "两块", "", "0702"),
        (f"MULTIPOLYGON((({three})))", "冠[2021]3", "", "", ""),
    ]


def layer(crs="EPSG:4527", east=E, rows=None):
    made = QgsVectorLayer(
        f"MultiPolygon?crs={crs}&field=DKBH:string&field=DKMC:string&field=DKYT:string&field=DKYTDM:string",
        "地块",
        "memory",
    )
    features = []
    for wkt, *values in rows or shapes(east):
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    made.updateExtents()
    return made


def written(run, tmp_path, kind, source, **more):
    path = tmp_path / f"地块 {kind}.{ENDINGS.get(kind, kind)}"
    result = run("exportparcels", INPUT=source, FORMAT=kind, OUTPUT=str(path), **more)
    assert result["PARCELS"] == 4
    return path


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_parcels_come_back(run, tmp_path, kind):
    """To 0.1 mm; through degrees too, which are written to 1e-10 (KML: 15 digits)."""
    path = written(run, tmp_path, kind, layer())
    found = run("importparcels", INPUT=[str(path)], TARGET_CRS="EPSG:4527", OUTPUT="memory:", REPORT="memory:")
    assert (found["PARCELS"], found["ERRORS"], found["WARNINGS"]) == (4, 0, 0)
    rows = {each["parcel_no"]: each for each in found["OUTPUT"].getFeatures()}
    assert list(rows) == ["DK-1", "DK-2", "7", "冠[2021]3"]
    for wkt, number, name, use, code in shapes():
        # Hausdorff's distance says how far the farthest vertex is from the other outline
        assert QgsGeometry.fromWkt(wkt).hausdorffDistance(rows[number].geometry()) < 1.2e-4
        assert rows[number].geometry().area() == pytest.approx(QgsGeometry.fromWkt(wkt).area(), abs=0.02)
        if kind != "cass":  # a .dat has numbers only
            assert (rows[number]["name"], rows[number]["use"], rows[number]["class_code"]) == (name, use, code)


@pytest.mark.parametrize("kind", ["dxf", "cass", "xlsx", "shp"])
def test_eastings_without_zone_come_back_with_the_system_named(run, tmp_path, kind):
    path = written(run, tmp_path, kind, layer("EPSG:4548", 360_000.0))
    found = run("importparcels", INPUT=[str(path)], CRS="EPSG:4548", OUTPUT="memory:")
    assert (found["PARCELS"], found["OUTPUT"].crs().authid()) == (4, "EPSG:4548")
    areas = sorted(each.geometry().area() for each in found["OUTPUT"].getFeatures())
    # 49.8766·39.4322/2 …: the triangle by its corners, 50² + 60², 100² − 30², 100²
    assert areas[1:] == pytest.approx([6_100, 9_100, 10_000], abs=0.01)


def test_parcels_in_degrees_are_written_in_the_zone_that_was_chosen(run, tmp_path):
    zone, degrees = QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateReferenceSystem("EPSG:4490")
    transform = QgsCoordinateTransform(zone, degrees, QgsProject.instance())
    rows = []
    for wkt, *values in shapes():
        geometry = QgsGeometry.fromWkt(wkt)
        geometry.transform(transform)
        rows.append((geometry.asWkt(15), *values))
    source = layer("EPSG:4490", rows=rows)
    with pytest.raises(QgsProcessingException, match="no Gauss-Krüger zone"):
        written(run, tmp_path, "dxf", source)
    path = written(run, tmp_path, "dxf", source, CRS="EPSG:4527")
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:")
    first = next(found["OUTPUT"].getFeatures())
    assert QgsGeometry.fromWkt(shapes()[0][0]).hausdorffDistance(first.geometry()) < 1e-4


def test_a_drawing_is_sound_and_has_its_layers(run, tmp_path):
    """Judged by ezdxf; J1 … J4 of the first parcel stand on its corners."""
    path = written(run, tmp_path, "dxf", layer())
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")
    document = ezdxf.readfile(path)
    assert document.dxfversion == "AC1015"
    assert not document.audit().errors
    model = document.modelspace()
    outlines = model.query('LWPOLYLINE[layer=="地块"]')
    assert [len(each) for each in outlines] == [4, 4, 4, 4, 4, 3]
    assert all(each.closed for each in outlines)
    assert [value for _, value in outlines[0].get_xdata("SOUTH")] == ["300000", "DK-1", "村北", "0601"]
    assert len(model.query('POINT[layer=="界址点"]')) == 23
    assert {"DK-1", "村北", "冠[2021]3"} <= {each.dxf.text for each in model.query('TEXT[layer=="注记"]')}
    assert document.header["$EXTMIN"][:2] == (E, N)


def test_the_dat_of_a_square(run, tmp_path):
    lines = written(run, tmp_path, "cass", layer()).read_bytes().decode("gbk").split("\r\n")
    assert lines[:3] == ["J1,DK-1,39360000.0000,4040000.0000,0.000", "J2,DK-1,39360100.0000,4040000.0000,0.000",
                         "J3,DK-1,39360100.0000,4040100.0000,0.000"]  # fmt: skip


def test_a_shapefile_in_gbk(run, tmp_path):
    path = written(run, tmp_path, "shp", layer())
    assert "村北".encode("gbk") in path.with_suffix(".dbf").read_bytes()
    assert path.with_suffix(".cpg").read_text().upper() in ("GBK", "CP936", "936")
    assert {each.suffix for each in tmp_path.iterdir()} >= {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    path = written(run, tmp_path, "shp", layer(), ENCODING="utf-8")
    assert "村北".encode() in path.with_suffix(".dbf").read_bytes()


def test_a_kml_names_its_placemarks(run, tmp_path):
    path = written(run, tmp_path, "kml", layer())
    dataset = ogr.Open(str(path))
    names = [each.GetField("Name") for each in dataset.GetLayer(0)]
    assert names == ["村北", "桃园", "两块", "冠[2021]3"]


def test_the_ending_names_the_format_and_must_fit_it(run, tmp_path):
    run("exportparcels", INPUT=layer(), OUTPUT=str(tmp_path / "a.kml"))
    assert (tmp_path / "a.kml").read_bytes().startswith(b"<?xml")
    with pytest.raises(QgsProcessingException, match=r"a\.kml: a file of the format dxf ends in \.dxf"):
        run("exportparcels", INPUT=layer(), FORMAT="dxf", OUTPUT=str(tmp_path / "a.kml"))
    with pytest.raises(QgsProcessingException, match=r"a\.doc: its ending names no format"):
        run("exportparcels", INPUT=layer(), OUTPUT=str(tmp_path / "a.doc"))


def test_a_sign_that_an_encoding_has_not(run, tmp_path):
    """𠮷 is in GB 18030, not in GBK; a drawing escapes it."""
    rows = [(shapes()[0][0], "DK𠮷", "𠮷村", "", "")]
    for kind in ("cass", "shp"):
        with pytest.raises(QgsProcessingException, match=r"𠮷 \(parcel DK𠮷\) cannot be written in gbk: choose utf-8"):
            run(
                "exportparcels",
                INPUT=layer(rows=rows),
                FORMAT=kind,
                OUTPUT=str(tmp_path / f"a.{ENDINGS.get(kind, kind)}"),
            )
    assert not list(tmp_path.iterdir())
    run("exportparcels", INPUT=layer(rows=rows), OUTPUT=str(tmp_path / "a.dxf"))
    found = run("importparcels", INPUT=[str(tmp_path / "a.dxf")], OUTPUT="memory:")
    assert [(each["parcel_no"], each["name"]) for each in found["OUTPUT"].getFeatures()] == [("DK𠮷", "𠮷村")]


def test_cass_needs_numbers_of_their_own():
    square = [[(N, E), (N, E + 9), (N + 9, E)]]
    for numbers in (("A", "A"), ("A,B",), ("",)):
        with pytest.raises(RedlineError, match="each needs one of its own without a"):
            dat_of([ParcelRecord(number, parts=[square]) for number in numbers], "gbk")


offsets = st.integers(0, 4_000_000).map(lambda each: each / 1000)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(offsets, offsets, st.integers(1000, 90_000)), min_size=1, max_size=6))
def test_any_triangles_come_back_from_a_dat(triangles):
    """To the last of four decimals."""
    records = [
        ParcelRecord(f"P{n}", parts=[[[(N + y, E + x), (N + y, E + x + size / 1000), (N + y + size / 1000, E + x)]]])
        for n, (x, y, size) in enumerate(triangles)
    ]
    found = read_text(dat_of(records, "gbk"), Asked.of(None)).parcels
    assert [each.number for each in found] == [each.number for each in records]
    for one, other in zip(found, records, strict=True):
        for a, b in zip(one.parts[0][0], other.parts[0][0], strict=True):
            assert a == pytest.approx(b, abs=5.1e-5)


def test_texts_of_a_drawing_stand_inside():
    """A ring around a court: the middle of the box lies in the hole, the texts beside it."""
    outer = [(N, E), (N, E + 100), (N + 100, E + 100), (N + 100, E)]
    court = [(N + 10, E + 5), (N + 10, E + 80), (N + 90, E + 80), (N + 90, E + 5)]
    text = dxf_of([ParcelRecord("K", parts=[[outer, court]])], 2.0).decode("gbk").split("\r\n")
    at = text.index("K", text.index("TEXT"))
    x = float(text[at - 8])
    assert E + 80 < x < E + 100
