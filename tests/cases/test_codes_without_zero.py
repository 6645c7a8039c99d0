"""Class codes that lost their leading zero in a field of numbers or in Excel: told apart from the second survey.

0101 (paddy) becomes 101, which in the second survey was railway; 011 (paddy of the second survey) becomes 11.
"""

import pytest
from deliveries import REAL, TEXT, WHOLE, layer, rows, square
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QMetaType

from redline.core.landuse.classes import clean_code, restore_zeros

TODAY = {"101": "0101", "102": "0102", "301": "0301", "1006": "1006", "9": "09", "8H1": "08H1"}


@pytest.mark.parametrize(
    ("codes", "numeric", "expected"),
    [
        (["101", "102", "301", "1101"], True, {"101": "0101", "102": "0102", "301": "0301"}),
        (["101", "1101"], False, {"101": "0101"}),  # four digits: never the second survey
        (["101", "301"], False, {"101": "0101", "301": "0301"}),  # 301 was no class then
        (["9", "8H1", "702", "1006"], False, {"9": "09", "8H1": "08H1", "702": "0702"}),
        (["201K", "1104"], False, {"201K": "0201K"}),
        (["101", "102", "103"], True, {"101": "0101", "102": "0102", "103": "0103"}),
        (["101", "102", "103"], False, {}),  # could be either
        (["11", "12", "101", "203"], True, {"11": "011", "12": "012"}),
        (["011", "012", "101"], False, {}),  # the zeros are there: the second survey
        (["0101", "101"], False, {}),  # some are there: nothing was lost by the field
        (["104", "111"], True, {}),  # the second survey only: ordinary roads, rivers
        (["1101", "1201"], True, {}),
        (["700101"], True, {}),
        ([], True, {}),
    ],
)
def test_what_was_lost(codes, numeric, expected):
    assert restore_zeros(codes, numeric=numeric) == expected


def land(kind, codes):
    shapes = [(square(100 * place, 0, 100), [code]) for place, code in enumerate(codes)]
    return layer("DLTB", {"DLBM": kind}, shapes)


def zone(count):
    return layer("区", {"DKBH": TEXT}, [(square(0, 0, 100 * count, 100), ["D1"])])


TOLD = (
    "Layer DLTB: the codes in DLBM have lost their leading zero, 101 is read as 0101 (3 different codes): keep class "
    "codes as text."
)


@pytest.mark.parametrize("kind", [WHOLE, REAL, QMetaType.Type.LongLong, TEXT])
def test_paddy_stays_paddy(run, kind):
    codes = [101, 102, 301, 1101]
    made = land(kind, [str(code) for code in codes] if kind == TEXT else codes)
    result = run("tallybylanduse", INPUT=zone(4), LANDUSE=made, UNIT="ha", OUTPUT="TEMPORARY_OUTPUT")
    found = dict(rows(result["OUTPUT"], "class_code", "area"))
    assert found == pytest.approx({"0101": 0.9995, "0102": 0.9995, "0301": 0.9995, "1101": 0.9996}, abs=1.1e-4)
    assert TOLD in run.log.warnings


def test_the_checks_say_it_once_and_nothing_of_railways(run):
    result = run("checklayers", INPUT_LAYERS=[land(WHOLE, [101, 102, 301, 1101])], OUTPUT="TEMPORARY_OUTPUT")
    said = [(severity, text) for rule, severity, text in rows(result["OUTPUT"], "rule", "severity", "message")
            if rule in ("unknown_class", "old_class")]  # fmt: skip
    assert said == [("warning", TOLD.removeprefix("Layer "))]


def test_codes_of_the_second_survey_as_numbers(run):
    """11 is 011, paddy of then, and not a class of waters of today."""
    result = run("checklayers", INPUT_LAYERS=[land(WHOLE, [11, 12, 101])], OUTPUT="TEMPORARY_OUTPUT")
    said = [text for rule, text in rows(result["OUTPUT"], "rule", "message") if rule == "old_class"]
    assert [text.split(":")[1].split(" is")[0] for text in said] == [" DLBM 011", " DLBM 012", " DLBM 101"]
    with pytest.raises(QgsProcessingException, match=r"three-digit codes of the second land survey"):
        run("tallybylanduse", INPUT=zone(3), LANDUSE=land(WHOLE, [11, 12, 101]), OUTPUT="TEMPORARY_OUTPUT")


