"""Work of a worker that is killed at its first block: by a signal that nothing can catch."""

import os
import signal
from pathlib import Path

from redline.frames.province.work import tally_block


def dies_once(given, start, stop):
    """The block, but for the first that any worker takes: then the worker is gone."""
    mark = Path(os.environ["REDLINE_TEST_MARK"])
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return tally_block(given, start, stop)
    os.kill(os.getpid(), signal.SIGKILL)
    return None
