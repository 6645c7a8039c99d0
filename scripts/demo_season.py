"""Works through the demo county's alert season with the tools themselves, from an empty case file to the report.

    . scripts/env.sh && python scripts/demo_season.py --county FILE.gpkg --season FOLDER --output FOLDER

Round by round: judge, push with lists and field packages, fill the packages as a phone would, take them back, decide,
restore, close. What happens to each alert stands in course.csv and is invented; every figure that the report prints
comes out of the log of the case file.
"""

import argparse
import csv
import math
import os
import shutil
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "plugins"))

import numpy as np  # noqa: E402
from osgeo import gdal, ogr  # noqa: E402
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject  # noqa: E402

application = QgsApplication([], False)
application.initQgis()

from redline import classFactory  # noqa: E402
from redline.core.casework.states import Facts  # noqa: E402
from redline.core.casework.verdicts import results_of  # noqa: E402
from redline.core.written.times import OFFICE_ZONE  # noqa: E402
from redline.demo.photos import write_photo  # noqa: E402
from redline.demo.season import chief_rows, patrol_days  # noqa: E402
from redline.i18n import install_translator  # noqa: E402
from redline.layers.casework.casefile import (  # noqa: E402
    CasePlace,
    Happening,
    add_case_rows,
    case_rows,
    happen,
    opened,
    transaction,
)

JUDGE, REVIEWER, CHIEF = "示意研判员", "示意复核员", "示意田长"
SEED = 371_525
MINUTE = timedelta(minutes=1)
RESULTS = {each.id for event in ("decide_lawful", "decide_unlawful") for each in results_of(event)}


class Feedback(QgsProcessingFeedback):
    """Keeps the last error of a tool."""

    def __init__(self):
        super().__init__(False)
        self.last, self.told = "", []

    def reportError(self, error, fatalError=False):
        self.last = error

    def pushInfo(self, info):
        self.told.append(info)


