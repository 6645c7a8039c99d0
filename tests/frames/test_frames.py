"""redline.frames by itself: hand arithmetic, and the sentence for every wrong input."""

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from smallframes import EAST, NORTH, ZONE_39, box, county, frame

from redline import frames
from redline.core.errors import RedlineError


def rows(found, *columns):
    return [tuple(row) for row in found[list(columns)].to_numpy().tolist()]


class TestOfficialArea:
    def test_of_rows_with_and_without_a_geometry(self):
        given = frame([box(0, 0, 100, 100), None, box(0, 0, 200, 100)])
        with pytest.warns(frames.RedlineWarning, match="1 rows have no geometry"):
            found = frames.official_area(given)
        # Zone 39's grid is 0.9998 long here, 1.6 degrees from its meridian: 100 × 100 m of it are 9,995.18 m² of land.
        assert found[0] == 9995.18
        assert np.isnan(found[1])
        assert found[2] == pytest.approx(2 * 9995.18, abs=0.02)
        assert found.index.equals(given.index)

    def test_a_hole_is_taken_off(self):
        whole, hole = box(0, 0, 200, 200), box(50, 50, 100, 100)
        found = frames.official_area(frame([whole, hole, whole.difference(hole)]))
        assert found[2] == pytest.approx(found[0] - found[1], abs=0.011)

    def test_degrees_are_measured_on_their_datum(self):
        given = frame([box(0, 0, 1000, 1000)])
        flat, curved = (float(frames.official_area(each).iloc[0]) for each in (given, given.to_crs("EPSG:4490")))
        # An edge that is straight in the plane and one that is straight in degrees part by some centimetres.
        assert curved == pytest.approx(flat, rel=1e-6)


