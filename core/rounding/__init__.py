"""Rounding that adds up: one list to its total, a table in both directions, the survey's adjustment rules.

Everything is exact: values are fractions, results are Decimals that carry their printed decimals.
"""

from .adjustment import CountyTable, adjust_county, adjust_village, deduct
from .balance import balance, balance_groups
from .controlled import BalancedTable, balance_table
from .decimals import Number, half_up, half_up_if_known, percent, ticks
from .many import BalancedLists, balance_lists
from .units import (
    DECIMALS,
    M2_PER_HA,
    M2_PER_KM2,
    M2_PER_MU,
    UNITS,
    Unit,
    convert,
    in_unit,
    to_square_metres,
    unit_name,
)

__all__ = [
    "DECIMALS",
    "M2_PER_HA",
    "M2_PER_KM2",
    "M2_PER_MU",
    "UNITS",
    "BalancedLists",
    "BalancedTable",
    "CountyTable",
    "Number",
    "Unit",
    "adjust_county",
    "adjust_village",
    "balance",
    "balance_groups",
    "balance_lists",
    "balance_table",
    "convert",
    "deduct",
    "half_up",
    "half_up_if_known",
    "in_unit",
    "percent",
    "ticks",
    "to_square_metres",
    "unit_name",
]
