"""Yes and no as offices write them: 是, √, 有, 需征收; 否, ×, 无."""

from __future__ import annotations

from collections.abc import Sequence

from ..rules import matches
from .signs import plain

__all__ = ["Unanswered", "read_answer"]


class Unanswered(ValueError):
    """A word that means neither yes nor no, or both."""


def read_answer(text: str, yes: Sequence[str], no: Sequence[str]) -> bool | None:
    """Whether ``text`` is one of the words ``yes`` (True) or ``no`` (False), whatever its case and width; None where it
    is empty. ``*`` in a word stands for any signs. Raises ``Unanswered``.
    """
    word = plain(text).casefold()
    if not word:
        return None
    said_yes, said_no = (matches(word, [plain(each).casefold() for each in words]) for words in (yes, no))
    if said_yes == said_no:
        raise Unanswered(text)
    return said_yes
