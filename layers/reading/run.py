"""A run of a tool: its one coordinate system, the layers it reads, and what it has to tell of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from ...core.ellipsoid import Projection
from ...core.errors import Notice, RedlineError
from .planes import projection_of
from .sources import Features, Source, read_features

__all__ = ["Run"]


@dataclass(frozen=True)
class Run:
    """One run: its coordinate system, and what it has to tell. ``notices`` grows as layers are read."""

    crs: QgsCoordinateReferenceSystem
    transform_context: QgsCoordinateTransformContext
    cancelled: Callable[[], bool] | None = None
    notices: list[Notice] = field(default_factory=list)
    skipped: list[tuple[str, int]] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def projection(self) -> Projection:
        return projection_of(self.crs)

    def read(self, source: Source, fields: Sequence[str]) -> Features:
        """``source`` in the run's system; features without a polygon are told and counted."""
        found = read_features(
            source, fields, crs=self.crs, transform_context=self.transform_context, cancelled=self.cancelled
        )
        for each in found.skipped:
            self.skipped.append((source.name, each.fid))
            self.notices.append(
                Notice(
                    "Layer {layer}, feature {fid}: left out, {reason}.",
                    layer=source.name,
                    fid=each.fid,
                    reason=each.reason,
                )
            )
        if not len(found):
            raise RedlineError(
                "Layer {layer} holds no polygons: choose another layer, or clear its filter and selection.",
                layer=source.name,
            )
        self.counts.append((source.name, len(found)))
        return found

    def summary(self, tr: Callable[[str], str]) -> str:
        """What was read, and how many features were left out; the notices say which and why."""
        layers = "; ".join(f"{name} {count}" for name, count in dict.fromkeys(self.counts))
        return tr("Polygons read: {layers}. Features left out: {skipped}.").format(
            layers=layers, skipped=len(self.skipped)
        )
