"""Land given up against land gained 占补平衡、进出平衡: cultivated land by township, slope grade and patch.

Two layers are laid against each other: what cultivated land leaves, what becomes cultivated. Areas are official, in 亩
to four decimals; the pieces of a patch add up to it. Only area, paddy land and slope grades are balanced: for the yield
by which provinces grade replaced land no formula was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..errors import RedlineError
from ..landuse.tally import NOT_COVERED, OVERLAP, PrintedTally
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import half_up
from ..rules import Rules, matches

__all__ = [
    "GRADES",
    "BalanceKind",
    "Piece",
    "Side",
    "grades_table",
    "patches_table",
    "pieces_of",
    "short_of",
    "steep_of",
    "sum_mu",
    "towns_table",
]

Side = Literal["out", "in"]
BalanceKind = Literal["in_out", "replacement"]
GRADES = ("1", "2", "3", "4", "5")
"""Slope grades of the survey 耕地坡度级别: up to 2°, 6°, 15°, 25°, and above."""

_ZERO = Decimal("0.0000")
_PADDY = "0101"


@dataclass(frozen=True)
class Piece:
    """A part of a patch in one township. code, grade : "" where nothing says it. counted : whether it is balanced."""

    side: Side
    number: str
    town: str
    code: str
    grade: str
    mu: Decimal
    counted: bool = True


def pieces_of(side: Side, printed: PrintedTally, grades: Sequence[str], rules: Rules, *, by_land: bool) -> list[Piece]:
    """The pieces of one layer. printed : dimensions ``town`` and, where the land use says it, ``slope``.

    grades : of each patch, "" where the layer has none. by_land : whether the codes are those of the land use under the
    patch: then land given up counts where it is cultivated, and land gained where it is not yet.
    """
    cultivated = rules.patterns("balance.cultivated_classes")
    found = []
    for leaf in printed.leaves:
        if leaf.value == 0:
            continue
        words = dict(zip(printed.dimensions, leaf.dims, strict=True))
        code = "" if leaf.code in (NOT_COVERED, OVERLAP, "land") else leaf.code
        is_cultivated = matches(code, cultivated)
        counted = not by_land or (is_cultivated if side == "out" else not is_cultivated)
        grade = grades[leaf.zone] or words.get("slope", "")
        if grade and grade not in GRADES:
            raise RedlineError(
                "The land use under patch {number} has the slope grade {grade}: grades are 1 to 5, correct it.",
                number=printed.zones[leaf.zone].id,
                grade=grade,
            )
        number = printed.zones[leaf.zone].id
        found.append(Piece(side, number, words.get("town", ""), code, grade, leaf.value, counted))
    return found


def sum_mu(pieces: Iterable[Piece], side: Side) -> Decimal:
    """What of a side counts."""
    return sum((piece.mu for piece in pieces if piece.side == side and piece.counted), _ZERO)


def short_of(pieces: Sequence[Piece]) -> list[str]:
    """The townships that gain less than they give up."""
    towns = sorted({piece.town for piece in pieces})
    return [
        town
        for town in towns
        for own in ([piece for piece in pieces if piece.town == town],)
        if sum_mu(own, "in") < sum_mu(own, "out")
    ]


def steep_of(pieces: Iterable[Piece], rules: Rules) -> list[Piece]:
    """Land gained that is steeper than what counts as cultivated land that lasts (rule ``balance.steep_grade``)."""
    steep = int(rules.number("balance.steep_grade"))
    return [piece for piece in pieces if piece.side == "in" and piece.grade and int(piece.grade) >= steep]


def _mean_grade(pieces: Sequence[Piece], side: Side) -> Decimal | None:
    """The slope grade by area; None where no grade is recorded."""
    graded = [piece for piece in pieces if piece.side == side and piece.counted and piece.grade]
    area = sum((piece.mu for piece in graded), _ZERO)
    return half_up(sum(piece.mu * int(piece.grade) for piece in graded) / area, 2) if area else None


def _words(kind: BalanceKind, tr: Callable[[str], str]) -> tuple[str, str, str]:
    """The balance, the land given up, the land gained."""
    if kind == "in_out":
        return tr("In and out balance of cultivated land"), tr("Turned out"), tr("Turned in")
    return tr("Replacement of occupied cultivated land"), tr("Occupied"), tr("Replenished")


def towns_table(pieces: Sequence[Piece], kind: BalanceKind, tr: Callable[[str], str]) -> Table:
    """One row for each township, and the total."""
    title, out, into = _words(kind, tr)
    mu = tr("mu")
    columns = (
        Column("town", tr("Township")),
        Column("out_patches", tr("Patches"), (out,), numeric=True),
        Column("out_mu", tr("Area"), (out,), mu, True),
        Column("out_paddy_mu", tr("Paddy land"), (out,), mu, True),
        Column("out_grade", tr("Mean slope grade"), (out,), numeric=True),
        Column("in_patches", tr("Patches"), (into,), numeric=True),
        Column("in_mu", tr("Area"), (into,), mu, True),
        Column("in_grade", tr("Mean slope grade"), (into,), numeric=True),
        Column("balance_mu", tr("Balance"), unit=mu, numeric=True),
        Column("state", tr("State")),
    )

    def row(label: str, own: Sequence[Piece], row_kind: RowKind = "leaf") -> Row:
        given = [piece for piece in own if piece.side == "out" and piece.counted]
        paddy = sum((piece.mu for piece in given if piece.code == _PADDY), _ZERO)
        gained = [piece for piece in own if piece.side == "in" and piece.counted]
        balance = sum_mu(own, "in") - sum_mu(own, "out")
        state = tr("Short") if balance < 0 else tr("Balanced")
        return Row(
            (
                *(label, len({piece.number for piece in given}), sum_mu(own, "out"), paddy, _mean_grade(own, "out")),
                *(len({piece.number for piece in gained}), sum_mu(own, "in"), _mean_grade(own, "in"), balance, state),
            ),
            row_kind,
        )

    towns = sorted({piece.town for piece in pieces})
    rows = [row(town or tr("No township"), [piece for piece in pieces if piece.town == town]) for town in towns]
    rows.append(row(tr("Total"), pieces, "total"))
    left = sum((piece.mu for piece in pieces if not piece.counted), _ZERO)
    notes = (
        tr("Official areas on the ellipsoid; the parts of a patch add up to it. Balance = gained less given up."),
        *(
            [tr("{area} mu of the patches are not counted: {out} land that is not cultivated, or the other way round.")]
            if left
            else []
        ),
    )
    filled = tuple(note.format(area=left, out=out) for note in notes)
    return Table(tr("Townships"), title, columns, tuple(rows), notes=filled)


def grades_table(pieces: Sequence[Piece], kind: BalanceKind, tr: Callable[[str], str]) -> Table:
    """By slope grade."""
    title, out, into = _words(kind, tr)
    degrees = {"1": "≤2°", "2": "2°–6°", "3": "6°–15°", "4": "15°–25°", "5": ">25°"}
    columns = (
        Column("grade", tr("Slope grade")),
        Column("degrees", tr("Slope")),
        Column("out_mu", out, unit=tr("mu"), numeric=True),
        Column("in_mu", into, unit=tr("mu"), numeric=True),
        Column("balance_mu", tr("Balance"), unit=tr("mu"), numeric=True),
    )

    def row(words: tuple[str, str], own: Sequence[Piece], row_kind: RowKind = "leaf") -> Row:
        given, gained = sum_mu(own, "out"), sum_mu(own, "in")
        return Row((*words, given, gained, gained - given), row_kind)

    rows = [row((grade, degrees[grade]), [piece for piece in pieces if piece.grade == grade]) for grade in GRADES]
    bare = [piece for piece in pieces if not piece.grade]
    if bare:
        rows.append(row((tr("Not recorded"), ""), bare))
    rows.append(row((tr("Total"), ""), pieces, "total"))
    return Table(tr("Slope"), tr("{balance} by slope grade").format(balance=title), columns, tuple(rows))


def patches_table(pieces: Sequence[Piece], kind: BalanceKind, rules: Rules, tr: Callable[[str], str]) -> Table:
    """The list of patches: each with its parts by township, class and slope grade."""
    title, out, into = _words(kind, tr)
    steep = set(map(id, steep_of(pieces, rules)))
    columns = (
        Column("side", tr("Side")),
        Column("number", tr("Number")),
        Column("town", tr("Township")),
        Column("class_code", tr("Class code")),
        Column("grade", tr("Slope grade")),
        Column("area_mu", tr("Area"), unit=tr("mu"), numeric=True),
        Column("counted_mu", tr("Counted"), unit=tr("mu"), numeric=True),
        Column("remark", tr("Remark")),
    )
    rows = []
    for piece in sorted(pieces, key=lambda each: (each.side == "in", each.number, each.town, each.code)):
        remark = tr("Too steep") if id(piece) in steep else "" if piece.counted else tr("Not counted")
        side = out if piece.side == "out" else into
        values: tuple[Value, ...] = (side, piece.number, piece.town, piece.code, piece.grade, piece.mu)
        rows.append(Row((*values, piece.mu if piece.counted else _ZERO, remark)))
    whole = sum((piece.mu for piece in pieces), _ZERO)
    counted = sum((piece.mu for piece in pieces if piece.counted), _ZERO)
    rows.append(Row((tr("Total"), "", "", "", "", whole, counted, ""), "total"))
    return Table(tr("Patches"), tr("{balance}: patches").format(balance=title), columns, tuple(rows))
