"""A village that lies in two features of one code (an enclave) is one village, in every tool.

Village 甲 has 200 × 100 m and, beyond village 乙, an enclave of 100 × 100 m: three squares of 100 m, whose official
areas add up. A circle covers the main part wholly and nothing of the enclave.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cases"))

from deliveries import EAST, NORTH, REAL, TEXT, layer, rows, square

from redline.core.ellipsoid import official_area
from redline.core.shapes.polygons import Polygons, grouped
from redline.layers.measuring.regions import of_one_code

FIRST, SECOND = "371525100201", "371525100202"
MAIN, ENCLAVE, BETWEEN = (0, 0, 200, 100), (300, 0, 100, 100), (200, 0, 100, 100)


def official(*boxes):
    total = 0.0
    for x, y, width, height in boxes:
        low, left = NORTH + y, EAST + x
        ring = [(low, left), (low, left + width), (low + height, left + width), (low + height, left)]
        total += official_area([ring], 4527)
    return round(total, 2)


WHOLE = official(MAIN, ENCLAVE)


@pytest.fixture
def run(redline):
    from parcelruns import Runner

    runner = Runner(redline)
    yield runner
    runner.close()


def villages(control=(20_000.0, 10_000.0, 10_000.0)):
    listed = [(MAIN, FIRST, "甲"), (BETWEEN, SECOND, "乙"), (ENCLAVE, FIRST, "甲")]
    shapes = [(square(*box), [code, name, area]) for (box, code, name), area in zip(listed, control, strict=True)]
    return layer("CJDCQ", {"ZLDWDM": TEXT, "ZLDWMC": TEXT, "DCMJ": REAL}, shapes)


def land():
    """One patch in each square of 100 m, of the village that the square is in; the second is water."""
    listed = [(0, "0102", FIRST), (100, "1104", FIRST), (200, "0102", SECOND), (300, "0102", FIRST)]
    shapes = [(square(x, 0, 100), [code, village, 10_000.0]) for x, code, village in listed]
    return layer("DLTB", {"DLBM": TEXT, "ZLDWDM": TEXT, "TBMJ": REAL}, shapes)


TOLD = f"Layer CJDCQ: 1 regions lie in several features of one code (the first: {FIRST}, 2 features); each is one zone."


def test_the_tally(run):
    result = run(
        "tallybylanduse", INPUT=villages(), ID_FIELD="ZLDWDM", LANDUSE=land(), UNIT="m2", OUTPUT="TEMPORARY_OUTPUT"
    )
    found = [row for row in rows(result["OUTPUT"], "zone", "class_code", "area") if row[0] == FIRST]
    assert sum(area for _, _, area in found) == pytest.approx(WHOLE, abs=0.001)
    assert sorted(code for _, code, _ in found) == ["0102", "1104"]  # each class once, not once a feature
    assert result["ZONES"] == 2 and TOLD in run.log.warnings


def test_what_cameras_cover(run):
    """The village is covered by two thirds, so it is not "not covered at all"; both of its features say so."""
    circle = layer("范围", {"id": TEXT}, [(square(-50, -50, 250, 250), ["K1"])])
    result = run("coveragetally", INPUT=circle, VILLAGES=villages(), UNIT="m2", OUTPUT="TEMPORARY_OUTPUT")
    found = rows(result["OUTPUT"], "ZLDWDM", "total", "cov1", "share1")
    assert [row[:3] for row in found if row[0] == FIRST] == [(FIRST, WHOLE, official(MAIN))] * 2
    assert {row[3] for row in found if row[0] == FIRST} == {66.67}
    assert [told for told in run.log.warnings if "not covered at all" in told] == [
        "1 villages are not covered at all: 乙."
    ]


def test_points(run):
    wells = layer("井", {"id": TEXT}, [(f"POINT({EAST + x} {NORTH + 50})", ["w"]) for x in (50, 250, 350)], "Point")
    result = run("pointsinzones", INPUT=villages(), ID_FIELD="ZLDWDM", POINTS=wells, OUTPUT="TEMPORARY_OUTPUT")
    assert rows(result["OUTPUT"], "ZLDWDM", "pt_count") == [(FIRST, 2), (SECOND, 1), (FIRST, 2)]
    assert result["EMPTY_ZONES"] == 0


def test_red_lines(run):
    line = layer("STBHHX", {"id": TEXT}, [(square(300, 0, 100), ["r"])])
    result = run("redlinecheck", INPUT=villages(), ID_FIELD="ZLDWDM", RED_LINES=[line], OUTPUT="TEMPORARY_OUTPUT")
    found = rows(result["OUTPUT"], "ZLDWDM", "l1_in_m2")
    assert [area for code, area in found if code == FIRST] == [official(ENCLAVE)] * 2
    assert (result["VIOLATIONS"], result["ZONES"]) == (1, 2)


class TestControlAreas:
    def control(self, run, made, kind):
        result = run(
            "balanceareas",
            INPUT=land(),
            VILLAGES=made,
            CONTROL=kind,
            LIMIT=5,
            OUTPUT="TEMPORARY_OUTPUT",
            OUTPUT_CONTROL="TEMPORARY_OUTPUT",
        )
        patches = rows(result["OUTPUT"], "ZLDWDM", "TBMJ")
        return round(sum(area for code, area in patches if code == FIRST), 2)

    def test_official(self, run):
        assert self.control(run, villages(), "official") == WHOLE

    def test_recorded_areas_of_the_parts_add_up(self, run):
        assert self.control(run, villages((20_010.0, 10_000.0, 9_990.5)), "recorded") == 30_000.5
        assert (
            f"Layer CJDCQ: village {FIRST} lies in 2 features, whose control areas (DCMJ) are added up."
            in run.log.warnings
        )

    def test_the_area_of_the_whole_in_each_part_counts_once(self, run):
        assert self.control(run, villages((30_001.0, 10_000.0, 30_001.0)), "recorded") == 30_001.0
        assert (
            f"Layer CJDCQ: village {FIRST} lies in 2 features that all say 30001.00 m² (DCMJ); it is taken once, for "
            "the whole village." in run.log.warnings
        )


def test_features_that_meet_count_their_land_once(run):
    """Two features of one village that overlap by 50 × 100 m: the land of both, once."""
    shapes = [(square(0, 0, 150, 100), [FIRST, "甲", 0.0]), (square(100, 0, 100), [FIRST, "甲", 0.0])]
    made = layer("CJDCQ", {"ZLDWDM": TEXT, "ZLDWMC": TEXT, "DCMJ": REAL}, shapes)
    result = run("tallybylanduse", INPUT=made, ID_FIELD="ZLDWDM", LANDUSE=land(), UNIT="m2", OUTPUT="TEMPORARY_OUTPUT")
    assert result["TOTAL_AREA"] == pytest.approx(official(MAIN), abs=0.02)


def test_other_texts_stay_zones_of_their_own(run):
    """Two circles of one camera, two parcels of one number."""
    made = layer("圆", {"id": TEXT}, [(square(0, 0, 100), ["K1"]), (square(100, 0, 100), ["K1"])])
    result = run("tallybylanduse", INPUT=made, ID_FIELD="id", LANDUSE=land(), OUTPUT="TEMPORARY_OUTPUT")
    assert result["ZONES"] == 2
    assert [told for told in run.log.warnings if "each feature is a zone of its own" in told]


def test_regions_are_told_by_their_codes():
    codes = [FIRST, "K1", FIRST, "K1", "", "", "371525", "371525100", "371525100"]
    assert of_one_code(codes).tolist() == [0, 1, 0, 2, 3, 4, 5, 6, 6]


def test_grouped_polygons_keep_their_parts_and_holes():
    ring = [(0, 0), (4, 0), (4, 4), (0, 4)]
    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    made = Polygons.from_rings([[(ring, False), (hole, True)], [(hole, False)], [], [(ring, False)]])
    found = grouped(made, np.array([0, 1, 1, 0]))
    assert found.polygons.tolist() == [0, 3, 4] and found.holes.tolist() == [False, True, False, False]
    assert len(found.xy) == 20


@pytest.mark.parametrize("apart", [True, False])
def test_a_village_of_many_features_is_one_and_costs_no_square(qgis_app, apart):
    """3,000 patches of 100 m², beside each other or 10 m apart, together 300,000 m²: patches that touch are united."""
    from redline.layers.measuring.regions import as_regions
    from redline.layers.reading.run import Run
    from redline.layers.reading.sources import read_features

    step = 20 if apart else 10
    shapes = [(square(step * (i % 60), step * (i // 60), 10), [FIRST]) for i in range(3000)]
    found = read_features(layer("CJDCQ", {"ZLDWDM": TEXT}, shapes), ["ZLDWDM"])
    run = Run(found.crs, None)
    regions = as_regions(run, "CJDCQ", found, found.texts("ZLDWDM"))
    assert len(regions.features) == 1 and set(regions.members.tolist()) == {0}
    rings = regions.features.polygons.rings_of(0)
    assert len(rings) == (3000 if apart else 1)
    assert run.notices[0].sentence(lambda text: text).endswith("3000 features); each is one zone.")
