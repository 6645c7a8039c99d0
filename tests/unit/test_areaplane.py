"""The area plane and the fast official areas, against the procedure and against geodesic areas, in every zone."""

from __future__ import annotations

import csv
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core import compiled
from redline.core.ellipsoid import MANY, areaplane, official_areas, projection_of_epsg
from redline.core.ellipsoid.areaplane import AreaPlane, areas
from redline.core.ellipsoid.chebyshev import FitBox, Polynomial
from redline.core.ellipsoid.fit import OfficialFit
from redline.core.ellipsoid.procedure import half_up_array, procedure_areas
from redline.core.ellipsoid.projection import CGCS2000, projection_of_transform
from redline.core.errors import RedlineError
from redline.core.resources import RESOURCES
from redline.core.shapes.polygons import Polygons, join_polygons

BODIES = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(not compiled.available(), reason="no numba"))]
CM117 = projection_of_epsg(4527)
COUNTY = (39346000.0, 4026000.0, 39392000.0, 4064000.0)
WIDE = (39300000.0, 3960000.0, 39420000.0, 4080000.0)

with (RESOURCES / "codes" / "epsg_cgcs2000.csv").open(encoding="utf-8-sig", newline="") as _file:
    ZONES = [
        int(row[column]) for row in csv.DictReader(_file) for column in ("epsg_with_zone_prefix", "epsg_without_prefix")
    ]


