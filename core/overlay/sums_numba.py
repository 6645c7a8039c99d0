"""The numba body of ``core.overlay``: one pair after the other, each in time that grows with the boundary only.

The mathematics is that of ``core.overlay.sums_numpy``; see there. A polygon's edges are walked in the order they
were drawn. ``grow_chains`` lays a tree over them in preorder: a node is a run of edges (or some whole rings) with its
box and the number of the node behind its subtree, so that whatever lies beside, above or below the window is stepped
over at once. Importing this module compiles it.
"""

from __future__ import annotations

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = [
    "READ_INTS", "SHAPES", "all_lent", "count_nodes", "grow_chains", "larger", "lent", "overlay_range", "pair",
]  # fmt: skip

READ_XY = types.Array(types.float64, 2, "C", readonly=True)
READ_FLOATS = types.Array(types.float64, 1, "C", readonly=True)
READ_INTS = types.Array(types.int64, 1, "C", readonly=True)
READ_TABLE = types.Array(types.int64, 2, "C", readonly=True)
READ_FLAGS = types.Array(types.boolean, 1, "C", readonly=True)
# xy, rings, polygons, signs, boxes of nodes, nodes, node ranges, polygon boxes, polygon areas
SHAPES = types.Tuple((READ_XY, READ_INTS, READ_INTS, READ_FLOATS, READ_XY, READ_TABLE, READ_INTS, READ_XY, READ_FLOATS))
# The patches' numbers in the tree's order, their boxes and areas in this order, boxes of the nodes level by level from
# the leaves on, and where each level begins in these
TREE = types.Tuple((READ_INTS, READ_XY, READ_FLOATS, READ_XY, READ_INTS))

LEAF = 8  # edges in a node without children
WIDTH = 16  # as in core.overlay.boxtree
SKIP, FIRST, LAST, RING = 0, 1, 2, 3  # columns of a node; RING is -1 where the node is a group of whole rings
# From this many pairs of edges on, the second polygon's tree is asked for each edge of the first.
MANY = 65_536


# --- trees over edges -----------------------------------------------------------------------------------------------


