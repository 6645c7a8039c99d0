"""Red lines as layers: titles, ids, what is told of legal areas and refused, the land on the wrong side."""

from decimal import Decimal

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsFeature, QgsVectorLayer

from redline.core.ellipsoid import official_areas
from redline.core.ellipsoid.areaplane import areas
from redline.core.errors import Cancelled, RedlineError
from redline.core.landuse.tally import Zone
from redline.core.shapes.wkb import decode_list
from redline.layers.measuring.redlines import check_red_lines, farmland_layer, lay_line, read_line, red_line_layers
from redline.layers.reading.run import Run
from redline.layers.reading.sources import source_of
from redline.layers.roles.fields import remember
from redline.layers.roles.titles import layer_title


@pytest.fixture
def square(smallcounty):
    return smallcounty.square


def farms(*rows, name="YJJBNTBHTB", fields="YJJBNTMJ:double,KCXS:double"):
    """A farmland layer of (geometry, values of ``fields``)."""
    url = "Polygon?crs=EPSG:4527" + "".join(f"&field={field}" for field in fields.split(",") if field)
    layer = QgsVectorLayer(url, name, "memory")
    features = []
    for shape, *values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(shape)
        feature.setAttributes(list(values))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def a_run(cancelled=None):
    return Run(QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateTransformContext(), cancelled)


def check(layer, zone, tolerance=0.0, must_contain=False, run=None):
    """(the finding of one zone, what the run has to tell, the checked line)."""
    run = run or a_run()
    zones = decode_list([zone.asWkb().data()])
    own = [Zone("Z", "", Decimal(repr(float(official_areas(zones, run.projection)[0]))))]
    [line] = red_line_layers([(layer, must_contain, "RED_LINES")], "en")
    [checked] = check_red_lines(run, zones, own, [line], tolerance)
    return checked.findings[0], [notice.sentence(str) for notice in run.notices], checked


class TestTitles:
    def test_a_tables_name_becomes_the_role(self, square):
        layer = farms((square(0, 0, 100), 9000, 0.1))
        remember(layer, "farmland", {})
        assert layer_title(layer, "en") == "Permanent basic farmland"
        assert layer_title(layer, "zh_Hans") == "永久基本农田"

    @pytest.mark.parametrize(
        ("name", "en", "zh"),
        [
            ("永久基本农田", "Permanent basic farmland", "永久基本农田"),
            ("Permanent basic farmland", "Permanent basic farmland", "永久基本农田"),
            ("Permanent basic farmland 2020", "Permanent basic farmland 2020", "永久基本农田 2020"),
            ("永久基本农田 (YJJBNT)", "Permanent basic farmland (YJJBNT)", "永久基本农田 (YJJBNT)"),
            ("永久基本农田储备区", "永久基本农田储备区", "永久基本农田储备区"),
        ],
    )
    def test_what_redline_named_follows_the_language(self, square, name, en, zh):
        layer = farms((square(0, 0, 100), 9000, 0.1), name=name)
        remember(layer, "farmland", {})
        assert (layer_title(layer, "en"), layer_title(layer, "zh_Hans")) == (en, zh)

    def test_without_a_role_it_is_the_layers_name(self, square):
        layer = farms((square(0, 0, 100), 1), name="no_go", fields="x:double")
        assert layer_title(layer, "zh_Hans") == "no_go"

    def test_two_of_one_title_are_told_apart(self, square):
        one, other = (farms((square(0, 0, 100), 9000, 0.1), name=name) for name in ("JBNT_A", "JBNT_B"))
        for layer in (one, other):
            remember(layer, "farmland", {})
        lines = red_line_layers([(one, False, "RED_LINES"), (other, False, "RED_LINES")], "en")
        assert [line.title for line in lines] == [
            "Permanent basic farmland (JBNT_A)", "Permanent basic farmland (JBNT_B)",
        ]  # fmt: skip


class TestFields:
    def test_ids_by_role(self, square):
        for role, fields, values, ids in (
            ("farmland", "BSM:string,YJJBNTMJ:double", ("B7", 9000), ("B7",)),
            ("ecological", "BSM:string,HXBM:string", ("B7", "H3"), ("H3",)),
            ("urban", "BSM:string,GHFQDM:string", ("B7", "310"), ("B7",)),
            ("", "NAME:string", ("x",), ("1",)),
        ):
            layer = farms((square(0, 0, 100), *values), fields=fields, name="layer")
            if role:
                remember(layer, role, {})
            found, _, _ = check(layer, square(0, 0, 200))
            assert (role, found.touched) == (role, ids)

    def test_without_both_fields_there_is_no_legal_area(self, square):
        found, told, _ = check(farms((square(0, 0, 100), "x"), fields="NAME:string"), square(0, 0, 200))
        assert (found.legal, told) == (None, [])

    def test_a_layer_without_polygons(self):
        points = QgsVectorLayer("Point?crs=EPSG:4527", "masts", "memory")
        with pytest.raises(RedlineError, match=r"Layer masts \(RED_LINES\) has no polygons: choose a layer of areas\."):
            red_line_layers([(points, False, "RED_LINES")], "en")
        with pytest.raises(RedlineError, match=r"Layer masts has no polygons: choose a layer of areas\."):
            red_line_layers([(points, False, "")], "en")


