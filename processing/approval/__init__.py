"""Parcels and approval: the dossier."""

from .approvaldossier import ApprovalDossier

__all__ = ["ALGORITHMS"]

ALGORITHMS = (ApprovalDossier,)