def star(rng, x, y, hectares, corners):
    """A ring around (x, y) of about that area, coordinates to 4 decimals."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = math.sqrt(hectares * 1e4 / 2.2) * rng.uniform(0.6, 1.4, corners)
    return np.round(np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)]), 4)


def parcels(rng, bounds, n):
    """Parcels of 0.01 to 10,000 ha within bounds, one in three with a hole, one in five of two parts."""
    shapes = []
    for k in range(n):
        hectares = 10 ** rng.uniform(-2, 4)
        margin = 3 * math.sqrt(hectares * 1e4)
        x = rng.uniform(bounds[0] + margin, bounds[2] - margin)
        y = rng.uniform(bounds[1] + margin, bounds[3] - margin)
        rings = [(star(rng, x, y, hectares, rng.integers(4, 40)), False)]
        if k % 3 == 0:
            rings.append((star(rng, x, y, hectares / 50, rng.integers(3, 9)), True))
        if k % 5 == 0:
            rings.append((star(rng, x + margin, y, hectares / 9, 5), False))
        shapes.append(rings)
    return Polygons.from_rings(shapes)


def given_but_vertices(polygons):
    return polygons.rings, polygons.holes, polygons.polygons


def geodesic_areas(polygons, projection, step=70.0):
    """pyproj.Geod on rings with points at most ``step`` metres of the plane apart."""
    pyproj = pytest.importorskip("pyproj")
    geod = pyproj.Geod(a=projection.ellipsoid.a, b=projection.ellipsoid.b)
    result = []
    for i in range(len(polygons)):
        total = 0.0
        for xy, hole in polygons.rings_of(i):
            points = []
            for a, b in itertools.pairwise(xy):
                n = max(1, math.ceil(math.hypot(*(b - a)) / step))
                points.append(a + np.arange(n)[:, None] / n * (b - a))
            lon, lat = projection.inverse(*np.vstack(points).T)
            total += (-1 if hole else 1) * abs(geod.polygon_area_perimeter(lon, lat)[0])
        result.append(total)
    return np.array(result)


def allowed(area):
    """The promise of the engine: 0.01 m² or 1e-9 of the area, whichever is larger."""
    return np.maximum(0.01, 1e-9 * np.abs(area))


class TestEveryZone:
    @pytest.mark.parametrize("epsg", ZONES)
    def test_fast_areas_are_official_and_geodesic(self, epsg):
        rng = np.random.default_rng(epsg)
        projection = projection_of_epsg(epsg)
        half = 1.0e5 if 4513 <= epsg <= 4554 else 2.0e5
        x, y = projection.x_0 + rng.uniform(-half, half), rng.uniform(2.1e6, 5.8e6)
        bounds = (x - 45e3, y - 45e3, x + 45e3, y + 45e3)
        polygons = parcels(rng, bounds, 24)
        official = half_up_array(procedure_areas(polygons, projection), 2)
        assert OfficialFit.fit(bounds, projection).areas(polygons).tolist() == official.tolist()
        plane = AreaPlane.fit(bounds, projection)
        exact = plane.areas(polygons)
        geodesic = geodesic_areas(polygons, projection)
        assert (np.abs(exact - geodesic) <= allowed(geodesic)).all()

    @pytest.mark.parametrize("epsg", [4513, 4527, 4534, 4495])
    def test_what_stands_between_procedure_and_geodesic(self, epsg, monkeypatch):
        """The procedure takes 70 m pieces as straight in a cylinder. The bow it so leaves out falls with the square of
        the piece: by 100 when the pieces are 7 m, and then the procedure, too, is geodesic to 0.01 m² or 1e-9.
        """
        rng = np.random.default_rng(epsg)
        projection = projection_of_epsg(epsg)
        bounds = (projection.x_0 + 5e4, 4.0e6, projection.x_0 + 11e4, 4.06e6)
        polygons = parcels(rng, bounds, 20)
        exact = AreaPlane.fit(bounds, projection).areas(polygons)
        at_70 = official_areas(polygons, projection, rounded=False, exact_angles=True) - exact
        monkeypatch.setattr("redline.core.ellipsoid.procedure.DENSIFY", 7.0)
        at_7 = official_areas(polygons, projection, rounded=False, exact_angles=True) - exact
        large = np.abs(at_70) > 0.05
        assert large.any()
        assert np.abs(at_7[large] / at_70[large]).max() < 0.02
        assert (np.abs(at_7) <= allowed(exact)).all()

    def test_noise_of_rounded_arc_seconds(self):
        """Step 4 moves each point by up to half a millionth of an arc-second: 1.5e-5 m, 9e-6 m as a deviation.

        A point moved by d across the chord c between its neighbours (up to 140 m) changes the area by c d / 2. Over n
        points that is 9e-6 · 140 / 2 · √n = 6e-4 √n m²: 0.006 m² at 100 points (a square of 3 km²), which is
        why no method that does not round the angles itself can follow the procedure to 0.01 m² on large parcels.
        """
        rng = np.random.default_rng(11)
        bounds = (39346000.0, 4006000.0, 39416000.0, 4076000.0)
        polygons = parcels(rng, bounds, 60)
        noise = official_areas(polygons, CM117, rounded=False) - official_areas(
            polygons, CM117, rounded=False, exact_angles=True
        )
        steps = [
            sum(int(math.hypot(*(b - a)) / 70) + 1 for xy, _ in polygons.rings_of(i) for a, b in itertools.pairwise(xy))
            for i in range(len(polygons))
        ]
        assert (np.abs(noise) < 4 * 6e-4 * np.sqrt(steps)).all()
        assert np.abs(noise).max() > 0.01

    def test_many_polygons_print_the_digits_of_the_procedure(self):
        """110,000 vertices: official_areas fits the procedure, and every digit stays, ties of angles included."""
        rng = np.random.default_rng(12)
        shapes = []
        for _ in range(5000):
            x, y = rng.uniform(39346000, 39392000), rng.uniform(4026000, 4064000)
            shapes.append([(star(rng, x, y, 10 ** rng.uniform(-2, 1.5), rng.integers(4, 40)), False)])
        polygons = Polygons.from_rings(shapes)
        assert len(polygons.xy) > MANY
        expected = half_up_array(procedure_areas(polygons, CM117), 2)
        assert official_areas(polygons, CM117).tolist() == expected.tolist()

    @pytest.mark.slow
    def test_every_zone_at_length(self):
        """150 parcels in each of the 64 systems: how much of the promise is used up between plane and geodesic."""
        used = []
        for epsg in ZONES:
            rng = np.random.default_rng(1000 + epsg)
            projection = projection_of_epsg(epsg)
            x, y = projection.x_0 + rng.uniform(-1e5, 1e5), rng.uniform(2.1e6, 5.8e6)
            bounds = (x - 45e3, y - 45e3, x + 45e3, y + 45e3)
            polygons = parcels(rng, bounds, 150)
            official = half_up_array(procedure_areas(polygons, projection), 2)
            assert OfficialFit.fit(bounds, projection).areas(polygons).tolist() == official.tolist()
            geodesic = geodesic_areas(polygons, projection)
            exact = AreaPlane.fit(bounds, projection).areas(polygons)
            used.append((np.abs(exact - geodesic) / allowed(geodesic)).max())
        assert max(used) < 0.5


class TestOtherSystems:
    @pytest.mark.parametrize("epsg", [4490, 4326, 3857, 32650, 2361, 4214, 2437, 102025])
    def test_areas_follow_the_ellipsoid_of_the_system(self, epsg, monkeypatch):
        """Geographic, Web Mercator, UTM, 西安80 and 北京54, and (102025 of ESRI) Albers through its transform."""
        pyproj = pytest.importorskip("pyproj")
        if epsg == 102025:
            crs = pyproj.CRS("+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=GRS80 +units=m")
            projection = projection_of_transform(
                pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform, CGCS2000
            )
        else:
            crs = pyproj.CRS.from_epsg(epsg)
            projection = projection_of_epsg(epsg)
        to_plane = pyproj.Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True).transform
        west, south, east, north = *to_plane(110.8, 36.2), *to_plane(111.2, 36.5)
        bounds = (west, south, east, north)
        rng = np.random.default_rng(epsg)
        shapes = []
        for size in 10 ** rng.uniform(-4, -1, 25):
            angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
            corners = 0.5 + size * np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.5, 1, (9, 1))
            shapes.append([(corners * (east - west, north - south) + (west, south), False)])
        polygons = Polygons.from_rings(shapes)
        monkeypatch.setattr("redline.core.ellipsoid.procedure.DENSIFY", 4.0)
        official = official_areas(polygons, projection, rounded=False, exact_angles=True)
        plane = AreaPlane.fit(bounds, projection)
        # step 1 of the procedure moved the vertices of plane systems by up to 0.05 mm
        digits = np.round(polygons.xy, 4) if projection.kind != "longlat" else polygons.xy
        area = plane.areas(polygons.with_xy(digits))
        assert (np.abs(area - official) <= np.maximum(0.01, 2e-9 * official)).all()
        cut = areas(plane.apply(polygons.with_xy(digits)))
        assert (np.abs(cut - area) <= np.maximum(0.01, 5e-8 * area)).all()

    def test_integral_runs_where_the_lines_stay_straight(self):
        assert AreaPlane.fit(COUNTY, CM117).axis == 0
        assert AreaPlane.fit((115.2, 36.3, 115.8, 36.7), projection_of_epsg(4490)).axis in (0, 1)
        plane = AreaPlane.fit(COUNTY, CM117)
        assert plane.linear == 1
        assert plane.longest_edge > 150
        assert plane.error <= 2e-8

    def test_transform_and_projection_give_one_plane(self):
        plane = AreaPlane.fit(COUNTY, CM117)
        other = AreaPlane.fit(COUNTY, CM117.inverse, CGCS2000)
        polygons = parcels(
            np.random.default_rng(3), (COUNTY[0] - 3e4, COUNTY[1] - 3e4, COUNTY[2] + 3e4, COUNTY[3] + 3e4), 9
        )
        assert other.areas(polygons) == pytest.approx(plane.areas(polygons), rel=1e-10)

    def test_exact_plane_where_no_polynomial_is_good_enough(self):
        """A transform with a kink: two half-planes shifted by 1e-6 degrees, as a grid-based datum shift may be."""

        def kinked(x, y):
            lon, lat = CM117.inverse(x, y)
            return lon + np.where(x > 39370000, 1e-9, 0) * (x - 39370000), lat

        plane = AreaPlane.fit(COUNTY, kinked, CGCS2000)
        assert plane.curve is None
        square = np.array(
            [(39360000.0, 4041000.0), (39360100.0, 4041000.0), (39360100.0, 4041100.0), (39360000.0, 4041100.0)]
        )
        polygons = Polygons.from_rings([[(square, False)]])
        assert plane.areas(polygons)[0] == pytest.approx(9995.1775, abs=0.002)
        assert areas(plane.apply(polygons))[0] == pytest.approx(9995.1775, abs=0.002)


class TestPlane:
    def test_known_square(self):
        """V1 of the published vectors: pyproj gives 9995.1775 m², the plane 10000."""
        square = [(39360000.0, 4041000.0), (39360100.0, 4041000.0), (39360100.0, 4041100.0), (39360000.0, 4041100.0)]
        polygons = Polygons.from_rings([[(square, False)]])
        plane = AreaPlane.fit(COUNTY, CM117)
        assert plane.areas(polygons)[0] == pytest.approx(9995.1775, abs=5e-5)
        assert areas(plane.apply(polygons))[0] == pytest.approx(9995.1775, abs=5e-5)
        assert areas(polygons)[0] == pytest.approx(10000, rel=1e-12)

    def test_straight_lines_stay_straight(self):
        """Along an edge of the longest length no point of the plane leaves the chord by more than 0.011 mm."""
        rng = np.random.default_rng(4)
        plane = AreaPlane.fit(COUNTY, CM117)
        start = np.column_stack([rng.uniform(COUNTY[0], COUNTY[2], 500), rng.uniform(COUNTY[1], COUNTY[3], 500)])
        angle = rng.uniform(0, 2 * np.pi, 500)
        step = plane.longest_edge * np.column_stack([np.cos(angle), np.sin(angle)])
        first, middle, last = (plane.project(*(start + k * step).T) for k in (0, 0.5, 1))
        edge, off = last - first, middle - first
        bow = np.abs(edge[:, 0] * off[:, 1] - edge[:, 1] * off[:, 0]) / np.hypot(*edge.T)
        assert bow.max() < 1.1e-5

    @pytest.mark.parametrize("body", BODIES)
    def test_cells_add_up_to_the_whole(self, body):
        """A lattice of 40 × 30 cells against its outline, both taken through the plane."""
        xs = np.linspace(COUNTY[0] + 100, COUNTY[0] + 8100, 41)
        ys = np.linspace(COUNTY[1] + 100, COUNTY[1] + 6100, 31)
        cells = Polygons.from_rings(
            [([(a, c), (b, c), (b, d), (a, d)], False)]
            for (a, b), (c, d) in itertools.product(itertools.pairwise(xs), itertools.pairwise(ys))
        )
        outline = [(x, ys[0]) for x in xs] + [(xs[-1], y) for y in ys[1:]]
        outline += [(x, ys[-1]) for x in xs[-2::-1]] + [(xs[0], y) for y in ys[-2:0:-1]]
        whole = Polygons.from_rings([[(outline, False)]])
        plane = AreaPlane.fit(COUNTY, CM117)
        for measure in (lambda p: plane.areas(p, body=body), lambda p: areas(plane.apply(p, body=body), body=body)):
            assert math.fsum(measure(cells)) == pytest.approx(measure(whole)[0], rel=1e-12)

    @pytest.mark.parametrize("body", BODIES)
    @pytest.mark.parametrize("at_once", [7, 300, 10**6])
    def test_in_its_own_memory_as_in_another(self, body, at_once, monkeypatch):
        """Edges of up to 6 km are split on the way; holes, parts, an empty polygon, and one that is no polygon."""
        monkeypatch.setattr(areaplane, "AT_ONCE", at_once)
        plane = AreaPlane.fit(WIDE, CM117)
        given = parcels(np.random.default_rng(11), WIDE, 60)
        odd = Polygons.from_rings(
            [[], [([(COUNTY[0], COUNTY[1]), (np.nan, COUNTY[1]), (COUNTY[0], COUNTY[3])], False)]]
        )
        given = join_polygons([given, odd])
        expected = plane.apply(given, body=body)
        assert len(expected.xy) > len(given.xy)
        place, kept = given.xy, given.xy.copy()
        found = plane.taken_over(Polygons(kept.copy(), *given_but_vertices(given)), body=body)
        assert np.array_equal(found.xy, expected.xy, equal_nan=True)
        assert np.array_equal(found.rings, expected.rings)
        # whose vertices somebody else looks at is copied
        found = plane.taken_over(given, body=body)
        assert np.array_equal(found.xy, expected.xy, equal_nan=True)
        assert np.array_equal(place, kept, equal_nan=True)

    def test_in_its_own_memory_beyond_the_bounds(self, monkeypatch):
        """One vertex that the polynomial does not reach: all slices are then the numpy body's, to the same bit."""
        monkeypatch.setattr(areaplane, "AT_ONCE", 300)
        plane = AreaPlane.fit(WIDE, CM117)
        far = Polygons.from_rings(
            [[([(40_400_000.0, 4_040_000.0), (40_400_100, 4_040_000), (40_400_100, 4_040_100)], False)]]
        )
        given = join_polygons([parcels(np.random.default_rng(12), WIDE, 40), far])
        expected = plane.apply(given)
        found = plane.taken_over(given)
        assert np.array_equal(found.xy, expected.xy)

    def test_bodies_agree(self):
        if not compiled.available():
            pytest.skip("no numba")
        polygons = parcels(np.random.default_rng(5), (39300000.0, 4000000.0, 39400000.0, 4100000.0), 200)
        plane = AreaPlane.fit((39300000.0, 4000000.0, 39400000.0, 4100000.0), CM117)
        assert plane.areas(polygons, body="numba") == pytest.approx(plane.areas(polygons, body="numpy"), rel=1e-11)
        assert areas(polygons, body="numba") == pytest.approx(areas(polygons, body="numpy"), rel=1e-12)
        ours, theirs = plane.apply(polygons, body="numba"), plane.apply(polygons, body="numpy")
        assert np.abs(ours.xy - theirs.xy).max() < 1e-9
        assert ours.rings.tolist() == theirs.rings.tolist()

    def test_beyond_the_bounds(self):
        """A single parcel's plane serves its neighbours too, and a polygon of a county is still right."""
        plane = AreaPlane.fit((39360000.0, 4041000.0, 39360100.0, 4041100.0), CM117)
        polygons = parcels(np.random.default_rng(6), (39300000.0, 4000000.0, 39400000.0, 4100000.0), 30)
        wide = AreaPlane.fit((39300000.0, 4000000.0, 39400000.0, 4100000.0), CM117)
        assert plane.areas(polygons) == pytest.approx(wide.areas(polygons), rel=1e-9, abs=1e-6)
        fit = OfficialFit.fit((39360000.0, 4041000.0, 39360100.0, 4041100.0), CM117)
        assert fit.areas(polygons).tolist() == official_areas(polygons, CM117).tolist()
        # 60 km away the plane goes on: no vertex is lost, order is kept
        x = np.array([39360000.0, 39380000.0, 39420000.0, 39700000.0])
        u = plane.project(x, np.full(4, 4041000.0))[:, 0]
        assert (np.diff(u) > 0.9 * np.diff(x)).all()

    @pytest.mark.parametrize("body", BODIES)
    def test_bad_vertices_and_empty_polygons(self, body):
        good = [(39360000.0, 4041000.0), (39360100.0, 4041000.0), (39360100.0, 4041100.0), (39360000.0, 4041100.0)]
        polygons = Polygons.from_rings(
            [
                [],
                [(good, False)],
                [([(math.nan, 0.0), *good[1:]], False)],
                [([(1e300, 4041000.0), *good[1:]], False)],
                [([(math.inf, 4041000.0), *good[1:]], False)],
                [(good[:1], False)],
                [],
            ]
        )
        plane = AreaPlane.fit(COUNTY, CM117)
        official = OfficialFit.fit(COUNTY, CM117)
        for result in (
            plane.areas(polygons, body=body),
            areas(plane.apply(polygons, body=body), body=body),
            official.areas(polygons),
        ):
            assert result[[0, 5, 6]].tolist() == [0, 0, 0]
            assert result[1] == pytest.approx(9995.18, abs=0.005)
            assert np.isnan(result[2:5]).all()
        none = Polygons.from_rings([])
        for result in (plane.areas(none, body=body), areas(none, body=body), official.areas(none)):
            assert result.shape == (0,)

    def test_areas_of_huge_rings_cross_blocks(self):
        angles = np.linspace(0, 2 * np.pi, 100_001)[:-1]
        ring = np.column_stack([39370000 + 5000 * np.cos(angles), 4045000 + 5000 * np.sin(angles)])
        small = [(39360000.0, 4041000.0), (39360100.0, 4041000.0), (39360100.0, 4041100.0)]
        polygons = Polygons.from_rings(
            [[(small, False)], [(ring, False), (ring * 0.1 + (35433000, 3640500), True)], [(small, False)]]
        )
        # n-gon: n/2 r² sin(2π/n); the hole has a tenth of the radius
        expected = 50_000 * 5000**2 * math.sin(2 * math.pi / 100_000) * 0.99
        assert areas(polygons, body="numpy") == pytest.approx([5000, expected, 5000], rel=1e-12)
        plane = AreaPlane.fit(COUNTY, CM117)
        exact = plane.areas(polygons, body="numpy")
        assert exact[0] == pytest.approx(exact[2], rel=1e-12)
        assert exact[1] == pytest.approx(official_areas(polygons, CM117, rounded=False)[1], rel=1e-9)

    @pytest.mark.parametrize(
        ("bounds", "projection", "sentence"),
        [
            ((1, 2, 3), CM117, "is no rectangle"),
            ((math.inf, math.inf, -math.inf, -math.inf), CM117, "is the layer empty"),
            ((2.0, 0.0, 1.0, 1.0), CM117, "is no rectangle"),
            (COUNTY, CM117.inverse, "needs the ellipsoid"),
            (
                (115.2, 95.3, 115.8, 136.7),
                projection_of_transform(lambda x, y: (x, np.where(y > 90, np.nan, y)), CGCS2000),
                "outside of",
            ),
        ],
    )
    def test_wrong_bounds_are_named(self, bounds, projection, sentence):
        with pytest.raises(RedlineError, match=sentence):
            AreaPlane.fit(bounds, projection)

    def test_unknown_body_is_named(self):
        with pytest.raises(RedlineError, match="There is no body fast"):
            areas(Polygons.from_rings([]), body="fast")


