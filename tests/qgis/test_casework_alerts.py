"""redline:importalerts and redline:casereport: from a platform's table to the funnel of a case file."""

import csv
import math
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsVectorLayer

from redline.core.casework.states import Facts
from redline.core.ellipsoid.mapoffset import change_system
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework.casefile import (
    CasePlace,
    Happening,
    add_case_rows,
    case_rows,
    happen,
    opened,
    transaction,
)

pytestmark = pytest.mark.usefixtures("redline")
HEADER = "alert_id,alert_time,camera_index_code,alert_type,lon,lat,image_url\n"
ALERTS = HEADER + (
    "A1,2021-09-01 08:00,C1,动土,115.440000,36.480000,a1.jpg\n"
    "A2,2021/9/2 9:30,C1,建房,115.450000,36.480000,\n"
    "A3,,C1,建房,115.460000,36.480000,\n"
    "A4,2021-09-03 10:00,C1,堆土,,,\n"
)


@pytest.fixture
def cases(tmp_path):
    target = tmp_path / "案卷.gpkg"
    processing.run("redline:createcasefile", {"OUTPUT": str(target)})
    return str(target)


def take_in(cases, source, **parameters):
    return processing.run("redline:importalerts", {"INPUT": str(source), "CASES": cases, **parameters})


def counts(found):
    return tuple(found[name] for name in ("NEW", "DUPLICATES", "REPEATS", "ERRORS"))


