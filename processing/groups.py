"""The folders of the toolbox, in the order in which a planner's year goes."""

from .base import ToolboxGroup

__all__ = ["CAMERAS", "CASEWORK", "COUNTY_LAYERS", "LAND_USE", "MAP_SHEETS", "PARCELS", "RED_LINES"]

COUNTY_LAYERS = ToolboxGroup("countylayers", "County layers")
LAND_USE = ToolboxGroup("landuse", "Land-use tallies")
RED_LINES = ToolboxGroup("redlines", "Red-line checks")
PARCELS = ToolboxGroup("parcels", "Parcels and approval")
CAMERAS = ToolboxGroup("cameras", "Cameras")
CASEWORK = ToolboxGroup("casework", "Casework and registers")
MAP_SHEETS = ToolboxGroup("mapsheets", "Map sheets")
