"""What every kind of sheet says besides its numbers: who made it, when, from what, in which coordinate system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..core.ellipsoid.projection import zone_of_epsg
from ..core.paper.tables import Column, Row, Table
from ..layers.reading.crs import name_of_crs, text_crs
from .records import SheetRecord
from .scales import OVERVIEW_SCALES, Frame, fitting_scale

__all__ = [
    "NameOf",
    "SheetTexts",
    "TitleOf",
    "Words",
    "crs_line",
    "facts_table",
    "map_sheets",
    "record",
    "signed",
    "usual_title",
]

Words = Callable[[str], str]

NameOf = Callable[[str, int, str, str, str], str]
"""(kind, count from 1, number, name, title) -> file name without ending."""

TitleOf = Callable[[str, str, str], str]
"""(usual title, number, name) -> title."""


def usual_title(usual: str, number: str, name: str) -> str:
    return usual


@dataclass(frozen=True)
class SheetTexts:
    """Texts that all sheets of a run share; an empty one leaves its place empty.

    marking : for example 示意 on schematic geometry; security : the security marking line; height : the vertical datum.
    """

    office: str = ""
    maker: str = ""
    checker: str = ""
    approver: str = ""
    data_date: str = ""
    made_date: str = ""
    height: str = ""
    marking: str = ""
    security: str = ""
    subtitle: str = ""


def crs_line(crs: QgsCoordinateReferenceSystem, tr: Words) -> str:
    """The coordinate system as sheets name it: the national one in the words of the survey, others by their name."""
    text = text_crs(crs)
    zone = zone_of_epsg(text.epsg) if text.epsg is not None else None
    if zone is None:
        return name_of_crs(crs)
    return tr("{datum}, {width}-degree Gauss-Krüger zone {zone}, central meridian {meridian}°").format(
        datum=text.text, width=zone.width, zone=zone.number, meridian=f"{zone.meridian:g}"
    )


def record(
    key: str,
    file: str,
    geometry: QgsGeometry,
    frame: Frame,
    crs: QgsCoordinateReferenceSystem,
    texts: SheetTexts,
    tr: Words,
    around: float = 1.0,
    usual_subtitle: str = "",
    **own: str,
) -> SheetRecord:
    """The record of one sheet; ``own`` are its own texts (title, area_title, made_note …).

    usual_subtitle : stands where ``texts`` has none.
    The scale is the largest of OVERVIEW_SCALES at which ``geometry``, made ``around`` times
    as wide and high, fills ``frame``.
    """
    box = geometry.boundingBox()
    scale = fitting_scale(around * box.width(), around * box.height(), frame, series=OVERVIEW_SCALES)
    fields = {
        "file": file,
        "crs_line": crs_line(crs, tr),
        "height_line": texts.height,
        "scale_text": f"1:{scale}",
        **signed(texts, tr),
        "subtitle": texts.subtitle or usual_subtitle,
        **own,
    }
    return SheetRecord(key, geometry, scale, fields)


def map_sheets(numbers: Iterable[str], tr: Words) -> str:
    """The sheets of the national 1:10,000 series, each once, as a subtitle names them; "" where there are none."""
    known = list(dict.fromkeys(number for number in numbers if number))
    return tr("Map sheet {number}").format(number=tr(", ").join(known)) if known else ""


def signed(texts: SheetTexts, tr: Words) -> dict[str, str]:
    """The fields that come from ``texts``, and the words that stand on every sheet."""

    def captioned(caption: str, name: str) -> str:
        return tr("{caption}: {name}").format(caption=caption, name=name)

    return {
        "subtitle": texts.subtitle,
        "office": texts.office,
        "marking": texts.marking,
        "security": texts.security,
        "height_line": texts.height,
        "data_date": captioned(tr("Date of data"), texts.data_date) if texts.data_date else "",
        "made_date": texts.made_date,
        "maker": captioned(tr("Drawn by"), texts.maker),
        "checker": captioned(tr("Checked by"), texts.checker),
        "approver": captioned(tr("Approved by"), texts.approver),
        "stamp_text": tr("(seal)"),
        "legend_title": tr("Legend"),
        "continued": tr(" (continued)"),
        "page_text": tr("Page {n} of {m}"),
    }


def facts_table(lines: Sequence[tuple[str, str]]) -> Table:
    """Labelled words as a table without headings; lines without words are left out."""
    columns = (Column("fact", ""), Column("text", ""))
    return Table("facts", "", columns, tuple(Row((label, text)) for label, text in lines if text))
