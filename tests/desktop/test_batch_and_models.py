"""Tools in the toolbox's batch, and the shipped models in the model designer, in a real window."""

from pathlib import Path

QGIS_TESTS = Path(__file__).resolve().parent.parent / "qgis"

INPUTS = f"""
import sys
sys.path.insert(0, {str(QGIS_TESTS)!r})
import smallcounty, toolinputs
from qgis.core import QgsApplication, QgsProcessingParameterDefinition, QgsProcessingParameterFeatureSink
provider = QgsApplication.processingRegistry().providerById("redline")
"""


def test_every_tool_runs_as_a_batch(desktop, tmp_path):
    """Two rows for each tool, typed into the batch's own widgets: every row runs, and every file is there."""
    answers = desktop.run(
        INPUTS
        + f"""
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
# QGIS 3.40 forgets to say when a report was made, and its own list of results refuses it
import time
from processing.core.ProcessingResults import resultsList
add = resultsList.addResult
resultsList.addResult = lambda icon, name, timestamp=None, result="": add(
    icon, name, timestamp or time.localtime(), result
)
given = toolinputs.inputs(smallcounty, Path({str(tmp_path / "given")!r}))
# lists of files are what QGIS's own batch cannot be given from outside: a folder for each row
given["importparceltext"] = {{"FOLDER": {str(tmp_path / "given")!r}}}
import shutil
alone = Path({str(tmp_path / "alone")!r})
alone.mkdir()
shutil.copy(Path({str(tmp_path / "given")!r}) / "parcels.txt", alone)
given["importparcels"] = {{"FOLDER": str(alone)}}
ANSWERS["tools"] = {{}}
for name in toolinputs.TOOLS:
    algorithm = provider.algorithm(name)
    dialog = BatchAlgorithmDialog(algorithm.create(), parent=iface.mainWindow())
    dialog.show()
    wait(50)
    rows, places = [], []
    for number in (1, 2):
        folder = Path({str(tmp_path)!r}) / name / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        own = toolinputs.outputs(algorithm, {{}}, folder)
        if name == "casereport":  # a case file without a case has no sheet to print
            own["OUTPUT_SHEETS"] = ""
        optional = [
            each.name() for each in algorithm.destinationParameterDefinitions()
            if each.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        ]
        if number == 2:  # every optional output left empty, as most people do
            own = {{key: "" if key in optional else place for key, place in own.items()}}
            if name == "exportparceltext":
                own["OUTPUT"] = str(folder / "OUTPUT.txt")
        elif name == "exportparceltext":
            own["OUTPUT"] = ""
        parameters = {{key: value for key, value in given[name].items() if key not in own}}
        rows.append({{"PARAMETERS": parameters, "OUTPUTS": own}})
        places += [place for place in own.values() if place]
    panel = dialog.mainWidget()
    panel.load_batch_file_3_40_version({{"format": "batch_3.40", "rows": rows}})
    panel.checkLoadLayersOnCompletion.setChecked(False)
    dialog.runAlgorithm()
    for _ in range(600):
        if dialog.cancelButton() is None or not dialog.cancelButton().isEnabled():
            break
        wait(100)
    for _ in range(100):
        missing = [place for place in places if not any(Path(place).parent.glob(Path(place).name + "*"))]
        if not missing:
            break
        wait(100)
    ANSWERS["tools"][name] = [missing, dialog.messageBar().currentItem().text() if dialog.messageBar().items() else ""]
    if name == "tallybylanduse":
        dialog.resize(1200, 500)
        wait(100)
        dialog.grab().save(str(Path(os.environ["REDLINE_PICTURES"]) / "batch.png"))
    dialog.close()
""",
        timeout=600,
    )
    assert len(answers["tools"]) == 28
    assert {name: found for name, found in answers["tools"].items() if found != [[], ""]} == {}


def test_every_model_opens_and_runs_in_the_designer(desktop, tmp_path):
    answers = desktop.run(
        INPUTS
        + f"""
from processing.modeler.ModelerDialog import ModelerDialog
folder = Path({str(tmp_path)!r})
place = smallcounty.write(folder / "county")
smallcounty.write(folder / "parcels", "ESRI Shapefile", only={{"ZZ_TDZSFW"}})
county = lambda name: f"{{place}}|layername={{name}}"
runs = {{
    "parcelworkbook": {{
        "PARCELS": county("ZZ_TDZSFW"), "ID_FIELD": "DKBH", "LANDUSE": county("DLTB"), "VILLAGES": [county("CJDCQ")],
        "workbook": str(folder / "book.xlsx"), "table": str(folder / "table.gpkg"),
    }},
    "redlinescreening": {{
        "FOLDER": str(folder / "parcels"), "PATTERN": "ZZ_*", "RED_LINES": [county("YJJBNTBHTB")],
        "MUST_BE_INSIDE": [county("CZKFBJ")], "TOLERANCE": 0,
        "checked": str(folder / "checked.gpkg"), "report": str(folder / "screening.html"),
    }},
    "coveragereport": {{
        "CAMERAS": county("camera"), "VILLAGES": county("CJDCQ"), "FARMLAND": county("YJJBNTBHTB"),
        "LANDUSE": county("DLTB"), "report": str(folder / "coverage.html"), "covered": str(folder / "covered.gpkg"),
        "blind": str(folder / "blind.gpkg"),
    }},
    "landfollowup": {{
        "APPROVED": county("ZZ_PCFW"), "SUPPLIED": county("ZZ_TDZSFW"), "BATCHES": county("ZZ_PCFW"),
        "LANDUSE": county("DLTB"), "report": str(folder / "supply.html"), "workbook": str(folder / "ledger.xlsx"),
        "unsupplied": str(folder / "unsupplied.gpkg"), "stages": str(folder / "stages.gpkg"),
    }},
    "yearlychangereport": {{
        "BEFORE": county("DLTB"), "AFTER": county("DLTB"), "ZONES": county("CJDCQ"), "ZONE_ID_FIELD": "ZLDWDM",
        "FIRST_LEVEL": True, "report": str(folder / "change.html"), "workbook": str(folder / "change.xlsx"),
        "lost_farmland": str(folder / "lost.gpkg"),
    }},
}}
from redline.processing.models import FOLDER
ANSWERS["models"] = {{}}
for name, parameters in runs.items():
    designer = ModelerDialog.create()
    designer.loadModel(str(FOLDER / f"{{name}}.model3"))
    designer.show()
    wait(300)
    model = designer.model()
    designer.grab().save(str(Path(os.environ["REDLINE_PICTURES"]) / f"model_{{name}}.png"))
    dialog = designer.createExecutionDialog()
    dialog.setParameters(parameters)
    dialog.show()
    wait(100)
    dialog.runAlgorithm()
    for _ in range(600):
        if dialog.results():
            break
        wait(100)
    results = dialog.results()
    outputs = [value for key, value in parameters.items() if key[0].islower()]
    ANSWERS["models"][name] = [
        model.name(), len(model.childAlgorithms()), model.validate()[0], sorted(results.get("RESULTS", results)),
        [value for value in outputs if not Path(value).exists()],
    ]
    dialog.close()
    designer.setDirty(False)
    designer.close()
    wait(100)
""",
        timeout=400,
    )
    assert set(answers["models"]) == {
        "parcelworkbook",
        "redlinescreening",
        "coveragereport",
        "landfollowup",
        "yearlychangereport",
    }
    for name, (own, children, valid, results, missing) in answers["models"].items():
        assert own == name
        assert children >= 1
        assert valid is True
        assert results, name
        assert missing == [], name
