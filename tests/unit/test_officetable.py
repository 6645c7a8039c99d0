"""An office's CSV tables, which one reader reads (core.resources.office_table)."""

import pytest

from redline.core.errors import RedlineError
from redline.core.resources import office_table

TEXT = "Rule, value\nshare, 60\n,\nname,“城镇”\n"
ROWS = [(2, {"rule": "share", "value": "60"}), (4, {"rule": "name", "value": "“城镇”"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_as_excel_writes_it(tmp_path, encoding):
    """Blanks around cells go, an empty row is none, lines are those of the file."""
    path = tmp_path / "own.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert office_table(path, ("rule", "value")) == ROWS


def test_a_cell_of_two_lines(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text('rule,value\na,"x\ny"\nb,z\n', "utf-8")
    assert office_table(path, ("rule",)) == [(3, {"rule": "a", "value": "x\ny"}), (4, {"rule": "b", "value": "z"})]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"rule\n\xff\xff\n", "own.csv is no text in UTF-8 or GB 18030"),
        (b"rule\n1\n", "The table own.csv has no column value: it needs rule, value."),
        (b"", "The table own.csv has no column rule, value: it needs rule, value."),
    ],
)
def test_what_cannot_be_read(tmp_path, data, message):
    path = tmp_path / "own.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(RedlineError) as caught:
        office_table(path, ("rule", "value"))
    assert message in str(caught.value)
