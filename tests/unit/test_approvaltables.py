"""Tables of an approval from two parcels whose printed leaves are set by hand."""

from decimal import Decimal

import pytest

from redline.core.approval.batchform import ParcelLeaf
from redline.core.approval.dossier import Area, Batch, Dossier, DossierParcel
from redline.core.approval.forms import load_forms
from redline.core.approval.tables import (
    ApprovalContext,
    Patch,
    VillageFarmland,
    classes_table,
    new_land_table,
    patch_shares,
    per_capita_table,
    quality_table,
    report_table,
    stacked,
    villages_table,
)
from redline.core.boundary.points import NumberedParcel
from redline.core.errors import RedlineError
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tables import Words
from redline.core.paper.tables import cell_text
from redline.core.rules import load_rules

WORDS = Words(read_scheme("sandiao"), "zh_Hans", str)


def leaf(parcel, village, ownership, code, ha):
    ha = Decimal(ha)
    codes = {"甲村": "371525001001", "乙村": "371525001002"}
    return ParcelLeaf(parcel, codes[village], village, ownership, code, float(ha) * 1e4, ha * 10000, ha, ha * 15)


# Parcel 1: 1 ha irrigated land and 0.5 ha homesteads of village A, 0.3333 ha of the state's farm road in it.
# Parcel 2: 0.6667 ha irrigated land of village B and 0.1 ha bare land of the state.
LEAVES = (
    (
        leaf(0, "甲村", "collective", "0102", "1.0000"),
        leaf(0, "甲村", "collective", "0702", "0.5000"),
        leaf(0, "甲村", "state", "1006", "0.3333"),
    ),
    (leaf(1, "乙村", "collective", "0102", "0.6667"), leaf(1, "乙村", "state", "1206", "0.1000")),
)
# A's irrigated land in two patches (1 : 2), everything else in one
PATCH_AREAS = {
    (0, 11): Decimal("3333.33"),
    (0, 12): Decimal("6666.67"),
    (0, 13): Decimal("5000.00"),
    (0, 14): Decimal("3333.00"),
    (1, 12): Decimal("6667.00"),
    (1, 15): Decimal("1000.00"),
}
PATCHES = {
    11: Patch("0102", "collective", "甲村一组", ("1",)),
    12: Patch("0102", "collective", "甲村二组", ("2",)),
    13: Patch("0702", "collective", "甲村", ("",)),
    14: Patch("1006", "state", "交通局", ("",)),
    15: Patch("1206", "state", "", ("",)),
}


def parcel(number):
    return DossierParcel(number, f"{number}号", "工业用地", "", "1", (), Decimal(0), NumberedParcel(number, ()))


def areas(leaves):
    return Area.sum(leaves)


DOSSIER = Dossier(
    (parcel("P1"), parcel("P2")),
    tuple(areas(each) for each in LEAVES),
    LEAVES,
    (),
    (),
    (),
    0.0,
    PATCH_AREAS,
)
BATCH = Batch("第1批次", (0, 1), None)


@pytest.fixture(scope="module")
def context():
    return ApprovalContext(WORDS, load_rules(), load_forms("zh_Hans"), {"batch": "第1批次", "office": "甲县局"})


def body(table):
    return [tuple(map(cell_text, row.values)) for row in table.rows]


def test_by_village_and_ownership(context):
    table = classes_table(DOSSIER, BATCH, context)
    assert [column.label for column in table.columns][:4] == ["No.", "Owner", "Ownership", "Total area"]
    assert [column.key for column in table.columns][4:] == [
        *("agricultural", "agricultural_cultivated_land", "c_0102"),
        *("agricultural_other_agricultural_land", "c_1006"),
        *("construction", "c_0702", "unused", "c_1206"),
    ]
    rows = body(table)
    assert rows[0][:7] == ("1", "甲村", "State-owned", "0.3333", "0.3333", "", "")
    assert rows[1][:7] == ("2", "甲村", "Collective", "1.5000", "1.0000", "1.0000", "1.0000")
    assert rows[2][:4] == ("", "甲村", "Subtotal", "1.8333")
    # 1.8333 + 0.7667 = 2.6; state 0.3333 + 0.1, collective 1.5 + 0.6667
    assert [(row[1], row[2], row[3]) for row in rows[-3:]] == [
        ("Of it", "State-owned", "0.4333"),
        ("Of it", "Collective", "2.1667"),
        ("Total", "", "2.6000"),
    ]
    assert table.head == (("项目名称", "第1批次"),)
    assert table.title == "土地分类权属地类面积汇总表"


def test_by_the_patches_owners(context):
    shares = patch_shares(DOSSIER, PATCHES)
    # 1.0000 ha in the proportion 3333.33 : 6666.67
    assert [share.ha for share in shares[0][:2]] == [Decimal("0.3333"), Decimal("0.6667")]
    rows = {(row[1], row[2]): row[3] for row in body(classes_table(DOSSIER, BATCH, context, shares))}
    assert rows["甲村一组", "Collective"] == "0.3333"
    assert rows["甲村二组", "Collective"] == "1.3334"  # 0.6667 in each parcel
    assert rows["交通局", "State-owned"] == "0.3333"
    assert rows["Owner not recorded", "State-owned"] == "0.1000"
    assert rows["Of it", "Collective"] == "2.1667"
    assert rows["Total", ""] == "2.6000"


