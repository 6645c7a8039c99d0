"""Land-use tallies and what is told from them."""

from .balanceareas import BalanceAreas
from .coveragetally import CoverageTally
from .folderlayers import FolderLayers
from .landusechange import LandUseChange
from .landusestructure import LandUseStructure
from .nearesthazards import NearestHazards
from .officialarea import OfficialArea
from .pointsinzones import PointsInZones
from .redlinecheck import RedLineCheck
from .tallybylandcover import TallyByLandCover
from .tallybylanduse import TallyByLandUse

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    TallyByLandUse,
    TallyByLandCover,
    LandUseChange,
    LandUseStructure,
    OfficialArea,
    RedLineCheck,
    BalanceAreas,
    CoverageTally,
    PointsInZones,
    NearestHazards,
    FolderLayers,
)
