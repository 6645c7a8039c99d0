"""What every kind of sheet says besides its numbers: who made it, when, from what, in which coordinate system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from qgis.core import QgsCoordinateReferenceSystem

from ..core.approval.dossier import Area
from ..core.paper.tables import Column, Row, Table, cell_text
from ..core.parceltext import crs_of_epsg
from ..layers.reading.crs import name_of_crs

__all__ = ["SheetTexts", "Signers", "Tr", "areas_text", "crs_line", "facts_table", "in_both", "map_sheets", "signed"]

Tr = Callable[[str], str]
"""From a source string to the language of the sheets."""


@dataclass(frozen=True)
class Signers:
    """Who answers for a paper; "" leaves the box empty."""

    maker: str = ""
    checker: str = ""
    approver: str = ""


@dataclass(frozen=True)
class SheetTexts:
    """Texts that all sheets and papers of a run share, printed as given; an empty one leaves its place empty.

    office : whose papers they are. marking : for example 示意 on schematic geometry; security : the security marking
    line; height : the vertical datum. subtitle : instead of the usual one of each sheet.
    """

    office: str = ""
    signers: Signers = field(default_factory=Signers)
    data_date: str = ""
    made_date: str = ""
    height: str = ""
    marking: str = ""
    security: str = ""
    subtitle: str = ""


def crs_line(crs: QgsCoordinateReferenceSystem, tr: Tr) -> str:
    """The coordinate system as sheets name it: the national one in the words of the survey, others by their name."""
    code = crs.authid().removeprefix("EPSG:")
    text = crs_of_epsg(int(code)) if code.isdigit() else None
    if text is None or text.zone is None:
        return name_of_crs(crs)
    meridian = text.zone * 3 if text.width == 3 else text.zone * 6 - 3
    return tr("{datum}, {width}-degree Gauss-Krüger zone {zone}, central meridian {meridian}°").format(
        datum=text.text, width=text.width, zone=text.zone, meridian=meridian
    )


def map_sheets(numbers: Iterable[str], tr: Tr) -> str:
    """The sheets of the national 1:10,000 series, each once, as a subtitle names them; "" where there are none."""
    known = list(dict.fromkeys(number for number in numbers if number))
    return tr("Map sheet {number}").format(number=tr(", ").join(known)) if known else ""


def signed(texts: SheetTexts, tr: Tr) -> dict[str, str]:
    """The fields of a sheet's record that come from ``texts``, and the words that stand on every sheet."""

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
        "maker": captioned(tr("Drawn by"), texts.signers.maker),
        "checker": captioned(tr("Checked by"), texts.signers.checker),
        "approver": captioned(tr("Approved by"), texts.signers.approver),
        "stamp_text": tr("(seal)"),
        "legend_title": tr("Legend"),
        "continued": tr(" (continued)"),
        "page_text": tr("Page {n} of {m}"),
    }


def facts_table(lines: Sequence[tuple[str, str]]) -> Table:
    """Labelled words as a table without headings; lines without words are left out."""
    columns = (Column("fact", ""), Column("text", ""))
    return Table("facts", "", columns, tuple(Row((label, text)) for label, text in lines if text))


def areas_text(area: Area, tr: Tr) -> str:
    """An official area in its three units."""
    return "　".join(
        (
            tr("{area} ha").format(area=cell_text(area.ha)),
            tr("{area} mu").format(area=cell_text(area.mu)),
            tr("{area} m²").format(area=cell_text(area.m2)),
        )
    )


def in_both(ha: Decimal, mu: Decimal, tr: Tr) -> str:
    """An area in hectares and 亩, as it is printed in each."""
    return "　".join((tr("{area} ha").format(area=cell_text(ha)), tr("{area} mu").format(area=cell_text(mu))))
