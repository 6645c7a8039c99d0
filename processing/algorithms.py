"""Every algorithm of the provider, in one list."""

from .approval.approvaldossier import ApprovalDossier
from .base import RedlineAlgorithm

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = (ApprovalDossier,)
