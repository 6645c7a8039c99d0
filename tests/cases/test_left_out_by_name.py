"""What is left out is named, not only counted; and every point of a multipoint counts."""

import plots
from deliveries import REAL, TEXT, WHOLE, layer, rows, square

from redline.layers.reading.sources import read_points

E, N = plots.EAST, plots.NORTH


def test_a_batch_without_geometry_is_named_in_the_ledger(run):
    """100 × 100 m are 0.99952 ha, 14.99 亩; the second batch is missing in the sum, and the ledger says which it is."""
    fields = {"PCBH": TEXT, "PCMC": TEXT, "PCND": TEXT, "PCLX": TEXT}
    batches = layer(
        "批次",
        fields,
        [(square(0, 0, 100), ["2021-1", "一", "2021", "单选"]), (None, ["2021-2", "二", "2021", "单选"])],
    )
    result = run("quotaledger", BATCHES=batches, OUTPUT="TEMPORARY_OUTPUT")
    assert result["SKIPPED"] == 1 and 14.9 < result["TOTAL_MU"] < 15.0
    assert "Layer 批次, feature 2 (2021-2): left out, it has no geometry." in run.log.warnings


def test_a_parcel_without_geometry_is_named_by_its_number(run, tmp_path):
    parcels = layer("地块", {"DKBH": TEXT}, [(square(0, 0, 100), ["D1"]), (None, ["D2"])])
    result = run("exportparceltext", INPUT=parcels, OUTPUT=str(tmp_path / "p.txt"))
    assert (result["PARCELS"], result["SKIPPED"]) == (1, 1)
    assert "Layer 地块, feature 2 (D2): left out, it has no geometry." in run.log.warnings


def points(name, shapes, kind="MultiPoint"):
    return layer(name, {"id": TEXT, "人数": WHOLE, "深": REAL}, [(wkt, values) for wkt, values in shapes], kind)


def zones():
    return layer("村", {"ZLDWDM": TEXT}, [(square(0, 0, 100), ["A"]), (square(200, 0, 100), ["B"])])


class TestMultipoints:
    SHAPES = (
        (f"MULTIPOINT(({E + 10} {N + 10}),({E + 20} {N + 20}),({E + 210} {N + 10}))", ["w1", 30, 1.5]),
        (f"MULTIPOINT(({E + 220} {N + 20}))", ["w2", 5, 2.5]),
        (None, ["w3", 7, 9.0]),
    )

    def test_every_point_is_read(self, redline):
        found = read_points(points("井", self.SHAPES), ["id"])
        assert found.texts("id") == ["w1", "w1", "w1", "w2"] and found.first.tolist() == [True, False, False, True]
        assert [each.fid for each in found.skipped] == [3]

    def test_every_point_counts_and_its_feature_once(self, run):
        """Two points of w1 and none of w2 lie in A, one of w1 and that of w2 in B; w1 counts its 30 people with its
        first point, in A."""
        result = run(
            "pointsinzones",
            INPUT=zones(),
            POINTS=points("井", self.SHAPES),
            SUM_FIELDS=["人数"],
            OUTPUT="TEMPORARY_OUTPUT",
        )
        assert rows(result["OUTPUT"], "ZLDWDM", "pt_count") == [("A", 2), ("B", 2)]
        assert [row[-1] for row in rows(result["OUTPUT"], *result["OUTPUT"].fields().names())] == [30.0, 5.0]
        assert (result["POINTS_COUNT"], result["SKIPPED"]) == (4, 1)
        assert "Layer 井, feature 3: left out, it has no point." in run.log.warnings
        assert (
            "Layer 井: 1 features hold several points; every point counts, what its feature says in its fields counts "
            "once." in run.log.warnings
        )

    def test_the_nearest_of_all_points(self, run):
        """The second zone's nearest hazard is a later point of a multipoint, within the zone: 0 m."""
        hazards = points("点", [(f"MULTIPOINT(({E - 500} {N}),({E + 250} {N + 50}))", ["h1", 0, 0.0]), self.SHAPES[2]])
        result = run("nearesthazards", INPUT=zones(), HAZARDS=hazards, DISTANCE=1000, OUTPUT="TEMPORARY_OUTPUT")
        assert result["SMALLEST_DISTANCE"] == 0.0
        assert [told for told in run.log.warnings if "feature 2" in told and "it has no point" in told]
