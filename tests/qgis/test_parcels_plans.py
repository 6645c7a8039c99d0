"""Tract plans and quotas as Processing tools: by hand on small layers, and the published figures of the demo county."""

import json
import sys
from pathlib import Path

import openpyxl
import pytest
from qgis.core import QgsProcessingException

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import Log, Runner, box, demo_county, layer

X, Y = 39400000, 4040000


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def county(redline, tmp_path_factory):
    return demo_county()


def at(x0, y0, x1, y1):
    """A box in metres from the corner."""
    return box(X + x0, Y + y0, X + x1, Y + y1)


USE_FIELDS = [
    "DKBH:string",
    "PQBH:string",
    "YDYHFLDM:string",
    "NZS:string",
    "SSNF:integer",
    "XMBH:string",
    "MJ:double",
]


@pytest.fixture
def plan(qgis_app):
    """A tract of 500 × 200 m: 60 % industry to be acquired in 2021 and 2022, 40 % roads and a park that stay."""
    tracts = layer(
        "CPKFFW", ["PQBH:string", "PQMC:string", "CPKFMJ:double"], [(at(0, 0, 500, 200), "PQ1", "城东", 9.9976)]
    )
    parcels = layer(
        "CPKFYD",
        USE_FIELDS,
        [
            (at(0, 0, 200, 200), "1", "PQ1", "100101", "是", 2021, "XM1", 39990.0),
            (at(200, 0, 300, 200), "2", "PQ1", "100101", "是", 2022, "XM2", 19995.0),
            (at(300, 0, 400, 200), "3", "PQ1", "1207", "否", None, None, 19995.0),
            (at(400, 0, 500, 200), "4", "PQ1", "1401", "否", None, None, 19995.0),
        ],
    )
    return {"TRACTS": tracts, "PARCELS": parcels, "OUTPUT": "memory:"}


def verdicts(results):
    return {(row["tract"], row["rule"]): row for row in results["OUTPUT"].getFeatures()}


