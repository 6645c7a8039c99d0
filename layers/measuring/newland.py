"""What of each batch is existing construction land: the batches laid over the land use, measured by the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qgis.core import QgsRectangle

from ...core.approval.newland import existing_parts
from ...core.errors import Notice
from ...core.rules import Rules
from ...core.written.answers import read_answer
from ..reading.run import Run
from ..reading.sources import Features, Source
from ..roles.fields import find_field
from .parcels import read_land_use
from .tallying import PatchFields, ReadZones, measure_zones, source_near

__all__ = ["LandUnder", "existing_under"]


@dataclass(frozen=True)
class LandUnder:
    """The land use that says what is new: its layer, extent (in its own system), class field, and the field that says
    whether construction land has a legal source ("" where all of it has)."""

    source: Source
    extent: QgsRectangle
    class_field: str
    legal_field: str = ""


def existing_under(
    run: Run, batches: Features, source: Source, numbers: Sequence[str], land: LandUnder, rules: Rules
) -> list[Decimal]:
    """Existing construction land of each batch, 亩 to four decimals.

    batches : as they were read from ``source``, with their ``numbers``. Raises RedlineError for a class that the scheme
    does not have, and for a word about the legal source that is neither yes nor no.
    """
    surveyed = None if source.crs.isGeographic() else source.crs
    blank = ("",) * len(batches)
    places = {fid: place for place, fid in enumerate(batches.fids.tolist())}
    zones = ReadZones(source.name, batches, tuple(numbers), blank, blank, 0, places, surveyed)
    near = source_near(run, land.source, land.extent, batches.polygons)
    dimensions = (land.legal_field,) if land.legal_field else ()
    named = find_field(land.source, "landuse", "classname", required=False) or ""
    fields = PatchFields(class_code=land.class_field, class_name=named, dimensions=dimensions)
    patches = read_land_use(run, near, fields, None)
    yes, no = rules.patterns("tractplan.yes"), rules.patterns("tractplan.no")
    if land.legal_field:
        _tell_unanswered(run, patches.features, land, patches.features.answers(land.legal_field, yes, no))
    measured = measure_zones(run, zones, patches, fields, "official")

    def has_source(dims: tuple[str, ...]) -> bool:
        return not dims or read_answer(dims[0], yes, no) is not False

    return list(existing_parts(measured.tally, patches.scheme, has_source).mu)


def _tell_unanswered(run: Run, patches: Features, land: LandUnder, answers: Sequence[bool | None]) -> None:
    """Patches that do not say whether they have a source: construction land among them counts as existing."""
    bare = [fid for fid, answer in zip(patches.fids.tolist(), answers, strict=True) if answer is None]
    if bare:
        run.notices.append(
            Notice(
                "Layer {layer}: {count} patches say nothing in {field} (the first is feature {fid}); construction land "
                "among them counts as having a legal source.",
                layer=land.source.name,
                count=len(bare),
                field=land.legal_field,
                fid=bare[0],
            )
        )
