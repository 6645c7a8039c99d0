"""The box of datum shifts on the settings page: edited, judged with residuals, kept in the office's tables."""

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext
from qgis.PyQt.QtWidgets import QPushButton, QTableWidgetItem

from redline.core.ellipsoid.datumshift import POINT_COLUMNS, SHIFT_COLUMNS
from redline.core.errors import RedlineError
from redline.layers.reading.datums import kept_tables, look_in, meeting_of
from redline.ui.shiftsbox import ShiftsBox

# Moved by 12.5 m to the north and 101 m to the east.
POINTS = [("A", 0.0, 0.0), ("B", 3000.0, 0.0), ("C", 0.0, 3000.0)]
NORTH, EAST = 4_040_000.0, 39_360_000.0


@pytest.fixture
def office(redline, tmp_path):
    look_in(tmp_path / "datums")
    yield tmp_path / "datums"
    look_in(tmp_path / "none")


def put(table, row, values):
    for column, text in enumerate(values):
        table.setItem(row, column, QTableWidgetItem(text))


def filled(third=0.0):
    box = ShiftsBox()
    for button in ("add_shifts", *["add_points"] * 3):
        box.findChild(QPushButton, button).click()
    put(box.shifts, 0, ["县 80", "EPSG:2363", "EPSG:4527", "points"])
    for row, (name, north, east) in enumerate(POINTS):
        moved = 12.5 + (third if name == "C" else 0.0)
        numbers = (NORTH + north, EAST + east, NORTH + north + moved, EAST + east + 101.0)
        put(box.points, row, ["县 80", name, *(f"{each:.3f}" for each in numbers)])
    return box


def residuals(box):
    return [box.points.item(row, len(POINT_COLUMNS)).text() for row in range(box.points.rowCount())]


def test_residuals_stand_beside_their_points(office):
    """Points that fit exactly have none. With C 0.03 m too far north the fit shares that out:

    with places as N + Ei around their middle (1000, 1000), A = −1000 − 1000i, B = 2000 − 1000i, C = −1000 + 2000i, and
    errors e of −0.01, −0.01 and 0.02, the fit turns by t = Σ conj(z)·e / Σ |z|² = (10 − 10i − 20 − 10i − 20 − 40i) /
    12·10⁶ = (−2.5 − 5i)·10⁻⁶. Left are t·z − e: 0.0075 + 0.0075i at A (0.0106), −0.0075i at B, −0.0075 at C.
    """
    assert residuals(filled()) == ["0.0000"] * 3
    box = filled(third=0.03)
    assert residuals(box) == ["0.0106", "0.0075", "0.0075"]
    assert box.message.text() == "县 80: 3 common points; the largest residual is 0.0106 m (point A)."


def test_what_is_kept_is_used_by_every_tool(office):
    box = filled()
    assert box.is_valid()
    box.apply()
    assert (office / "datumshifts.csv").read_bytes().startswith(b"\xef\xbb\xbfname,source,")
    shifts, points = kept_tables()
    assert [row["name"] for row in shifts] == ["县 80"] and len(points) == 3 and set(shifts[0]) == set(SHIFT_COLUMNS)
    old, new = (QgsCoordinateReferenceSystem(code) for code in ("EPSG:2363", "EPSG:4527"))
    found = meeting_of("", old, new, QgsCoordinateTransformContext())
    assert found.shift is not None and found.shift.name == "县 80"
    assert ShiftsBox().rows() == box.rows()


WRONG = {
    "no number": (
        (0, 2, "4040000,5a"),
        "commonpoints.csv, row 2: north holds no number (4040000,5a): write it plainly",
    ),
    "no such shift": ((0, 0, "乡 80"), "commonpoints.csv: the point A belongs to 乡 80, which is no row of the shifts"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_not_kept(office, wrong):
    (row, column, text), said = WRONG[wrong]
    box = filled()
    box.points.item(row, column).setText(text)
    assert box.message.text().startswith(said)
    assert not box.is_valid()
    with pytest.raises(RedlineError):
        box.apply()
    assert not office.exists()


def test_a_plane_needs_a_system(office):
    box = filled()
    box.shifts.item(0, 1).setText("xian80")
    assert box.message.text().startswith(
        "datumshifts.csv: xian80 is no plane system: a shift of kind 4 or points needs"
    )
    assert not box.is_valid()


def test_a_table_of_the_survey_office_is_imported(office, tmp_path):
    """In GBK, as Excel saves it."""
    table = tmp_path / "参数.csv"
    table.write_bytes("name,source,target,kind,dx,dy,dz\r\n局参数,xian80,cgcs2000,3,1.5,-2,3\r\n".encode("gbk"))
    box = ShiftsBox()
    box.take_over(box.shifts, str(table))
    assert [(row["name"], row["dx"]) for row in box.rows()[0]] == [("局参数", "1.5")]
    assert box.is_valid() and box.message.text() == ""
    box.take_over(box.points, str(table))
    assert box.message.text() == "The table 参数.csv has no column shift, point: it needs shift, point."
    box.shifts.setCurrentCell(0, 0)
    box.findChild(QPushButton, "remove_shifts").click()
    assert box.rows() == ([], [])
