"""Every page template carries what every sheet must carry."""

import re
from pathlib import Path

import pytest

LAYOUTS = Path(__file__).resolve().parent.parent.parent / "resources" / "layouts"
TEMPLATES = sorted(LAYOUTS.glob("*.qpt"))
EVERYWHERE = {
    *("title", "subtitle", "marking", "security", "map", "legend", "legend_title", "north", "scalebar"),
    *("numeric_scale", "crs", "height_datum", "data_date", "made_date", "maker", "checker", "approver", "office"),
    *("stamp_space", "stamp", "page"),
}


def test_two_papers_two_orientations_four_kinds_and_papers_of_casework_upright():
    assert {path.stem for path in TEMPLATES} == {
        f"{kind}_{paper}_{way}"
        for kind in ("parcel", "batch", "map", "village")
        for paper in ("A4", "A3")
        for way in ("landscape", "portrait")
    } | {f"{kind}_{paper}_portrait" for kind in ("notice", "case") for paper in ("A4", "A3")}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_what_every_sheet_has(path):
    ids = set(re.findall(r'\bid="([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert EVERYWHERE - ids == set()
