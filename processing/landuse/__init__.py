"""Land-use tallies and what is told from them."""

from .officialarea import OfficialArea
from .redlinecheck import RedLineCheck
from .tallybylanduse import TallyByLandUse

__all__ = ["ALGORITHMS"]

ALGORITHMS = (TallyByLandUse, OfficialArea, RedLineCheck)
