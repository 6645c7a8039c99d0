"""One list rounded so that it adds up to its total, to the last digit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from fractions import Fraction

from .decimals import Number, exact, floor_ticks, half_up, in_proportion, ticks

__all__ = ["balance", "balance_groups"]


def balance(values: Sequence[Number], total: Number, decimals: int) -> list[Decimal]:
    """Values rounded so that they add up to the total, to the last digit.

    Largest remainder (Hamilton): each value goes down to its last digit, and the units that the total still lacks go
    one each to the values that lost most; among equal ones to the larger value, then to the earlier. Values that
    are exact already and add up stay as they are, and so do zeros. No value moves by a whole unit of the last digit,
    except where the values themselves do not add up to the total: then the difference is first shared in
    proportion to their sizes.

    values, total : exact or float, of any sign; the total is rounded half-up to ``decimals`` first.
    Returns one Decimal for each value, in order. Raises RedlineError where nothing can take the difference: no values
    at all, or only zeros, and a total that is not zero.
    """
    numbers = [exact(value) for value in values]
    target = half_up(total, decimals)
    goal = floor_ticks(exact(target), decimals)[0]
    parts = [floor_ticks(number, decimals) for number in numbers]
    lacking = goal - sum(whole for whole, _ in parts)
    if not 0 <= lacking <= sum(1 for _, rest in parts if rest):
        numbers = in_proportion(numbers, exact(target))
        parts = [floor_ticks(number, decimals) for number in numbers]
        lacking = goal - sum(whole for whole, _ in parts)
    order = sorted(range(len(parts)), key=lambda i: (-parts[i][1], -abs(numbers[i]), i))
    raised = set(order[:lacking])
    return [ticks(whole + (i in raised), decimals) for i, (whole, _) in enumerate(parts)]


def balance_groups(values: Sequence[Number], groups: Sequence[Hashable], total: Number, decimals: int) -> list[Decimal]:
    """Values rounded so that they add up to their groups and the groups to the total: villages, townships, county.

    groups : the group of each value. The sums of the groups are balanced to the total first (``balance``), then the
    values of each group to what is printed of it. Returns one Decimal for each value, in order; raises RedlineError as
    ``balance`` does.
    """
    members: dict[Hashable, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    numbers = [exact(value) for value in values]
    sums = [sum((numbers[i] for i in own), Fraction(0)) for own in members.values()]
    result = [Decimal(0)] * len(numbers)
    for own, printed in zip(members.values(), balance(sums, total, decimals), strict=True):
        for i, value in zip(own, balance([numbers[i] for i in own], printed, decimals), strict=True):
            result[i] = value
    return result
