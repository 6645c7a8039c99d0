"""The pictures of docs/cameras.md, from the demo county.

    python bench/camera_pictures.py --county .build/demo/guanxian.gpkg --work .build/demo --output docs/pictures

Needs matplotlib, which comes with QGIS on Debian and Windows.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Circle, Patch, Polygon
from osgeo import ogr

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "plugins"))
sys.path.insert(0, str(ROOT / "demo"))

from elevation import make_elevation, make_obstacles  # noqa: E402
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer  # noqa: E402

from redline.core.cameras.alertposition import AngleErrors, ellipse_ring, locate  # noqa: E402
from redline.core.cameras.camera import Camera, range_error, shadow_length  # noqa: E402
from redline.core.cameras.grid import Elevation, Grid  # noqa: E402
from redline.core.cameras.lineofsight import hidden_height  # noqa: E402
from redline.core.cameras.scanplan import Optics, Times, plan_of, sector_ring  # noqa: E402
from redline.core.cameras.siting import exact_siting  # noqa: E402
from redline.core.cameras.sitingcurve import curve_svg  # noqa: E402
from redline.i18n import words_of  # noqa: E402
from redline.layers.reading.sources import source_of  # noqa: E402
from redline.layers.sight.cameras import CameraDefaults, CameraFields, ReadCameras, extent_of_circles, read_cameras  # noqa: E402
from redline.layers.sight.elevation import ElevationModel, raster_plane, raster_source, read_elevation  # noqa: E402
from redline.layers.sight.obstacles import Obstacles  # noqa: E402
from redline.layers.sight.siting import candidate_sites, grid_candidates, worth_of  # noqa: E402
from redline.layers.sight.viewshed import Question, count_map, viewshed_of  # noqa: E402
from redline.processing.cameras.picture import write_picture  # noqa: E402

INK, RED, GREEN = "#222222", "#b3261e", "#2f6b4f"
COUNTS = ["#e9b7a7", "#d9ead9", "#a9d0b1", "#6fae86", "#3d8463", "#1f5a43"]
SURE = ["#b3261e", "#eeb3a2", "#a9d0b1", "#2f6b4f"]


def style() -> None:
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    plt.rcParams.update(
        {
            "font.family": ["WenQuanYi Micro Hei", "Noto Sans CJK SC", "Microsoft YaHei", "DejaVu Sans"],
            "font.size": 10,
            "axes.edgecolor": "#888888",
            "axes.unicode_minus": False,
            "savefig.dpi": 110,
            "savefig.bbox": "tight",
        }
    )


def outlines(county: Path, layer: str) -> list[np.ndarray]:
    source = ogr.Open(str(county))
    rings = []
    for feature in source.GetLayerByName(layer):
        for part in feature.GetGeometryRef():
            ring = part.GetGeometryRef(0) if part.GetGeometryCount() else part
            rings.append(np.array(ring.GetPoints())[:, :2])
    return rings


def save(figure: plt.Figure, path: Path) -> None:
    figure.savefig(path)
    plt.close(figure)
    print(path.name)


def kilometres(axes: plt.Axes, left: float, right: float, bottom: float, top: float) -> None:
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    length = 10_000 if right - left > 20_000 else 1000
    x, y = left + 0.04 * (right - left), bottom + 0.04 * (top - bottom)
    axes.plot([x, x + length], [y, y], color=INK, linewidth=3, solid_capstyle="butt")
    axes.text(x + length / 2, y + 0.012 * (top - bottom), f"{length // 1000} km", ha="center", color=INK)


def picture_of_counts(model: ElevationModel, cameras: list[Camera], county: Path, path: Path) -> None:
    counts = count_map(model, cameras, Question())
    grid = model.elevation.grid.part(counts.window)
    shown = np.ma.masked_where(~counts.field, np.minimum(counts.count, 5))
    right, bottom = grid.left + grid.cols * grid.width, grid.top - grid.rows * grid.height
    figure, axes = plt.subplots(figsize=(9.5, 7.6))
    norm = BoundaryNorm(np.arange(7) - 0.5, 6)
    extent = (grid.left, right, bottom, grid.top)
    axes.imshow(shown[::3, ::3], extent=extent, cmap=ListedColormap(COUNTS), norm=norm, interpolation="nearest")
    for ring in outlines(county, "XZQ"):
        axes.plot(*ring.T, color="#555555", linewidth=0.7)
    axes.plot([c.x for c in cameras], [c.y for c in cameras], "^", color=INK, markersize=4)
    kilometres(axes, *extent)
    labels = [
        "在圈内，看不见  in a circle, not seen",
        *(f"{k} 个摄像头看见  seen by {k}" for k in range(1, 5)),
        "5 个及以上  5 or more",
    ]
    handles = [Patch(color=colour, label=label) for colour, label in zip(COUNTS, labels, strict=True)]
    axes.legend(handles=handles, loc="lower right", fontsize=8.5, framealpha=0.95)
    axes.set_title("每个像元被几个摄像头看见  How many cameras see a cell  (示意 schematic)")
    save(figure, path)


def picture_of_certainty(model: ElevationModel, camera: Camera, path: Path) -> None:
    figure, panels = plt.subplots(1, 2, figsize=(11, 5.6))
    for axes, error in zip(panels, (0.5, 2.0), strict=True):
        found = viewshed_of(model, camera, Question(target=3.0, error=error))
        grid = model.elevation.grid.part(found.window)
        right, bottom = grid.left + grid.cols * grid.width, grid.top - grid.rows * grid.height
        shown = np.ma.masked_where(~found.field, found.certainty)
        axes.imshow(
            shown,
            extent=(grid.left, right, bottom, grid.top),
            cmap=ListedColormap(SURE),
            norm=BoundaryNorm(np.arange(5) - 0.5, 4),
            interpolation="nearest",
        )
        axes.plot(camera.x, camera.y, "^", color=INK, markersize=7)
        kilometres(axes, grid.left, right, bottom, grid.top)
        axes.set_title(f"目标 3 m，高程误差 {error:g} m  target 3 m, elevation error {error:g} m")
    labels = [
        "肯定看不见 surely hidden",
        "可能看不见 probably hidden",
        "可能看见 probably seen",
        "肯定看见 surely seen",
    ]
    handles = [Patch(color=colour, label=label) for colour, label in zip(SURE, labels, strict=True)]
    figure.legend(handles=handles, loc="lower center", ncol=4, frameon=False)
    save(figure, path)


def picture_of_shadow(path: Path) -> None:
    grid = Grid(0.0, 50.0, 5.0, 5.0, 10, 700)
    ground = np.zeros(grid.shape)
    ground[:, 400] = 10.0
    eye, foot = (2.5, 27.5, 40.0), 2002.5
    x = np.arange(5.0, 3500.0, 5.0)
    hidden = hidden_height(Elevation(grid, ground), eye, x, np.full(len(x), 27.5), 1.0)
    end = foot + 10 * 2000 / 30
    figure, axes = plt.subplots(figsize=(9.5, 3.4))
    axes.fill_between(x, 0, hidden, color="#eeb3a2", label="看不见 hidden")
    axes.plot([2.5, foot, end], [40, 10, 0], color=GREEN, linewidth=1.5, label="视线 line of sight")
    axes.plot([foot, foot], [0, 10], color=INK, linewidth=4)
    axes.plot([2.5, 2.5], [0, 40], color=INK, linewidth=3)
    axes.axhline(0, color="#888888", linewidth=1)
    length = float(shadow_length(10.0, 2000.0, 40.0))
    axes.annotate("", (end, -2.4), (foot, -2.4), arrowprops={"arrowstyle": "<->", "color": RED})
    axes.text((foot + end) / 2, -6.3, f"o·d/(H−o) = 10·2000/30 = {length:.0f} m", ha="center", color=RED)
    axes.text(40, 41, "H = 40 m", color=INK)
    axes.text(foot + 40, 12, "o = 10 m, d = 2 km", color=INK)
    axes.set_xlim(-60, 3200)
    axes.set_ylim(-8, 47)
    axes.set_xlabel("距离 distance (m)")
    axes.set_ylabel("高 height (m)")
    axes.legend(loc="upper right", frameon=False)
    save(figure, path)


def picture_of_errors(path: Path) -> None:
    size = 1001
    grid = Grid(0.0, size * 10.0, 10.0, 10.0, size, size)
    elevation = Elevation(grid, np.zeros(grid.shape))
    camera = Camera("", 2000.0, 5000.0, 50.0, 6000.0)
    errors = AngleErrors(0.1, 0.05)
    figure, axes = plt.subplots(figsize=(9.5, 3.6))
    axes.plot(0, 0, "^", color=INK, markersize=9)
    axes.text(-40, 34, "50 m", ha="center")
    for distance in (500, 1000, 2000, 3000, 4000):
        tilt = float(np.degrees(np.arctan2(50 + distance**2 * 0.87 / 12756274, distance)))
        (found,) = locate(elevation, [camera], 90.0, tilt, errors)
        ring = ellipse_ring(camera, found) - [camera.x, camera.y]
        axes.add_patch(Polygon(ring, facecolor="#eeb3a2", edgecolor=RED, linewidth=1.2))
        axes.plot(found.range, 0, "o", color=INK, markersize=3)
        near, far = range_error(50.0, distance, 0.05)
        label = f"{distance / 1000:g} km\n{float(near):.0f} … {float(far):+.0f} m\n±{found.across:.1f} m"
        axes.text(distance, -22, label, ha="center", va="top", fontsize=9)
    axes.set_xlim(-200, 4600)
    axes.set_ylim(-75, 60)
    axes.set_yticks([-20, 0, 20])
    axes.set_xlabel("沿视线 along the range (m)")
    axes.set_ylabel("横向 across (m)")
    axes.set_title("俯仰角误差 0.05°、水平角误差 0.1°  tilt ±0.05°, pan ±0.1°  (横向放大 across enlarged)")
    save(figure, path)


def picture_of_scan(camera: Camera, path: Path) -> None:
    plan = plan_of(camera, Optics(), Times())
    figure, panels = plt.subplots(1, 2, figsize=(11, 5.6))
    colours = ["#d9ead9", "#a9d0b1", "#6fae86", "#3d8463", "#1f5a43"]
    for axes, reach in zip(panels, (camera.radius, 420.0), strict=True):
        for preset in plan.presets:
            ring = sector_ring(0, 0, preset.near, preset.far, preset.start, preset.width)
            axes.add_patch(Polygon(ring, facecolor=colours[(preset.ring - 1) % 5], edgecolor="#555555", linewidth=0.6))
        for number, preset in enumerate(plan.presets, 1):
            middle = (preset.near + min(preset.far, reach)) / 2
            outer = preset.ring == 1
            if preset.near < reach and preset.far > 50 and (reach == camera.radius) == outer:
                angle = np.radians(preset.start + preset.width / 2)
                axes.text(
                    middle * np.sin(angle), middle * np.cos(angle), str(number), ha="center", va="center", fontsize=7
                )
        axes.plot(0, 0, "^", color=INK, markersize=6)
        axes.set_xlim(-reach * 1.03, reach * 1.03)
        axes.set_ylim(-reach * 1.03, reach * 1.03)
        axes.set_aspect("equal")
        axes.set_xlabel("m")
    panels[0].set_title("最外圈 outermost ring")
    panels[1].set_title("塔下各圈 rings near the mast")
    figure.suptitle(
        f"{len(plan.presets)} 个预置位 presets, 一轮 round {plan.seconds:.0f} s  "
        f"({camera.mast:g} m, {camera.radius / 1000:g} km, 0.5 m 像素 pixels)"
    )
    save(figure, path)


def picture_of_circle(model: ElevationModel, bare: ElevationModel, camera: Camera, path: Path) -> None:
    figure, panels = plt.subplots(1, 2, figsize=(11, 5.6))
    titles = ("裸地 bare ground", "有树木房屋 with trees and houses")
    for axes, scene, title in zip(panels, (bare, model), titles, strict=True):
        found = viewshed_of(scene, camera, Question())
        grid = scene.elevation.grid.part(found.window)
        right, bottom = grid.left + grid.cols * grid.width, grid.top - grid.rows * grid.height
        shown = np.ma.masked_where(~found.field, found.seen)
        extent = (grid.left, right, bottom, grid.top)
        axes.imshow(
            shown, extent=extent, cmap=ListedColormap(["#e9b7a7", "#6fae86"]), vmin=0, vmax=1, interpolation="nearest"
        )
        if scene.elevation.surface is not None:
            cover = (scene.elevation.surface - scene.elevation.ground)[found.window.slices]
            axes.imshow(
                np.ma.masked_where((cover <= 0) | ~found.field, cover), extent=extent, cmap=ListedColormap(["#5b5b5b"])
            )
        axes.add_patch(Circle((camera.x, camera.y), camera.radius, fill=False, edgecolor=RED, linewidth=1.5))
        axes.plot(camera.x, camera.y, "^", color=INK, markersize=7)
        kilometres(axes, grid.left, right, bottom, grid.top)
        axes.set_title(f"{title}: {found.seen.sum() / found.field.sum():.0%}")
    handles = [
        Patch(color="#6fae86", label="看见 seen"),
        Patch(color="#e9b7a7", label="圈内看不见 in the circle, not seen"),
        Patch(color="#5b5b5b", label="树木、房屋 trees and houses"),
    ]
    figure.legend(handles=handles, loc="lower center", ncol=3, frameon=False)
    save(figure, path)


def picture_of_siting(county: Path, raster, things, cameras: list[Camera], path: Path) -> None:
    """Ten new masts beside the 94, among candidates every 2 km, on cells of 30 m."""
    crs = raster.crs
    townships, farmland = (
        source_of(QgsVectorLayer(f"{county}|layername={name}", name, "ogr")) for name in ("XZQ", "YJJBNTBHTB")
    )
    places = grid_candidates(townships, 2000.0, crs)
    candidates = ReadCameras([], [], [], [], [], [])
    for number, (x, y) in enumerate(places.tolist(), 1):
        candidates.cameras.append(Camera(f"G{number}", x, y, 40.0, 3500.0))
    extent = extent_of_circles([*cameras, *candidates.cameras], 100.0)
    model = read_elevation(raster, crs, extent, cell=30.0, obstacles=[things])
    sites, _, _ = candidate_sites(model, candidates, Question())
    worth = worth_of([(farmland, 1.0)], model.elevation.grid, crs)
    counts = count_map(model, cameras, Question())
    worth.weighted[counts.window.slices][counts.count > 0] = 0.0
    found = exact_siting(sites, worth.weighted, 10, 60.0)
    tr = words_of("zh_Hans")
    svg = curve_svg(
        [step.gain / 1e4 for step in found.steps],
        found.bound / 1e4,
        tr("What each new mast adds"),
        tr("ha"),
        tr,
        float(worth.weighted.sum()) / 1e4,
    )
    write_picture(path, svg)
    print(path.name, f"{len(sites)} candidates, {found.share_of_bound:.4f} of the bound")


def typical(model: ElevationModel, cameras: list[Camera]) -> Camera:
    """The camera in the middle when they are ordered by the share of their circle that they see."""
    shares = []
    for camera in cameras:
        found = viewshed_of(model, camera, Question())
        shares.append(found.seen.sum() / found.field.sum())
    return cameras[int(np.argsort(shares)[len(shares) // 2])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--county", type=Path, required=True)
    parser.add_argument(
        "--work", type=Path, required=True, help="where elevation.tif and obstacles.gpkg are, or are made"
    )
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    style()
    given.output.mkdir(parents=True, exist_ok=True)
    dem, things = given.work / "elevation.tif", given.work / "obstacles.gpkg"
    if not dem.exists():
        make_elevation(given.county, dem)
    if not things.exists():
        make_obstacles(given.county, things)
    source = source_of(QgsVectorLayer(f"{given.county}|layername=camera", "cameras", "ogr"))
    raster = raster_source(QgsRasterLayer(str(dem), "elevation"))
    crs = raster_plane(raster, source.crs)
    cameras = read_cameras(source, CameraFields().found_in(source), CameraDefaults(), crs).cameras
    layer = source_of(QgsVectorLayer(f"{things}|layername=obstacle", "obstacles", "ogr"))
    model = read_elevation(raster, crs, extent_of_circles(cameras, 100.0), obstacles=[Obstacles(layer, "height", 8.0)])
    bare = replace(model, elevation=Elevation(model.elevation.grid, model.elevation.ground))
    one = typical(model, cameras)
    folder = given.output
    picture_of_shadow(folder / "cameras-shadow.png")
    picture_of_errors(folder / "cameras-error.png")
    picture_of_circle(model, bare, one, folder / "cameras-circle.png")
    picture_of_certainty(model, one, folder / "cameras-certainty.png")
    picture_of_scan(replace(one, mast=50.0, radius=4000.0), folder / "cameras-scan.png")
    picture_of_counts(model, cameras, given.county, folder / "cameras-count.png")
    picture_of_siting(given.county, raster, Obstacles(layer, "height", 8.0), cameras, folder / "cameras-siting.png")
    application.exitQgis()


if __name__ == "__main__":
    main()
