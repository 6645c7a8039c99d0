"""A picture that core has drawn, as a file."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QRectF, Qt
from qgis.PyQt.QtGui import QImage, QPainter

from ...core.errors import RedlineError

__all__ = ["write_picture"]

PNG_SCALE = 2


def write_picture(path: Path, svg: str) -> None:
    """The picture as SVG, or drawn as PNG by the file's ending."""
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(svg, encoding="utf-8", newline="\n")
        else:
            # Not every QGIS brings Qt's SVG module along; SVG files do without it.
            from qgis.PyQt.QtSvg import QSvgRenderer

            renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
            size = renderer.defaultSize() * PNG_SCALE
            image = QImage(size, QImage.Format.Format_ARGB32)
            image.fill(Qt.GlobalColor.white)
            painter = QPainter(image)
            renderer.render(painter, QRectF(image.rect()))
            painter.end()
            if not image.save(str(path), "PNG"):
                raise OSError(path.name)
    except ImportError as error:
        raise RedlineError(
            "PNG pictures need Qt's SVG module (Debian and Ubuntu: apt install python3-pyqt5.qtsvg): "
            "name the file .svg."
        ) from error
    except OSError as error:
        raise RedlineError(
            "Picture {path} cannot be written ({reason}): choose a folder in which you may write.",
            path=path.name,
            reason=error.strerror or str(error),
        ) from error