@numba.njit(types.void(READ_INTS, READ_INTS, READ_FLAGS, types.int64, types.int64[::1]), cache=True, nogil=True)
def count_nodes(rings, polygons, good, smallest, ranges):
    """Writes where each polygon's nodes begin into ``ranges`` (n + 1,); polygons up to ``smallest`` edges get none."""
    total = 0
    for i in range(len(polygons) - 1):
        ranges[i] = total
        if not good[i] or rings[polygons[i + 1]] - rings[polygons[i]] <= smallest:
            continue
        used = 0
        for r in range(polygons[i], polygons[i + 1]):
            edges = rings[r + 1] - rings[r] - 1
            if edges > 0:
                used += 1
                total += 2 * ((edges + LEAF - 1) // LEAF) - 1
        total += max(used - 1, 0)
    ranges[len(polygons) - 1] = total


@numba.njit(cache=True, nogil=True)
def _ring_order(xy, rings, first, stop):
    """The rings that have edges, neighbours behind one another (along a Morton curve of their first vertices)."""
    used = np.empty(stop - first, dtype=np.int64)
    n = 0
    for r in range(first, stop):
        if rings[r + 1] - rings[r] > 1:
            used[n] = r
            n += 1
    used = used[:n]
    if n <= 2:
        return used
    x_low, y_low, x_high, y_high = np.inf, np.inf, -np.inf, -np.inf
    for r in used:
        x, y = xy[rings[r], 0], xy[rings[r], 1]
        x_low, x_high, y_low, y_high = min(x_low, x), max(x_high, x), min(y_low, y), max(y_high, y)
    x_scale = 65535.0 / (x_high - x_low) if x_high > x_low else 0.0
    y_scale = 65535.0 / (y_high - y_low) if y_high > y_low else 0.0
    keys = np.empty(n, dtype=np.int64)
    for k in range(n):
        a = rings[used[k]]
        keys[k] = _spread(np.int64((xy[a, 0] - x_low) * x_scale)) | (
            _spread(np.int64((xy[a, 1] - y_low) * y_scale)) << 1
        )
    return used[np.argsort(keys, kind="mergesort")]


@numba.njit(cache=True, nogil=True)
def _spread(v):
    v = (v | (v << 8)) & 0x00FF00FF
    v = (v | (v << 4)) & 0x0F0F0F0F
    v = (v | (v << 2)) & 0x33333333
    return (v | (v << 1)) & 0x55555555


@numba.njit(cache=True, nogil=True)
def _lay_out(rings, order, k, nodes, stack):
    """Groups of rings, halved to single rings, and runs of edges, halved to leaves, in preorder from ``k`` on."""
    # sizes[j]: nodes of the rings order[0 … j - 1]
    sizes = np.zeros(len(order) + 1, dtype=np.int64)
    for j in range(len(order)):
        edges = rings[order[j] + 1] - rings[order[j]] - 1
        sizes[j + 1] = sizes[j] + 2 * ((edges + LEAF - 1) // LEAF) - 1
    groups = np.empty((128, 2), dtype=np.int64)
    groups[0, 0], groups[0, 1] = 0, len(order)
    depth = 1
    while depth > 0:
        depth -= 1
        low, high = groups[depth, 0], groups[depth, 1]
        if high - low > 1:
            nodes[k, SKIP] = k + sizes[high] - sizes[low] + high - low - 1
            nodes[k, FIRST] = nodes[k, LAST] = 0
            nodes[k, RING] = -1
            k += 1
            middle = (low + high) // 2
            groups[depth, 0], groups[depth, 1] = middle, high
            groups[depth + 1, 0], groups[depth + 1, 1] = low, middle
            depth += 2
            continue
        r = order[low]
        stack[0, 0], stack[0, 1] = rings[r], rings[r + 1] - 1
        runs = 1
        while runs > 0:
            runs -= 1
            a, b = stack[runs, 0], stack[runs, 1]
            leaves = (b - a + LEAF - 1) // LEAF
            nodes[k, SKIP] = k + 2 * leaves - 1
            nodes[k, FIRST], nodes[k, LAST], nodes[k, RING] = a, b, r
            k += 1
            if leaves > 1:
                middle = a + leaves // 2 * LEAF
                stack[runs, 0], stack[runs, 1] = middle, b
                stack[runs + 1, 0], stack[runs + 1, 1] = a, middle
                runs += 2


@numba.njit(cache=True, nogil=True)
def _box(xy, start, stop, boxes, nodes):
    """Boxes of the nodes: a leaf's from its vertices, another's from its two children, which stand behind it."""
    for k in range(stop - 1, start - 1, -1):
        if nodes[k, SKIP] == k + 1:
            x_low, y_low, x_high, y_high = np.inf, np.inf, -np.inf, -np.inf
            for v in range(nodes[k, FIRST], nodes[k, LAST] + 1):
                x_low, x_high = min(x_low, xy[v, 0]), max(x_high, xy[v, 0])
                y_low, y_high = min(y_low, xy[v, 1]), max(y_high, xy[v, 1])
            boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3] = x_low, y_low, x_high, y_high
        else:
            other = nodes[k + 1, SKIP]
            boxes[k, 0], boxes[k, 1] = min(boxes[k + 1, 0], boxes[other, 0]), min(boxes[k + 1, 1], boxes[other, 1])
            boxes[k, 2], boxes[k, 3] = max(boxes[k + 1, 2], boxes[other, 2]), max(boxes[k + 1, 3], boxes[other, 3])


@numba.njit(
    types.void(READ_XY, READ_INTS, READ_INTS, READ_INTS, types.float64[:, ::1], types.int64[:, ::1]),
    cache=True,
    nogil=True,
)
def grow_chains(xy, rings, polygons, ranges, boxes, nodes):
    """Fills ``boxes`` (k, 4) and ``nodes`` (k, 4) for the polygons that have nodes in ``ranges``."""
    stack = np.empty((128, 2), dtype=np.int64)
    for i in range(len(polygons) - 1):
        if ranges[i] < ranges[i + 1]:
            order = _ring_order(xy, rings, polygons[i], polygons[i + 1])
            _lay_out(rings, order, ranges[i], nodes, stack)
            _box(xy, ranges[i], ranges[i + 1], boxes, nodes)


# --- one polygon through one window ---------------------------------------------------------------------------------


@numba.njit(cache=True, nogil=True, inline="always")
def _close(start, end, sign, wx0, wx1):
    """A run below the window from x = start to end, cut to it: (times, left, right, weight); weight 0: nothing left."""
    a, b = min(max(start, wx0), wx1), min(max(end, wx0), wx1)
    if a == b:
        return 0.0, 0.0, 0.0, 0.0
    if a == wx0 and b == wx1:
        return sign, 0.0, 0.0, 0.0
    if a == wx1 and b == wx0:
        return -sign, 0.0, 0.0, 0.0
    if a < b:
        return 0.0, a - wx0, b - wx0, sign
    return 0.0, b - wx0, a - wx0, -sign


@numba.njit(cache=True, nogil=True)
def _larger(table, size):
    new = np.empty((max(size, 2 * len(table)), table.shape[1]), dtype=table.dtype)
    new[: len(table)] = table
    return new


@numba.njit(cache=True, nogil=True)
def _walk(shapes, p, wx0, wy0, wx1, wy1, collect, segments):
    """Polygon ``p`` through the window. Returns (n, times).

    ``times`` is how often the whole window lies inside, not counting the ``n`` segments: columns left, right, x0, y0,
    slope, low, weight as in ``core.overlay.sums_numpy``. Only as many as there is room for are written to ``segments``.
    Without ``collect`` it stops at the first one, with n = 1.
    """
    xy, rings, polygons, signs, boxes, nodes, ranges, _, _ = shapes
    n, times = 0, 0.0
    height = wy1 - wy0
    k, last = ranges[p], ranges[p + 1]
    plain = k == last  # no tree: a ring is one leaf
    if plain:
        k, last = polygons[p], polygons[p + 1]
    ring, sign = -1, 0.0
    running, start, end = False, 0.0, 0.0
    while k <= last:
        # What to do: walk the edges a … b - 1 of ring r, or step over a chain.
        a = b = 0
        over = leaf = False
        if k == last:
            r = -2
        elif plain:
            r = k
            a, b = rings[r], rings[r + 1] - 1
            leaf = True
            k += 1
        else:
            r = nodes[k, RING]
            beside = boxes[k, 2] <= wx0 or boxes[k, 0] >= wx1
            above = boxes[k, 1] >= wy1
            below = boxes[k, 3] <= wy0
            if r == -1:
                k = nodes[k, SKIP] if beside or above or below else k + 1
                continue
            a, b = nodes[k, FIRST], nodes[k, LAST]
            over = beside or above or below
            leaf = not over and nodes[k, SKIP] == k + 1
            if over:
                k = nodes[k, SKIP]
            else:
                k += 1
        if r != ring or (over and not (beside or below)):
            if running:
                whole, left, right, weight = _close(start, end, sign, wx0, wx1)
                times += whole
                if weight != 0.0:
                    if not collect:
                        return 1, times
                    if n < len(segments):
                        segments[n, 0], segments[n, 1], segments[n, 2], segments[n, 3] = left, right, 0.0, 0.0
                        segments[n, 4], segments[n, 5], segments[n, 6] = 0.0, 0.0, weight
                    n += 1
                running = False
            if r == -2:
                break
            if r != ring:
                ring, sign = r, signs[r]
        if over:
            if beside or below:
                if not running:
                    running, start = True, xy[a, 0]
                end = xy[b, 0]
            continue
        if not leaf:
            continue
        for v in range(a, b):
            x0, y0, x1, y1 = xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1]
            # Upright is what is upright beside the window's corner: 1e-15 from the origin has no digits left there.
            upright = x0 - wx0 == x1 - wx0
            if (x0 <= wx0 and x1 <= wx0) or (x0 >= wx1 and x1 >= wx1) or (y0 <= wy0 and y1 <= wy0) or upright:
                if not running:
                    running, start = True, x0
                end = x1
                continue
            crossing = False
            if y0 < wy1 or y1 < wy1:
                if x0 < x1:
                    weight, lx, ly, rx, ry = sign, x0 - wx0, y0 - wy0, x1 - wx0, y1 - wy0
                else:
                    weight, lx, ly, rx, ry = -sign, x1 - wx0, y1 - wy0, x0 - wx0, y0 - wy0
                slope = (ry - ly) / (rx - lx)
                left, right = max(lx, 0.0), min(rx, wx1 - wx0)
                y_left, y_right = ly + (left - lx) * slope, ly + (right - lx) * slope
                if y_left <= 0.0 and y_right <= 0.0:
                    if not running:
                        running, start = True, x0
                    end = x1
                    continue
                crossing = y_left < height or y_right < height
            if running:
                whole, run_left, run_right, run_weight = _close(start, end, sign, wx0, wx1)
                times += whole
                if run_weight != 0.0:
                    if not collect:
                        return 1, times
                    if n < len(segments):
                        segments[n, 0], segments[n, 1], segments[n, 2], segments[n, 3] = run_left, run_right, 0.0, 0.0
                        segments[n, 4], segments[n, 5], segments[n, 6] = 0.0, 0.0, run_weight
                    n += 1
                running = False
            if crossing:
                if not collect:
                    return 1, times
                if n < len(segments):
                    segments[n, 0], segments[n, 1], segments[n, 2], segments[n, 3] = left, right, lx, ly
                    segments[n, 4], segments[n, 5], segments[n, 6] = slope, min(y_left, y_right), weight
                n += 1
    return n, times


