"""An office's registers beside the county: what it keeps in spreadsheets, with the published figures."""

from __future__ import annotations

from .county import County
from .followed import followed_layers
from .write import Layer

__all__ = ["register_layers"]


def register_layers(county: County) -> list[Layer]:
    """The layers and tables of the registers, in the order of README.md."""
    return followed_layers(county)
