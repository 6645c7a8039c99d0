"""Whole files and files that are cut off."""

import zipfile

import pytest

from redline.core.errors import RedlineError
from redline.core.paper.endings import is_cut_off, refuse_cut_off

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"
WHOLE = {
    "a.pdf": b"%PDF-1.4\nstartxref\n9\n%%EOF\n",
    "a.svg": b"<svg>\n</svg>\n",
    "a.html": b"<html>\n</html>\n",
    "a.png": PNG,
    "a.csv": b"a,b\n1234,5678\n",
    "a.geojson": b'{"features": []}',
    "a.kml": b"<kml>\n</kml>",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_and_its_beginnings(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WHOLE[name])
    assert not is_cut_off(path)
    refuse_cut_off(path)
    for size in (len(WHOLE[name]) - 6, len(WHOLE[name]) // 2):
        path.write_bytes(WHOLE[name][:size])
        assert is_cut_off(path), size
        with pytest.raises(RedlineError, match=rf"{path.stem}\..* is cut off: see whether the disk is full"):
            refuse_cut_off(path)


def test_nothing_is_a_table_and_no_document(tmp_path):
    for name, cut in (("a.pdf", True), ("a.png", True), ("a.svg", True), ("a.html", True), ("a.csv", False)):
        (tmp_path / name).write_bytes(b"")
        assert is_cut_off(tmp_path / name) is cut, name


def test_an_archive(tmp_path):
    path = tmp_path / "a.qgz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.qgs", "<qgis/>" * 100)
    assert not is_cut_off(path)
    path.write_bytes(path.read_bytes()[:-10])
    assert is_cut_off(path)


def test_what_does_not_say_how_it_ends(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"half a li")
    assert not is_cut_off(tmp_path / "a.txt")
    with pytest.raises(RedlineError, match=r"b\.pdf is cut off"):
        refuse_cut_off(tmp_path / "b.pdf")
