"""Tools for the county's layers: load, check, keep, convert."""

from .checklayers import CheckLayers
from .convertclasses import ConvertClasses
from .createworkspace import CreateWorkspace
from .folderlayers import FolderLayers
from .loadcounty import LoadCounty
from .removemapoffset import RemoveMapOffset

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    LoadCounty,
    FolderLayers,
    CheckLayers,
    CreateWorkspace,
    ConvertClasses,
    RemoveMapOffset,
)
