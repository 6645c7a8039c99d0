"""The live tally's county from real layers: what is read, unsaved edits, overlaps."""

from decimal import Decimal

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt import sip

from redline.core.errors import RedlineError
from redline.core.landuse.livetally import answer_notes, ask, finding_name, is_doubtful
from redline.core.shapes.wkb import decode_list
from redline.layers.measuring.liveindex import edited, find_doubles, read_county, sources_of
from redline.layers.roles.fields import remember

ROLES = {"DLTB": "landuse", "CJDCQ": "village", "YJJBNTBHTB": "farmland", "STBHHX": "ecological", "CZKFBJ": "urban",
         "camera": "camera"}  # fmt: skip


@pytest.fixture
def layers(smallcounty, tmp_path):
    """The layers of the small county, as a project has them."""
    place = smallcounty.write(tmp_path)
    found = {name: QgsVectorLayer(f"{place}|layername={name}", name, "ogr") for name in ROLES}
    for name, layer in found.items():
        assert layer.isValid(), name
        remember(layer, ROLES[name], {})
    yield found
    # A file layer that outlives the application ends the process badly.
    for layer in found.values():
        sip.delete(layer)


def tally(county, shape: QgsGeometry):
    return ask(county, decode_list([shape.asWkb().data()]))


def classes(answer):
    return {row.code: row.share for row in answer.rows if row.kind == "class"}


def test_the_small_county_is_read(smallcounty, layers):
    told = []
    county = read_county(sources_of(list(layers.values()), QgsCoordinateTransformContext()), told.append)
    assert told[-1] == 1.0
    assert told == sorted(told)
    # Patch 0 and patch 8 of the first village: 250 m squares of 0102 and of 0301, two rows up.
    answer = tally(county, smallcounty.square(0, 250, 250, 500))
    assert classes(answer) == pytest.approx({"0102": 0.5, "0301": 0.5}, abs=1e-6)
    assert [each.name for each in answer.villages] == ["东街村"]
    assert [(each.line, each.verdict) for each in answer.findings] == [
        ("Permanent basic farmland", "violates"), ("Ecological red line", "clear"),
        ("Urban development boundary", "violates")]  # fmt: skip
    # The farmland's legal area is recorded in full (62,500 m² a patch), half of the zone lies in it.
    assert float(answer.findings[0].legal) == pytest.approx(62_500, abs=50)
    assert [each.name for each in answer.cameras] == ["清泉铁塔", "贾镇铁塔"]


def test_unsaved_edits_count(smallcounty, layers):
    land = layers["DLTB"]
    sources = sources_of(list(layers.values()), QgsCoordinateTransformContext())
    county = find_doubles(read_county(sources))
    zone = smallcounty.square(0, 500, 250)
    first = next(f for f in land.getFeatures() if f.geometry().intersects(zone.buffer(-1, 4)))
    assert classes(tally(county, zone)) == pytest.approx({"0301": 1.0}, abs=1e-9)

    assert land.startEditing()
    assert land.changeAttributeValue(first.id(), land.fields().lookupField("DLBM"), "0201")
    now = edited(county, sources, land, [first.id()])
    assert classes(tally(now, zone)) == pytest.approx({"0201": 1.0}, abs=1e-9)

    # A new patch over the lower half: what is covered twice is counted once.
    feature = QgsFeature(land.fields())
    feature.setGeometry(smallcounty.square(0, 500, 250, 125))
    feature["DLBM"] = "0702"
    assert land.addFeature(feature)
    now = edited(now, sources, land, [feature.id()])
    answer = tally(now, zone)
    assert classes(answer) == pytest.approx({"0201": 1.0, "0702": 0.5, "overlap": -0.5}, abs=1e-6)
    assert answer.overlap == pytest.approx(250 * 125, rel=1e-3)

    # Cut back to the rest, nothing is covered twice any more.
    assert land.changeGeometry(first.id(), smallcounty.square(0, 625, 250, 125))
    now = edited(now, sources, land, [first.id()])
    assert classes(tally(now, zone)) == pytest.approx({"0201": 0.5, "0702": 0.5}, abs=1e-6)

    assert land.deleteFeature(feature.id())
    now = edited(now, sources, land, [feature.id()])
    assert classes(tally(now, zone)) == pytest.approx({"0201": 0.5, "not_covered": 0.5}, abs=1e-6)

    # Read anew, with the edit buffer, the numbers are the same.
    again = find_doubles(read_county(sources_of(list(layers.values()), QgsCoordinateTransformContext())))
    assert tally(again, zone).rows == tally(now, zone).rows
    land.rollBack()
    assert classes(
        tally(read_county(sources_of(list(layers.values()), QgsCoordinateTransformContext())), zone)
    ) == pytest.approx({"0301": 1.0})


