"""Land-use tallies and what is told from them."""

from .apportion import Apportion
from .balanceareas import BalanceAreas
from .landusechange import LandUseChange
from .landusestructure import LandUseStructure
from .officialarea import OfficialArea
from .pointsinzones import PointsInZones
from .provincetally import ProvinceTally
from .tallybylandcover import TallyByLandCover
from .tallybylanduse import TallyByLandUse

__all__ = ["ALGORITHMS"]

ALGORITHMS = (
    TallyByLandUse,
    TallyByLandCover,
    LandUseChange,
    LandUseStructure,
    OfficialArea,
    BalanceAreas,
    PointsInZones,
    Apportion,
    ProvinceTally,
)
