"""Texts in cells that programs for tables open: nothing that a person wrote becomes a formula there."""

from __future__ import annotations

import re

__all__ = ["harmless", "like_a_formula", "printable"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?%?")


def like_a_formula(text: str) -> bool:
    """Whether a program may take ``text`` for a formula, by what it begins with, blanks aside (OpenDocument: of:=)."""
    begun = text.lstrip(" \xa0\u3000\u200b\ufeff")
    begins = begun.startswith(_BEGINNINGS) or begun.lower().startswith("of:=")
    return begins and any(sign.isalnum() for sign in begun)  # a dash alone stands for nothing


def printable(text: str) -> str:
    """``text`` for formats that are XML, which hold no control signs: each becomes �."""
    return _CONTROL.sub("\ufffd", text) if _CONTROL.search(text) else text


def harmless(text: str) -> str:
    """``text`` for a CSV, which cannot say that a cell is text: an apostrophe in front of what looks like a formula, as
    spreadsheets write it themselves; numbers stay as they are."""
    if not like_a_formula(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"