class TestTally:
    def test_classes_add_up_to_the_official_area(self):
        villages, patches = county()
        found = frames.tally(villages, patches, zone_name="ZLDWMC")
        areas = frames.official_area(villages)
        for village, area in zip(villages["ZLDWDM"], areas, strict=True):
            own = found[found["zone"] == village]
            assert round(own["area"].sum(), 4) == round(area / 10_000 + 1e-9, 4)
        # East: 600 of 1,000 m irrigated, 400 forest; west: 400 forest, 600 half road, half homestead.
        assert rows(found, "zone_name", "class_code") == [
            ("东村", "0102"), ("东村", "0301"), ("西村", "0301"), ("西村", "0702"), ("西村", "1003"),
        ]  # fmt: skip
        assert found["area"].to_numpy() == pytest.approx(np.array([60, 40, 40, 30, 30]) * 0.999518, rel=2e-5)
        assert found.attrs["units"] == {"area": "ha"}

    def test_further_layers_divide_zones(self):
        villages, patches = county()
        north = frame([box(0, 500, 2000, 500)], side=["north"])
        found = frames.tally(villages, patches, further={"side": (north, "side")}, unit="m2", method="plane")
        east = found[found["zone"] == villages["ZLDWDM"][0]]
        assert sorted(rows(east, "side", "class_code", "area")) == [
            ("", "0102", 300_000.0), ("", "0301", 200_000.0),
            ("north", "0102", 300_000.0), ("north", "0301", 200_000.0),
        ]  # fmt: skip

    def test_major_classes_in_mu(self):
        villages, patches = county()
        found = frames.tally(villages, patches, level="major", unit="mu", method="plane")
        # 40 ha forest are agricultural, 60 ha road and homestead construction: 600 and 900 mu.
        west = found[found["zone"] == villages["ZLDWDM"][1]]
        assert rows(west, "class_code", "area") == [("agricultural", 600.0), ("construction", 900.0)]

    def test_gaps_and_overlaps_are_told_and_stay_two_numbers(self):
        villages, patches = county()
        patches.geometry = [
            box(0, 0, 600, 1000),
            box(590, 0, 810, 1000),
            box(1400, 0, 600, 500),
            box(1400, 500, 600, 400),
        ]
        with pytest.warns(frames.RedlineWarning) as told:
            found = frames.tally(villages, patches, unit="m2", method="plane")
        sentences = " ".join(str(each.message) for each in told)
        # 10 m × 1,000 m lie under two patches, 600 m × 100 m under none.
        assert "1 pairs of polygons overlap, together 10000.00 m²" in sentences
        assert "leaves 1 zones partly uncovered, together 60000.00 m²" in sentences
        special = found[found["class_code"].isin(["overlap", "not_covered"])]
        assert rows(special, "class_code", "area") == [("overlap", -10_000.0), ("not_covered", 60_000.0)]
        assert found["area"].sum() == 2_000_000.0

    def test_a_patch_whose_outline_crosses_itself_counts_both_lobes(self):
        villages, patches = county()
        # A bow tie over 600 m × 1,000 m: two triangles of 150,000 m² each; signed they would be nothing.
        ring = [(0, 0), (600, 1000), (0, 1000), (600, 0), (0, 0)]
        bow = shapely.Polygon([(EAST + x, NORTH + y) for x, y in ring])
        patches.geometry = [bow, *patches.geometry[1:]]
        with pytest.warns(frames.RedlineWarning, match="cross themselves"):
            found = frames.tally(villages, patches, unit="m2", method="plane")
        assert found[found["class_code"] == "0102"]["area"].tolist() == [300_000.0]

    def test_lost_zeros_are_put_back_and_told(self):
        villages, patches = county()
        patches["DLBM"] = [102, 301, 1003, 702]
        with pytest.warns(frames.RedlineWarning, match="lost their leading zero"):
            found = frames.tally(villages, patches)
        assert "0102" in found["class_code"].tolist()

    @pytest.mark.parametrize(
        ("spoil", "sentence"),
        [
            (lambda v, p: (v.set_crs(None, allow_override=True), p), "Layer zones has no coordinate system"),
            (lambda v, p: (v, p.drop(columns="DLBM")), "Layer landuse has no column DLBM; its columns are ."),
            (
                lambda v, p: (v, p.assign(DLBM=["0102", "9999", "1003", "0702"])),
                "row 1, column DLBM: 9999 is not a class",
            ),
            (
                lambda v, p: (v, p.assign(geometry=p.centroid)),
                "Layer landuse, row 0: it is a Point, no polygon; 4 rows",
            ),
            (lambda v, p: (v.iloc[:0], p), "Layer zones holds no polygons"),
            (
                lambda v, p: (v, p.translate(60_000, 0).to_frame("geometry").assign(DLBM=p["DLBM"])),
                "do not lie in the same",
            ),
            (lambda v, p: (pd.DataFrame(v), p), "zones is no GeoDataFrame"),
        ],
    )
    def test_a_wrong_input_is_named(self, spoil, sentence):
        villages, patches = spoil(*county())
        with pytest.raises(RedlineError) as stopped:
            frames.tally(villages, patches)
        assert sentence in str(stopped.value)

    def test_a_zone_that_crosses_itself_stops(self):
        villages, patches = county()
        ring = [(0, 0), (1000, 1000), (0, 1000), (1000, 0), (0, 0)]
        villages.geometry = [shapely.Polygon([(EAST + x, NORTH + y) for x, y in ring]), villages.geometry[1]]
        with pytest.raises(RedlineError, match="Layer zones, row 0: the polygon is invalid"):
            frames.tally(villages, patches)

    def test_a_vertex_astray_stops(self):
        villages, patches = county()
        far = shapely.Polygon([(EAST, NORTH), (EAST + 600, NORTH), (0, 0), (EAST, NORTH)])
        patches.geometry = [far, *patches.geometry[1:]]
        with pytest.raises(RedlineError, match=r"Layer landuse, row 0: vertex 3 lies at 0\.0, 0\.0"):
            frames.tally(villages, patches)

    @pytest.mark.parametrize(("word", "value"), [("unit", "acre"), ("level", "fine"), ("method", "drawn")])
    def test_words_that_are_none(self, word, value):
        villages, patches = county()
        with pytest.raises(RedlineError, match=f"There is no {word} {value}: use"):
            frames.tally(villages, patches, **{word: value})


