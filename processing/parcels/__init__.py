"""Parcels: the exchange text file, boundary points, approval tables, tract plans, quotas."""

from .approvaltables import ApprovalTables
from .boundarypoints import BoundaryPoints
from .exportparceltext import ExportParcelText
from .importparceltext import ImportParcelText
from .quotaledger import QuotaLedger
from .splitbyarea import SplitByArea
from .tractplancheck import TractPlanCheck

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    ImportParcelText,
    ExportParcelText,
    BoundaryPoints,
    ApprovalTables,
    TractPlanCheck,
    QuotaLedger,
    SplitByArea,
)