@numba.njit(cache=True, nogil=True, inline="always")
def _negative_part(left, right, ex, ey, e_slope, fx, fy, f_slope):
    """∫ min(y_e − y_f, 0) dx from left to right."""
    a = (ey + (left - ex) * e_slope) - (fy + (left - fx) * f_slope)
    b = (ey + (right - ex) * e_slope) - (fy + (right - fx) * f_slope)
    if a >= 0.0:
        if b >= 0.0:
            return 0.0
        return 0.5 * b * (right - left) * (b / (b - a))
    if b > 0.0:
        return 0.5 * a * (right - left) * (a / (a - b))
    return 0.5 * (a + b) * (right - left)


@numba.njit(cache=True, nogil=True)
def _against_all(segments, n, shapes, q, ox, oy, edges):
    """Σ over segments and all edges of polygon ``q``; ``edges`` (≥ vertices of q, 6) is working space."""
    xy, rings, polygons, signs, _, _, _, _, _ = shapes
    m = 0
    for r in range(polygons[q], polygons[q + 1]):
        for v in range(rings[r], rings[r + 1] - 1):
            x0, y0, x1, y1 = xy[v, 0] - ox, xy[v, 1] - oy, xy[v + 1, 0] - ox, xy[v + 1, 1] - oy
            weight = signs[r]
            if x1 < x0:
                x0, y0, x1, y1, weight = x1, y1, x0, y0, -weight
            if x0 < x1:
                edges[m, 0], edges[m, 1], edges[m, 2] = x0, x1, max(y0, y1)
                edges[m, 3], edges[m, 4], edges[m, 5] = y0, (y1 - y0) / (x1 - x0), weight
                m += 1
    total = 0.0
    for i in range(n):
        left, right, low = segments[i, 0], segments[i, 1], segments[i, 5]
        ex, ey, e_slope = segments[i, 2], segments[i, 3], segments[i, 4]
        part = 0.0
        for j in range(m):
            if edges[j, 1] > left and edges[j, 0] < right and edges[j, 2] > low:
                part += edges[j, 5] * _negative_part(
                    max(left, edges[j, 0]), min(right, edges[j, 1]), ex, ey, e_slope,
                    edges[j, 0], edges[j, 3], edges[j, 4],
                )  # fmt: skip
        total += part * segments[i, 6]
    return total


