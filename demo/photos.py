"""Pictures from the field, drawn: sky, a field in perspective, and what stands on it. Small, and each like no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

__all__ = ["draw", "write_photo"]

WIDTH, HEIGHT, HORIZON = 160, 120, 45
SKY, SOIL, CROP, SPOIL, ROOF = (188, 208, 226), (150, 118, 82), (96, 138, 66), (176, 140, 96), (164, 64, 52)


def draw(what: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """(3, 120, 160) of a field that is worked (``lawful``), built upon (``unlawful``) or sown again (``restored``)."""
    picture = np.empty((HEIGHT, WIDTH, 3))
    light = rng.uniform(0.85, 1.1)
    shade = np.linspace(1.0, 0.9, HORIZON)[:, None, None]
    picture[:HORIZON] = np.array(SKY) * shade
    depth = np.arange(HEIGHT - HORIZON)[:, None] + 1.0
    across = (np.arange(WIDTH)[None, :] - WIDTH * rng.uniform(0.35, 0.65)) / depth
    furrow = 0.5 + 0.5 * np.sin(across * rng.uniform(9, 14))
    ground = np.array(SOIL) if what == "lawful" else np.array(CROP)
    picture[HORIZON:] = ground * (0.8 + 0.25 * furrow)[..., None]
    if what == "unlawful":
        _put_mound(picture, rng)
        _put_house(picture, rng)
    noise = rng.normal(0, 5, picture.shape)
    return np.clip(picture * light + noise, 0, 255).astype(np.uint8).transpose(2, 0, 1)


def _put_mound(picture: NDArray[np.float64], rng: np.random.Generator) -> None:
    """A heap of spoil on the field."""
    middle, half, top = rng.integers(30, 130), rng.integers(18, 34), rng.integers(14, 26)
    for x in range(max(middle - half, 0), min(middle + half, WIDTH)):
        height = int(top * (1 - ((x - middle) / half) ** 2))
        picture[90 - height : 90, x] = np.array(SPOIL) * rng.uniform(0.85, 1.05)


def _put_house(picture: NDArray[np.float64], rng: np.random.Generator) -> None:
    """A shed with a red roof near the horizon."""
    left, wide, high = rng.integers(10, 110), rng.integers(24, 42), rng.integers(14, 22)
    picture[62 - high : 66, left : left + wide] = (214, 210, 202)
    picture[62 - high - 5 : 62 - high, left - 2 : left + wide + 2] = ROOF


def write_photo(path: Path, what: str, rng: np.random.Generator) -> None:
    """As a JPEG of some three kilobytes."""
    picture = draw(what, rng)
    memory = gdal.GetDriverByName("MEM").Create("", WIDTH, HEIGHT, 3, gdal.GDT_Byte)
    for band in range(3):
        memory.GetRasterBand(band + 1).WriteArray(picture[band])
    gdal.GetDriverByName("JPEG").CreateCopy(str(path), memory, options=["QUALITY=70", "WRITE_EXIF_METADATA=NO"])
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
