"""Parcels in systems that no survey is made in: refused by name, or transformed where the person says into what.

A square of 100 m in zone 39 with its corner at E 39360000, N 4040000, in whatever system its layer is.
"""

import csv

import numpy as np
import openpyxl
import plots
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
)

from redline.core.parceltext import read_parcel_text
from redline.core.resources import RESOURCES
from redline.layers.roles import table as role_table

pytestmark = pytest.mark.usefixtures("redline")

NO_SURVEY = ["EPSG:4326", "EPSG:4490", "EPSG:3857", "EPSG:32650"]
OWN_PRJ = "+proj=tmerc +lat_0=0 +lon_0=115.45 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
POINTS = [
    ("J1", "4040100.000", "39360000.000"),
    ("J2", "4040100.000", "39360100.000"),
    ("J3", "4040000.000", "39360100.000"),
    ("J4", "4040000.000", "39360000.000"),
    ("J1", "4040100.000", "39360000.000"),
]


def moved(shape, crs):
    geometry = QgsGeometry.fromWkt(shape)
    target = QgsCoordinateReferenceSystem(crs)
    geometry.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4527"), target, QgsProject.instance()))
    return geometry


def parcels(crs="EPSG:4527"):
    return plots.layer("ZZ_TDZSFW", "DKBH", [(moved(plots.box(0, 0, 100, 100), crs), "D1")], crs)


def land(crs="EPSG:4527", halves=False):
    rows = [(plots.box(-100, -100, 150, 400), "0102"), (plots.box(50, -100, 250, 400), "0301")]
    if not halves:
        rows = [(plots.box(-100, -100, 400, 400), "0102")]
    return plots.layer("DLTB", "DLBM", [(moved(shape, crs), code) for shape, code in rows], crs)


def points_of(path):
    rows = [line.split(",") for line in path.read_bytes().decode("gb18030").splitlines() if line.startswith("J")]
    return [(name, x, y) for name, _, x, y in rows]


def test_the_text_file_is_refused_with_the_zone_of_the_place(tmp_path):
    for crs in NO_SURVEY:
        with pytest.raises(QgsProcessingException) as caught:
            plots.run("exportparceltext", INPUT=parcels(crs), OUTPUT=str(tmp_path / "p.txt"))
        told = str(caught.value)
        assert told.startswith(f"Layer ZZ_TDZSFW is in {crs} (")
        # 115.44° lies between 112.5° and 115.5°
        assert "which is no Gauss-Krüger zone: choose that of your county's survey (by its place EPSG:4526" in told
        assert "as the coordinate system on paper (CRS), and the parcels are transformed." in told
        assert not list(tmp_path.iterdir())


def test_an_office_s_own_meridian_is_taken_where_it_is_chosen(tmp_path):
    own = QgsCoordinateReferenceSystem.fromProj(OWN_PRJ)
    layer = parcels()
    local = plots.layer("P", "DKBH", [(plots.ring("501000 4000000", "501100 4000000", "501100 4000100"), "D1")])
    local.setCrs(own)
    with pytest.raises(QgsProcessingException, match=r"Layer P is in .*, which is no Gauss-Krüger zone"):
        plots.run("exportparceltext", INPUT=local, OUTPUT=str(tmp_path / "p.txt"))
    plots.run("exportparceltext", INPUT=local, CRS=own, OUTPUT=str(tmp_path / "p.txt"))
    assert ("J2", "4000000.000", "501100.000") in points_of(tmp_path / "p.txt")
    plots.run("exportparceltext", INPUT=layer, CRS="EPSG:4548", OUTPUT=str(tmp_path / "q.txt"))
    assert points_of(tmp_path / "q.txt") == POINTS


@pytest.mark.parametrize("crs", NO_SURVEY)
def test_it_is_transformed_where_a_zone_is_chosen(tmp_path, crs):
    """Back to the millimetre; the sides are 100 m, not 124.193 m as in Mercator or 99.960 m as in UTM."""
    plots.run("exportparceltext", INPUT=parcels(crs), CRS="EPSG:4527", OUTPUT=str(tmp_path / "p.txt"))
    assert points_of(tmp_path / "p.txt") == POINTS
    result, _ = plots.run("boundarypoints", INPUT=parcels(crs), CRS="EPSG:4527")
    assert {each["side"] for each in result["OUTPUT"].getFeatures()} == {100.0}
    assert result["OUTPUT"].crs().authid() == "EPSG:4527"
    with pytest.raises(QgsProcessingException, match=r"which is no Gauss-Krüger zone: choose that of your county's"):
        plots.run("boundarypoints", INPUT=parcels(crs))