STARS = st.tuples(
    st.integers(0, 2**31),
    st.floats(-2, 4),
    st.integers(3, 30),
    st.floats(39350000, 39388000),
    st.floats(4030000, 4060000),
)


class TestMetamorphic:
    """What must not matter, and what must add up, on stars of 0.01 to 10,000 ha."""

    plane = AreaPlane.fit(COUNTY, CM117)
    official = OfficialFit.fit(COUNTY, CM117)

    @staticmethod
    def drawn(drawn_star):
        seed, size, corners, x, y = drawn_star
        return star(np.random.default_rng(seed), x, y, 10**size, corners)

    @given(STARS, st.integers(0, 29), st.booleans())
    @settings(deadline=None, max_examples=80)
    def test_start_and_direction(self, drawn_star, start, backwards):
        ring = self.drawn(drawn_star)
        turned = np.roll(ring, start, axis=0)[:: -1 if backwards else 1]
        both = Polygons.from_rings([[(ring, False)], [(turned, False)]])
        for measured in (
            self.plane.areas(both),
            areas(self.plane.apply(both)),
            official_areas(both, CM117, rounded=False),
            self.official.areas(both),
        ):
            # points between the vertices are counted from the other end when the ring is reversed: 1e-9 m
            assert measured[1] == pytest.approx(measured[0], rel=1e-9, abs=0.0101)
        exact = self.plane.areas(both)
        assert exact[1] == pytest.approx(exact[0], rel=1e-11, abs=1e-7)

    @given(STARS, st.floats(0.05, 0.95))
    @settings(deadline=None, max_examples=80)
    def test_cut_in_two(self, drawn_star, share):
        """A star cut from its centre through one vertex and through a point of another edge: parts add up."""
        ring = self.drawn(drawn_star)
        centre = np.array(drawn_star[3:])
        k = len(ring) // 2
        point = ring[k] + share * (ring[(k + 1) % len(ring)] - ring[k])
        first = np.vstack([centre, ring[: k + 1], point])
        second = np.vstack([centre, point, ring[k + 1 :], ring[:1]])
        whole = np.vstack([ring[: k + 1], point, ring[k + 1 :]])
        hole_ring = self.drawn((*drawn_star[:1], drawn_star[1] - 3, *drawn_star[2:]))
        polygons = Polygons.from_rings(
            [
                [(whole, False)],
                [(first, False)],
                [(second, False)],
                [(first, False), (second, False)],
                [(hole_ring, False)],
                [(whole, False), (hole_ring, True)],
            ]
        )
        if not self.star_shaped(ring, centre):
            return
        area = self.plane.areas(polygons)
        assert area[1] + area[2] == pytest.approx(area[0], rel=1e-9, abs=1e-6)
        assert area[3] == pytest.approx(area[1] + area[2], rel=1e-12)
        # A star that reaches beyond the bounds gets a fit of its own, its small hole does not: 1e-9 of the hole.
        assert area[5] == pytest.approx(area[0] - area[4], rel=1e-12, abs=1e-9 * area[4])
        cut = areas(self.plane.apply(polygons))
        assert cut[3] == pytest.approx(cut[1] + cut[2], rel=1e-12)
        assert cut[5] == pytest.approx(cut[0] - cut[4], rel=1e-12)

    @staticmethod
    def star_shaped(ring, centre):
        """Whether every edge, seen from the centre, turns the same way."""
        a, b = ring - centre, np.roll(ring, -1, axis=0) - centre
        cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        return bool((cross > 0).all())

    @given(STARS)
    @settings(deadline=None, max_examples=60)
    def test_neighbouring_zone_gives_the_same_land(self, drawn_star):
        """The same parcel by its coordinates in zone 38 and in zone 39, points every 70 m: 1e-9 or 0.01 m²."""
        pyproj = pytest.importorskip("pyproj")
        ring = self.drawn(drawn_star)
        closed = np.vstack([ring, ring[:1]])
        dense = np.vstack(
            [
                a + np.arange(n)[:, None] / n * (b - a)
                for a, b in itertools.pairwise(closed)
                for n in [max(1, math.ceil(math.hypot(*(b - a)) / 20))]
            ]
        )
        x, y = pyproj.Transformer.from_crs(4527, 4526, always_xy=True).transform(*dense.T)
        other = np.column_stack([x, y])
        here = self.plane.areas(Polygons.from_rings([[(dense, False)]]))[0]
        bounds = (*(other.min(axis=0) - 100), *(other.max(axis=0) + 100))
        there = AreaPlane.fit(bounds, projection_of_epsg(4526)).areas(Polygons.from_rings([[(other, False)]]))[0]
        assert abs(here - there) <= max(0.01, 1e-9 * here)


class TestPolynomial:
    @given(st.lists(st.floats(-5, 5), min_size=6, max_size=6), st.floats(-1, 1), st.floats(-1, 1))
    @settings(max_examples=60, deadline=None)
    def test_value_and_derivatives(self, c, p, q):
        """Degree 2 by hand: c0 + c1 q + c2 q² + p (c3 + c4 q) + c5 p², half-widths 10 and 4."""
        powers = np.array([[c[0], c[1], c[2]], [c[3], c[4], 0], [c[5], 0, 0]])
        polynomial = Polynomial(FitBox(100.0, -20.0, 10.0, 4.0), powers)
        x, y = np.array([100 + 10 * p]), np.array([-20 + 4 * q])
        assert polynomial(x, y)[0] == pytest.approx(
            c[0] + c[1] * q + c[2] * q * q + p * (c[3] + c[4] * q) + c[5] * p * p, abs=1e-9
        )
        assert polynomial.derivative(0)(x, y)[0] == pytest.approx((c[3] + c[4] * q + 2 * c[5] * p) / 10, abs=1e-9)
        assert polynomial.derivative(1)(x, y)[0] == pytest.approx((c[1] + 2 * c[2] * q + c[4] * p) / 4, abs=1e-9)