def test_overlaps_in_the_file_are_found(smallcounty, layers):
    farm = layers["YJJBNTBHTB"]
    assert farm.startEditing()
    feature = QgsFeature(farm.fields())
    feature.setGeometry(smallcounty.square(0, 0, 250))
    assert farm.addFeature(feature)
    county = read_county(sources_of(list(layers.values()), QgsCoordinateTransformContext()))
    zone = smallcounty.square(0, 0, 250)
    found = tally(find_doubles(county), zone).findings[0]
    # Both polygons cover the zone; its area is counted once.
    assert found.inside == tally(county, zone).official
    assert found.outside == Decimal("0.00")
    farm.rollBack()


def test_a_village_that_is_moved(smallcounty, layers):
    villages = layers["CJDCQ"]
    sources = sources_of(list(layers.values()), QgsCoordinateTransformContext())
    county = read_county(sources)
    assert villages.startEditing()
    fid = next(f.id() for f in villages.getFeatures() if f["ZLDWMC"] == "东街村")
    assert villages.changeGeometry(fid, smallcounty.square(0, 0, 1000, 500))
    now = edited(county, sources, villages, [fid])
    answer = tally(now, smallcounty.square(0, 250, 250, 500))
    assert [each.name for each in answer.villages] == ["东街村"]
    assert float(answer.outside_villages / answer.official) == pytest.approx(0.5, abs=1e-6)
    villages.rollBack()


def test_what_is_left_out_is_told(layers):
    """A camera that cannot be drawn, until it is put right; a patch without a polygon."""
    cameras, land = layers["camera"], layers["DLTB"]
    fid = next(f.id() for f in cameras.getFeatures() if f["name"] == "贾镇铁塔")
    radius = cameras.fields().lookupField("camera_radius")
    assert cameras.startEditing()
    assert cameras.changeAttributeValue(fid, radius, -7.0)
    assert land.startEditing()
    bare = QgsFeature(land.fields())
    assert land.addFeature(bare)
    sources = sources_of(list(layers.values()), QgsCoordinateTransformContext())
    county = read_county(sources)
    patch = f"Layer DLTB, feature {bare.id()}: left out, it has no geometry."
    camera = f"camera, feature {fid}: its radius -7.0 (field camera_radius) is no positive number; left out."
    assert [str(notice) for told in county.notices.values() for notice in told] == [patch, camera]
    assert cameras.changeAttributeValue(fid, radius, 3500.0)
    now = edited(county, sources, cameras, [fid])
    assert [str(notice) for told in now.notices.values() for notice in told] == [patch]
    cameras.rollBack()
    land.rollBack()


def test_without_land_use_there_is_a_sentence(layers):
    with pytest.raises(RedlineError, match="The project has no land use layer: load the county's layers first"):
        sources_of([layers["CJDCQ"]], QgsCoordinateTransformContext())


@pytest.mark.parametrize("ridges", [False, True])
@pytest.mark.parametrize("method", ["official", "plane", "recorded"])
def test_the_tally_tool_prints_the_same(redline, smallcounty, layers, method, ridges):
    """Digit for digit, by each area method, with and without the deduction of field ridges."""
    land = layers["DLTB"]
    assert land.startEditing()
    place = land.fields().lookupField("KCXS")
    for feature in list(land.getFeatures())[::2]:
        assert land.changeAttributeValue(feature.id(), place, 0.0586)
    shape = smallcounty.square(37, 91, 613, 402)
    zones = QgsVectorLayer(f"Polygon?crs={land.crs().authid()}&field=name:string", "zones", "memory")
    zone = QgsFeature(zones.fields())
    zone.setGeometry(shape)
    assert zones.dataProvider().addFeature(zone)
    county = read_county(
        sources_of(list(layers.values()), QgsCoordinateTransformContext(), method=method, ridges=ridges)
    )
    live = tally(county, shape)
    parameters = {"INPUT": zones, "LANDUSE": land, "AREA_METHOD": method, "RIDGES": ridges, "OUTPUT": "memory:"}
    for unit in ("ha", "mu"):
        context = QgsProcessingContext()
        algorithm = redline.algorithm("tallybylanduse").create()
        results, fine = algorithm.run({**parameters, "UNIT": unit}, context, QgsProcessingFeedback(), {}, False)
        assert fine
        printed = {f["class_code"]: f["area"] for f in context.takeResultLayer(results["OUTPUT"]).getFeatures()}
        shown = {row.code: float(row.values[unit]) for row in live.rows if row.kind == "class"}
        assert shown == printed
    assert ("1203" in shown) == ridges
    land.rollBack()