@numba.njit(cache=True, nogil=True)
def _against_tree(segments, n, shapes, q, ox, oy):
    """The same sum where polygon ``q`` is large: each segment asks its tree."""
    xy, _, _, signs, boxes, nodes, ranges, _, _ = shapes
    total = 0.0
    for i in range(n):
        left, right, low = segments[i, 0], segments[i, 1], segments[i, 5]
        ex, ey, e_slope = segments[i, 2], segments[i, 3], segments[i, 4]
        part = 0.0
        k = ranges[q]
        while k < ranges[q + 1]:
            if boxes[k, 2] - ox <= left or boxes[k, 0] - ox >= right or boxes[k, 3] - oy <= low:
                k = nodes[k, SKIP]
                continue
            if nodes[k, SKIP] == k + 1:
                sign = signs[nodes[k, RING]]
                for v in range(nodes[k, FIRST], nodes[k, LAST]):
                    x0, y0, x1, y1 = xy[v, 0] - ox, xy[v, 1] - oy, xy[v + 1, 0] - ox, xy[v + 1, 1] - oy
                    weight = sign
                    if x1 < x0:
                        x0, y0, x1, y1, weight = x1, y1, x0, y0, -weight
                    if x0 < x1 and x1 > left and x0 < right and max(y0, y1) > low:
                        part += weight * _negative_part(
                            max(left, x0), min(right, x1), ex, ey, e_slope, x0, y0, (y1 - y0) / (x1 - x0)
                        )
            k += 1
        total += part * segments[i, 6]
    return total