@pytest.mark.parametrize("chosen", ["EPSG:3857", "EPSG:32650", "EPSG:4490"])
def test_a_system_of_maps_is_no_choice(tmp_path, chosen):
    with pytest.raises(QgsProcessingException, match=rf"{chosen} \(.*\) is no Gauss-Krüger zone, so no parcel is"):
        plots.run("exportparceltext", INPUT=parcels(), CRS=chosen, OUTPUT=str(tmp_path / "p.txt"))


@pytest.mark.parametrize("form", ["zf", "dms"])
@pytest.mark.parametrize("crs", ["EPSG:4527", *NO_SURVEY])
def test_forms_in_degrees_take_any_system(tmp_path, form, crs):
    """Read again, each corner is the same to 0.1 mm: 0.1 mm are 9e-10° of latitude."""
    plots.run("exportparceltext", INPUT=parcels(crs), DIALECT=form, OUTPUT=str(tmp_path / "p.txt"))
    [read] = read_parcel_text((tmp_path / "p.txt").read_bytes()).parcels
    corners = moved(plots.box(0, 0, 100, 100), "EPSG:4490").asPolygon()[0][:-1]
    wanted = np.array(sorted((point.y(), point.x()) for point in corners))
    assert np.abs(np.array(sorted(read.parts[0][0])) - wanted).max() < 9e-10
    with pytest.raises(QgsProcessingException, match=r"longitudes and latitudes, but EPSG:4527 .* is a plane"):
        plots.run("exportparceltext", INPUT=parcels(crs), DIALECT=form, CRS="EPSG:4527", OUTPUT=str(tmp_path / "q.txt"))


