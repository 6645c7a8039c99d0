"""The land use that lies under parcels and batches, as a parameter gives it."""

from __future__ import annotations

from ...layers.measuring.newland import LandUnder
from ..parameters import Given

__all__ = ["land_under"]


def land_under(given: Given, legal_field: str = "") -> LandUnder | None:
    """LANDUSE with its CLASS_FIELD; None where it is left out. legal_field : the parameter of the field that says
    whether construction land has a legal source."""
    source = given.optional_source("LANDUSE")
    if source is None:
        return None
    extent = given.algorithm.parameterAsSource(given.parameters, "LANDUSE", given.context).sourceExtent()
    code = given.field("CLASS_FIELD", source, "landuse", "class", required=True)
    return LandUnder(source, extent, code, given.field(legal_field, source) if legal_field else "")