@pytest.fixture
def table(tmp_path):
    def write(text, name="alerts.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_table_of_a_platform(cases, table):
    """Two alerts are whole; one has no time, one no place. The same file again doubles nothing."""
    source = table(ALERTS)
    assert counts(take_in(cases, source)) == (2, 0, 0, 2)
    assert counts(take_in(cases, source)) == (0, 2, 0, 2)
    with opened(CasePlace(Path(cases))) as case:
        spots = {row["number"]: row for row in case_rows(case, "spot")}
        tasks = case_rows(case, "task")
    assert set(spots) == {"A1", "A2"} and len(tasks) == 2
    first = spots["A1"]
    assert (first["seen_at"], first["kind"], first["picture_after"]) == ("2021-09-01T08:00:00+08:00", "动土", "a1.jpg")
    assert (first["lon"], first["lat"]) == (115.44, 36.48)
    # A disc of 20 m: π · 400 m² = 1,256.6 m²; a degree is 111.0 km along the meridian, 89.6 km across it here.
    area = first["geometry"].GetArea() * 110_980 * 89_560
    assert area == pytest.approx(1256.6, rel=0.01)


def test_repeats_are_told(cases, table):
    """A3 lies 30 m to the east of A1 (0.000335° · 89.6 km) two months later, A4 as near but two years later."""
    rows = HEADER + (
        "A1,2021-09-01 08:00,C1,动土,115.440000,36.480000,\n"
        "A3,2021-11-01 08:00,C1,动土,115.440335,36.480000,\n"
        "A4,2023-11-02 08:00,C1,动土,115.440335,36.480000,\n"
        # The number of 2021 again, in another year: no duplicate.
        "A1,2024-01-01 08:00,C1,动土,115.470000,36.480000,\n"
    )
    assert counts(take_in(cases, table(rows))) == (4, 0, 1, 0)
    with opened(CasePlace(Path(cases))) as case:
        numbers = {row["uuid"]: row["number"] for row in case_rows(case, "spot")}
        repeated = {numbers[row["uuid"]]: row["repeat_of"] for row in case_rows(case, "task") if row["repeat_of"]}
    assert {number: numbers[of] for number, of in repeated.items()} == {"A3": "A1"}


def test_a_web_maps_coordinates(cases, table):
    lon, lat = change_system(115.44, 36.48, "cgcs2000", "gcj02")
    take_in(cases, table(f"{HEADER}A1,2021-09-01 08:00,C1,动土,{float(lon)!r},{float(lat)!r},\n"), SYSTEM="gcj02")
    with opened(CasePlace(Path(cases))) as case:
        [spot] = case_rows(case, "spot")
    assert (spot["lon"], spot["lat"]) == pytest.approx((115.44, 36.48), abs=1e-9)


def test_farmland_without_land_use(cases, table, smallcounty, tmp_path):
    county = smallcounty.write(tmp_path)
    with pytest.raises(QgsProcessingException, match=r"Give the land use too \(LANDUSE\)"):
        take_in(cases, table(ALERTS), FARMLAND=f"{county}|layername=YJJBNTBHTB")


def test_villages_and_townships(cases, smallcounty, tmp_path):
    """A polygon of a satellite in the first village of the small county."""
    place = smallcounty.write(tmp_path)
    village = next(QgsVectorLayer(f"{place}|layername=CJDCQ", "v", "ogr").getFeatures())
    middle = village.geometry().centroid().asPoint()
    spots = QgsVectorLayer("Polygon?crs=EPSG:4527&field=YJBH:string&field=YJSJ:string", "卫片", "memory")
    feature = QgsFeature(spots.fields())
    feature.setAttributes(["W1", "2021-12-01 10:00"])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(middle)).buffer(50, 16))
    assert spots.dataProvider().addFeatures([feature])[0]
    given = {"VILLAGES": f"{place}|layername=CJDCQ", "TOWNSHIPS": f"{place}|layername=XZQ", "SOURCE": "satellite"}
    found = processing.run("redline:importalerts", {"INPUT": spots, "CASES": cases, **given})
    assert counts(found) == (1, 0, 0, 0)
    with opened(CasePlace(Path(cases))) as case:
        [spot] = case_rows(case, "spot")
    assert spot["village"] == village["ZLDWDM"] and spot["village_name"] == village["ZLDWMC"]
    assert spot["township"] == village["ZLDWDM"][:9] and spot["source"] == "satellite"
    assert spot["position_source"] == "outline"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("alert_id,camera_index_code\nA1,C1\n", "has no field alert_time"),
        ("alert_id,alert_time\nA1,2021-09-01 08:00\n", "has neither shapes nor longitude and latitude"),
        (HEADER + "A1,1.9.21,C1,动土,115.44,36.48,\n", "“1.9.21” in field alert_time is not a moment"),
    ],
)
def test_what_is_refused(cases, table, text, message):
    with pytest.raises(QgsProcessingException) as caught:
        take_in(cases, table(text))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Name a case file (CASES), or a PostgreSQL connection and its schema."),
        ({"CASES": "/nowhere/案卷.gpkg"}, "There is no file /nowhere/案卷.gpkg"),
    ],
)
def test_no_case_file(table, given, message):
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("redline:importalerts", {"INPUT": str(table(ALERTS)), **given})
    assert message in str(caught.value)


