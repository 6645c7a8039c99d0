"""Base maps by the office's own key: the key goes to its service, and stands in no project, layer or setting."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from authword import MASTER
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsNetworkAccessManager,
    QgsProject,
    QgsRectangle,
    QgsSettings,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QSize, QUrl
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtNetwork import QNetworkRequest

KEY = "3f1e09c2b7d84a6590aa11bb22cc33dd"


def a_tile() -> bytes:
    """256 × 256 pixels of one green."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(20, 160, 60))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


@pytest.fixture
def service():
    """A map service at home: a tile for the right key, 403 without it; it keeps what it was asked."""
    asked, tile = [], a_tile()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            asked.append((url.path, query))
            right = query.get("tk") == KEY
            self.send_response(200 if right else 403)
            self.send_header("Content-Type", "image/png" if right else "application/json")
            self.end_headers()
            self.wfile.write(tile if right else b'{"code": 301007}')

        def log_message(self, *_):
            "Quiet."

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(redline, tmp_path, service):
    """An office whose own table names the service at home, with a profile's empty store of keys."""
    from redline.layers.county import basemaps
    from redline.layers.roles.settings import set_value
    from redline.layers.roles.table import reload_roles

    place, asked = service
    query = "LAYER=vec&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    (tmp_path / "basemaps.csv").write_text(
        "map,layer,name_en,name_zh,address,nearest\n"
        f"vec,vec,Home map,本地底图,{place}/vec_w/wmts?{query},18\n"
        f"vec,cva,Home names,本地注记,{place}/cva_w/wmts?{query},18\n",
        encoding="utf-8",
    )
    set_value("data_folder", str(tmp_path))
    reload_roles()
    assert QgsApplication.authManager().setMasterPassword(MASTER, True)
    QgsProject.instance().clear()
    yield asked
    basemaps.forget_key()
    QgsProject.instance().clear()
    set_value("data_folder", "")
    reload_roles()


def test_the_shipped_addresses_are_those_of_tianditu(redline):
    from redline.layers.county.basemaps import base_maps

    maps = base_maps()
    assert {name: [each.layer for each in tiles] for name, tiles in maps.items()} == {
        "vec": ["cva", "vec"],
        "img": ["cia", "img"],
    }
    tile = maps["img"][1].tile(12, 3367, 1580)
    assert tile.toString() == (
        "https://t0.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default"
        "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=12&TILEROW=1580&TILECOL=3367"
    )
    assert not any("tk=" in each.address for tiles in maps.values() for each in tiles)


def rendered(layers) -> QColor:
    """The colour in the middle of a picture of the county's place."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(12870000, 4370000, 12880000, 4380000))
    settings.setOutputSize(QSize(200, 200))
    job = QgsMapRendererSequentialJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec()
    return job.renderedImage().pixelColor(100, 100)


def test_tiles_come_by_the_key_and_the_project_holds_none(office, tmp_path):
    from redline.layers.county.basemaps import KeyGiver, add_base_map, keep_key, needs_key

    keep_key(KEY)
    giver = KeyGiver()
    try:
        assert giver.look_up() == KEY
        layers = add_base_map(QgsProject.instance(), "vec", "en")
        assert [layer.name() for layer in layers] == ["Home names", "Home map"]
        assert all(layer.isValid() and needs_key(layer) for layer in layers)
        green = rendered(layers[1:])
        assert (green.red(), green.green(), green.blue()) == (20, 160, 60)
        path, query = office[-1]
        assert path == "/vec_w/wmts" and query["tk"] == KEY and query["LAYER"] == "vec"
        assert add_base_map(QgsProject.instance(), "vec", "en") == [], "they are there"
        project = tmp_path / "county.qgs"
        assert QgsProject.instance().write(str(project))
        assert "Home map" in project.read_text(encoding="utf-8")
        assert KEY not in project.read_text(encoding="utf-8")
        settings = Path(QgsSettings().fileName())
        assert not settings.is_file() or KEY not in settings.read_text(encoding="utf-8")
        database = Path(QgsApplication.qgisSettingsDirPath(), "qgis-auth.db")
        assert database.is_file() and KEY.encode() not in database.read_bytes(), "it is encrypted there"
    finally:
        giver.stop()


def test_no_other_address_is_told_the_key(office, service):
    from redline.layers.county.basemaps import KeyGiver, keep_key

    place, asked = service
    keep_key(KEY)
    giver = KeyGiver()
    try:
        giver.look_up()
        for path in ("/other/wmts?LAYER=vec", "/vec_w/wmts?LAYER=vec", "/cva_w/wmts?tk=own"):
            # From the main thread, with Python at work in it: the request goes on in another one.
            QgsNetworkAccessManager.instance().blockingGet(QNetworkRequest(QUrl(place + path)))
        assert [query.get("tk") for _, query in asked] == [None, KEY, "own"]
    finally:
        giver.stop()
    QgsNetworkAccessManager.instance().blockingGet(QNetworkRequest(QUrl(place + "/vec_w/wmts?again=1")))
    assert "tk" not in asked[-1][1], "nor is any when the plugin has gone"


def test_a_key_is_kept_once_and_forgotten(office):
    from redline.layers.county.basemaps import forget_key, keep_key, kept_key

    assert kept_key() == ""
    before = set(QgsApplication.authManager().configIds())
    keep_key("first")
    keep_key(KEY)
    assert kept_key() == KEY
    assert len(set(QgsApplication.authManager().configIds()) - before) == 1
    forget_key()
    assert kept_key() == "" and set(QgsApplication.authManager().configIds()) == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "own,a,A,甲,ftp://host/{x}/{y}/{z},18",
            "basemaps.csv, line 2: ftp://host/{x}/{y}/{z} is no address of tiles: it begins with https:// and holds "
            "{x}, {y} and {z}.",
        ),
        (
            "own,a,A,甲,https://host/{x}/{y}/{z},99",
            "basemaps.csv, line 2: the nearest zoom 99 is no whole number from 1 to 24.",
        ),
    ],
)
def test_a_wrong_table_of_the_office_is_named(office, tmp_path, row, sentence):
    from redline.core.errors import RedlineError
    from redline.layers.county.basemaps import base_maps
    from redline.layers.roles.table import reload_roles

    (tmp_path / "basemaps.csv").write_text(f"map,layer,name_en,name_zh,address,nearest\n{row}\n", encoding="utf-8")
    reload_roles()
    with pytest.raises(RedlineError) as caught:
        base_maps()
    assert str(caught.value) == sentence


class Bar:
    """A message bar that keeps what it is told."""

    def __init__(self):
        self.told = []

    def pushMessage(self, _title, words, _level):
        self.told.append(words)


class Window:
    """As much of QGIS's window as the dialog asks for."""

    def __init__(self):
        self.bar = Bar()

    def messageBar(self):
        return self.bar

    def mainWindow(self):
        return None


