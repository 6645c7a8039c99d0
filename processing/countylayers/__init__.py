"""Tools for the county's layers: load, check, keep, and the circles of cameras."""

from .checklayers import CheckLayers
from .convertclasses import ConvertClasses
from .coveragecircles import CoverageCircles
from .createworkspace import CreateWorkspace
from .loadcounty import LoadCounty
from .removemapoffset import RemoveMapOffset

__all__ = ["ALGORITHMS"]

ALGORITHMS = (LoadCounty, CheckLayers, CreateWorkspace, ConvertClasses, RemoveMapOffset, CoverageCircles)
