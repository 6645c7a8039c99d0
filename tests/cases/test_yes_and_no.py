"""Words for yes and no in a tract plan: read by the office's lists, or named, never taken for no."""

import pytest
from deliveries import TEXT, WHOLE, layer, rows, square
from qgis.core import QgsProcessingException

FIELDS = {"DKBH": TEXT, "PQBH": TEXT, "YDYHFLDM": TEXT, "NZS": TEXT, "SSNF": WHOLE}


def plan(*words):
    """A tract of 100 m × 100 m for each word, and in it one parcel."""
    shapes = [square(100 * place, 0, 100) for place in range(len(words))]
    parcels = [
        (shape, [str(place), f"PQ{place}", "1001", word, 2021])
        for place, (shape, word) in enumerate(zip(shapes, words, strict=True))
    ]
    tracts = [(shape, [f"PQ{place}"]) for place, shape in enumerate(shapes)]
    return {"TRACTS": layer("CPKFFW", {"PQBH": TEXT}, tracts), "PARCELS": layer("CPKFYD", FIELDS, parcels)}


def test_both_lists_are_read(run):
    found = run("tractplancheck", **plan("√", "需征收", "Ｙ", "x", "无"), OUTPUT="memory:", OUTPUT_USES="memory:")
    # three of the five squares are to be acquired, each 9,995.18 m²: 0.9995 ha
    assert rows(found["OUTPUT_USES"], "area_ha")[-1] == (2.9985,)


@pytest.mark.parametrize("tool", ["tractplancheck", "mapsheets"])
def test_a_word_of_neither_list_is_named(run, tmp_path, tool):
    """By the check and by the sheets: they read a plan in one place."""
    given = plan("是", "待定")
    if tool == "mapsheets":
        given = {"SHEET": "tract", "INPUT": given["TRACTS"], "TRACT_USE": given["PARCELS"]}
    with pytest.raises(QgsProcessingException) as failure:
        run(tool, **given, OUTPUT="memory:" if tool == "tractplancheck" else str(tmp_path / "sheets"))
    assert str(failure.value) == (
        "Layer CPKFYD, feature 2: “待定” in field NZS means neither yes (是 …) nor no (否 …): "
        "correct it, or add the word to the rules tractplan.yes or tractplan.no."
    )
