"""Parcels and approval: exchange text file, boundary points, dossier, approval tables, tract plans, quotas."""

from .approvaldossier import ApprovalDossier
from .approvaltables import ApprovalTables
from .boundarypoints import BoundaryPoints
from .exportparcels import ExportParcels
from .exportparceltext import ExportParcelText
from .farmlandbalance import FarmlandBalance
from .importparcels import ImportParcels
from .importparceltext import ImportParcelText
from .landsupply import LandSupply
from .linkedproject import LinkedProject
from .nearesthazards import NearestHazards
from .quotaledger import QuotaLedger
from .splitbyarea import SplitByArea
from .tractplancheck import TractPlanCheck

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    ImportParcels,
    ExportParcels,
    ImportParcelText,
    ExportParcelText,
    BoundaryPoints,
    ApprovalDossier,
    ApprovalTables,
    TractPlanCheck,
    QuotaLedger,
    LandSupply,
    FarmlandBalance,
    LinkedProject,
    SplitByArea,
    NearestHazards,
)