@numba.njit(cache=True, nogil=True)
def pair(p_shapes, p, q_shapes, q, segments, edges):
    """area(P ∩ Q), and the rows of ``segments`` and ``edges``, working spaces, that it takes; Q's box is the window.

    Where there are fewer the area is none, and the caller makes larger ones.
    """
    wx0, wy0, wx1, wy1 = q_shapes[7][q, 0], q_shapes[7][q, 1], q_shapes[7][q, 2], q_shapes[7][q, 3]
    n, times = _walk(p_shapes, p, wx0, wy0, wx1, wy1, True, segments)
    area, m = times * q_shapes[8][q], 0
    if 0 < n <= len(segments):
        m = q_shapes[1][q_shapes[2][q + 1]] - q_shapes[1][q_shapes[2][q]]
        if n * m > MANY and q_shapes[6][q] < q_shapes[6][q + 1]:
            area += _against_tree(segments, n, q_shapes, q, wx0, wy0)
            m = 0
        elif m <= len(edges):
            area += _against_all(segments, n, q_shapes, q, wx0, wy0, edges)
    return area, n, m


@numba.njit(cache=True, nogil=True)
def larger(table, rows):
    """``table``, a working space, or an empty one with twice ``rows`` rows where it has fewer than these."""
    return table if rows <= len(table) else np.empty((2 * rows, table.shape[1]))


# --- all pairs of some zones ----------------------------------------------------------------------------------------


@numba.njit(cache=True, nogil=True, inline="always")
def _add(table, z, c, area):
    """Adds to the sum table[0] and the lost digits table[1] (Neumaier)."""
    total = table[0, z, c]
    new = total + area
    if abs(total) >= abs(area):
        table[1, z, c] += (total - new) + area
    else:
        table[1, z, c] += (area - new) + total
    table[0, z, c] = new


@intrinsic
def lent(_context, array):
    """The same array, not counted: threads that count the users of one array wait for each other."""

    def codegen(context, builder, signature, arguments):
        lent = cgutils.create_struct_proxy(signature.return_type)(context, builder, value=arguments[0])
        lent.meminfo = cgutils.get_null_value(lent.meminfo.type)
        lent.parent = cgutils.get_null_value(lent.parent.type)
        return lent._getvalue()

    return array(array), codegen


@numba.njit(cache=True, nogil=True, inline="always")
def all_lent(s):
    """``SHAPES``, lent."""
    first = (lent(s[0]), lent(s[1]), lent(s[2]), lent(s[3]))
    return (*first, lent(s[4]), lent(s[5]), lent(s[6]), lent(s[7]), lent(s[8]))