def test_land_without_a_patch_keeps_its_village(context):
    shares = patch_shares(DOSSIER, {key: patch for key, patch in PATCHES.items() if key != 13})
    rows = {(row[1], row[2]): row[3] for row in body(classes_table(DOSSIER, BATCH, context, shares))}
    assert rows["甲村", "Collective"] == "0.5000"
    assert rows["Total", ""] == "2.6000"


def test_villages(context):
    rows = body(villages_table(DOSSIER, BATCH, context))
    assert [row[:4] for row in rows] == [
        ("1", "371525001001", "甲村", "1.8333"),
        ("2", "371525001002", "乙村", "0.7667"),
        ("", "", "Total", "2.6000"),
    ]


def test_application(context):
    rows = {row[0]: row[1:] for row in body(report_table(DOSSIER, BATCH, context))}
    assert rows["Total"] == ("2.6000", "0.4333", "2.1667")
    assert rows["Agricultural land"] == ("2.0000", "0.3333", "1.6667")
    assert rows["of it farmland"] == ("1.6667", "0.0000", "1.6667")
    assert rows["of it forest"] == ("0.0000", "0.0000", "0.0000")
    assert rows["Construction land"] == ("0.5000", "0.0000", "0.5000")
    assert rows["Unused land"] == ("0.1000", "0.1000", "0.0000")
    # agricultural and unused land: 2.0 + 0.1
    assert rows["New construction land"] == ("2.1000", "0.4333", "1.6667")


def test_new_land(context):
    rows = body(new_land_table(DOSSIER, BATCH, context))
    # total, new, agricultural, farmland, unused, existing construction land
    assert rows[0][1:] == ("P1", "P1号", "1.8333", "1.3333", "1.3333", "1.0000", "0.0000", "0.5000")
    assert rows[1][1:] == ("P2", "P2号", "0.7667", "0.7667", "0.6667", "0.6667", "0.1000", "0.0000")
    assert rows[2][3:] == ("2.6000", "2.1000", "2.0000", "1.6667", "0.1000", "0.5000")


def test_quality(context):
    table = quality_table(BATCH, context, patch_shares(DOSSIER, PATCHES), ["坡度级别"])
    assert body(table) == [
        ("0102", "水浇地", "1", "0.3333"),
        ("0102", "水浇地", "2", "1.3334"),
        ("0102", "Subtotal", "", "1.6667"),
        ("", "Total", "", "1.6667"),
    ]


def test_quality_without_farmland(context):
    rules = load_rules().with_value("approval.farmland_classes", "0101")
    other = ApprovalContext(context.words, rules, context.forms, context.places)
    assert quality_table(BATCH, other, patch_shares(DOSSIER, PATCHES), ["坡度级别"]) is None


def test_farmland_per_head(context):
    villages = {
        "371525001001": VillageFarmland(100000.0, 50),  # 150 mu, 3 mu per head
        "371525001002": VillageFarmland(66670.0, None),
    }
    rows = body(per_capita_table(DOSSIER, BATCH, context, villages))
    # taken 15 mu: (150 - 15) / 50 = 2.7, 15 / 3 = 5 people
    assert rows[0][2:] == ("甲村", "150.0000", "15.0000", "50", "3.0000", "2.7000", "5")
    assert rows[1][2:] == ("乙村", "100.0050", "10.0005", "", "", "", "")
    assert rows[2][2:5] == ("Total", "", "25.0005")


def test_more_farmland_than_the_village_has(context):
    villages = {"371525001001": VillageFarmland(5000.0, 50)}
    with pytest.raises(
        RedlineError, match=r"Village 甲村: 15\.0000 mu of farmland are acquired, but it has only 7\.5000"
    ):
        per_capita_table(DOSSIER, BATCH, context, villages)


def test_every_table_has_the_same_total(context):
    shares = patch_shares(DOSSIER, PATCHES)
    totals = {
        table.rows[-1].values[[column.key for column in table.columns].index("total")]
        for table in (
            classes_table(DOSSIER, BATCH, context),
            classes_table(DOSSIER, BATCH, context, shares),
            villages_table(DOSSIER, BATCH, context),
            new_land_table(DOSSIER, BATCH, context),
        )
    }
    assert totals == {Decimal("2.6000")}


def test_stacked_tables_share_their_columns(context):
    first = villages_table(DOSSIER, Batch("a", (0,), None), context)
    second = villages_table(DOSSIER, Batch("b", (1,), None), context)
    table = stacked([("a", first), ("b", second)], "批次")
    assert [column.key for column in table.columns][:5] == ["batch", "number", "village_code", "village", "total"]
    keys = [column.key for column in table.columns]
    assert len(keys) == len(set(keys))
    rows = [dict(zip(keys, row.values, strict=True)) for row in table.rows]
    assert rows[0]["c_1206"] is None and rows[2]["c_1206"] == Decimal("0.1000")
    assert rows[2]["c_0702"] is None
