"""The folders of the toolbox, in the order in which a planner's year goes."""

from .base import Group

__all__ = ["CAMERAS", "COUNTY_LAYERS", "LAND_USE", "MAP_SHEETS", "PARCELS", "RED_LINES"]

COUNTY_LAYERS = Group("countylayers", "County layers")
LAND_USE = Group("landuse", "Land-use tallies")
RED_LINES = Group("redlines", "Red lines")
PARCELS = Group("parcels", "Parcels and approval")
CAMERAS = Group("cameras", "Cameras")
MAP_SHEETS = Group("mapsheets", "Map sheets")