class TestTractPlan:
    def test_by_hand(self, run, plan):
        results = run("tractplancheck", **plan, OUTPUT_USES="memory:", OUTPUT_YEARS="memory:")
        names = [field.name() for field in results["OUTPUT"].fields()]
        assert names[:4] == ["rule", "value", "limit", "verdict"]
        found = verdicts(results)
        share = found["PQ1", "public_share"]
        # two of the four parcels; five equal strips of 100 m, rounded to 0.0001 ha each
        assert share["value"] == pytest.approx(40, abs=0.01)
        assert share["limit"] == 40.0
        for rule in ("red_line", "urban_boundary", "earlier_tracts"):
            assert found["PQ1", rule]["verdict"] == "not_checked"
        for rule in ("other_tracts", "planned_use_covers", "parcels_inside", "declared_area", "declared_use"):
            assert found["PQ1", rule]["verdict"] == "pass", rule
        assert found["PQ1", "declared_acquired"]["verdict"] == "not_checked"  # no such area was declared
        assert results["NOT_CHECKED"] == 4
        uses = [
            (row["name"], row["projects"], row["area_ha"], row["share"]) for row in results["OUTPUT_USES"].getFeatures()
        ]
        # 300 × 200 m with an areal scale of about 0.99976: 5.9985 ha
        assert uses[0][:2] == ("工矿用地", 2) and uses[0][2] == pytest.approx(5.9985, abs=2e-4)
        assert uses[-1][3] == 100.0
        years = [(row["name"], row["projects"], row["share"]) for row in results["OUTPUT_YEARS"].getFeatures()]
        assert years == [
            ("2021", 1, pytest.approx(66.67, abs=0.01)),
            ("2022", 1, pytest.approx(33.33, abs=0.01)),
            ("总计", 2, 100.0),
        ]

    def test_lines(self, run, plan):
        farmland = layer("YJJBNTBHTB", ["BSM:string"], [(at(-50, 0, 10, 100), "NT1")])
        urban = layer("CZKFBJ", ["GHFQDM:string"], [(at(0, 0, 490, 200), "310")])
        earlier = layer("CPKF2020", ["PQBH:string"], [(at(450, 100, 600, 300), "A1")])
        results = run("tractplancheck", **plan, RED_LINES=[farmland], MUST_BE_INSIDE=[urban], EARLIER=[earlier])
        found = verdicts(results)
        # 10 × 100 m, 10 × 200 m outside, 50 × 100 m; areal scale about 0.99976 there
        for rule, area in (("red_line", 1000), ("urban_boundary", 2000), ("earlier_tracts", 5000)):
            assert found["PQ1", rule]["verdict"] == "fail"
            assert found["PQ1", rule]["value"] == pytest.approx(area, rel=4e-4)
        assert "YJJBNTBHTB" in found["PQ1", "red_line"]["message"]
        assert results["FAILED"] == 3 + (found["PQ1", "public_share"]["verdict"] == "fail")
        assert results["NOT_CHECKED"] == 1  # the declared area to be acquired

    def test_gaps_and_strays(self, run, plan):
        plan["PARCELS"] = layer(
            "CPKFYD",
            USE_FIELDS,
            [
                (at(0, 0, 400, 200), "1", "PQ1", "1401", "是", None, None, None),
                (at(500, 0, 510, 200), "2", "PQ1", "1401", "否", 2021, None, None),
                (at(900, 0, 910, 200), "3", "PQ7", "1401", "否", 2021, None, None),
            ],
        )
        found = verdicts(run("tractplancheck", **plan))
        assert found["PQ1", "planned_use_covers"]["value"] == pytest.approx(20000, rel=4e-4)
        assert found["PQ1", "parcels_inside"]["value"] == pytest.approx(2000, rel=4e-4)
        assert found["", "yearly_plan"]["verdict"] == found["", "parcels_belong"]["verdict"] == "fail"
        assert found["", "parcels_belong"]["value"] == 1

    def test_tracts_that_overlap(self, run, plan):
        plan["TRACTS"] = layer("CPKFFW", ["PQBH:string"], [(at(0, 0, 500, 200), "PQ1"), (at(490, 0, 600, 200), "PQ2")])
        found = verdicts(run("tractplancheck", **plan))
        for tract in ("PQ1", "PQ2"):
            assert found[tract, "other_tracts"]["verdict"] == "fail"
            assert found[tract, "other_tracts"]["value"] == pytest.approx(2000, rel=4e-4)

    def test_provincial_share_and_rules(self, run, plan, tmp_path):
        assert verdicts(run("tractplancheck", **plan, PUBLIC_SHARE=35))["PQ1", "public_share"]["verdict"] == "pass"
        rules = tmp_path / "rules.csv"
        rules.write_text(
            "rule,value,source\ntractplan.public_classes,12*,鲁\ntractplan.public_share_min,30,鲁\n", "utf-8"
        )
        share = verdicts(run("tractplancheck", **plan, RULES=str(rules)))["PQ1", "public_share"]
        assert share["value"] == pytest.approx(20, abs=0.01)
        assert (share["limit"], share["verdict"], share["source"]) == (30.0, "fail", "鲁")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"USE_FIELD": "nirgends"}, "has no field nirgends (USE_FIELD)"),
            ({"TRACTS": "twice"}, "tract number PQ1 (PQBH) occurs more than once"),
            ({"PARCELS": "empty"}, "holds no polygons"),
            ({"PARCELS": "without"}, "has no field YDYHFLDM"),
        ],
    )
    def test_wrong_input(self, run, plan, change, message):
        layers = {
            "twice": layer("CPKFFW", ["PQBH:string"], [(at(0, 0, 1, 1), "PQ1"), (at(5, 5, 6, 6), "PQ1")]),
            "empty": layer("CPKFYD", USE_FIELDS, []),
            "without": layer("CPKFYD", ["a:string"], [(at(0, 0, 1, 1), "x")]),
        }
        plan |= {name: layers.get(value, value) for name, value in change.items()}
        with pytest.raises(QgsProcessingException) as caught:
            run("tractplancheck", **plan)
        assert message in str(caught.value)

    def test_the_published_plan(self, run, county, tmp_path):
        """162.1298 = 81.9365 + 48.6031 + 8.2560 + 19.4546 + the rest; 19 projects with 92.3996 ha in 2021."""
        place = f"{county}|layername="
        results = run(
            "tractplancheck",
            TRACTS=place + "CPKFFW",
            PARCELS=place + "CPKFYD",
            RED_LINES=[place + "YJJBNTBHTB"],
            MUST_BE_INSIDE=[place + "CZKFBJ"],
            OUTPUT="memory:",
            OUTPUT_USES="memory:",
            OUTPUT_YEARS="memory:",
            OUTPUT_XLSX=str(tmp_path / "plan.xlsx"),
            OUTPUT_HTML=str(tmp_path / "plan.html"),
        )
        uses = {row["name"]: (row["projects"], row["area_ha"]) for row in results["OUTPUT_USES"].getFeatures()}
        assert uses["工矿用地"][1] == 81.9365
        assert uses["居住用地"][1] == 48.6031
        assert uses["商业服务业用地"][1] == 8.2560
        assert uses["仓储用地"][1] == 19.4546
        assert uses["总计"] == (30, 162.1298)
        years = {row["name"]: (row["projects"], row["area_ha"]) for row in results["OUTPUT_YEARS"].getFeatures()}
        assert years["2021"] == (19, 92.3996)
        # one tract misses the 40 %, the others pass all rules
        failed = [(row["tract"], row["rule"]) for row in results["OUTPUT"].getFeatures() if row["verdict"] == "fail"]
        assert [rule for _, rule in failed] == ["public_share"]
        assert results["FAILED"] == 1
        assert any("162.1298" in info and "81.9365" in info for info in run.log.infos)
        assert "92.3996" in (tmp_path / "plan.html").read_text("utf-8")
        assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames == ["按用途", "按年度", "片区", "结论"]


