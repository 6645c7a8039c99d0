"""Cameras."""

from .cameracoverage import CameraCoverage
from .cameraviewshed import CameraViewshed
from .georeferencealert import GeoreferenceAlert

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CameraViewshed, CameraCoverage, GeoreferenceAlert)
