"""Cameras: circles and what they cover, lines of sight, siting, scan plans, alerts."""

from .cameracoverage import CameraCoverage
from .camerasiting import CameraSiting
from .cameraviewshed import CameraViewshed
from .coveragecircles import CoverageCircles
from .coveragetally import CoverageTally
from .georeferencealert import GeoreferenceAlert
from .scanplan import ScanPlanOfCameras

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    CoverageCircles,
    CoverageTally,
    CameraViewshed,
    CameraCoverage,
    CameraSiting,
    ScanPlanOfCameras,
    GeoreferenceAlert,
)
