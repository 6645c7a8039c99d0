"""The system in which parcels are surveyed and stand on paper: a Gauss-Krüger zone, in every file the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsRectangle

from ...core.ellipsoid.projection import GaussKrugerZone, in_china, zone_by_longitude
from ...core.errors import Notice, RedlineError
from .crs import geographic_of, name_of_crs, text_crs
from .gausskruger import cgcs2000_like, official_system, system_of_zone
from .meeting import refuse_wrong_system
from .planes import lonlat_of, projection_of
from .run import InSystem, plane_crs, system_of
from .sources import Source

__all__ = ["chosen_system", "degrees_system", "is_surveyed", "paper_system", "survey_system", "zone_of_place"]


def survey_system(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem | None:
    """``crs`` by its code where it is a Gauss-Krüger zone, also of a .prj without one; None for any other system."""
    known = official_system(crs)
    return known if text_crs(known).zone is not None else None


def is_surveyed(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether lengths in ``crs`` are those of a survey: a zone, or an office's own meridian at the scale of a zone."""
    if survey_system(crs) is not None:
        return True
    if not crs.isValid() or crs.isGeographic():
        return False
    projection = projection_of(crs)
    return projection.kind == "tmerc" and projection.k_0 == 1 and projection.metres == 1


def paper_system(
    source: Source, *others: InSystem | None, chosen: QgsCoordinateReferenceSystem | None = None
) -> tuple[QgsCoordinateReferenceSystem, list[Notice]]:
    """The system of a run that prints the parcels of ``source``, and what is to be told of it.

    The ``chosen`` one, as ``chosen_system`` takes it; else by the layers (``others`` may be left out):
    that of the first layer that is in a zone of CGCS2000, the parcels before all others; else of the first in a zone of
    an older datum; else the zone of CGCS2000 in which the parcels lie. Raises RedlineError for a layer without a system
    and where all layers are in degrees.
    """
    crs = chosen_system(source, chosen) if chosen is not None else _by_layers(source, [*filter(None, others)])
    if (survey_system(system_of(source)) or source.crs) == crs:
        return crs, []
    told = Notice(
        "Layer {layer} is in {own}; its parcels are measured and printed in {crs}.",
        layer=source.name,
        own=name_of_crs(source.crs),
        crs=name_of_crs(crs),
    )
    return crs, [told]


def _by_layers(source: Source, others: Sequence[InSystem]) -> QgsCoordinateReferenceSystem:
    layers = (source, *others)
    plane = plane_crs(*layers)
    zones = [crs for each in layers if (crs := survey_system(system_of(each))) is not None]
    newest = [crs for crs in zones if cgcs2000_like(crs) is not None]
    for crs in (*newest, *zones):
        return crs
    place = zone_of_place(source)
    return system_of_zone(place) if place is not None else plane


def chosen_system(
    source: Source, chosen: QgsCoordinateReferenceSystem | None, *, local: bool = False
) -> QgsCoordinateReferenceSystem:
    """The plane in which the parcels of ``source`` are printed: their own, or the ``chosen`` one.

    Raises RedlineError where that is no system of a survey: degrees, Mercator, UTM; and, unless ``local``, where an
    office's own system of the layer was not chosen by name.
    """
    own = system_of(source)
    if chosen is not None and chosen.isValid():
        if not is_surveyed(chosen):
            raise RedlineError(
                "{crs} is no Gauss-Krüger zone, so no parcel is surveyed in it: choose that of your "
                "county's survey (by its place {zone}, or the zone beside it).",
                crs=name_of_crs(chosen),
                zone=_proposed(source),
            )
        return survey_system(chosen) or chosen
    surveyed = survey_system(own)
    if surveyed is None and local and is_surveyed(own):
        return own
    if surveyed is None:
        refuse_wrong_system(source)
        raise RedlineError(
            "Layer {layer} is in {crs}, which is no Gauss-Krüger zone: choose that of your county's survey "
            "(by its place {zone}, or the zone beside it) as the coordinate system on paper (CRS), and the parcels are "
            "transformed.",
            layer=source.name,
            crs=name_of_crs(own),
            zone=_proposed(source),
        )
    return surveyed


def degrees_system(source: Source, chosen: QgsCoordinateReferenceSystem | None) -> QgsCoordinateReferenceSystem:
    """The system in which the parcels of ``source`` are read for a file in degrees: their own, or the ``chosen`` one.

    Raises RedlineError where the chosen one is a plane, and where nothing is known of the datum of the layer's own.
    """
    own = system_of(source)
    if chosen is not None and chosen.isValid():
        if not chosen.isGeographic():
            raise RedlineError(
                "The form holds longitudes and latitudes, but {crs} is a plane: choose EPSG:4490, or leave the system "
                "of the file empty.",
                crs=name_of_crs(chosen),
            )
        return chosen
    geographic_of(own)
    return own


def zone_of_place(source: Source) -> GaussKrugerZone | None:
    """The 3-degree zone of CGCS2000 in which ``source`` lies; None outside China, or where nothing lies anywhere."""
    box = QgsRectangle()
    request = QgsFeatureRequest().setNoAttributes()
    for feature in source.iterate(request):
        if feature.hasGeometry():
            box.combineExtentWith(feature.geometry().boundingBox())
    if box.isNull() or not box.isFinite():
        return None
    centre = box.center()
    try:
        lon, lat = lonlat_of(source.crs)(np.array([centre.x()]), np.array([centre.y()]))
    except RedlineError:
        return None
    return zone_by_longitude(float(lon[0])) if in_china(float(lon[0]), float(lat[0])) else None


def _proposed(source: Source) -> str:
    zone = zone_of_place(source)
    return name_of_crs(system_of_zone(zone)) if zone is not None else "EPSG:4513 … EPSG:4533"
