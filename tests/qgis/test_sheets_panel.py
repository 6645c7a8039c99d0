"""The tables beside the map: one page where they have room together, and no bare headers where they go on."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from corner import X0, Y0, make_corner
from test_approvaldossier import parameters, run


def pages_of(pdf: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def ring(count: int) -> str:
    """A round parcel of ``count`` corners in the corner's middle."""
    points = [
        (X0 + 300 + 90 * math.cos(2 * math.pi * k / count), Y0 + 100 + 90 * math.sin(2 * math.pi * k / count))
        for k in range(count)
    ]
    return "MULTIPOLYGON(((" + ",".join(f"{x:.3f} {y:.3f}" for x, y in (*points, points[0])) + ")))"


@pytest.fixture(scope="module")
def sheets(redline, tmp_path_factory):
    """Sheets of a round parcel over five classes, with 6, 14 and 60 corners."""
    folder = tmp_path_factory.mktemp("panel")
    found = {}
    for count in (6, 14, 60):
        gpkg = make_corner(
            folder / f"{count}.gpkg",
            change=lambda name, rows, count=count: [(ring(count), *rows[0][1:])] if name == "ZZ_TDZSFW" else rows,
        )
        run(parameters(gpkg, folder / str(count)))
        found[count] = pages_of(folder / str(count) / "2021-1" / "sheets" / "A1.pdf")
    return found


def test_what_has_room_together_stands_on_one_page(sheets):
    assert len(sheets[6]) == 1
    # The last row of the class table, and the row that closes the boundary.
    assert "总计" in sheets[6][0]
    assert sheets[6][0].count("J1 ") >= 2


def test_no_page_follows_for_a_few_rows(sheets):
    """15 rows, more than there is room for in the letters of the template: they are set a little smaller."""
    [page] = sheets[14]
    assert {f"J{n}" for n in range(1, 15)} <= set(page.split())


def test_a_long_table_goes_on_in_columns_without_bare_headers(sheets):
    first, *more = sheets[60]
    assert "总计" in first
    assert len(more) == 1
    # 61 rows: what the first page does not hold stands in full columns, and every header has rows under it.
    listed = [word for word in (first + more[0]).split() if word.startswith("J") and word[1:].isdigit()]
    assert {f"J{n}" for n in range(1, 61)} <= set(listed)
    headers, rows = more[0].count("点号"), sum(f"J{n}" in more[0].split() for n in range(1, 61))
    assert 1 <= headers <= math.ceil(rows / 20)
