"""Class codes as they were before a number field or a spreadsheet took their leading zero."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import Notice
from ...core.landuse.classes import clean_code, doubtful_codes, restore_zeros
from ..reading.run import Run
from ..reading.sources import Source, read_table

__all__ = ["doubtful_in", "is_numeric", "lost_zeros", "tell_lost_zeros", "whole_codes"]


def lost_zeros(source: Source, field: str) -> dict[str, str]:
    """What the codes of a field have lost, by the whole set of them: {"101": "0101"}; {} where nothing is lost."""
    codes = {clean_code(code) for code in read_table(source, [field]).texts(field)}
    return restore_zeros(codes, numeric=is_numeric(source, field))


def doubtful_in(source: Source, field: str) -> dict[str, str]:
    """Codes of a field that may have lost their zero or be of the second survey (``doubtful_codes``)."""
    return doubtful_codes(clean_code(code) for code in read_table(source, [field]).texts(field))


def is_numeric(source: Source, field: str) -> bool:
    """Whether the field is one of numbers."""
    return bool(source.fields.at(source.fields.lookupField(field)).isNumeric())


def whole_codes(source: Source, field: str, codes: Sequence[str]) -> list[str]:
    """Cleaned ``codes``, some or all of those in a field of ``source``, with the zeros that the field has lost."""
    cleaned = [clean_code(code) for code in codes]
    if not any(cleaned) or any(code.startswith("0") for code in cleaned):
        return cleaned
    lost = lost_zeros(source, field)
    return [lost.get(code, code) for code in cleaned]


def tell_lost_zeros(run: Run, layer: str, field: str, lost: dict[str, str]) -> None:
    """Tells how codes were read that have lost their zero; nothing where none has."""
    if not lost:
        return
    first = min(lost)
    run.notices.append(
        Notice(
            "Layer {layer}: the codes in {field} have lost their leading zero, {code} is read as {whole} ({count} "
            "different codes): keep class codes as text.",
            layer=layer,
            field=field,
            code=first,
            whole=lost[first],
            count=len(lost),
        )
    )
