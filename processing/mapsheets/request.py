"""One run of ``redline:mapsheets``: what to print, from which layers, by which rules, with which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsVectorLayer

from ...core.errors import Notice, RedlineError
from ...core.rules import Rules
from ...i18n import tr
from ...layers.measuring.parcels import ParcelFields
from ...layers.measuring.tallying import ZoneFields
from ...layers.reading.run import Run
from ...layers.reading.sources import Source
from ...layers.roles.fields import find_field
from ...layers.roles.table import role_of
from ...layouts.setting import SheetSetting

__all__ = ["Checking", "Host", "SheetRequest"]


@dataclass(frozen=True)
class Checking:
    """How plans are checked on sheets. rules : of the office; tolerance : of red lines, m²; inside : roles of the lines
    within which parcels must lie."""

    rules: Rules
    tolerance: float = 0.0
    inside: tuple[str, ...] = ("urban",)


@dataclass(frozen=True)
class Host:
    """Who runs the tool: what is said and asked, and how layers are read."""

    transforms: QgsCoordinateTransformContext
    validity: Qgis.InvalidGeometryCheck
    warn: Callable[[str], None]
    cancelled: Callable[[], bool]


@dataclass(frozen=True)
class SheetRequest:
    """fields : chosen by parameter, "" or missing where a field is found by name; CLASS_FIELD is that of the land
    use. on_paper : the system that was chosen for parcels, None where the layers say it."""

    source: Source
    setting: SheetSetting
    checking: Checking
    host: Host
    fields: Mapping[str, str] = field(default_factory=dict)
    on_paper: QgsCoordinateReferenceSystem | None = None

    # --- runs -----------------------------------------------------------------------------------------------------

    def run(self, crs: QgsCoordinateReferenceSystem) -> Run:
        """A run in ``crs``; what it has to tell is told by ``tell``."""
        return Run(crs, self.host.transforms, self.host.cancelled)

    def tell(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self.host.warn(notice.sentence(tr))

    # --- layers and fields ----------------------------------------------------------------------------------------

    def layer(self, role: str, parameter: str) -> QgsVectorLayer:
        """A layer this kind cannot do without."""
        found = self.setting.county.get(role)
        if found is None:
            raise RedlineError(
                "There is no layer for “{role}”: load it into the project, or give it in {parameter}.",
                role=role_of(role).name(self.setting.language),
                parameter=parameter,
            )
        return found

    def field(self, name: str, roles: Sequence[str], part: str) -> str:
        """The field chosen in parameter ``name``, else the one that plays ``part`` of the first role that has it."""
        if self.fields.get(name):
            return self.fields[name]
        for role in roles:
            if part in role_of(role).parts:
                found = find_field(self.source, role, part, required=False)
                if found:
                    return found
        return ""

    def land_use_class(self, layer: QgsVectorLayer) -> str:
        """The field of class codes in a land-use layer, of the survey or of a plan."""
        chosen = self.fields.get("CLASS_FIELD")
        if chosen:
            if layer.fields().lookupField(chosen) < 0:
                raise RedlineError(
                    "Layer {layer} has no field {field} ({parameter}): choose one of {fields}.",
                    layer=layer.name(),
                    field=chosen,
                    parameter="CLASS_FIELD",
                    fields=", ".join(layer.fields().names()),
                )
            return chosen
        for role, part in (("landuse", "class"), ("plannedland", "usecode"), ("tractuse", "usecode")):
            found = find_field(layer, role, part, required=False)
            if found:
                return found
        return find_field(layer, "landuse", "class", layer=layer.name()) or ""

    def zone_fields(self) -> ZoneFields:
        """Number and name of what is printed, whatever it is."""
        roles = ("village", "township", "county", "tract", "batch", "parcel")
        number = self.field("ID_FIELD", [], "")
        if not number:
            number = self.field("", ("tract", "batch", "parcel"), "number") or self.field("", roles[:3], "code")
        return ZoneFields(number, self.field("NAME_FIELD", roles, "name"))

    def parcel_fields(self) -> ParcelFields:
        roles = ("parcel",)
        return ParcelFields(
            number=self.field("ID_FIELD", roles, "number"),
            name=self.field("NAME_FIELD", roles, "name"),
            use=self.field("", roles, "use"),
            class_code=self.field("", roles, "usecode"),
            batch=self.field("BATCH_FIELD", roles, "batch"),
        )
