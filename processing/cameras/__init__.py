"""Cameras."""

from .cameracoverage import CameraCoverage
from .cameraviewshed import CameraViewshed

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CameraViewshed, CameraCoverage)
