"""GDAL writes what it has counted in a raster beside it, as ``.aux.xml``. A person's folder is not ours to write in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_sidecars"]

OPTION = "GDAL_PAM_ENABLED"


@contextmanager
def no_sidecars() -> Iterator[None]:
    """Rasters opened and counted within leave no file behind. For this thread only."""
    from osgeo import gdal

    before = gdal.GetThreadLocalConfigOption(OPTION)
    gdal.SetThreadLocalConfigOption(OPTION, "NO")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(OPTION, before)
