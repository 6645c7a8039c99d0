"""Identity numbers and mobile numbers among values, and codes that only look like them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.written.persons import PersonalValues, check_digit, is_id_number, is_mobile_number

# GB 11643-1999, appendix A: its own two examples.
STANDARD = ("11010519491231002X", "440524188001010014")


def id_number(region: int, birthday: date, sequence: int) -> str:
    first = f"{region:06d}{birthday:%Y%m%d}{sequence:03d}"
    return first + check_digit(first)


PEOPLE = st.builds(
    id_number, st.integers(371500, 371599), st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999)
)


def judged(*values) -> PersonalValues:
    found = PersonalValues()
    for fid, value in enumerate(values, 1):
        found.add(fid, value)
    return found


def test_the_check_digit_by_hand():
    # 3·7 + 7·9 + 1·10 + 5·5 + 2·8 + 5·4 + 1·2 + 9·1 + 7·6 + 1·9 + 1·5 + 1·2 = 224 = 20·11 + 4; the fifth sign is 8
    assert check_digit("37152519700101001") == "8"
    assert is_id_number("371525197001010018")


def test_the_examples_of_the_standard():
    assert is_id_number(STANDARD[0]) and is_id_number(STANDARD[0].lower())
    assert check_digit(STANDARD[1][:17]) == STANDARD[1][17]
    assert not is_id_number(STANDARD[1]), "nobody born in 1880 is alive"


@given(PEOPLE)
def test_every_identity_number_is_known_and_one_wrong_digit_is_not(number):
    assert is_id_number(number)
    assert is_id_number(number.translate({ord(str(d)): 0xFF10 + d for d in range(10)})), "full width"
    for place in range(17):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not is_id_number(changed), "MOD 11-2 finds every single wrong digit"
    assert not is_id_number(number[:-1]) and not is_id_number(number + "0")


@pytest.mark.parametrize(
    "text", ["13912345678", "+8613912345678", "86-139-1234-5678", "139 1234 5678", "１３９１２３４５６７８"]
)
def test_mobile_numbers(text):
    assert is_mobile_number(text)


@pytest.mark.parametrize("text", ["12912345678", "1391234567", "139123456789", "0635-5231234", "371525100201"])
def test_no_mobile_numbers(text):
    assert not is_mobile_number(text)


@given(st.lists(PEOPLE, min_size=1, max_size=20))
def test_a_column_of_identity_numbers(numbers):
    found = judged("", *numbers)
    assert (found.count, found.first) == (len(numbers), 2)


@given(PEOPLE, st.sampled_from(["{}", "张三 {}", "户主{}，已签字", "证({})"]))
def test_one_in_a_text_is_enough(number, text):
    rows = ["已核实，无异议，同意按规定办理"] * 50
    assert judged(*rows, text.format(number)).count == 1


def test_one_telephone_number_in_a_text_is_enough():
    assert judged("无", "联系张三13912345678", "电话：139-1234-5678").count == 2


@given(st.integers(371525100, 371525999), st.integers(1000, 2000))
def test_feature_codes_are_codes(first, count):
    """BSM: nine digits of county and layer, nine counted; 1 in 11 has a right check digit, few a birthday."""
    assert judged(*(f"{first}{number:09d}" for number in range(1, count))).count == 0


def test_codes_of_a_county_in_hebei_are_no_telephone_numbers():
    assert judged(*(f"13040210{number:03d}" for number in range(200))).count == 0
    assert judged("13040210001", "13912345678", "15263512345").count == 3


@pytest.mark.parametrize(
    "text",
    [
        "115.13912345678",
        "MULTIPOLYGON(((115.13912345678 36.5)))",
        "0000-13912345678901",
        "a13912345678f",
        "3715251002010000000",
    ],
)
def test_digits_within_other_numbers(text):
    assert judged(text).count == 0
