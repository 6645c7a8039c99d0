"""No password in a sentence, a log, a table or a project: with a real server that asks for one."""

import json
import zipfile

import pytest
from authword import MASTER
from postgisserver import PASSWORD, PERSON
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)

QUOTED = PASSWORD.replace("\\", "\\\\").replace("'", "\\'")
# What would betray it, quoted or not.
PIECES = (PASSWORD, QUOTED, "geheim")


@pytest.fixture(scope="module")
def layers(smallcounty):
    return [table.layer() for table in smallcounty.tables() if table.name in ("CJDCQ", "DLTB", "camera")]


def told(tool, **parameters):
    """Results, and everything that was said."""
    feedback = QgsProcessingFeedback(False)
    found = processing.run(f"redline:{tool}", parameters, context=QgsProcessingContext(), feedback=feedback)
    return found, feedback.textLog()


def text_of(project) -> str:
    archive = zipfile.ZipFile(project)
    return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def betrayed(text: str) -> list[str]:
    return [piece for piece in PIECES if piece in text]


@pytest.fixture(params=["stored", "string"])
def way(request, postgis):
    """A connection that QGIS keeps with its password, and a connection string."""
    if request.param == "string":
        yield postgis.uri(PERSON, PASSWORD)
        return
    with postgis.stored("with_password", user=PERSON, password=PASSWORD) as name:
        yield name


def test_from_layers_to_a_project(redline, postgis, layers, way, tmp_path):
    schema = "s_stored" if way == "with_password" else "s_string"
    _, log = told("createworkspace", INPUT_LAYERS=layers, CONNECTION=way, SCHEMA=schema)
    assert not betrayed(log)
    name = way if way == "with_password" else f"{postgis.folder}/county"
    assert "3 layers with" in log and f"features are in {name}: {schema}." in log
    project = tmp_path / "县.qgz"
    found, log = told(
        "loadcounty", CONNECTION=way, SCHEMA=schema, PROJECT=str(project), OUTPUT=str(tmp_path / "what.csv")
    )
    assert found["LAYERS"] == found["RECOGNISED"] == 3
    assert f"{name}: its password is kept in no layer and no project; QGIS asks for it" in log
    places = (tmp_path / "what.csv").read_text(encoding="utf-8")
    assert f"{name}: {schema}.dltb" in places
    for text in (log, places, text_of(project), json.dumps(found, default=str)):
        assert not betrayed(text)
    # The layers open in this session by QGIS's store of credentials, and count what was written.
    opened = QgsProject()
    assert opened.read(str(project))
    by_name = {layer.dataProvider().uri().table(): layer for layer in opened.mapLayers().values()}
    assert by_name["dltb"].isValid() and by_name["dltb"].featureCount() == 64
    assert {QgsDataSourceUri(layer.source()).username() for layer in by_name.values()} == {PERSON}
    assert not betrayed(postgis.dumped())


def test_an_authentication_configuration_is_kept(redline, postgis, layers, tmp_path):
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword(MASTER, True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("county")
    config.setConfig("username", PERSON)
    config.setConfig("password", PASSWORD)
    assert manager.storeAuthenticationConfig(config)[0]
    try:
        with postgis.stored("by_auth", authcfg=config.id()) as name:
            _, log = told("createworkspace", INPUT_LAYERS=layers, CONNECTION=name, SCHEMA="s_auth")
            project = tmp_path / "auth.qgz"
            found, more = told("loadcounty", CONNECTION=name, SCHEMA="s_auth", PROJECT=str(project))
        assert found["RECOGNISED"] == 3
        assert not betrayed(log + more + text_of(project))
        assert "its password is kept" not in more
        assert f"authcfg={config.id()}" in text_of(project)
    finally:
        manager.removeAuthenticationConfig(config.id())


@pytest.mark.parametrize("tool", ["createworkspace", "loadcounty"])
def test_a_wrong_password_is_not_shown(redline, postgis, layers, tool, tmp_path):
    rest = {"INPUT_LAYERS": layers} if tool == "createworkspace" else {"PROJECT": str(tmp_path / "x.qgz")}
    wrong = {"user": PERSON, "password": "falsch geheim"}
    with postgis.stored("wrong", **wrong), pytest.raises(QgsProcessingException) as caught:
        told(tool, CONNECTION="wrong", SCHEMA="x", **rest)
    assert "of wrong cannot be" in str(caught.value)
    assert tool == "createworkspace" or "password='***'" in str(caught.value)
    assert "geheim" not in str(caught.value)
    with pytest.raises(QgsProcessingException) as caught:
        told(tool, CONNECTION=f"host={postgis.folder}/none dbname=c user=z password=geheim", SCHEMA="x", **rest)
    assert f"{postgis.folder}/none/c" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("tool", ["createworkspace", "loadcounty", "createcasefile", "importalerts", "casereport"])
def test_what_qgis_itself_writes_of_a_run(redline, tool):
    """Into the log of its dialog, its history, and the commands for the Python console and the shell: the password as
    it was typed, quoted as libpq asks for it, is in none; host and database are, so that a person knows the run."""
    algorithm, context = redline.algorithm(tool).create(), QgsProcessingContext()
    assert algorithm is not None
    typed = f"host=10.1.2.3 dbname=county user={PERSON} password='{QUOTED}'"
    given = {"CONNECTION": typed, "SCHEMA": "s"}
    definition = algorithm.parameterDefinition("CONNECTION")
    written = [
        definition.valueAsPythonString(typed, context),
        json.dumps(algorithm.asMap(given, context), default=str),
        algorithm.asPythonCommand(given, context),
        algorithm.asQgisProcessCommand(given, context)[0],
    ]
    for text in written:
        assert not betrayed(text) and not betrayed(text.replace("\\\\", "\\"))
        assert "host=10.1.2.3 dbname=county" in text and "***" in text
    # The run itself is given it.
    assert algorithm.parameterAsConnectionName(given, "CONNECTION", context) == typed
    assert definition.valueAsPythonString("stored", context) == "'stored'"
