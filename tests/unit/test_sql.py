"""Names and values in statements: SQLite reads back what was quoted, whatever it is."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.sql import listed, literal, name, statement

HOSTILE = ("'); DROP TABLE t; --", 'a"b', "it's", "\\'", "行政区", "a;b", "%s{x}", "")
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ANYTHING = st.one_of(st.sampled_from(HOSTILE), st.text(SIGNS))


@given(ANYTHING)
def test_a_value_comes_back(value):
    with sqlite3.connect(":memory:") as database:
        assert database.execute(statement("SELECT", literal(value))).fetchall() == [(value,)]


@given(ANYTHING.filter(lambda each: each and not each.lower().startswith("sqlite_")), ANYTHING.filter(bool))
def test_a_table_and_a_column_are_called_what_they_were(table, column):
    with sqlite3.connect(":memory:") as database:
        database.execute(statement("CREATE TABLE", name(table), "(", listed([name(column), '"other "']), ")"))
        assert [row[0] for row in database.execute("SELECT name FROM sqlite_master")] == [table]
        made = database.execute(statement("SELECT *", "FROM", name("main", table)))
        assert [each[0] for each in made.description] == [column, "other "]


def test_what_ends_a_string_in_c_is_refused():
    for quote in (name, literal):
        with pytest.raises(ValueError, match="a"):
            quote("a\0b")


def test_empty_parts_leave_no_blank():
    assert statement("SELECT", "1", "", "FROM", name("s", "t")) == 'SELECT 1 FROM "s"."t"'
