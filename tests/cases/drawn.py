"""Drawings as CAD programs and CASS write them, made with ezdxf; zone 39, squares of 100 m."""

from pathlib import Path

import ezdxf

EAST, NORTH = 39_360_000.0, 4_040_000.0


def square(x=0.0, y=0.0, size=100.0) -> list[tuple[float, float]]:
    return [(EAST + x + dx, NORTH + y + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]


def new(release="R2000"):
    """A drawing in GBK, and its model space."""
    document = ezdxf.new(release)
    document.encoding = "gbk" if release == "R2000" else "utf-8"
    document.appids.add("SOUTH")
    return document, document.modelspace()


def saved(document, path: Path) -> Path:
    document.saveas(path)
    return path
