"""Personal data stays out of what every tool writes that passes a layer's own fields on."""

import pytest
from qgis import processing
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProcessingContext, QgsVectorLayer

X, Y = 39_360_000, 4_040_000
FIELDS = "DLBM:string, TBMJ:double, ZLDWDM:string, ZLDWMC:string, LXDH:string, ZRRZJHM:string, BZ:string"
PERSONAL = {"LXDH", "ZRRZJHM"}


def layer(
    kind="Polygon", fields=FIELDS, row=("012", 10000.0, "371525100201", "东街村", "13900000000", "37152519", "注")
):
    parts = "&".join(f"field={piece.strip()}" for piece in fields.split(","))
    found = QgsVectorLayer(f"{kind}?crs=EPSG:4527&{parts}", "农田", "memory")
    feature = QgsFeature(found.fields())
    feature.setAttributes(list(row))
    square = f"POLYGON(({X} {Y}, {X + 100} {Y}, {X + 100} {Y + 100}, {X} {Y + 100}, {X} {Y}))"
    feature.setGeometry(QgsGeometry.fromWkt(square if kind == "Polygon" else f"POINT({X + 50} {Y + 50})"))
    assert found.dataProvider().addFeature(feature)
    return found


def today():
    return layer(row=("0102", 10000.0, "371525100201", "东街村", "13900000000", "37152519", "注"))


def points():
    return layer("Point")


def approved():
    own = ("0102", 10000.0, "371525100201", "东街村", "13900000000", "37152519", "注", "2021-03-01")
    return layer(fields=f"{FIELDS}, PFRQ:string", row=own)


RUNS = {
    "officialarea": lambda: {"INPUT": layer()},
    "coveragetally": lambda: {"INPUT": layer(), "VILLAGES": layer()},
    "pointsinzones": lambda: {"INPUT": layer(), "POINTS": points()},
    "convertclasses": lambda: {"INPUT": layer()},
    "removemapoffset": lambda: {"INPUT": points()},
    "apportion": lambda: {"INPUT": layer(), "FIELDS": ["TBMJ"], "TARGET": layer()},
    "caseregister": lambda: {"INPUT": layer(), "KIND_FIELD": "BZ", "PLACE_FIELD": "ZLDWDM", "PLACES": layer()},
    "landsupply": lambda: {"APPROVED": approved(), "SUPPLIED": layer()},
    "splitbyarea": lambda: {"INPUT": layer(), "AREA": 2000.0, "UNIT": "m2"},
}


def run(tool, **parameters):
    """Every layer that the tool writes, by output."""
    context = QgsProcessingContext()
    algorithm = QgsApplication.processingRegistry().algorithmById(f"redline:{tool}")
    sinks = [one.name() for one in algorithm.destinationParameterDefinitions() if one.type() == "sink"]
    given = RUNS[tool]() | dict.fromkeys(sinks, "TEMPORARY_OUTPUT") | parameters
    found = processing.run(algorithm, given, context=context)
    return {name: found[name] for name in sinks if isinstance(found.get(name), QgsVectorLayer)}


@pytest.mark.parametrize("tool", sorted(RUNS))
def test_left_out_until_asked_for(redline, tool):
    default = run(tool)
    asked = run(tool, KEEP_PERSONAL=True)
    assert default
    everything = {name for one in default.values() for name in one.fields().names()}
    assert not everything & PERSONAL
    assert {name for one in asked.values() for name in one.fields().names()} >= PERSONAL
    # nothing else is lost, and values stand under their own names
    carrier = next(name for name, one in asked.items() if set(one.fields().names()) >= PERSONAL)
    before, after = next(asked[carrier].getFeatures()), next(default[carrier].getFeatures())
    kept = [name for name in asked[carrier].fields().names() if name not in PERSONAL]
    assert default[carrier].fields().names() == kept
    assert [before[name] for name in kept] == [after[name] for name in kept]
    assert before["LXDH"] == "13900000000"
    assert after["BZ"] == "注"


def test_every_tool_that_passes_fields_on_asks(redline):
    asking = {
        one.name()
        for one in QgsApplication.processingRegistry().providerById("redline").algorithms()
        if one.parameterDefinition("KEEP_PERSONAL") is not None
    }
    assert asking == set(RUNS) | {
        "balanceareas", "coveragecircles", "createworkspace", "georeferencealert", "importparcels", "importparceltext",
        "nearesthazards", "redlinecheck",
    }  # fmt: skip