class TestReport:
    @pytest.fixture
    def season(self, cases, table):
        """Of six alerts of 2021 one is false, two are unlawful, one of them closed; four were unlawful in 2020."""
        rows = [
            f"{'B' if year == 2020 else 'A'}{n},{year}-09-0{n} 08:00,C1,动土,{115.4 + n / 100:.2f},36.48,"
            for year, last in ((2021, 6), (2020, 4))
            for n in range(1, last + 1)
        ]
        take_in(cases, table(HEADER + "\n".join(rows) + "\n"))
        with opened(CasePlace(Path(cases))) as case:
            tasks = {row["number"]: row["uuid"] for row in case_rows(case, "spot")}
        for number, uuid in tasks.items():
            self.go(cases, uuid, number)
        return cases

    def go(self, cases, uuid, number):
        start = datetime(2020 if number[0] == "B" else 2021, 9, int(number[1]), 8, tzinfo=OFFICE_ZONE)

        def at(minutes, by="张", **known):
            return Facts(by, start + timedelta(minutes=minutes), **known)

        evidence = (start + timedelta(minutes=80),)
        steps = [
            ("judge", at(5)),
            ("push", at(70 if number == "A2" else 10, receiver="清泉街道")),
            ("arrive", at(75, by="李")),
            ("give_evidence", at(90, by="李", evidence=evidence)),
            ("decide_unlawful", at(100, result="illegal")),
            ("rectify", at(110)),
            ("restore", at(120, by="李", evidence=(start + timedelta(minutes=115),))),
            ("check", at(130)),
            ("close", at(140, by="王")),
        ]
        last = {"A1": 9, "A2": 5, "A3": 2, "A4": 2, "A5": 1}.get(number, 5 if number[0] == "B" else 0)
        if number == "A6":
            steps, last = [("false_alarm", at(5, note="云影"))], 1
        for event, known in steps[:last]:
            happen(CasePlace(Path(cases)), Happening(uuid, event, known))

    def test_the_funnel(self, season, tmp_path):
        outputs = {
            f"OUTPUT_{name}": str(tmp_path / f"OUTPUT_{name}.csv")
            for name in ("FUNNEL", "OVERDUE", "PROMISES", "PATROLS", "REPEATS", "MONTHS", "YEAR")
        }
        with opened(CasePlace(Path(season)), update=True) as case, transaction(case):
            # One village chief, in office for the first two weeks of September: 6 to 19; he went out in the first.
            office = {"valid_from": "2021-09-06", "valid_to": "2021-09-19"}
            add_case_rows(case, "chief", [{"uuid": "c1", "level": 3, "unit_code": "371525001001", **office}])
            walks = [{"chief": "c1", "begun_at": "2021-09-07T08:00:00+08:00"}, {"chief": "c1"}]
            add_case_rows(case, "patrol", walks)
        html = tmp_path / "report.html"
        found = processing.run(
            "redline:casereport",
            {
                "CASES": season,
                "FROM": "2021-01-01T00:00:00",
                "TO": "2022-01-01T00:00:00",
                "AS_OF": "2021-12-31T00:00:00",
                "OUTPUT_HTML": str(html),
                **outputs,
            },
        )
        assert (found["ALERTS"], found["PUSHED"], found["SUSPECTED"], found["CLOSED"]) == (6, 4, 2, 1)
        # Two unlawful of 2021 against four of 2020: −50 %.
        assert found["CHANGE_PERCENT"] == -50.0 and found["BEFORE"] == 4
        # A1 to A4 stand where B1 to B4 stood within twelve months and a day less; one of two weeks was patrolled.
        assert (found["REPEATS"], found["PATROL_PERCENT"]) == (4, 50.0)
        # Reported in an hour: A1, A3, A4 (A2 after 70 minutes). On site within one: A2 after 5 minutes; A1 after 65.
        # Restored within a day and night: A1.
        assert found["ON_TIME"] == 5
        with Path(outputs["OUTPUT_FUNNEL"]).open(encoding="utf-8-sig", newline="") as file:
            total = list(csv.DictReader(file))[-1]
        assert (total["alerts"], total["false_alarms"], total["suspected"], total["closed_percent"]) == (
            "6",
            "1",
            "2",
            "50",
        )
        with Path(outputs["OUTPUT_OVERDUE"]).open(encoding="utf-8-sig", newline="") as file:
            overdue = [(row["state"], row["promise"]) for row in csv.DictReader(file)]
        assert sorted(overdue) == [
            ("judged", "Reported within 1 hour"),
            ("pushed", "On site within 1 hour"),
            ("pushed", "On site within 1 hour"),
            ("unlawful", "Restored within one day and night"),
        ]
        assert self.rows(outputs["OUTPUT_MONTHS"])[0]["suspected"] == "2"
        year = {row["stage"]: (row["now"], row["before"], row["change"]) for row in self.rows(outputs["OUTPUT_YEAR"])}
        assert year["Suspected cases"] == ("2", "4", "-50")
        assert {row["times"] for row in self.rows(outputs["OUTPUT_REPEATS"])} == {"2"}
        assert self.rows(outputs["OUTPUT_PATROLS"])[0]["rate"] == "50"
        page = html.read_text("utf-8")
        assert "巡田率" in page and "有 1 条巡田记录没有开始时间" in page
        assert "预警至销号办理情况" in page and "一昼夜内整改到位" in page

    def rows(self, path):
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def test_the_year_before_ends_a_year_ago(self, season):
        """Without TO the year before ends a year before AS_OF: this year's cases are not counted with it."""
        given = {"CASES": season, "FROM": "2021-01-01T00:00:00", "AS_OF": "2021-12-31T00:00:00"}
        found = processing.run("redline:casereport", {**given, "OUTPUT_FUNNEL": "TEMPORARY_OUTPUT"})
        assert (found["SUSPECTED"], found["BEFORE"]) == (2, 4)

    def test_all_of_it(self, season):
        found = processing.run("redline:casereport", {"CASES": season, "OUTPUT_FUNNEL": "TEMPORARY_OUTPUT"})
        assert found["ALERTS"] == 10 and math.isnan(found["CHANGE_PERCENT"]), "no rate is not nought"

    def test_from_after_to(self, cases):
        given = {"CASES": cases, "FROM": "2022-01-01T00:00:00", "TO": "2021-01-01T00:00:00"}
        with pytest.raises(QgsProcessingException, match="is not before TO"):
            processing.run("redline:casereport", {**given, "OUTPUT_FUNNEL": "TEMPORARY_OUTPUT"})