def test_the_conversion_gives_back_the_zeros(run):
    result = run("convertclasses", INPUT=land(WHOLE, [101, 102, 301, 1101]), OUTPUT="TEMPORARY_OUTPUT")
    assert [code for (code,) in rows(result["OUTPUT"], "DLBM")] == ["0101", "0102", "0301", "1101"]
    assert (result["CONVERTED"], result["KEPT"], result["UNKNOWN"]) == (3, 1, 0)


class TestSomeRowsOnly:
    """0101 and 101 in one layer: the second may be paddy whose zero Excel took, or a railway; nobody guesses."""

    CODES = ("0101", "0301", "101", "1101")

    def test_the_tally_names_both(self, run):
        with pytest.raises(QgsProcessingException, match=r"field DLBM: 101 \(→ 0101\) is not a class of"):
            run("tallybylanduse", INPUT=zone(4), LANDUSE=land(TEXT, self.CODES), OUTPUT="TEMPORARY_OUTPUT")

    def test_the_checks_name_both(self, run):
        result = run("checklayers", INPUT_LAYERS=[land(TEXT, self.CODES)], OUTPUT="TEMPORARY_OUTPUT")
        said = [
            text for rule, text in rows(result["OUTPUT"], "rule", "message") if rule in ("unknown_class", "old_class")
        ]
        assert said == [
            "DLTB, feature 3: DLBM 101 is 0101 without its zero, or a class of the second survey, today 1001 铁路用地: "
            "correct it."
        ]

    def test_the_conversion_leaves_it(self, run):
        result = run("convertclasses", INPUT=land(TEXT, self.CODES), OUTPUT="TEMPORARY_OUTPUT")
        assert [code for (code,) in rows(result["OUTPUT"], "DLBM")] == list(self.CODES)
        assert (result["CONVERTED"], result["KEPT"], result["UNKNOWN"]) == (0, 3, 1)

    def test_a_layer_that_was_converted_by_half(self, run):
        """011 says that the second survey is there: 101 is its railway."""
        result = run("convertclasses", INPUT=land(TEXT, ["0102", "011", "101"]), OUTPUT="TEMPORARY_OUTPUT")
        assert [code for (code,) in rows(result["OUTPUT"], "DLBM")] == ["0102", "0101", "1001"]


def test_the_conversion_of_the_second_survey(run):
    result = run("convertclasses", INPUT=land(WHOLE, [11, 12, 101]), OUTPUT="TEMPORARY_OUTPUT")
    assert [code for (code,) in rows(result["OUTPUT"], "DLBM")] == ["0101", "0102", "1001"]
    assert result["CONVERTED"] == 3


@pytest.mark.parametrize(
    ("written", "code"), [("101.0", "101"), ("1001.00", "1001"), ("0201K", "0201K"), ("1.5", "1.5")]
)
def test_a_number_that_became_a_text_is_a_code_still(written, code):
    assert clean_code(written) == code


def test_codes_as_a_spreadsheet_writes_numbers_into_texts(run):
    """ "101.0", "301.0", "1001.0" in a field of texts: 0101, 0301 and 1001, a square of 100 m each."""
    land = layer(
        "DLTB", {"DLBM": TEXT}, [(square(100 * i, 0, 100), [c]) for i, c in enumerate(("101.0", "301.0", "1001.0"))]
    )
    zone = layer("z", {"id": TEXT}, [(square(0, 0, 300, 100), ["Z"])])
    found = run("tallybylanduse", INPUT=zone, LANDUSE=land, OUTPUT="TEMPORARY_OUTPUT")
    assert [row[0] for row in rows(found["OUTPUT"], "class_code")] == ["0101", "0301", "1001"]
