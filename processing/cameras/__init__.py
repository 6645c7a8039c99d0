"""Cameras."""

from .cameraviewshed import CameraViewshed

__all__ = ["ALGORITHMS"]

ALGORITHMS = (CameraViewshed,)