class TestJson:
    """What platforms send: a bare list, or a list inside an answer; no driver of GDAL reads either."""

    RECORD = '{"alert_id": "A1", "alert_time": "2021-09-01 08:00", "alert_type": "动土", "confidence": 0.875, %s}'

    @pytest.mark.parametrize(
        "text",
        [
            "[" + RECORD % '"lon": 115.44, "lat": 36.48' + "]",
            '{"code": 0, "msg": "", "data": {"total": 1, "list": ['
            + RECORD % '"position": {"lon": "115.44", "lat": 36.48}'
            + "]}}",
        ],
    )
    def test_a_list_of_records(self, cases, table, text):
        assert counts(take_in(cases, table(text, "alerts.json"))) == (1, 0, 0, 0)
        with opened(CasePlace(Path(cases))) as case:
            [spot] = case_rows(case, "spot")
        assert (spot["number"], spot["kind"], spot["confidence"]) == ("A1", "动土", 0.875)
        assert (spot["lon"], spot["lat"], spot["seen_at"]) == (115.44, 36.48, "2021-09-01T08:00:00+08:00")

    def test_in_gbk(self, cases, tmp_path):
        path = tmp_path / "alerts.json"
        path.write_bytes(("[" + self.RECORD % '"lon": 115.44, "lat": 36.48' + "]").encode("gbk"))
        assert counts(take_in(cases, path)) == (1, 0, 0, 0)

    @pytest.mark.parametrize(
        ("text", "message"),
        [("[{]", r"alerts\.json cannot be read as JSON"), ('[{"lon": 1}, 2]', "entry 2 of its list is no record")],
    )
    def test_what_is_refused(self, cases, table, text, message):
        with pytest.raises(QgsProcessingException, match=message):
            take_in(cases, table(text, "alerts.json"))

    def test_geojson_is_a_layer(self, cases, table):
        text = (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"alert_id": "A1", '
            '"alert_time": "2021-09-01 08:00"}, "geometry": {"type": "Point", "coordinates": [115.44, 36.48]}}]}'
        )
        assert counts(take_in(cases, table(text, "alerts.json"))) == (1, 0, 0, 0)