BATCH_FIELDS = ["PCBH:string", "PCMC:string", "PCND:integer", "PCLX:string", "SBRQ:string", "PFRQ:string", "ZT:string"]


@pytest.fixture
def batches(qgis_app):
    """2020: one batch of 100 × 100 m; 2021: two that touch, 200 × 100 m together, one of them approved."""
    return layer(
        "ZZ_PCFW",
        BATCH_FIELDS,
        [
            (at(0, 0, 100, 100), "20-1", "甲", 2020, "批次", "2020-01-05", "2020-04-01", "已批复"),
            (at(1000, 0, 1100, 100), "21-1", "乙", 2021, "批次", "2021-01-05", "2021-04-01", "已批复"),
            (at(1100, 0, 1200, 100), "21-2", "丙", 2021, "单独选址", "2021-02-05", None, "已上报"),
        ],
    )


def quota(*rows):
    return layer("YDZB", ["ND:integer", "ZBMC:string", "ZBMJ_MU:double"], rows, "NoGeometry")


class TestQuota:
    def test_by_hand(self, run, batches):
        results = run(
            "quotaledger",
            BATCHES=batches,
            QUOTA=quota((2021, "新增", 31.0)),
            THRESHOLD=20,
            OUTPUT="memory:",
            OUTPUT_BATCHES="memory:",
            OUTPUT_ZONES="memory:",
        )
        rows = {row["year"]: row for row in results["OUTPUT"].getFeatures()}
        now = rows["2021"]
        # a box of 1 ha is 14.9964 mu or so here (areal scale 0.99976)
        assert now["area_mu"] == pytest.approx(30, rel=4e-4)
        assert now["approved_mu"] == pytest.approx(15, rel=4e-4)
        assert now["left_mu"] == pytest.approx(31 - now["area_mu"], abs=1e-9)
        assert now["change_pct"] == pytest.approx(100, abs=0.01)
        assert now["reserve_mu"] == 3.1
        assert now["touched_mu"] == pytest.approx(now["area_mu"] - 27.9, abs=1e-9)
        assert now["warning"] == "已动用预留指标"
        dated = [row["number"] for row in results["OUTPUT_BATCHES"].getFeatures()]
        assert dated == ["20-1", "小计", "21-1", "21-2", "小计"]
        (zone,) = results["OUTPUT_ZONES"].getFeatures()
        assert zone["numbers"] == "21-1、21-2"
        assert zone["area_mu"] == now["area_mu"]
        assert zone.geometry().area() == pytest.approx(20000)
        assert (results["YEARS"], results["WARNINGS"], results["EXCEEDED"], results["ZONES"]) == (2, 2, 0, 1)

    def test_a_gap_parts_zones_unless_the_rule_says_otherwise(self, run, batches, tmp_path):
        rules = tmp_path / "rules.csv"
        rules.write_text("rule,value\nquota.zone_gap_m,900\nquota.zone_threshold_mu,40\n", "utf-8")
        results = run("quotaledger", BATCHES=batches, RULES=str(rules), OUTPUT="memory:")
        assert results["ZONES"] == 1

    def test_stages(self, run, batches):
        parcels = layer(
            "ZZ_TDZSFW",
            ["DKBH:string", "XMBH:string", "JD:string"],
            [(at(0, 0, 100, 100), "1", "X1", "供地"), (at(1000, 0, 1100, 100), "2", "X1", "报批")],
        )
        results = run("quotaledger", BATCHES=batches, PARCELS=parcels, OUTPUT="memory:", OUTPUT_STAGES="memory:")
        rows = {row["stage"]: row for row in results["OUTPUT_STAGES"].getFeatures()}
        assert [rows[stage]["parcels"] for stage in ("报批", "征收", "供地", "登记")] == [1, 0, 1, 0]
        assert rows["征收"]["reached_pct"] == pytest.approx(50, abs=0.01)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"YEAR_FIELD": "nirgends"}, "has no field nirgends (YEAR_FIELD)"),
            ({"QUOTA": "empty value"}, "field ZBMJ_MU holds no quota in mu"),
            ({"OUTPUT_STAGES": "memory:"}, "needs the parcels with their stages"),
            ({"BATCHES": "without"}, "has no field with the year of a batch"),
        ],
    )
    def test_wrong_input(self, run, batches, change, message):
        layers = {
            "empty value": quota((2021, "新增", None)),
            "without": layer("PC", ["a:string"], [(at(0, 0, 1, 1), "x")]),
        }
        given = {"BATCHES": batches, "OUTPUT": "memory:"}
        given |= {name: layers.get(value, value) for name, value in change.items()}
        with pytest.raises(QgsProcessingException) as caught:
            run("quotaledger", **given)
        assert message in str(caught.value)

    def test_the_published_years(self, run, county):
        """2021: 17 batches, 1 separately sited project, 2 conversions: 1707.8945 mu, of which 1096.996 are new
        construction land: all of the quota, reported and approved; 2020: 596.151."""
        place = f"{county}|layername="
        results = run(
            "quotaledger",
            BATCHES=place + "ZZ_PCFW",
            QUOTA=place + "YDZB",
            PARCELS=place + "ZZ_TDZSFW",
            LANDUSE=place + "DLTB",
            OUTPUT="memory:",
            OUTPUT_BATCHES="memory:",
        )
        rows = {row["year"]: row for row in results["OUTPUT"].getFeatures()}
        assert (rows["2021"]["batches"], rows["2021"]["area_mu"]) == (20, 1707.8945)
        assert (rows["2020"]["batches"], rows["2020"]["area_mu"]) == (8, 596.151)
        assert rows["2021"]["quota_mu"] == 1096.996
        assert rows["2021"]["before_mu"] == 596.151
        # 1707.8945 - 596.151
        assert rows["2021"]["change_mu"] == pytest.approx(1111.7435, abs=1e-9)
        assert (rows["2021"]["new_mu"], rows["2021"]["existing_mu"], rows["2021"]["left_mu"]) == (1096.996, 610.8985, 0)
        rates = ("used_pct", "quota_reported_pct", "quota_approved_pct", "reported_pct", "approved_pct")
        assert [rows["2021"][rate] for rate in rates] == [100.0] * 5
        assert results["EXCEEDED"] == 0
        [last] = [row for row in results["OUTPUT_BATCHES"].getFeatures() if row["year"] == "2021"][-1:]
        assert (last["new_mu"], last["existing_mu"], last["left_mu"]) == (1096.996, 610.8985, 0)

    def test_without_land_use_a_batch_counts_as_a_whole_and_that_is_said(self, run, county):
        feedback, place = Log(), f"{county}|layername="
        results = run("quotaledger", feedback, BATCHES=place + "ZZ_PCFW", QUOTA=place + "YDZB", OUTPUT="memory:")
        [now] = [row for row in results["OUTPUT"].getFeatures() if row["year"] == "2021"]
        assert now["left_mu"] == pytest.approx(-610.8985, abs=1e-9)  # 1096.996 - 1707.8945
        assert results["EXCEEDED"] == 1
        told = "Every batch counts against the quota as a whole: give the land use (LANDUSE)"
        assert any(told in line for line in feedback.warnings)

    def test_new_land_by_overlay_and_by_field(self, run):
        """Two batches of 1 ha: half of the first is a village, the second lies on works, half of them with a source."""
        land = layer(
            "DLTB",
            ["DLBM:string", "HFLY:string"],
            [
                (at(0, 0, 50, 100), "0702", "是"),
                (at(50, 0, 100, 100), "0102", None),
                (at(1000, 0, 1050, 100), "0601", "否"),
                (at(1050, 0, 1100, 100), "0601", "有"),
            ],
        )
        fields = ["PCBH:string", "PCND:integer", "XZ:double"]
        shapes = [(at(0, 0, 100, 100), "1", 2021, 15.0), (at(1000, 0, 1100, 100), "2", 2021, 0.0)]
        given = {"BATCHES": layer("PC", fields, shapes), "OUTPUT": "memory:", "OUTPUT_BATCHES": "memory:"}

        def new(**more):
            results = run("quotaledger", **given, **more)
            return [row["new_mu"] for row in results["OUTPUT_BATCHES"].getFeatures()][:2]

        # 0.5 ha of 1 ha are 7.4982 mu or so here (areal scale 0.99976)
        assert new(LANDUSE=land) == pytest.approx([7.5, 0], rel=4e-4)
        assert new(LANDUSE=land, LEGAL_FIELD="HFLY") == pytest.approx([7.5, 7.5], rel=4e-4)
        with pytest.raises(QgsProcessingException, match=r"\(batch 1\), field XZ: new construction land has to be"):
            new(NEW_FIELD="XZ")  # 15 of 14.9964 mu
        given["BATCHES"] = layer("PC", fields, [(shapes[0][0], "1", 2021, 10.0), shapes[1]])
        assert new(NEW_FIELD="XZ") == [10.0, 0.0]
        with pytest.raises(QgsProcessingException, match="not from both: leave one empty"):
            new(NEW_FIELD="XZ", LANDUSE=land)

    def test_a_word_about_the_source_that_is_none(self, run, batches):
        land = layer("DLTB", ["DLBM:string", "HFLY:string"], [(at(0, 0, 2000, 100), "0601", "也许")])
        with pytest.raises(QgsProcessingException, match="也许"):
            run("quotaledger", BATCHES=batches, LANDUSE=land, LEGAL_FIELD="HFLY", OUTPUT="memory:")


