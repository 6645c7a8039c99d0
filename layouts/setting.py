"""What all sheets of a run share: the county around them, their texts, how they are called, their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..core.errors import RedlineError
from ..i18n import words_of
from .county import County
from .records import SheetRecord
from .scales import OVERVIEW_SCALES, Frame, fitting_scale
from .texts import SheetTexts, crs_line, signed

__all__ = ["NamedSheet", "Naming", "Place", "SheetSetting"]


@dataclass(frozen=True)
class Naming:
    """How sheets and files are called. title : instead of the usual one, with places; pattern : of file names."""

    title: str = ""
    pattern: str = ""

    def check(self, kind: str) -> None:
        """Raise RedlineError for a place that nobody can fill."""
        self.file_name(kind, 1, "", "", "")
        self.sheet_title("", "", "")

    def file_name(self, kind: str, n: int, number: str, name: str, title: str) -> str:
        """The file name of a sheet without ending, from the pattern."""
        try:
            text = (self.pattern or "{number}_{name}").format(sheet=kind, n=n, number=number, name=name, title=title)
        except (KeyError, IndexError, ValueError) as error:
            raise RedlineError(
                "The pattern of file names {pattern} cannot be filled in: "
                "use {places}, and double a brace that is meant as one.",
                pattern=self.pattern,
                places="{number}, {name}, {title}, {sheet}, {n}",
            ) from error
        return text.strip(" _") or str(n)

    def sheet_title(self, usual: str, number: str, name: str) -> str:
        """The title a person gave, filled in, else the usual one."""
        if not self.title:
            return usual
        try:
            return self.title.format(number=number, name=name)
        except (KeyError, IndexError, ValueError) as error:
            raise RedlineError(
                "The title {title} cannot be filled in: use {places}, and double a brace that is meant as one.",
                title=self.title,
                places="{number}, {name}",
            ) from error

    def book_title(self, usual: str) -> str:
        """The name of a book's file."""
        return self.title if self.title and "{" not in self.title else usual


@dataclass(frozen=True)
class Place:
    """What a sheet is about: its usual title, number and name, and what the map is centred on."""

    title: str
    number: str
    name: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class NamedSheet:
    """A sheet to be printed: its key among those of its set, its title, its file name without ending, its geometry."""

    key: str
    title: str
    file: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class SheetSetting:
    """What all sheets of a run share. language : of all words."""

    county: County
    texts: SheetTexts = field(default_factory=SheetTexts)
    naming: Naming = field(default_factory=Naming)
    language: str = "zh_Hans"

    @property
    def tr(self) -> Callable[[str], str]:
        return words_of(self.language)

    def named(self, kind: str, places: Iterable[Place], ending: str = "") -> tuple[NamedSheet, ...]:
        """Sheets of one kind, called as the run says; ``ending`` of their file names."""
        sheets = []
        for i, place in enumerate(places):
            title = self.naming.sheet_title(place.title, place.number, place.name)
            file = self.naming.file_name(kind, i + 1, place.number, place.name, title)
            sheets.append(NamedSheet(str(i), title, file + ending, place.geometry))
        return tuple(sheets)

    def records(
        self,
        sheets: Sequence[NamedSheet],
        frame: Frame,
        crs: QgsCoordinateReferenceSystem,
        texts: Callable[[int], Mapping[str, str]],
        around: float = 1.0,
        least: float = 0.0,
    ) -> list[SheetRecord]:
        """The records of all sheets of a set, for its coverage layer.

        texts : number of a sheet -> its own texts (area_title, keymap_title …); its ``subtitle`` stands where the run
        has none. The scale is the largest of OVERVIEW_SCALES at which the sheet's geometry, made ``around`` times as
        wide and high, and ``least`` metres at least, fills ``frame``.
        """
        tr, records = self.tr, []
        line, shared = crs_line(crs, tr), signed(self.texts, tr)
        for i, sheet in enumerate(sheets):
            box = sheet.geometry.boundingBox()
            wide, high = (max(around * side, least) for side in (box.width(), box.height()))
            scale = fitting_scale(wide, high, frame, series=OVERVIEW_SCALES)
            own = dict(texts(i))
            own["subtitle"] = self.texts.subtitle or own.get("subtitle", "")
            fields = {"file": sheet.file, "crs_line": line, "scale_text": f"1:{scale}", **shared, "title": sheet.title}
            records.append(SheetRecord(sheet.key, sheet.geometry, scale, {**fields, **own}))
        return records
