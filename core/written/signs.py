"""Signs that look alike: full-width forms, zero-width signs, the many blanks and minus signs."""

from __future__ import annotations

__all__ = ["plain"]

_NOTHING = dict.fromkeys(
    [
        0xAD,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_BLANKS = dict.fromkeys([*range(9, 14), 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = _NOTHING | _BLANKS | _FULL_WIDTH | {0x2212: "-", 0x2019: "'"}


def plain(text: str) -> str:
    """``text`` in ASCII's signs where it has such: full-width digits, letters and marks (GB/T 15835 prints both) become
    those of half width, every blank a space, zero-width signs nothing; and none at its ends."""
    return text.translate(_SIGNS).strip()
