"""Cameras."""

from .cameracoverage import CameraCoverage
from .camerasiting import CameraSiting
from .cameraviewshed import CameraViewshed
from .georeferencealert import GeoreferenceAlert
from .scanplan import ScanPlanOfCameras

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CameraViewshed, CameraCoverage, CameraSiting, ScanPlanOfCameras, GeoreferenceAlert)
