"""The tree of boxes: whether any two of many meet, without looking at every pair."""

import numpy as np

from redline.core.overlay.boxtree import any_meet


def test_any_meet_of_many_boxes():
    """A grid of 150 × 150 squares with gaps of 1: none meet, all lie within 1.5; one more on top meets."""
    x, y = (each.ravel().astype(np.float64) * 11 for each in np.meshgrid(np.arange(150), np.arange(150)))
    boxes = np.column_stack([x, y, x + 10, y + 10])
    assert not any_meet(boxes) and any_meet(boxes, 1.5)
    assert any_meet(np.vstack([boxes, [[5.0, 5.0, 6.0, 6.0]]]))
    assert not any_meet(boxes[:1], 5.0) and not any_meet(boxes[:0])
