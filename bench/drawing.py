"""How long a county's map takes to draw, at the scale of the county down to that of a parcel.

    python demo/make.py --output county.gpkg --patches 300000
    python bench/drawing.py county.gpkg            the project of redline:loadcounty, as the map window draws it
    python bench/drawing.py county.gpkg --pictures FOLDER

The county is loaded as redline:loadcounty does. Each map theme is drawn into an image of the map window's size, in the
threads that QGIS uses. "Plain layer" draws the land-use patches alone as a person gets them who clicks the file open:
one symbol, no scale range.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "plugins"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402

WIDTH, HEIGHT, DPI = 1366, 740, 96
SCALES = (250_000, 100_000, 50_000, 25_000, 10_000, 5_000, 2_000)


def draw(layers, crs, scale: int, centre: QgsPointXY) -> tuple[float, object]:
    """Seconds to draw ``layers`` around ``centre``, and the image."""
    metres = scale * 0.0254 / DPI
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(DPI)
    x, y = WIDTH * metres / 2, HEIGHT * metres / 2
    settings.setExtent(QgsRectangle(centre.x() - x, centre.y() - y, centre.x() + x, centre.y() + y))
    settings.setFlag(QgsMapSettings.Flag.UseRenderingOptimization, True)
    # As the map window does: the styles ask for the scale.
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    start = time.perf_counter()
    job.start()
    loop.exec()
    return time.perf_counter() - start, job.renderedImage()


def county(path: Path) -> tuple[QgsProject, list[QgsVectorLayer]]:
    from redline.layers.county.discover import open_all
    from redline.layers.county.load import compose, layer_entries

    project = QgsProject.instance()
    opened, _ = open_all(str(path))
    compose(project, layer_entries(opened))
    return project, [layer for layer in project.layerTreeRoot().checkedLayers() if layer.isSpatial()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("county", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pictures", type=Path, help="also save what was drawn in this folder")
    parser.add_argument("--output", type=Path, help="also write the figures to this JSON file")
    given = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    start = time.perf_counter()
    project, shown = county(given.county)
    loading = time.perf_counter() - start
    crs, themes = project.crs(), project.mapThemeCollection()
    by_role = {layer.customProperty("redline/role"): layer for layer in reversed(shown)}
    patches = by_role["landuse"]
    plain = QgsVectorLayer(patches.source(), "plain", "ogr")
    # Over a village in the middle of the county, where the patches are smallest.
    middle = project.viewSettings().defaultViewExtent().center()
    nearest = min(
        by_role["village"].getFeatures(), key=lambda each: each.geometry().centroid().asPoint().distance(middle)
    )
    centre = nearest.geometry().pointOnSurface().asPoint()
    print(
        f"{patches.featureCount():,} patches; loaded as a project in {loading:.1f} s; {os.cpu_count()} cores; ", end=""
    )
    print(f"{WIDTH} x {HEIGHT} pixels; seconds, median of {given.rounds} drawings\n")
    jobs = {theme: themes.mapThemeVisibleLayers(theme) for theme in themes.mapThemes()} | {"plain layer": [plain]}
    print("| scale | " + " | ".join(jobs) + " |\n|---" + "|---" * len(jobs) + "|")
    figures: dict[int, dict[str, float]] = {}
    for scale in SCALES:
        figures[scale] = {}
        for name, layers in jobs.items():
            drawn = [draw(layers, crs, scale, centre) for _ in range(given.rounds)]
            figures[scale][name] = statistics.median(seconds for seconds, _ in drawn)
            if given.pictures is not None and name != "plain layer":
                given.pictures.mkdir(parents=True, exist_ok=True)
                drawn[-1][1].save(str(given.pictures / f"{name}-{scale}.png"))
        print(f"| 1:{scale:,} | " + " | ".join(f"{value:.2f}" for value in figures[scale].values()) + " |", flush=True)
    if given.output is not None:
        given.output.write_text(json.dumps({"loading": loading, "scales": figures}, indent=1) + "\n", encoding="utf-8")
    # Layers before the application they live in.
    del plain, patches, by_role, shown, jobs, layers, nearest
    project.clear()
    application.exitQgis()


if __name__ == "__main__":
    main()