def wait_until(question):
    for _ in range(100):
        if question():
            return True
        loop = QEventLoop()
        from qgis.PyQt.QtCore import QTimer

        QTimer.singleShot(50, loop.quit)
        loop.exec()
    return False


def test_the_dialog_asks_for_a_key_keeps_it_and_tells_what_the_service_says(office):
    from redline.layers.county.basemaps import kept_key
    from redline.ui.basemap import BaseMapDialog, BaseMaps

    window = Window()
    maps = BaseMaps(window)
    try:
        dialog = BaseMapDialog(maps)
        assert [dialog.choice.itemText(row) for row in range(dialog.choice.count())] == [
            "Map with names",
            "Satellite images with names",
        ]
        dialog.add()
        assert dialog.message.text() == (
            "Without a key Tianditu shows nothing: type your office's, then add the map again."
        )
        assert QgsProject.instance().mapLayers() == {}
        dialog.key.setText(f" {KEY}\n")
        dialog.add()
        assert kept_key() == KEY and len(QgsProject.instance().mapLayers()) == 2
        assert wait_until(lambda: window.bar.told)
        assert window.bar.told == ["The base map is under the county's layers."]
        again = BaseMapDialog(maps)
        assert again.key.text() == "" and not again.forget.isHidden(), "a key that is kept is not shown"
        again.key.setText("wrong")
        again.add()
        assert wait_until(lambda: len(window.bar.told) == 2)
        assert window.bar.told[1].startswith("The map service refuses the key (answer 403): look at")
        again.forget_kept()
        assert kept_key() == "" and again.forget.isHidden()
        maps.look()
        assert window.bar.told[2].startswith("Base maps of Tianditu need your office's key: Redline 红线 > Base map…")
    finally:
        maps.remove()


def test_a_service_that_cannot_be_reached_is_told(office, tmp_path):
    from redline.layers.roles.table import reload_roles
    from redline.ui.basemap import BaseMapDialog, BaseMaps

    # Port 9 of this machine: nobody listens there.
    row = "vec,vec,Home map,本地底图,http://127.0.0.1:9/{x}/{y}/{z},18"
    (tmp_path / "basemaps.csv").write_text(f"map,layer,name_en,name_zh,address,nearest\n{row}\n", encoding="utf-8")
    reload_roles()
    window = Window()
    maps = BaseMaps(window)
    try:
        dialog = BaseMapDialog(maps)
        dialog.key.setText(KEY)
        dialog.add()
        assert wait_until(lambda: window.bar.told)
        assert window.bar.told == ["127.0.0.1 cannot be reached from here: the base map stays empty until it can."]
        uri = QgsDataSourceUri()
        uri.setEncodedUri(next(iter(QgsProject.instance().mapLayers().values())).source())
        assert "tk" not in uri.param("url")
    finally:
        maps.remove()
