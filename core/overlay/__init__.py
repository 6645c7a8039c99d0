"""Areas of zone ∩ patch, without ever building zone ∩ patch."""

from .sums import Overlay, Pieces, overlay, pieces, pieces_within, tally

__all__ = [
    "Overlay",
    "Pieces",
    "overlay",
    "pieces",
    "pieces_within",
    "tally",
]
