"""What of a batch is new construction land, by hand."""

from decimal import Decimal

from redline.core.approval.newland import existing_parts
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tally import Key, Zone, tally_pieces

SANDIAO = read_scheme("sandiao")


def parts(pieces, total, *, has_source=lambda dims: True, **more):
    keys = [Key(dims, code) for dims, code, _ in pieces]
    zone = Zone("1", "1批次", Decimal(total))
    dimensions = ("HFLY",) if keys[0].dims else ()
    tally = tally_pieces(
        [zone], [0] * len(keys), range(len(keys)), [area for *_, area in pieces], keys, dimensions=dimensions, **more
    )
    return existing_parts(tally, SANDIAO, has_source)


def test_agricultural_and_unused_land_is_new_construction_land_is_there():
    # 4000 + 1000 m2 are new (7.5 mu), 2000 m2 of a village and 1000 m2 of road are there: 3000 m2 are 4.5 mu
    found = parts([((), "0102", 4000.0), ((), "1106", 1000.0), ((), "0702", 2000.0), ((), "1003", 1000.0)], "8000.00")
    assert found.mu == (Decimal("4.5000"),)
    assert (found.totals, found.new(0)) == ((Decimal("12.0000"),), Decimal("7.5000"))


def test_construction_without_a_legal_source_is_new():
    # 411: 1000 m2 of works without a source are reported as what they were: 1.5 mu of 4.5 are there
    pieces = [(("\u6709",), "0601", 1000.0), (("\u65e0",), "0601", 1000.0), (("",), "0102", 1000.0)]
    found = parts(pieces, "3000.00", has_source=lambda dims: dims[0] != "\u65e0")
    assert (found.mu, found.new(0)) == ((Decimal("1.5000"),), Decimal("3.0000"))


def test_what_no_patch_covers_and_what_has_no_class_is_new():
    pieces = [((), "", 500.0), ((), "0601", 1000.0)]
    found = parts(pieces, "2000.00", uncovered=[500.0])
    assert (found.mu, found.new(0)) == ((Decimal("1.5000"),), Decimal("1.5000"))


def test_both_add_up_to_the_batch_to_the_last_digit():
    # 1000.03 m2 are 1.500045 mu, printed 1.5000; the halves are 0.7500225 each: 0.7500 + 0.7500
    found = parts([((), "0102", 500.015), ((), "0601", 500.015)], "1000.03")
    assert (found.mu[0], found.new(0), found.totals[0]) == (Decimal("0.7500"), Decimal("0.7500"), Decimal("1.5000"))
    # 100.10 m2 are 0.15015 mu, printed 0.1502; the parts 0.0750375 and 0.0751125 leave one digit over, which goes to
    # the larger remainder: 0.0750375 is 0.0750 and 0.375 of a digit, 0.0751125 is 0.0751 and 0.125
    found = parts([((), "0102", 50.075), ((), "0601", 50.025)], "100.10")
    assert found.mu[0] + found.new(0) == found.totals[0] == Decimal("0.1502")
    assert found.mu[0] == Decimal("0.0751")


def test_land_covered_twice_is_taken_off_what_is_new():
    # 1000 m2 of works lie under 1000 m2 of fields a second time: the batch has 1500 m2
    found = parts([((), "0102", 1500.0), ((), "0601", 1000.0)], "1500.00", overlap=[1000.0])
    assert (found.mu, found.new(0)) == ((Decimal("1.5000"),), Decimal("0.7500"))