class TestLegalAreas:
    def test_missing_ones_are_told(self, square):
        layer = farms((square(0, 0, 100), None, 0.1), (square(100, 0, 100), 0, None), (square(900, 0, 100), None, 0.2))
        found, told, _ = check(layer, square(0, 0, 200))
        # 0.9 of one square and the whole other one; the third is not met by the zone
        assert float(found.legal / found.inside) == pytest.approx(0.95, abs=1e-6)
        assert told == [
            "Layer YJJBNTBHTB: 2 polygons in the zones have no legal area in YJJBNTMJ (the first is feature 1); "
            "they count with their area less field ridges."
        ]

    def test_only_a_ridge_coefficient_is_nothing_missing(self, square):
        found, told, _ = check(farms((square(0, 0, 100), 0.1), fields="KCXS:double"), square(0, 0, 200))
        assert float(found.legal / found.inside) == pytest.approx(0.9, abs=1e-6)
        assert told == []

    def test_one_larger_than_the_polygon_is_told_and_counts_as_recorded(self, square):
        found, told, _ = check(farms((square(0, 0, 100), 12000, 0.0)), square(0, 0, 200))
        assert found.legal == Decimal("12000.00")
        assert told == [
            "Layer YJJBNTBHTB: 1 polygons in the zones have a larger legal area in YJJBNTMJ than they have land "
            "(the first is feature 1: 12000.00 m²); it counts as it is recorded."
        ]

    @pytest.mark.parametrize(
        ("legal", "ridge", "sentence"),
        [
            (-5, 0.1, "the legal area in field YJJBNTMJ is -5.0: it cannot be negative."),
            (None, 5.86,
             "the ridge coefficient (KCXS) is 5.86: it must be at least 0 and less than 1; correct the patch."),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_where_it_is_met(self, square, legal, ridge, sentence):
        layer = farms((square(0, 0, 100), legal, ridge))
        with pytest.raises(RedlineError) as refused:
            check(layer, square(0, 0, 200))
        assert str(refused.value) == f"Layer YJJBNTBHTB, feature 1: {sentence}"
        found, told, _ = check(layer, square(500, 0, 200))
        assert (found.verdict, found.legal, told) == ("clear", Decimal("0.00"), [])

    def test_polygons_on_each_other_are_told_and_count_once(self, square):
        layer = farms((square(0, 0, 100), None, 0.2), (square(50, 0, 100), None, 0.1))
        found, told, _ = check(layer, square(0, 0, 200))
        # 50 × 100 of 0.8 and 100 × 100 of 0.9: 13,000 of 15,000
        assert float(found.legal / found.inside) == pytest.approx(13 / 15, abs=1e-6)
        assert told[-1] == "Layer YJJBNTBHTB: the features 1 and 2 overlap by 4997.59 m²; it is counted once."


class TestFarmland:
    def test_weights_add_up_to_the_legal_area(self, square):
        """As the camera tools count: polygons with their ratio, and what they give up with the negative one."""
        layer = farms(
            (square(0, 0, 100), 9000, 0.1), (square(50, 0, 100), None, 0.5), (square(300, 0, 100), None, None)
        )
        run = a_run()
        laid = lay_line(run, read_line(run, farmland_layer(source_of(layer))))
        polygons, weights = laid.weighed()
        total = float((areas(polygons) * weights).sum())
        # 9,000 recorded, half of the second at 0.5, the whole third
        assert total == pytest.approx(9000 + 0.5 * 4997.59 + 9995.18, abs=0.02)

    def test_inside_zones(self, square):
        layer = farms((square(0, 0, 100), 9000, 0.1), (square(0, 0, 100), 9000, 0.1))
        run = a_run()
        zones = decode_list([square(0, 0, 200).asWkb().data()])
        laid = lay_line(run, read_line(run, farmland_layer(source_of(layer)), zones), zones)
        assert laid.farmland(laid.zones).tolist() == [pytest.approx(9000, abs=0.01)]


class TestAgainst:
    def test_inside_and_outside(self, square):
        layer = farms((square(0, 0, 100), 9000, 0.1), (square(50, 0, 100), 9000, 0.1))
        zones = decode_list([square(0, 0, 120).asWkb().data()])
        _, _, checked = check(layer, square(0, 0, 120))
        [(finding, shape)] = checked.against(zones)
        assert finding.verdict == "violates"
        assert shape.area() == pytest.approx(120 * 100)
        _, _, checked = check(layer, square(0, 0, 120), must_contain=True)
        [(finding, shape)] = checked.against(zones)
        assert shape.area() == pytest.approx(120 * 20)

    def test_a_zone_far_from_its_boundary_is_outside_as_a_whole(self, square):
        zone = square(900, 900, 50)
        _, _, checked = check(farms((square(0, 0, 100), 9000, 0.1)), zone, must_contain=True)
        [(_, shape)] = checked.against(decode_list([zone.asWkb().data()]))
        assert shape.area() == pytest.approx(2500)

    def test_clear_zones_have_none_and_a_stop_is_heard(self, square):
        zone = decode_list([square(500, 0, 50).asWkb().data()])
        _, _, checked = check(farms((square(0, 0, 100), 9000, 0.1)), square(500, 0, 50))
        assert list(checked.against(zone)) == []
        with pytest.raises(Cancelled):
            list(checked.against(zone, lambda: True))