def run(tool, **parameters):
    """One tool of the provider, as the toolbox runs it; what it told last comes with its results."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"redline:{tool}")
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    found, good = algorithm.run(parameters, context, feedback)
    if not good:
        raise SystemExit(f"redline: {tool} failed: {feedback.last}")
    return {**found, "TOLD": feedback.told}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Season:
    def __init__(self, county, season, output):
        self.county, self.files, self.output = county, season, output
        self.cases = output / "案卷.gpkg"
        self.place = CasePlace(self.cases)
        self.rng = np.random.default_rng((SEED, 33))
        self.courses = defaultdict(list)
        for row in rows_of(season / "course.csv"):
            self.courses[int(row["round"])].append(row)
        pushed = rows_of(season / "rounds.csv")
        self.pushed = [datetime.fromisoformat(row["pushed"]).replace(tzinfo=OFFICE_ZONE) for row in pushed]
        self.spots = {}

    # --- the beginning ---------------------------------------------------------------------------------------------

    def begin(self):
        """The case file with chiefs, patrols, the alerts of the season and the spots of the year before."""
        run("createcasefile", OUTPUT=str(self.cases))
        with opened(self.place, update=True) as case, transaction(case):
            add_case_rows(case, "chief", chief_rows())
            add_case_rows(
                case,
                "patrol",
                (
                    {"chief": chief, "month": f"{at:%Y-%m}", "begun_at": at.replace(tzinfo=OFFICE_ZONE).isoformat()}
                    for chief, at in patrol_days(SEED)
                ),
            )
        around = {"VILLAGES": f"{self.county}|layername=CJDCQ", "TOWNSHIPS": f"{self.county}|layername=XZQ"}
        spots = str(self.files / "spots_2020.geojson")
        alerts = str(self.files / "alerts.csv")
        around |= {"LANDUSE": f"{self.county}|layername=DLTB", "FARMLAND": f"{self.county}|layername=YJJBNTBHTB"}
        before = run("importalerts", INPUT=spots, SOURCE="satellite", CASES=str(self.cases), **around)
        season = run("importalerts", INPUT=alerts, SOURCE="tower", CASES=str(self.cases), **around)
        with opened(self.place) as case:
            tasks = {row["spot"]: row["uuid"] for row in case_rows(case, "task")}
            for row in case_rows(case, "spot"):
                self.spots[row["external_no"]] = {**row, "task": tasks[row["uuid"]]}
        return before, season

    def year_before(self):
        """The spots of 2020 were decided on paper: judged, found lawful or not, transferred, closed."""
        source = ogr.Open(str(self.files / "spots_2020.geojson"))
        lawful = {feature["alert_id"]: bool(feature["lawful"]) for feature in source.GetLayer()}
        events = []
        for number, good in lawful.items():
            at = datetime.fromisoformat(self.spots[number]["seen_at"])
            note = f"据2020年卫片执法台账第{number[-4:]}号（示意）"
            events.append(self.event(number, "judge", Facts(JUDGE, at + 60 * MINUTE)))
            if good:
                known = Facts(JUDGE, at + 90 * MINUTE, note, result="not_new")
                events.append(self.event(number, "decide_lawful", known))
                events.append(self.event(number, "close", Facts(REVIEWER, at + 120 * MINUTE)))
                continue
            paper = f"示意立案〔2020〕{number[-4:]}号"
            known = Facts(JUDGE, at + 90 * MINUTE, note, result="non_agricultural")
            events.append(self.event(number, "decide_unlawful", known))
            events.append(self.event(number, "transfer", Facts(JUDGE, at + 1440 * MINUTE, paper, document=paper)))
            events.append(self.event(number, "close", Facts(REVIEWER, at + 2880 * MINUTE, document=paper)))
        happen(self.place, *events)

    def event(self, number, event, facts, *rows):
        return Happening(self.spots[number]["task"], event, facts, rows=rows)

    # --- one round -------------------------------------------------------------------------------------------------

    def round(self, turn):
        """From the alerts of one round to what is left open of them; the tasks pushed and the packages made."""
        courses, pushed = self.courses[turn], self.pushed[turn]
        self.judge(courses)
        folder = self.output / "push" / f"{pushed:%Y-%m-%d}"
        around = {}
        if turn == 0:
            lines = [f"{self.county}|layername=YJJBNTBHTB", f"{self.county}|layername=STBHHX"]
            around = {"LANDUSE": f"{self.county}|layername=DLTB", "RED_LINES": lines}
        found = run(
            "pushtasks", CASES=str(self.cases), BY=JUDGE, INSTRUCTION="是否占用耕地、改变用途", OUTPUT=str(folder),
            AS_OF=pushed.replace(tzinfo=None).isoformat(), **around,
        )  # fmt: skip
        sent = [row for row in courses if row["result"] != "false_alarm"]
        receipt = [Facts(CHIEF, pushed + (2 + i % 9) * MINUTE) for i in range(len(sent))]
        happen(
            self.place,
            *(self.event(row["alert_id"], "acknowledge", known) for row, known in zip(sent, receipt, strict=True)),
        )
        packages = self.packages(folder)
        visited = [row for row in sent if row["result"] != "not_visited"]
        for row in visited:
            at = pushed + int(row["arrives"]) * MINUTE
            self.fill(packages, row, at, row["result"], 2)
        self.take_back(folder)
        self.decide(visited, pushed)
        again = [row for row in visited if int(row["restored"])]
        for row in again:
            self.fill(packages, row, self.decided(row, pushed) + int(row["restored"]) * MINUTE, "restored", 1)
        if again:
            self.take_back(folder)
        self.end(visited, pushed)
        return found

    def judge(self, courses):
        events = []
        for i, row in enumerate(courses):
            at = datetime.fromisoformat(self.spots[row["alert_id"]]["seen_at"]) + (3 + i % 5) * MINUTE
            false = row["result"] == "false_alarm"
            known = Facts(JUDGE, at, row["told"] if false else "")
            events.append(self.event(row["alert_id"], "false_alarm" if false else "judge", known))
        happen(self.place, *events)

    def packages(self, folder):
        """The package of each task."""
        found = {}
        for data in folder.glob("*/data.gpkg"):
            package = ogr.Open(str(data))
            found.update({feature["uuid"]: data.parent for feature in package.GetLayerByName("task")})
        return found

    def fill(self, packages, row, at, what, pictures):
        """What a chief's phone writes: a visit and pictures that look at the spot from thirty to ninety metres away."""
        spot = self.spots[row["alert_id"]]
        package = packages[spot["task"]]
        data = gdal.OpenEx(str(package / "data.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
        key = f"{row['alert_id']}-{what}"
        layer = data.GetLayerByName("visit")
        visit = {
            "uuid": key,
            "task": spot["task"],
            "by": CHIEF,
            "arrived_at": at.isoformat(),
            "finding": "属实" if what == "unlawful" else "不属实",
        }
        add(layer, visit, spot["lon"], spot["lat"])
        layer = data.GetLayerByName("evidence")
        for number in range(pictures):
            name = f"DCIM/{key}-{number}.jpg"
            write_photo(package / name, what, self.rng)
            azimuth, away = self.rng.uniform(0, 360), self.rng.uniform(50, 110)
            lon, lat = beside(spot["lon"], spot["lat"], azimuth + 180, away)
            taken = (at + (2 + number) * MINUTE).isoformat()
            values = {
                "uuid": f"{key}-{number}", "visit": key, "task": spot["task"], "file": name, "kind": "near",
                "taken_at": taken, "accuracy": 4.0, "azimuth": azimuth, "azimuth_ref": "true", "made_by": "field",
            }  # fmt: skip
            add(layer, values, lon, lat)

    def take_back(self, folder):
        return run("mergefield", CASES=str(self.cases), INPUT=str(folder), BY=JUDGE)

    def decided(self, row, pushed):
        return pushed + (int(row["arrives"]) + int(row["decided"])) * MINUTE

    def decide(self, visited, pushed):
        events = []
        for row in visited:
            at, number = self.decided(row, pushed), row["alert_id"]
            lawful = row["result"] == "lawful"
            found = row["told"]
            result, kind = (found, "") if found in RESULTS else ("legal", found)
            verdict = {
                "task": self.spots[number]["task"], "result": result, "legal_kind": kind,
                "date": f"{at:%Y-%m-%d}", "by": JUDGE, "reviewed_by": REVIEWER, "remark": "示意",
            }  # fmt: skip
            known = Facts(JUDGE, at, result=result)
            event = "decide_lawful" if lawful else "decide_unlawful"
            events.append(self.event(number, event, known, ("verdict", verdict)))
            if lawful:
                events.append(self.event(number, "close", Facts(REVIEWER, at + 20 * MINUTE)))
            else:
                events.append(self.event(number, "rectify", Facts(JUDGE, at + 30 * MINUTE)))
        happen(self.place, *events)

    def end(self, visited, pushed):
        events = []
        for row in visited:
            number, at = row["alert_id"], self.decided(row, pushed) + (int(row["restored"]) + 120) * MINUTE
            if row["end"] == "transferred":
                paper = f"示意立案〔2021〕{number[-4:]}号"
                events.append(self.event(number, "transfer", Facts(JUDGE, at, paper, document=paper)))
            if row["end"] in ("checked", "closed"):
                events.append(self.event(number, "check", Facts(JUDGE, at)))
            if row["end"] == "closed":
                events.append(self.event(number, "close", Facts(REVIEWER, at + 60 * MINUTE)))
        if events:
            happen(self.place, *events)

    # --- the report ------------------------------------------------------------------------------------------------

    def report(self, language):
        return run(
            "casereport", CASES=str(self.cases), FROM="2021-08-28T00:00:00", TO="2022-01-01T00:00:00",
            AS_OF="2022-01-01T00:00:00", LANGUAGE=language, OUTPUT_FUNNEL="TEMPORARY_OUTPUT",
            OUTPUT_XLSX=str(self.output / "report.xlsx"), OUTPUT_HTML=str(self.output / "report.html"),
        )  # fmt: skip


def add(layer, values, lon, lat):
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        feature.SetField(name, value)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({lon} {lat})"))
    layer.CreateFeature(feature)


def beside(lon, lat, azimuth, metres):
    """A place so far away in a direction."""
    north, east = metres * math.cos(math.radians(azimuth)), metres * math.sin(math.radians(azimuth))
    return lon + east / (111_320 * math.cos(math.radians(lat))), lat + north / 111_000


def summary(found, chinese):
    """The account in one sentence, every figure from the report."""
    words = (
        "{PUSHED} alerts pushed, {SUSPECTED} suspected cases, {CLOSED} closed; suspected cases {change} % on the year "
        "before ({BEFORE}); {PATROL_PERCENT:.2f} % of patrols made"
    )
    if chinese:
        words = (
            "{PUSHED} 件预警已推送，疑似案件 {SUSPECTED} 件，已销号 {CLOSED} 件；疑似案件同比 {change} %"
            "（上年同期 {BEFORE} 件）；巡田率 {PATROL_PERCENT:.2f} %"
        )
    # A minus is a minus, and the account speaks of whole per cent.
    change = f"{found['CHANGE_PERCENT']:+.0f}".replace("-", "−")
    return "    " + words.format(change=change, **found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--county", required=True, type=Path)
    parser.add_argument("--season", required=True, type=Path, help="folder that demo/make.py --season wrote")
    parser.add_argument("--output", required=True, type=Path, help="folder of the case file; made anew")
    parser.add_argument("--language", default="zh_Hans", choices=("zh_Hans", "en"))
    options = parser.parse_args()
    gdal.UseExceptions()
    plugin = classFactory(None)
    plugin.initProcessing()
    # The tools' own words follow the demo's language, not the system's. It lives as long as this function.
    translator = install_translator("zh-Hans") if options.language == "zh_Hans" else None
    chinese = translator is not None
    shutil.rmtree(options.output, ignore_errors=True)
    options.output.mkdir(parents=True)
    start = time.monotonic()
    season = Season(options.county.resolve(), options.season.resolve(), options.output.resolve())
    for told in season.begin():
        print(f"    {told['TOLD'][-1]}", flush=True)
    season.year_before()
    tasks = packages = 0
    line = "推送 {tasks} 件，外业包 {packages} 个（{seconds} 秒）" if chinese else (
        "{tasks} tasks pushed, {packages} field packages ({seconds} s)"
    )  # fmt: skip
    for turn in range(len(season.pushed)):
        found = season.round(turn)
        tasks, packages = tasks + found["TASKS"], packages + found["PACKAGES"]
        told = line.format(tasks=tasks, packages=packages, seconds=round(time.monotonic() - start))
        print(f"    {season.pushed[turn]:%Y-%m-%d}  {told}", flush=True)
    print(summary(season.report(options.language), chinese), flush=True)
    # Leaving through exitQgis would take apart what Python still holds.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