class TestRedLines:
    PARCEL = frame([box(0, 0, 200, 200), box(1000, 0, 200, 200)], DKBH=["A", "B"])

    def test_legal_areas_and_verdicts(self):
        farm = frame([box(100, 100, 100, 100), box(100, 100, 100, 100)], YJJBNTMJ=[9000.0, 9000.0])
        with pytest.warns(frames.RedlineWarning, match="1 pairs of polygons overlap"):
            found = frames.redline_check(self.PARCEL, {"farmland": farm})
        # Two equal polygons with a legal area of 9,000 m² each lie on the same land: it counts once.
        assert rows(found, "zone", "verdict", "inside", "legal") == [
            ("A", "Violates", 9995.18, 9000.0), ("B", "Clear", 0.0, 0.0),
        ]  # fmt: skip

    def test_ridges_where_no_legal_area_is_recorded(self):
        farm = frame([box(100, 100, 100, 100)], YJJBNTMJ=[None], KCXS=["10%"])
        found = frames.redline_check(self.PARCEL, {"farmland": farm})
        # The land itself is 9,995.185 m² before it is printed; less a tenth it is 8,995.67.
        assert rows(found, "inside", "legal")[0] == (9995.18, 8995.67)

    @pytest.mark.parametrize("name", ["YJJBNTMJ", "jbntmj", "永久基本农田面积"])
    def test_legal_areas_are_found_by_every_usual_name(self, name):
        farm = frame([box(100, 100, 100, 100)], **{name: [9000.0]}, 标识码=["F7"])
        found = frames.redline_check(self.PARCEL, {"farmland": farm})
        assert rows(found, "legal", "touched")[0] == (9000.0, "F7")

    def test_a_line_that_must_contain(self):
        city = frame([box(0, 0, 200, 200)])
        found = frames.redline_check(self.PARCEL, {"city": city}, must_contain=("city",))
        assert found["verdict"].tolist() == ["Clear", "Violates"]

    def test_wrong_values_and_names(self):
        farm = frame([box(100, 100, 100, 100)], YJJBNTMJ=["1,234"])
        with pytest.raises(RedlineError, match="Layer farm, row 0, column YJJBNTMJ: “1,234” is not a number"):
            frames.redline_check(self.PARCEL, {"farm": farm})
        with pytest.raises(RedlineError, match="Layer farm, row 0: YJJBNTMJ is -5"):
            frames.redline_check(self.PARCEL, {"farm": farm.assign(YJJBNTMJ=[-5])})
        with pytest.raises(RedlineError, match="must_contain names city"):
            frames.redline_check(self.PARCEL, {"farm": farm}, must_contain=("city",))


class TestChangeAndStructure:
    def test_rows_add_up_to_both_epochs(self):
        _, before = county()
        after = before.assign(DLBM=["0102", "0102", "1003", "0702"])
        found = frames.change(before, after)
        # 80 ha of forest became irrigated land; in grid hectares 60, 80, 30, 30.
        assert rows(found, "from_code", "to_code")[:2] == [("0102", "0102"), ("0301", "0102")]
        assert found["area"].sum() == pytest.approx(200 * 0.999518, rel=2e-5)

    def test_overlapping_epochs_are_refused(self):
        _, before = county()
        after = before.copy()
        after.geometry = [box(0, 0, 601, 1000), *before.geometry[1:]]
        with pytest.raises(
            RedlineError, match=r"Layer after: the rows 0 and 1 overlap by 9\d\d\.\d\d m² \(1 pairs do\)"
        ):
            frames.change(before, after)

    def test_structure_has_shares_of_a_hundred(self):
        villages, patches = county()
        found = frames.structure(villages, patches, zone_id="ZLDWDM")
        leaves = found[found["zone"] != "Total"]
        assert leaves.groupby("zone")["base_pct"].sum().round(2).tolist() == [100.0, 100.0]


def test_the_package_knows_no_qgis():
    import sys

    assert not {"qgis", "osgeo"} & set(sys.modules)
    assert geopandas.GeoDataFrame is type(county()[0])
    assert county()[0].crs == ZONE_39
