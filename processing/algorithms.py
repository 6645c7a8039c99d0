"""Every algorithm of the provider, in one list."""

from .approval.approvaldossier import ApprovalDossier
from .base import RedlineAlgorithm
from .cameras.cameraviewshed import CameraViewshed
from .countylayers.loadcounty import LoadCounty
from .landuse.tallybylanduse import TallyByLandUse

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = (
    CameraViewshed,
    LoadCounty,
    TallyByLandUse,
    ApprovalDossier,
    ImportParcelText,
    ExportParcelText,
    BoundaryPoints,
)
