"""core/paper/fieldnames.py: field names of ten bytes that still tell what they are."""

from hypothesis import given
from hypothesis import strategies as st

from redline.core.paper.fieldnames import fitted_names


def test_classes_stay_apart():
    names = ["zone", "c_0102", "agricultural", "agricultural_01", "agricultural_02", "construction_05", "not_covered"]
    assert fitted_names(names) == [
        "zone", "c_0102", "agricultur", "agricul_01", "agricul_02", "constru_05", "not_covere",
    ]  # fmt: skip


def test_numbers_of_red_lines_stay():
    assert fitted_names(["l1_legal_m2", "l2_legal_m2", "l10_verdict"]) == ["l1_lega_m2", "l2_lega_m2", "l10_verdic"]


def test_chinese_names_are_counted_in_bytes():
    assert fitted_names(["地块名称", "地类"]) == ["地块名", "地类"]


def test_names_that_would_be_one_are_numbered():
    names = ["agriculture_a", "agriculture_b", "AGRICULT_A"]
    assert fitted_names(names) == ["agricu_a_2", "agricult_b", "AGRICULT_A"]


@given(st.lists(st.text("abcdefgh_0123456789地块", min_size=1, max_size=30), max_size=12, unique_by=str.lower))
def test_all_fit_and_differ(names):
    found = fitted_names(names)
    assert all(len(name.encode()) <= 10 for name in found)
    assert len({name.lower() for name in found}) == len(names)
    assert [new for old, new in zip(names, found, strict=True) if len(old.encode()) <= 10] == [
        old for old in names if len(old.encode()) <= 10
    ]
