"""Base maps of a map service, Tianditu's before all, as layers under the county's own; an office's key opens them.

Where the tiles lie stands in ``resources/basemaps/basemaps.csv`` (columns: map, layer, name_en, name_zh, address with
{x}, {y} and {z} of Web Mercator, nearest: the nearest zoom), the uppermost layer of a map first; an office's table
``basemaps.csv`` lies over it, a province's own service for instance. The key is kept in QGIS's authentication database
and nowhere else: the layers' sources name none, and it is put to an address when it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsNetworkAccessManager,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery
from qgis.PyQt.QtNetwork import QNetworkRequest

from ...core.errors import RedlineError
from ...core.foreign import read_whole
from ...core.resources import RESOURCES, office_table
from ..roles.fields import remember
from ..roles.secret import Secret
from ..roles.table import cached_of_tables
from .load import group_name

__all__ = ["KeyGiver", "Tiles", "add_base_map", "base_maps", "forget_key", "keep_key", "kept_key", "needs_key"]

TABLE = "basemaps.csv"
COLUMNS = ("map", "layer", "name_en", "name_zh", "address", "nearest")
NEAREST = 24
"""No service has tiles nearer than this zoom."""

PARAMETER = "tk"
"""By this name the services of Tianditu, the nation's and the provinces', are told the key."""

OFFICE_KEY = Secret("redline/basemap_authcfg", "Redline 红线: Tianditu 天地图", "APIHeader", PARAMETER)
"""The method keeps a named value; QGIS itself would send it in the header of a request."""


@dataclass(frozen=True)
class Tiles:
    """One layer of a base map: its names, the address of its tiles, and the nearest zoom that it has."""

    map: str
    layer: str
    name_en: str
    name_zh: str
    address: str
    nearest: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh

    @property
    def beginning(self) -> str:
        """What all of its addresses begin with."""
        return self.address.partition("{")[0].partition("?")[0]

    def tile(self, zoom: int, column: int, row: int) -> QUrl:
        """The address of one tile, without the key."""
        places = {"{z}": zoom, "{x}": column, "{y}": row}
        address = self.address
        for place, value in places.items():
            address = address.replace(place, str(value))
        return QUrl(address)


def base_maps() -> Mapping[str, tuple[Tiles, ...]]:
    """The layers of each base map, the uppermost first; raises RedlineError where an office's table is wrong."""
    return _base_maps()


@cached_of_tables
def _base_maps(office: str) -> Mapping[str, tuple[Tiles, ...]]:
    found = {(each.map, each.layer): each for each in _rows(RESOURCES / "basemaps" / TABLE)}
    own = Path(office) / TABLE
    if own.is_file():
        found |= {(each.map, each.layer): each for each in _rows(own)}
    maps: dict[str, tuple[Tiles, ...]] = {}
    for each in found.values():
        maps[each.map] = (*maps.get(each.map, ()), each)
    return maps


def _rows(path: Path) -> list[Tiles]:
    found = []
    for line, row in office_table(path, COLUMNS):
        address, nearest = row["address"], read_whole(row["nearest"] or "18")
        whole = all(part in address for part in ("{x}", "{y}", "{z}"))
        if QUrl(address).scheme() not in ("http", "https") or not whole:
            raise RedlineError(
                "{file}, line {line}: {address} is no address of tiles: it begins with https:// and holds {{x}}, {{y}} "
                "and {{z}}.",
                file=path.name,
                line=line,
                address=address,
            )
        if nearest is None or not 1 <= nearest <= NEAREST:
            raise RedlineError(
                "{file}, line {line}: the nearest zoom {value} is no whole number from 1 to {most}.",
                file=path.name,
                line=line,
                value=row["nearest"],
                most=NEAREST,
            )
        found.append(Tiles(row["map"], row["layer"], row["name_en"], row["name_zh"], address, nearest))
    return found


def add_base_map(project: QgsProject, name: str, language: str) -> list[QgsRasterLayer]:
    """Put the layers of base map ``name`` under all others of ``project``, seen; those that are there stay as they
    are. Returns the layers that were added."""
    there = {layer.source() for layer in project.mapLayers().values()}
    root = project.layerTreeRoot()
    group = root.findGroup(group_name("base")) or root.addGroup(group_name("base"))
    added = []
    for each in base_maps()[name]:
        uri = QgsDataSourceUri()
        for key, value in (("type", "xyz"), ("url", each.address), ("zmin", "1"), ("zmax", str(each.nearest))):
            uri.setParam(key, value)
        source = bytes(uri.encodedUri().data()).decode("ascii")
        layer = QgsRasterLayer(source, each.name(language), "wms")
        if layer.source() in there:
            continue
        remember(layer, "image", {})
        project.addMapLayer(layer, False)
        group.addLayer(layer).setExpanded(False)
        added.append(layer)
    group.setItemVisibilityCheckedParentRecursive(True)
    return added


def needs_key(layer: QgsMapLayer) -> bool:
    """Whether the tiles of ``layer`` are opened by the office's key."""
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "wms":
        return False
    uri = QgsDataSourceUri()
    uri.setEncodedUri(layer.source())
    return uri.param("url").startswith(_beginnings())


def _beginnings() -> tuple[str, ...]:
    return tuple(each.beginning for tiles in base_maps().values() for each in tiles)


# --- the key ------------------------------------------------------------------------------------------------------


def keep_key(key: str) -> None:
    OFFICE_KEY.keep(key)


def kept_key() -> str:
    return OFFICE_KEY.read()


def forget_key() -> None:
    OFFICE_KEY.forget()


class KeyGiver:
    """Puts the key to the addresses of base maps while QGIS runs, and to no other address.

    ``key`` is read and written in the main thread; QGIS asks for tiles in others.
    """

    def __init__(self) -> None:
        self.key = ""
        self._asked: tuple[str, ...] = ()
        self._processor = QgsNetworkAccessManager.setRequestPreprocessor(self._prepare)

    def look_up(self) -> str:
        """Take the key from the authentication database, where it was not taken yet; returns it."""
        self._asked = _beginnings()
        self.key = self.key or kept_key()
        return self.key

    def stop(self) -> None:
        self.key = ""
        QgsNetworkAccessManager.removeRequestPreprocessor(self._processor)

    def _prepare(self, request: QNetworkRequest) -> None:
        if not self.key or not self._asked:
            return
        url = request.url()
        if not url.toString().startswith(self._asked):
            return
        query = QUrlQuery(url)
        if not query.hasQueryItem(PARAMETER):
            query.addQueryItem(PARAMETER, self.key)
            url.setQuery(query)
            request.setUrl(url)