@pytest.mark.parametrize("land_crs", ["EPSG:4527", "EPSG:3857", "EPSG:4526", "EPSG:32650", "EPSG:4490"])
def test_the_dossier_prints_in_the_parcels_zone(tmp_path, land_crs):
    """Whatever the land use is in: text file, points and areas are those of the parcels' own zone."""
    result, _ = plots.run(
        "approvaldossier", PARCELS=parcels(), LANDUSE=land(land_crs), SHEETS=False, OUTPUT=str(tmp_path / "d")
    )
    [folder] = [each for each in (tmp_path / "d").iterdir() if each.is_dir()]
    assert points_of(folder / "parcels.txt") == POINTS
    with (folder / "boundary_points.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    assert [tuple(row[-4:-1]) for row in rows] == POINTS
    # 10,000 m² of plane in zone 39 at 115.44°, 140 km from its meridian: 9,995.18 m² on the ellipsoid
    assert result["TOTAL_AREA"] == pytest.approx(9_995.18, abs=0.001)
    text = (folder / "parcels.txt").read_bytes().decode("gb18030")
    assert "带号=39" in text
    assert "\r\n5,0.9995,D1," in text


def test_parcels_of_a_map_are_printed_in_the_county_s_zone(tmp_path):
    """Drawn over a web map: the land use has the zone, and that is said."""
    _, warnings = plots.run(
        "approvaldossier", PARCELS=parcels("EPSG:3857"), LANDUSE=land(), SHEETS=False, OUTPUT=str(tmp_path / "d")
    )
    [folder] = [each for each in (tmp_path / "d").iterdir() if each.is_dir()]
    assert points_of(folder / "parcels.txt") == POINTS
    [told] = [each for each in warnings if "measured and printed" in each]
    assert told.startswith("Layer ZZ_TDZSFW is in EPSG:3857 (WGS 84 / Pseudo-Mercator); its parcels are measured and")
    assert "EPSG:4527" in told


def test_all_layers_of_a_map(tmp_path):
    """The zone of the place, 38; or the one that is chosen."""
    layers = {"PARCELS": parcels("EPSG:3857"), "LANDUSE": land("EPSG:3857"), "SHEETS": False}
    plots.run("approvaldossier", **layers, OUTPUT=str(tmp_path / "d"))
    [folder] = [each for each in (tmp_path / "d").iterdir() if each.is_dir()]
    assert all(y.startswith("38628") for _, _, y in points_of(folder / "parcels.txt"))
    plots.run("approvaldossier", **layers, CRS="EPSG:4527", OUTPUT=str(tmp_path / "e"))
    [folder] = [each for each in (tmp_path / "e").iterdir() if each.is_dir()]
    assert points_of(folder / "parcels.txt") == POINTS


@pytest.mark.parametrize("form", ["zf", "dms"])
def test_papers_beside_a_file_in_degrees(tmp_path, form):
    """Plane coordinates to the millimetre, and J1 is the same corner in both: the north-west one."""
    plots.run(
        "approvaldossier", PARCELS=parcels(), LANDUSE=land(), SHEETS=False, DIALECT=form, OUTPUT=str(tmp_path / "d")
    )
    [folder] = [each for each in (tmp_path / "d").iterdir() if each.is_dir()]
    with (folder / "boundary_points.csv").open(encoding="utf-8-sig") as file:
        assert [tuple(row[-4:-1]) for row in list(csv.reader(file))[1:]] == POINTS
    [sheet] = [each for each in openpyxl.load_workbook(folder / "tables.xlsx") if "界址点" in each.title]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("3 位小数" in text for text in texts)
    [read] = read_parcel_text((folder / "parcels.txt").read_bytes()).parcels
    corner = moved("POINT(39360000 4040100)", "EPSG:4490").asPoint()
    assert read.parts[0][0][0] == pytest.approx((corner.y(), corner.x()), abs=9e-10)


def test_zone_numbers_in_every_file_or_in_none(tmp_path, monkeypatch):
    """One setting: the office's own common form without zone numbers holds for the files beside it."""
    own = tmp_path / "profile"
    (own / "dialects").mkdir(parents=True)
    shipped = (RESOURCES / "dialects" / "base.csv").read_text(encoding="utf-8")
    assert "zone_prefix,yes" in shipped
    (own / "dialects" / "base.csv").write_text(shipped.replace("zone_prefix,yes", "zone_prefix,no"), encoding="utf-8")
    monkeypatch.setattr(role_table, "office_folder", lambda: own)
    monkeypatch.setattr("redline.layers.measuring.parcels.office_folder", lambda: own)
    bare = [(name, x, y[2:]) for name, x, y in POINTS]
    plots.run("exportparceltext", INPUT=parcels(), OUTPUT=str(tmp_path / "p.txt"))
    assert points_of(tmp_path / "p.txt") == bare
    result, _ = plots.run("boundarypoints", INPUT=parcels())
    found = [(each["point_no"], each["x_north"], each["y_east"]) for each in result["OUTPUT"].getFeatures()]
    assert found == [(name, float(x), float(y)) for name, x, y in bare[:-1]]
    plots.run("approvaldossier", PARCELS=parcels(), LANDUSE=land(), SHEETS=False, OUTPUT=str(tmp_path / "d"))
    [folder] = [each for each in (tmp_path / "d").iterdir() if each.is_dir()]
    assert points_of(folder / "parcels.txt") == bare
    with (folder / "boundary_points.csv").open(encoding="utf-8-sig") as file:
        assert [tuple(row[-4:-1]) for row in list(csv.reader(file))[1:]] == bare


def test_an_import_of_degrees_with_a_plane(tmp_path):
    """Read on the zone's datum, with its area; in Mercator refused, never 0.0000 ha."""
    plots.run("exportparceltext", INPUT=parcels(), DIALECT="zf", OUTPUT=str(tmp_path / "p.txt"))
    result, _ = plots.run("importparceltext", INPUT=[str(tmp_path / "p.txt")], CRS="EPSG:4527")
    [row] = result["OUTPUT"].getFeatures()
    assert row["off_ha"] == pytest.approx(0.9995, abs=1e-4)
    with pytest.raises(
        QgsProcessingException, match=r"The coordinates are degrees, but EPSG:3857 is no system in degrees"
    ):
        plots.run("importparceltext", INPUT=[str(tmp_path / "p.txt")], CRS="EPSG:3857")


@pytest.mark.parametrize("land_crs", ["EPSG:3857", "EPSG:4526"])
def test_sheets_over_land_use_of_another_system(tmp_path, land_crs):
    """Two patches that meet in the parcel: what an intersection leaves beside polygons (points) is no piece."""
    layers = {"PARCELS": parcels(), "LANDUSE": land(land_crs, halves=True)}
    result, _ = plots.run("approvaldossier", **layers, OUTPUT=str(tmp_path / "d"))
    assert result["SHEET_COUNT"] == 1
    assert len(list((tmp_path / "d").rglob("*.pdf"))) == 1


def test_degrees_of_an_older_datum_are_said(tmp_path):
    """The form for law enforcement has no header: Xian 80 read as CGCS2000 lies some 100 m off."""
    layer = plots.layer("X80", "DKBH", [(plots.box(0, 0, 100, 100), "D1")], "EPSG:2363")
    _, warnings = plots.run("exportparceltext", INPUT=layer, DIALECT="zf", OUTPUT=str(tmp_path / "p.txt"))
    assert warnings == [
        "The form does not say that its longitudes and latitudes are those of Xian 1980: tell who receives it."
    ]
    _, warnings = plots.run(
        "exportparceltext", INPUT=parcels("EPSG:3857"), DIALECT="zf", OUTPUT=str(tmp_path / "q.txt")
    )
    assert warnings == []


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:3857"])
def test_a_wrong_system_is_told_before_it_is_refused(tmp_path, crs):
    """Eastings of zone 39 that are said to be degrees, or Mercator: it is the system that is wrong, not the choice."""
    layer = plots.layer("P", "DKBH", [(plots.box(0, 0, 100, 100), "D1")], crs)
    for tool in ("exportparceltext", "boundarypoints"):
        with pytest.raises(QgsProcessingException, match=r"Layer P cannot be in the coordinate system that it says: "):
            plots.run(tool, INPUT=layer, OUTPUT=str(tmp_path / "p.csv"))


@pytest.mark.parametrize("land_crs", ["EPSG:4527", "EPSG:3857", "EPSG:4526", "EPSG:32650", "EPSG:4490"])
def test_parcels_have_one_official_area_over_any_land_use(land_crs):
    """That of ``officialarea``, to the last digit: in Mercator the large one would be 0.03 m² larger."""
    plots_of = [(plots.box(0, 0, 100, 100), "D1"), (plots.box(300, 0, 1234.567, 987.654), "D2")]
    layer = plots.layer("ZZ_TDZSFW", "DKBH", plots_of)
    wide = moved(plots.box(-100, -100, 4000, 4000), land_crs)
    patch = plots.layer("DLTB", "DLBM", [(wide, "0102")], land_crs)
    own, _ = plots.run("officialarea", INPUT=layer)
    right = {each["DKBH"]: each["off_area"] for each in own["OUTPUT"].getFeatures()}
    assert right == {"D1": 9_995.18, "D2": 1_218_744.26}
    result, _ = plots.run("tallybylanduse", INPUT=layer, ID_FIELD="DKBH", LANDUSE=patch, UNIT="m2")
    tallied = {each["zone"]: each["area"] for each in result["OUTPUT"].getFeatures()}
    line = plots.layer("STBHHX", "id", [(wide, "r")], land_crs)
    result, _ = plots.run("redlinecheck", INPUT=layer, ID_FIELD="DKBH", RED_LINES=[line])
    inside = {each["DKBH"]: each["l1_in_m2"] for each in result["OUTPUT"].getFeatures()}
    assert tallied == inside == right


def test_sheets_and_tables_take_the_system_that_was_chosen(tmp_path):
    """All layers over a web map lie in zone 38 by their place; where zone 39 is chosen, every paper has its digits, and
    the tables the 9,995.18 m² of the parcel's survey."""
    parcel, around = parcels("EPSG:3857"), land("EPSG:3857")
    plots.run(
        "mapsheets", SHEET="parcel", INPUT=parcel, LANDUSE=around, CRS="EPSG:4527", FORMAT="svg",
        OUTPUT=str(tmp_path / "s"),
    )  # fmt: skip
    [sheet] = (tmp_path / "s").glob("*.svg")
    shown = sheet.read_text(encoding="utf-8")
    for _, north, east in POINTS:
        assert north in shown and east in shown
    result, warnings = plots.run(
        "approvaltables", PARCELS=parcel, LANDUSE=around, CRS="EPSG:4527", OUTPUT=str(tmp_path / "t")
    )
    assert result["TOTAL_AREA"] == pytest.approx(9_995.18, abs=0.001)
    [told] = [each for each in warnings if "measured and printed" in each]
    assert told.endswith(
        "its parcels are measured and printed in EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)."
    )


@pytest.mark.parametrize("land_crs", ["EPSG:3857", "EPSG:4526"])
def test_sheets_print_the_digits_of_the_text_file(tmp_path, land_crs):
    """The table of boundary points on a parcel sheet, whatever system the land use is in."""
    plots.run(
        "mapsheets", SHEET="parcel", INPUT=parcels(), LANDUSE=land(land_crs), FORMAT="svg", OUTPUT=str(tmp_path / "s")
    )
    [sheet] = (tmp_path / "s").glob("*.svg")
    shown = sheet.read_text(encoding="utf-8")
    for _, north, east in POINTS:
        assert north in shown and east in shown
    assert "38628" not in shown and "12850474" not in shown