def test_a_county_without_the_field_that_the_setting_needs(layers):
    with pytest.raises(RedlineError, match="has no field KCXS"):
        sources_of([_without(layers["DLTB"], "KCXS")], QgsCoordinateTransformContext(), ridges=True)


def _without(layer, field):
    """A copy of the land use without one of its fields."""
    names = [each for each in layer.fields() if each.name() != field]
    copy = QgsVectorLayer(f"Polygon?crs={layer.crs().authid()}", "DLTB", "memory")
    copy.dataProvider().addAttributes(names)
    copy.updateFields()
    remember(copy, "landuse", {})
    return copy


def add_to(layer, geometry, **values):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(geometry)
    for name, value in values.items():
        feature[name] = value
    assert layer.addFeature(feature)
    return feature.id()


def tie(square: QgsGeometry) -> QgsGeometry:
    """Left and right quarter of the square, by an outline that crosses in its middle."""
    box = square.boundingBox()
    a, b, c, d = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    return QgsGeometry.fromWkt(f"POLYGON(({a} {b}, {c} {d}, {c} {b}, {a} {d}, {a} {b}))")


def told(answer):
    return [str(notice) for notice in answer.notices]


def test_a_patch_that_crosses_itself_counts_whole_and_is_named(smallcounty, layers):
    """In place of the square's patch a bow tie: half of the square is 0702, the other half not covered."""
    land = layers["DLTB"]
    zone = smallcounty.square(0, 500, 250)
    first = next(f for f in land.getFeatures() if f.geometry().intersects(zone.buffer(-1, 4)))
    assert land.startEditing()
    assert land.deleteFeature(first.id())
    fid = add_to(land, tie(zone), DLBM="0702")
    sources = sources_of(list(layers.values()), QgsCoordinateTransformContext())
    county = read_county(sources)
    answer = tally(county, zone)
    assert classes(answer) == pytest.approx({"0702": 0.5, "not_covered": 0.5}, abs=1e-6)
    crossing = f"Layer DLTB, feature {fid}: its outline crosses itself near"
    assert sum(each.startswith(crossing) for each in told(answer)) == 1

    # Mended by hand, the whole square is 0702 and nothing is to tell.
    assert land.changeGeometry(fid, zone)
    answer = tally(edited(county, sources, land, [fid]), zone)
    assert classes(answer) == pytest.approx({"0702": 1.0}, abs=1e-6)
    assert not any(crossing in each for each in told(answer))
    # And spoilt again, it is named again.
    assert land.changeGeometry(fid, tie(zone))
    assert sum(crossing in each for each in told(tally(edited(county, sources, land, [fid]), zone))) == 1
    land.rollBack()


def test_nothing_is_clear_of_a_red_line_that_is_not_known_whole(smallcounty, layers):
    """One polygon of the line has a vertex at (0, 0): it is left out by name, and no green stands beside the line."""
    line = layers["STBHHX"]
    sources = sources_of(list(layers.values()), QgsCoordinateTransformContext())
    zone = smallcounty.square(0, 250, 250, 500)
    whole = tally(read_county(sources), zone)
    name = whole.findings[1].line
    assert [whole.findings[1].verdict, finding_name(whole, whole.findings[1], str)] == ["clear", "Clear"]

    box = zone.boundingBox()
    astray = QgsGeometry.fromWkt(
        f"POLYGON(({box.xMinimum()} {box.yMinimum()}, {box.xMaximum()} {box.yMinimum()}, 0 0))"
    )
    assert line.startEditing()
    fid = add_to(line, astray)
    county = read_county(sources_of(list(layers.values()), QgsCoordinateTransformContext()))
    answer = tally(county, zone)
    assert answer.doubted == {name}
    assert is_doubtful(answer, answer.findings[1])
    assert finding_name(answer, answer.findings[1], str) == "Not known: polygons of the line were left out"
    assert any(f"Layer STBHHX, feature {fid}: left out, its vertex" in each for each in told(answer))
    assert any("Ecological red line: Not known" in each for each in answer_notes(answer, str))
    # What violates a line does so without the rest of it, too.
    assert not is_doubtful(answer, answer.findings[0])

    assert line.deleteFeature(fid)
    again = tally(edited(county, sources, line, [fid]), zone)
    assert again.doubted == frozenset()
    assert not is_doubtful(again, again.findings[1])
    assert not any("STBHHX" in each for each in told(again))
    line.rollBack()