@pytest.mark.parametrize(
    ("name", "parameters", "outputs"),
    [
        ("tractplancheck", {"TRACTS", "PARCELS", "USE_FIELD", "YEAR_FIELD", "RED_LINES", "OUTPUT"}, {"FAILED"}),
        ("quotaledger", {"BATCHES", "QUOTA", "LANDUSE", "NEW_FIELD", "OUTPUT"}, {"OUTPUT", "NEW_MU", "EXISTING_MU"}),
        ("approvaltables", {"PARCELS", "LANDUSE", "VILLAGES", "BATCH_FIELD", "OUTPUT"}, {"OUTPUT"}),
    ],
)
def test_declared_as_the_contract_says(redline, name, parameters, outputs):
    algorithm = redline.algorithm(name)
    declared = {parameter.name(): parameter for parameter in algorithm.parameterDefinitions()}
    assert parameters <= set(declared)
    assert outputs <= {output.name() for output in algorithm.outputDefinitions()}
    assert all(parameter.help() for parameter in declared.values())
    assert len(algorithm.shortHelpString()) > 500


def test_cancelled(run, plan, batches):
    for name, given in (("tractplancheck", plan), ("quotaledger", {"BATCHES": batches, "OUTPUT": "memory:"})):
        feedback = Log()
        feedback.cancel()
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(name, feedback, **given)


def test_from_the_command_line(qgis_process, county, tmp_path):
    place = f"{county}|layername="
    answer = qgis_process(
        "redline:quotaledger",
        {
            "BATCHES": place + "ZZ_PCFW",
            "QUOTA": place + "YDZB",
            "LANDUSE": place + "DLTB",
            "OUTPUT": str(tmp_path / "ledger.gpkg"),
        },
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["results"]["EXCEEDED"] == 0
    answer = qgis_process(
        "redline:tractplancheck",
        {"TRACTS": place + "CPKFFW", "PARCELS": place + "CPKFYD", "OUTPUT": str(tmp_path / "verdicts.csv")},
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["results"]["ACQUIRED"] == 162.1298
    samples = Path(__file__).parent.parent / "data" / "txt_samples"
    answer = qgis_process(
        "redline:importparceltext", {"INPUT": [str(samples)], "OUTPUT": str(tmp_path / "parcels.gpkg")}
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["results"]["PARCELS"] == 4
    answer = qgis_process(
        "redline:importparceltext", {"INPUT": [str(tmp_path / "no.txt")], "OUTPUT": str(tmp_path / "p.gpkg")}
    )
    assert answer.returncode == 1
    assert "no.txt" in answer.stderr
