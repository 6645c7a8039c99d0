"""The demo county: its rules of geometry and its published figures, out of the geometry alone. No QGIS."""

import math
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from redline.core.casework.places import metres_between
from redline.core.ellipsoid import official_area
from redline.core.landuse.classes import find_scheme, read_scheme
from redline.core.overlay.overlaps import overlaps
from redline.core.rounding import half_up

shapely = pytest.importorskip("shapely")

from redline.demo import county as make  # noqa: E402 - shapely first
from redline.demo.existing import EXISTING_2021, _Laid  # noqa: E402
from redline.demo.frame import ORIGIN, PROJECTION, areas_of, from_shapely  # noqa: E402
from redline.demo.landuse import adjusted, year_before  # noqa: E402
from redline.demo.registers import register_layers  # noqa: E402
from redline.demo.season import chief_rows, patrol_days, season_of, write_season  # noqa: E402
from redline.demo.villages import read_villages  # noqa: E402

PATCHES = 20_000
SEED = 371_525


@pytest.fixture(scope="module")
def county():
    return make.build(PATCHES, SEED, lambda what: None)


def official(polygon) -> Decimal:
    """The official area of one polygon by the contract function: rings of (x north, y east), parts one by one."""
    total = Decimal(0)
    for part in shapely.get_parts(polygon):
        rings = [part.exterior, *part.interiors]
        north_east = [[(y, x) for x, y in ring.coords] for ring in rings]
        total += Decimal(str(official_area(north_east, 4527)))
    return total


def ha(m2: Decimal) -> Decimal:
    return half_up(m2 / 10_000, 4)


def mu(m2: Decimal) -> Decimal:
    """1 亩 = 2000/3 m²; to 4 decimals, half-up."""
    return half_up(Fraction(m2) * 3 / 2000, 4)


