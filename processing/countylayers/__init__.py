"""Tools for the county's layers: load, check, keep, and the circles of cameras."""

from .checklayers import CheckLayers
from .coveragecircles import CoverageCircles
from .createworkspace import CreateWorkspace
from .loadcounty import LoadCounty

__all__ = ["ALGORITHMS"]

ALGORITHMS = (LoadCounty, CheckLayers, CreateWorkspace, CoverageCircles)
