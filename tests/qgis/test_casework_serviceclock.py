"""redline:serviceclock on a ledger as an office keeps it. The clock's own arithmetic: tests/unit/test_clock.py."""

import csv
from pathlib import Path

import pytest
from parcelruns import demo_registers
from qgis import processing
from qgis.core import QgsProcessingException

pytestmark = pytest.mark.usefixtures("redline")

HEADER = "受理编号,业务类型,乡镇,受理时间,办结时间,挂起时间,恢复时间\n"
# Wednesday 29 and Thursday 30 September 2021; 1 to 7 October are off, 8 and 9 worked (own table below).
LEDGER = HEADER + (
    "1,转移登记,清泉街道,2021-09-29 10:00,2021-09-29 11:30,,\n"
    "2,转移登记,清泉街道,2021/9/29 16:00,2021/9/29 17:31,,\n"
    "3,抵押登记,柳林镇,2021年9月30日16时1分,2021-10-08 16:00,,\n"
    "4,抵押登记,柳林镇,2021-10-03 10:00,,,\n"
    "5,转移登记,柳林镇,2021-10-09 09:00,,2021-10-09 10:00,\n"
    "6,转移登记,柳林镇,,,,\n"
)
DAYS = "date,working\n" + "".join(f"2021-10-0{day},{'是' if day >= 8 else '休'}\n" for day in range(1, 10))


@pytest.fixture
def ledger(tmp_path):
    def write(text=LEDGER, name="台账.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


@pytest.fixture
def days(tmp_path):
    path = tmp_path / "workingdays.csv"
    path.write_bytes(DAYS.encode("gbk"))
    return str(path)


def rows_of(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(**parameters):
    return processing.run("redline:serviceclock", parameters)


def test_a_ledger(ledger, days, tmp_path):
    outputs = {name: str(tmp_path / f"{name}.csv") for name in ("OUTPUT", "OUTPUT_SUMMARY", "OUTPUT_LATE")}
    report = tmp_path / "report.html"
    found = run(INPUT=ledger(), CALENDAR=days, AS_OF="2021-10-09T17:31:00", OUTPUT_HTML=str(report), **outputs)
    assert {name: found[name] for name in ("DONE", "ON_TIME", "LATE", "OPEN", "OVERDUE")} == {
        "DONE": 3,
        "ON_TIME": 2,
        "LATE": 1,
        "OPEN": 1,
        "OVERDUE": 1,
    }
    rows = {row["number"]: row for row in rows_of(outputs["OUTPUT"])}
    assert {number: (row["due"], row["state"], row["minutes"]) for number, row in rows.items()} == {
        # Accepted before the cut-off, and exactly at it: the day ends at 17:30.
        "1": ("2021-09-29 17:30:00", "on_time", "90"),
        "2": ("2021-09-29 17:30:00", "late", "90"),
        # 16:01: by 16:00 of the next working day. 89 minutes, then 8:30–12:00 and 13:30–16:00: 89 + 210 + 150.
        "3": ("2021-10-08 16:00:00", "on_time", "449"),
        # On a day off: as if at the opening of 8 October.
        "4": ("2021-10-08 17:30:00", "overdue", ""),
        "5": ("", "open", ""),
    }
    summary = {(row["dimension"], row["value"]): row for row in rows_of(outputs["OUTPUT_SUMMARY"])}
    total = summary["Total", ""]
    # Two of four done or overdue; minutes 90, 90, 449.
    assert (total["received"], total["on_time_percent"], total["median"], total["ninetieth"]) == (
        "5",
        "50",
        "90",
        "449",
    )
    assert summary["Week", "2021-W39"]["received"] == "4" and summary["Kind", "抵押登记"]["overdue"] == "1"
    assert [row["number"] for row in rows_of(outputs["OUTPUT_LATE"])] == ["2", "4"]
    page = report.read_text("utf-8")
    assert "1 lines have no time of acceptance" not in page and "有 1 行没有受理时间，未计入：6。" in page
    assert "data:image/svg+xml;base64," in page


@pytest.mark.parametrize(
    ("text", "settings", "message"),
    [
        (LEDGER.replace("业务类型", "身份证号"), {}, "holds personal data in 身份证号: take these columns out"),
        (
            LEDGER.replace("2021/9/29 16:00", "2021-9-29"),
            {},
            "feature 2: “2021-9-29” in field 受理时间 is not a moment",
        ),
        (
            LEDGER.replace("11:30", "09:30"),
            {},
            "file 1: it was finished at 2021-09-29 09:30+08:00, before it was accepted",
        ),
        (LEDGER, {"CUTOFF": "4 pm"}, "“4 pm” is no hour of a day"),
        (LEDGER, {"HOURS": "17:30-08:30"}, "are no office hours"),
        (LEDGER.replace("受理时间", "时刻"), {}, "has no field SLSJ (Accepted at)"),
    ],
)
def test_what_is_refused(ledger, text, settings, message):
    with pytest.raises(QgsProcessingException) as caught:
        run(INPUT=ledger(text), OUTPUT="TEMPORARY_OUTPUT", **settings)
    assert message in str(caught.value)


def test_the_published_window(tmp_path_factory, tmp_path):
    """187 registrations of new homes and 8 of second-hand ones, all in time: by 16:00 of the next working day."""
    registers = demo_registers()
    outputs = {name: str(tmp_path / f"{name}.csv") for name in ("OUTPUT", "OUTPUT_SUMMARY")}
    found = run(INPUT=f"{registers}|layername=YWTZ", AS_OF="2021-12-31T18:00:00", **outputs)
    assert (found["DONE"], found["ON_TIME"], found["LATE"], found["OPEN"]) == (195, 195, 0, 0)
    summary = {row["value"]: row for row in rows_of(tmp_path / "OUTPUT_SUMMARY.csv")}
    assert [summary[kind]["received"] for kind in ("新建商品房转移登记", "存量房转移登记")] == ["187", "8"]
    after = [row for row in rows_of(tmp_path / "OUTPUT.csv") if row["accepted"][11:] > "16:00:00"]
    assert after
    assert all(row["finished"][:10] > row["accepted"][:10] for row in after)