@numba.njit(
    types.Tuple((types.int64[:, ::1], types.float64[::1]))(
        SHAPES, types.int64, types.int64, SHAPES, TREE, types.int64, types.int64, types.int64,
        READ_INTS, types.float64[:, :, ::1], types.float64, types.boolean,
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def overlay_range(
    zones, z_first, z_stop, patches, tree, depth, node_first, node_stop, classes, table, smallest, later
):  # fmt: skip
    """The overlay of zones z_first … z_stop − 1 with the patches below the nodes node_first … of level ``depth``.

    tree : see ``TREE``. classes : of the patches in the tree's order; with them the areas are added to ``table``
    (2, zones, classes): sums and lost digits. With no classes, it returns the pieces above ``smallest``: (k, 2) zone
    and patch, (k,) area. With ``later`` only pairs whose patch has the higher number: a layer with itself.
    """
    zones, patches, classes = all_lent(zones), all_lent(patches), lent(classes)
    order, order_boxes, order_areas = lent(tree[0]), lent(tree[1]), lent(tree[2])
    boxes, level_at = lent(tree[3]), lent(tree[4])
    tallying = len(classes) > 0
    pairs = np.empty((0 if tallying else 1024, 2), dtype=np.int64)
    areas = np.empty(len(pairs))
    found = 0
    segments, edges = np.empty((256, 7)), np.empty((256, 6))
    no_segments = lent(segments[:0])
    stack = np.empty((WIDTH * 16, 2), dtype=np.int64)
    for z in range(z_first, z_stop):
        zx0, zy0, zx1, zy1 = zones[7][z, 0], zones[7][z, 1], zones[7][z, 2], zones[7][z, 3]
        if not zx0 <= zx1:
            continue
        zone_size = (zx1 - zx0) * (zy1 - zy0)
        for top in range(node_first, node_stop):
            stack[0, 0], stack[0, 1] = depth, top
            waiting = 1
            while waiting > 0:
                waiting -= 1
                level, node = stack[waiting, 0], stack[waiting, 1]
                k = level_at[level] + node
                x0, y0, x1, y1 = boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3]
                if x0 >= zx1 or x1 <= zx0 or y0 >= zy1 or y1 <= zy0:
                    continue
                first = node << (4 * (level + 1))
                stop = min((node + 1) << (4 * (level + 1)), len(order))
                if x0 > zx0 or y0 > zy0 or x1 < zx1 or y1 < zy1:
                    crossings, times = _walk(zones, z, x0, y0, x1, y1, False, no_segments)
                    if crossings == 0:
                        if times != 0.0:
                            for j in range(first, stop):
                                if later and order[j] <= z:
                                    continue
                                area = times * order_areas[j]
                                if tallying:
                                    _add(table, z - z_first, classes[j], area)
                                elif abs(area) > smallest:
                                    if found == len(areas):
                                        pairs = _larger(pairs, found + 1)
                                        areas = np.append(areas, np.empty(len(pairs) - found))
                                    pairs[found, 0], pairs[found, 1], areas[found] = z, order[j], area
                                    found += 1
                        continue
                if level > 0:
                    child_stop = min(WIDTH * (node + 1), level_at[level] - level_at[level - 1])
                    for child in range(WIDTH * node, child_stop):
                        stack[waiting, 0], stack[waiting, 1] = level - 1, child
                        waiting += 1
                    continue
                for j in range(first, stop):
                    p = order[j]
                    if later and p <= z:
                        continue
                    px0, py0, px1, py1 = order_boxes[j, 0], order_boxes[j, 1], order_boxes[j, 2], order_boxes[j, 3]
                    if px0 >= zx1 or px1 <= zx0 or py0 >= zy1 or py1 <= zy0:
                        continue
                    # The one that spreads wider is walked by its tree, the other one's box is the window.
                    turned = patches[6][p] < patches[6][p + 1] and (px1 - px0) * (py1 - py0) > zone_size
                    while True:
                        if turned:
                            area, n, m = pair(patches, p, zones, z, lent(segments), lent(edges))
                        else:
                            area, n, m = pair(zones, z, patches, p, lent(segments), lent(edges))
                        if n <= len(segments) and m <= len(edges):
                            break
                        segments, edges = larger(segments, n), larger(edges, m)
                    if tallying:
                        _add(table, z - z_first, classes[j], area)
                    elif abs(area) > smallest:
                        if found == len(areas):
                            pairs = _larger(pairs, found + 1)
                            areas = np.append(areas, np.empty(len(pairs) - found))
                        pairs[found, 0], pairs[found, 1], areas[found] = z, p, area
                        found += 1
    return pairs[:found], areas[:found]
