"""What stands on papers besides numbers, as the dialogs ask for it: office, signers, dates, markings."""

from __future__ import annotations

from ..core.paper.dates import today
from ..layouts.texts import SheetTexts, Signers
from .parameters import Given

__all__ = ["date_of", "texts_of"]


def date_of(given: Given) -> str:
    """The date on the papers: as it was given, else today."""
    return given.text("DATE") or today()


def texts_of(given: Given) -> SheetTexts:
    """All texts that the algorithm asks for; those that it does not are empty."""

    def text(name: str) -> str:
        return given.text(name) if given.algorithm.parameterDefinition(name) is not None else ""

    return SheetTexts(
        office=text("OFFICE"),
        signers=Signers(text("MAKER"), text("CHECKER"), text("APPROVER")),
        data_date=text("DATA_DATE"),
        made_date=date_of(given),
        height=text("HEIGHT"),
        marking=text("MARKING"),
        security=text("SECURITY"),
        subtitle=text("SUBTITLE"),
    )