def edge_uses(polygons) -> tuple[np.ndarray, np.ndarray]:
    """Every edge of the polygons, as (x1, y1, x2, y2) with the smaller end first, and how often it occurs."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    a, b = xy[:-1][same], xy[1:][same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    edges = np.where(swap[:, None], np.column_stack([b, a]), np.column_stack([a, b]))
    return np.unique(edges, axis=0, return_counts=True)


class TestBoundaries:
    def test_outline_has_at_most_40_points_and_1161_square_kilometres(self, county):
        ring = np.array(county.outline.exterior.coords)
        assert len(ring) - 1 <= 40
        assert official(county.outline) == Decimal("1161000000.00")
        longitude, latitude = PROJECTION.inverse(ring[:, 0], ring[:, 1])
        assert longitude.min() > 115.27
        assert longitude.max() < 115.79
        assert latitude.min() > 36.36
        assert latitude.max() < 36.70
        assert longitude.min() < 115.5 < longitude.max()  # straddles the border of the zones

    def test_townships_and_villages_carry_their_real_names_and_codes(self, county):
        rows = read_villages()
        assert len(rows) == 759
        assert county.villages.codes == [row["code"] for row in rows]
        assert county.villages.names == [row["name"] for row in rows]
        towns = {(row["town_code"], row["town_name"]) for row in rows}
        assert set(zip(county.villages.town_codes, county.villages.town_names, strict=True)) == towns
        assert len(towns) == 18
        for row, town in zip(rows, county.villages.town_of, strict=True):
            assert county.villages.town_codes[town] == row["town_code"]

    def test_each_township_is_in_one_piece(self, county):
        for town in range(18):
            union = shapely.coverage_union_all(county.cells[county.villages.town_of == town])
            assert union.geom_type == "Polygon", county.villages.town_names[town]

    def test_villages_are_of_a_plausible_size(self, county):
        areas = areas_of(county.cells) / 1e6
        assert areas.min() > 0.2
        assert areas.max() < 5
        assert 1.3 < np.median(areas) < 1.8

    def test_villages_tile_the_outline_with_common_vertices(self, county):
        edges, uses = edge_uses(county.cells)
        assert set(uses.tolist()) == {1, 2}
        ends = edges[uses == 1].reshape(-1, 2)  # used once: then on the outline, to the 0.1 mm of the coordinates
        assert shapely.distance(shapely.points(ends), county.outline.exterior).max() < 1e-4
        assert shapely.is_valid(county.cells).all()
        assert shapely.area(county.cells).sum() == pytest.approx(county.outline.area, abs=1.0)

    def test_control_areas_add_up_to_the_county(self, county):
        assert county.ground.village_cents.sum() == 116_100_000_000
        assert np.abs(county.ground.village_cents - county.ground.village_own).max() <= 10


class TestPatches:
    def test_there_are_as_many_as_asked_for_and_not_many_more(self, county):
        assert PATCHES <= len(county.ground.polygons) < 1.6 * PATCHES

    def test_they_have_thirty_vertices_on_average(self, county):
        rings = shapely.get_num_interior_rings(county.ground.polygons) + 1
        assert (shapely.get_num_coordinates(county.ground.polygons) - rings).mean() >= 30

    def test_they_are_a_partition_of_the_outline(self, county):
        """Valid faces whose edges are each used twice, or once and then on the outline: a partition, exactly."""
        polygons = county.ground.polygons
        assert shapely.is_valid(polygons).all()
        edges, uses = edge_uses(polygons)
        assert set(uses.tolist()) == {1, 2}
        ends = edges[uses == 1].reshape(-1, 2)
        assert shapely.distance(shapely.points(ends), county.outline.exterior).max() < 1e-4
        assert shapely.area(polygons).sum() == pytest.approx(shapely.area(county.cells).sum(), abs=1e-2)

    def test_no_two_overlap(self, county):
        found = overlaps(from_shapely(shapely.transform(county.ground.polygons, lambda xy: xy - ORIGIN)))
        assert found.area.max(initial=0.0) < 1e-6

    def test_no_village_boundary_cuts_one(self, county):
        """Patches of a village add up to it, and all edges of the villages are edges of patches."""
        by_village = np.bincount(county.ground.village, shapely.area(county.ground.polygons))
        assert np.abs(by_village - shapely.area(county.cells)).max() < 1e-4
        of_patches, _ = edge_uses(county.ground.polygons)
        of_villages, _ = edge_uses(county.cells)
        known = {tuple(edge) for edge in of_patches.tolist()}
        assert all(tuple(edge) in known for edge in of_villages.tolist())

    def test_they_look_like_a_plain(self, county):
        ground = county.ground
        share = {
            code: ground.cents[ground.dlbm == code].sum() / ground.cents.sum() for code in set(ground.dlbm.tolist())
        }
        assert 0.70 < share["0102"] < 0.85
        assert 0.04 < share["0702"] < 0.10
        for code in ("0201", "0301", "0307", "1003", "1004", "1006", "1101", "1104", "1107", "1107A"):
            assert 0 < share[code] < 0.05, code
        fields = np.flatnonzero(ground.dlbm == "0102")[::20]
        box = shapely.oriented_envelope(ground.polygons[fields])
        corner = shapely.get_coordinates(box).reshape(-1, 5, 2)
        sides = np.hypot(*(corner[:, 1:3] - corner[:, :2]).transpose(2, 0, 1))
        assert (
            np.median(sides.max(axis=1) / sides.min(axis=1)) > 2.5
        )  # long strips, three times as long and more where patches are not this few
        roads = np.isin(ground.dlbm, ["1006", "1107"])
        breadth = 2 * shapely.area(ground.polygons[roads]) / shapely.length(ground.polygons[roads])
        assert np.median(breadth) < 8


class TestLandUseValues:
    def test_recorded_areas_add_up_to_the_village(self, county):
        ground = county.ground
        by_village = np.bincount(ground.village, ground.cents, 759)
        assert (by_village == ground.village_cents).all()
        own = np.round(areas_of(ground.polygons) * 100).astype(np.int64)
        assert np.abs(ground.cents - own).max() <= 5  # adjusted by some hundredths of a m² at most

    def test_the_adjustment_rule_by_hand(self):
        # 600 -> 605: d = 5 over 3 patches: 5 div 3 = 1 to each, the 5 mod 3 = 2 largest one more
        cents = np.array([100, 300, 200])
        group = np.zeros(3, dtype=np.int64)
        assert adjusted(cents, group, np.array([605])).tolist() == [101, 302, 202]
        # 600 -> 596: d = -4: -1 to each, the largest one more
        assert adjusted(cents, group, np.array([596])).tolist() == [99, 298, 199]

    def test_deduction(self, county):
        columns = county.ground.columns
        sloping = columns["KCXS"] > 0
        assert 0 < sloping.mean() < 0.05
        assert set(columns["KCDLBM"][sloping].tolist()) == {"1203"}
        assert set(columns["KCDLBM"][~sloping].tolist()) == {""}
        assert set(columns["GDPDJB"][sloping].tolist()) == {"2"}
        for area, factor, out, left in zip(
            *(columns[name][sloping].tolist() for name in ("TBMJ", "KCXS", "KCMJ", "TBDLMJ")), strict=True
        ):
            area, factor, out, left = (Decimal(str(value)) for value in (area, factor, out, left))
            assert out == half_up(area * factor, 2)
            assert left == area - out

    def test_codes_and_owners(self, county):
        ground, columns = county.ground, county.ground.columns
        scheme = find_scheme(sorted(set(ground.dlbm.tolist())))
        assert scheme.scheme.id == "sandiao"
        assert set(columns["QSXZ"].tolist()) == {"20", "30", "31", "32", "40"}
        state = np.char.startswith(columns["QSXZ"], "2")
        assert state[np.isin(ground.dlbm, ["1001", "1101", "1107A"])].all()
        assert not state[np.isin(ground.dlbm, ["0101", "0102", "0103"])].any()
        assert len(set(columns["BSM"].tolist())) == len(ground.dlbm)
        assert set(np.char.str_len(columns["BSM"]).tolist()) == {18}
        assert set(np.char.str_len(columns["ZLDWDM"]).tolist()) == {19}
        numbers = Counter(zip(ground.village.tolist(), columns["TBBH"].tolist(), strict=True))
        assert set(numbers.values()) == {1}
        other_owner = (columns["QSDWDM"] != columns["ZLDWDM"]) & ~state
        assert 0 < other_owner.sum() < 0.02 * len(other_owner)

    def test_the_year_before_is_the_same_land_with_some_other_classes(self, county):
        before = year_before(county.ground, SEED)
        changed = before["DLBM"] != county.ground.dlbm
        assert 0.001 < changed.mean() < 0.05
        assert set(before["SJNF"].tolist()) == {2020}
        lost = np.isin(before["DLBM"], ["0102"]) & np.isin(county.ground.dlbm, ["0601", "0701", "05H1", "0508"])
        assert lost.any()


class TestRedLines:
    def test_sixty_thousand_hectares_of_farmland(self, county):
        total = areas_of(county.ground.polygons[county.farmland]).sum() / 10_000
        assert total == pytest.approx(60_000, rel=0.005)
        assert set(county.ground.dlbm[county.farmland].tolist()) <= {"0101", "0102", "0103"}

    def test_red_lines_keep_clear_of_each_other(self, county):
        farmland = county.ground.polygons[county.farmland]
        tree = shapely.STRtree(farmland)
        for line in (*county.urban.all, *county.ecological):
            near = tree.query(line, predicate="intersects")
            assert shapely.area(shapely.intersection(farmland[near], line)).sum() < 1e-6

    def test_zones_of_the_urban_boundary_share_their_border(self, county):
        for zone in (county.urban.flexible, county.urban.special):
            assert zone.is_valid
            assert zone.intersection(county.urban.centre).area < 1e-6
            assert zone.intersection(county.urban.centre).length > 1000

    def test_one_parcel_reaches_some_square_metres_into_the_farmland(self, county):
        farmland = county.ground.polygons[county.farmland]
        tree = shapely.STRtree(farmland)
        over = {}
        for batch in county.batches:
            for parcel in batch.parcels:
                near = tree.query(parcel.polygon, predicate="intersects")
                area = float(shapely.area(shapely.intersection(farmland[near], parcel.polygon)).sum())
                if area > 1e-6:
                    over[parcel.number] = area
        assert len(over) == 1
        assert 1 < next(iter(over.values())) < 20

    def test_only_two_parcels_lie_outside_of_the_urban_boundary(self, county):
        urban = shapely.union_all(county.urban.all)
        shapes = {p.number: (p, b) for b in county.batches for p in b.parcels}
        outside = {number for number, (p, _) in shapes.items() if not urban.buffer(1e-6).contains(p.polygon)}
        assert len(outside) == 2
        assert {shapes[number][1].kind for number in outside} == {"单独选址", "批次"}


class TestTractPlan:
    def lots(self, county):
        return [lot for tract in county.tracts for lot in tract.lots]

    def test_published_areas_both_ways(self, county):
        """As the sum of what is printed and as what is printed of the sum."""
        projects = [(lot, official(lot.polygon)) for lot in self.lots(county) if lot.target]
        assert len(projects) == 30
        groups = {"工矿": "81.9365", "居住": "48.6031", "商服": "8.2560", "仓储": "19.4546", "道路及公共设施": "3.8796"}
        for group, published in groups.items():
            areas = [area for lot, area in projects if lot.group == group]
            assert sum(map(ha, areas)) == ha(sum(areas)) == Decimal(published), group
        every = [area for _, area in projects]
        assert sum(map(ha, every)) == ha(sum(every)) == Decimal("162.1298")
        first = [area for lot, area in projects if lot.year == 2021]
        assert len(first) == 19
        assert sum(map(ha, first)) == ha(sum(first)) == Decimal("92.3996")

    def test_lots_cut_their_tract_without_rest(self, county):
        for tract in county.tracts:
            polygons = np.array([lot.polygon for lot in tract.lots], dtype=object)
            assert shapely.is_valid(polygons).all()
            _, uses = edge_uses(polygons)
            assert set(uses.tolist()) == {1, 2}
            assert tract.outline.geom_type == "Polygon"
            assert not tract.outline.interiors
            assert shapely.area(polygons).sum() == pytest.approx(tract.outline.area, abs=1e-3)

    def test_public_benefit_passes_forty_per_cent_but_for_one(self, county):
        shares = {}
        for tract in county.tracts:
            areas = areas_of([lot.polygon for lot in tract.lots])
            public = np.array([lot.use[:2] in ("08", "12", "13", "14") for lot in tract.lots])
            shares[tract.name] = areas[public].sum() / areas.sum()
        assert sum(share >= 0.4 for share in shares.values()) == 4
        assert sum(share < 0.4 for share in shares.values()) == 1

    def test_tracts_lie_in_the_boundary_and_off_the_farmland(self, county):
        farmland = shapely.STRtree(county.ground.polygons[county.farmland])
        for tract in county.tracts:
            assert county.urban.centre.contains(tract.outline)
            assert not len(farmland.query(tract.outline, predicate="intersects"))


class TestBatches:
    def test_numbers_and_kinds(self, county):
        kinds = Counter((batch.year, batch.kind) for batch in county.batches)
        assert kinds == {(2021, "批次"): 17, (2021, "单独选址"): 1, (2021, "市批转用"): 2, (2020, "批次"): 8}
        numbers = [parcel.number for batch in county.batches for parcel in batch.parcels]
        assert len(set(numbers)) == len(numbers)

    @pytest.mark.parametrize(("year", "published"), [(2021, "1707.8945"), (2020, "596.1510")])
    def test_published_areas_both_ways(self, county, year, published):
        batches = [batch for batch in county.batches if batch.year == year]
        parcels = [official(parcel.polygon) for batch in batches for parcel in batch.parcels]
        extents = [official(batch.extent) for batch in batches]
        assert sum(parcels) == sum(extents)
        assert sum(map(mu, parcels)) == sum(map(mu, extents)) == mu(sum(parcels)) == Decimal(published)
        assert sum(map(ha, parcels)) == ha(sum(parcels))

    def test_what_uses_the_quota_and_what_does_not(self, county):
        """By geometry alone: under the batches of 2021 the survey shows 610.8985 mu of construction land, which use no
        quota, so that 1707.8945 - 610.8985 = 1096.9960 mu use all of it. Each batch is printed once, to 0.0001 mu."""
        built = {code for code, each in read_scheme("sandiao").classes.items() if each.major == "construction"}
        dlbm, polygons = county.ground.dlbm, county.ground.polygons
        tree = shapely.STRtree(polygons)
        existing = Decimal(0)
        for batch in (batch for batch in county.batches if batch.year == 2021):
            assert batch.approved.startswith("2021")
            assert batch.reported < batch.approved
            under = tree.query(batch.extent, predicate="intersects")
            under = under[np.isin(dlbm[under], list(built))]
            cut = shapely.intersection(polygons[under], batch.extent)
            # plane areas, brought to the ellipsoid by the batch's own: 1 mm beside what the engine measures
            scale = float(official(batch.extent)) / batch.extent.area
            existing += mu(half_up(float(shapely.area(cut).sum()) * scale, 3))
        assert existing == pytest.approx(Decimal("610.8985"), abs=Decimal("0.0005"))
        printed = _Laid(county.ground, [b for b in county.batches if b.year == 2021]).printed(np.zeros(0, dtype=int))
        assert printed == EXISTING_2021 == Decimal("1707.8945") - Decimal("1096.9960")
        assert not set(county.farmland.tolist()) & set(np.flatnonzero(np.isin(dlbm, list(built))).tolist())

    def test_projects_of_the_tract_plan_are_handed_in_as_they_were_planned(self, county):
        lots = {lot.project: lot.polygon for tract in county.tracts for lot in tract.lots if lot.target}
        handed = {p.project: p.polygon for batch in county.batches for p in batch.parcels if p.project}
        assert len(handed) == 19
        assert all(lots[project].equals_exact(polygon, 0) for project, polygon in handed.items())

    def test_shapes_that_tables_and_sheets_have_to_cope_with(self, county):
        shapes = [parcel.polygon for batch in county.batches for parcel in batch.parcels]
        assert shapely.is_valid(shapes).all()
        assert max(len(shapely.get_parts(shape)) for shape in shapes) >= 3
        assert max(sum(len(part.interiors) for part in shapely.get_parts(shape)) for shape in shapes) >= 2
        corners = [len(shape.exterior.coords) - 1 for shape in shapes if shape.geom_type == "Polygon"]
        assert min(corners) == 3
        assert max(corners) >= 12
        tree = shapely.STRtree(county.cells)
        over = [
            int((shapely.area(shapely.intersection(county.cells[tree.query(shape)], shape)) > 1).sum())
            for shape in shapes
        ]
        assert max(over) >= 3

    def test_parcels_do_not_overlap(self, county):
        shapes = np.array([parcel.polygon for batch in county.batches for parcel in batch.parcels], dtype=object)
        a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        apart = a < b
        assert shapely.area(shapely.intersection(shapes[a[apart]], shapes[b[apart]])).sum() < 1e-6


class TestRegisters:
    """What an office keeps beside its layers (make.py --registers), with the published figures."""

    @pytest.fixture(scope="class")
    def layers(self, county):
        return {layer.name: layer for layer in register_layers(county)}

    def test_land_followed_to_its_supply(self, layers):
        supplied = [official(shape) for shape in layers["TDGY"].geometry]
        assert len(supplied) == 12
        assert sum(map(mu, supplied)) == mu(sum(supplied)) == Decimal("821.6600")
        acquired = layers["TDZS"]
        approved = [
            official(shape)
            for shape, kind, state in zip(
                acquired.geometry, acquired.columns["ZSLX"], acquired.columns["ZT"], strict=True
            )
            if (kind, state) == ("组卷报批", "已批复")
        ]
        assert (len(approved), acquired.columns["ZSLX"].count("组卷报批")) == (5, 6)
        assert sum(map(mu, approved)) == mu(sum(approved)) == Decimal("298.1600")
        assert len(layers["BDCDJ"]) == 7

    def test_one_transfer_leaves_its_approval(self, county, layers):
        approved = shapely.union_all([parcel.polygon for batch in county.batches for parcel in batch.parcels])
        outside = shapely.area(shapely.difference(layers["TDGY"].geometry, approved))
        assert (outside > 1).tolist() == [False] * 11 + [True]

    def test_the_register_of_cases(self, layers):
        cases = layers["SXTZ"].columns
        kinds = Counter(cases["LB"])
        assert [kinds[kind] for kind in ("教育项目审查", "法律复函", "接访", "公证", "征收", "出让", "登记")] == [
            244, 60, 500, 40, 6, 12, 7,
        ]  # fmt: skip
        assert kinds["法律咨询"] > 2000
        assert np.nansum(cases["SL"]) == 194_970

        def area(kind):
            own = [value for value, each in zip(cases["MJ"], cases["LB"], strict=True) if each == kind]
            return sum(Decimal(repr(float(value))) for value in own if value == value)

        assert [area(kind) for kind in ("用地指标", "征收", "出让")] == [
            Decimal("191.38"), Decimal("298.16"), Decimal("821.66"),
        ]  # fmt: skip

    def test_hazards_and_the_window(self, layers):
        hazards, ledger = layers["DZZHYS"], layers["YWTZ"].columns
        assert len(hazards) == 114
        assert sum(Decimal(repr(value)) for value in hazards.columns["YS"].tolist()) == Decimal("9580")  # 万元
        assert Counter(ledger["YWLX"]) == {"新建商品房转移登记": 187, "存量房转移登记": 8}

    def test_land_given_up_and_gained_lies_off_the_red_line(self, county, layers):
        farmland = shapely.STRtree(county.ground.polygons[county.farmland])
        for name in ("GDZC", "GDZR"):
            inside = shapely.point_on_surface(layers[name].geometry)
            assert not len(farmland.query(inside, predicate="within")[0])


class TestCameras:
    def test_masts_and_radii(self, county):
        stand = county.masts
        assert len(stand.codes) == len(set(stand.codes)) == 94
        assert stand.height.min() >= 30
        assert stand.height.max() <= 60
        assert set(stand.radius.tolist()) <= {3000.0, 3500.0, 4000.0}

    def test_most_farmland_is_within_a_circle_but_not_all(self, county):
        middle = county.ground.centre[county.farmland] + ORIGIN
        seen = np.zeros(len(middle), dtype=bool)
        for at, radius in zip(county.masts.xy, county.masts.radius, strict=True):
            seen |= np.hypot(*(middle - at).T) < radius
        assert 0.85 < seen.mean() < 0.995


@pytest.mark.slow
def test_the_same_seed_gives_the_same_land(county):
    again = make.build(PATCHES, SEED, lambda what: None)
    assert shapely.to_wkb(again.ground.polygons).tolist() == shapely.to_wkb(county.ground.polygons).tolist()
    assert (again.ground.dlbm == county.ground.dlbm).all()
    assert [p.polygon.wkb for b in again.batches for p in b.parcels] == [
        p.polygon.wkb for b in county.batches for p in b.parcels
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_give_other_land_with_the_same_figures(county, seed):
    other = make.build(PATCHES, seed, lambda what: None)
    assert other.ground.polygons[0].wkb != county.ground.polygons[0].wkb
    assert len(other.ground.polygons) >= PATCHES
    assert sum(official(p.polygon) for b in other.batches for p in b.parcels if b.year == 2021) == Decimal("1138596.33")
    assert shapely.is_valid(other.ground.polygons).all()
    laid = _Laid(other.ground, [batch for batch in other.batches if batch.year == 2021])
    assert laid.printed(np.zeros(0, dtype=int)) == EXISTING_2021
    supplied = next(layer for layer in register_layers(other) if layer.name == "TDGY")
    assert sum(official(shape) for shape in supplied.geometry) == Decimal("547773.33")


@pytest.mark.slow
@pytest.mark.parametrize("patches", [60_000, 100_000, 300_000])
def test_any_size_up_to_what_the_benchmarks_need(patches):
    county = make.build(patches, SEED, lambda what: None)
    assert patches <= len(county.ground.polygons) < 1.25 * patches
    assert shapely.is_valid(county.ground.polygons).all()
    assert (np.bincount(county.ground.village, county.ground.cents, 759) == county.ground.village_cents).all()


class TestSeason:
    @pytest.fixture
    def season(self, county):
        return season_of(county)

    def test_the_account(self, season):
        """332 pushed of 428 alerts, 40 of them unlawful, 16 of these closed; 12 are sent twice."""
        results = Counter(course.result for course in season.courses)
        assert results == {"lawful": 286, "unlawful": 40, "not_visited": 6, "false_alarm": 96}
        assert sum(course.end == "closed" for course in season.courses) == 16
        assert len(season.alerts) == 428 + 12 and len({alert.alert_id for alert in season.alerts}) == 428
        # 40 of 235 is down 83 %.
        unlawful = sum(not feature["properties"]["lawful"] for feature in season.spots)
        assert unlawful == 235 and half_up(Fraction(40 - unlawful, unlawful) * 100, 0) == -83

    def test_every_alert_is_judged_before_its_round_is_pushed(self, season):
        at = {alert.alert_id: datetime.fromisoformat(alert.alert_time) for alert in season.alerts}
        assert min(at.values()).date() == date(2021, 8, 28) and max(at.values()).date() == date(2021, 12, 31)
        for course in season.courses:
            assert timedelta(minutes=8) < season.pushed[course.round] - at[course.alert_id] < timedelta(minutes=90)
            # The longest way from push to restoration ends before the next round.
            assert course.arrives + course.decided + course.restored < 6 * 1440

    def test_the_camera_sees_them(self, county, season):
        """All but at most six, which lie where a spot of the year before was and no camera may see."""
        degrees = zip(*PROJECTION.inverse(county.masts.xy[:, 0], county.masts.xy[:, 1]), strict=True)
        masts = dict(zip(county.masts.codes, zip(degrees, county.masts.radius, strict=True), strict=True))
        outside = 0
        for alert in season.alerts[:428]:
            (lon, lat), radius = masts[alert.camera_index_code]
            outside += math.hypot(*metres_between(lon, lat, alert.lon, alert.lat)) > radius
        assert outside <= 6

    def test_the_same_seed_gives_the_same_files(self, county, season, tmp_path):
        write_season(tmp_path / "a", season)
        write_season(tmp_path / "b", season_of(county))
        names = sorted(path.name for path in (tmp_path / "a").iterdir())
        assert names == ["alerts.csv", "course.csv", "rounds.csv", "spots_2020.geojson"]
        for name in names:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    def test_chiefs_of_three_levels_with_invented_names_and_no_numbers(self):
        rows = list(chief_rows())
        assert Counter(row["level"] for row in rows) == {1: 1, 2: 18, 3: 759}
        assert all(str(row["name"]).startswith("示意") and "phone" not in row for row in rows)

    def test_patrols(self):
        """Most villages go out every week: between 88 and 97 % of 759 × 17 weeks."""
        levels = {row["uuid"]: row["level"] for row in chief_rows()}
        count = sum(levels[chief] == 3 for chief, _ in patrol_days(SEED))
        assert 0.88 < count / (759 * 17) < 0.97
