"""The tables of an approval beside the form by parcel: by owner, the application's areas, new construction land,
farmland by quality, farmland per head.

All of them are sums of the dossier's printed leaves (``core.approval.dossier``), so that none can differ from the
form by parcel, the parcel text file, the boundary tables or the map sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..errors import RedlineError
from ..landuse.tables import Words, class_columns, row_values
from ..landuse.tally import Leaf
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import balance, in_unit, unit_name
from ..rules import Rules, matches
from .batchform import ParcelLeaf, ownership_name
from .dossier import Batch, Dossier
from .forms import Form

__all__ = [
    "ApprovalContext",
    "Patch",
    "Share",
    "VillageFarmland",
    "classes_table",
    "new_land_table",
    "patch_shares",
    "per_capita_table",
    "quality_table",
    "report_table",
    "stacked",
    "villages_table",
]

_DECIMALS = 4
_ZERO = Decimal("0.0000")
_KINDS = ("state", "collective", "")


@dataclass(frozen=True)
class ApprovalContext:
    """What every table of a batch needs: words, rules, the forms, and what is printed in their places."""

    words: Words
    rules: Rules
    forms: Mapping[str, Form]
    places: Mapping[str, str]

    def table(self, form: str, columns: Sequence[Column], rows: Sequence[Row], notes: Sequence[str] = ()) -> Table:
        """A table under its form's title and words."""
        own = self.forms[form]
        return Table(
            own.title,
            own.title,
            tuple(columns),
            tuple(rows),
            head=own.lines("head", self.places),
            foot=own.lines("foot", self.places),
            notes=(*notes, *own.notes),
        )

    def is_farmland(self, code: str) -> bool:
        return matches(code, self.rules.patterns("approval.farmland_classes"))


def _leaves(dossier: Dossier, batch: Batch) -> list[ParcelLeaf]:
    return [leaf for i in batch.parcels for leaf in dossier.leaves[i] if leaf.ha]


def _total(leaves: Sequence[ParcelLeaf]) -> Decimal:
    return sum((leaf.ha for leaf in leaves), _ZERO)


@dataclass(frozen=True)
class Patch:
    """What a land-use patch says of the land in it: class, ownership kind, owner (QSDWMC), values of quality fields."""

    code: str
    ownership: str
    owner: str = ""
    qualities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """Printed hectares of a parcel in one patch; ``patch`` is None for land that no patch accounts for."""

    code: str
    ownership: str
    village: str
    patch: Patch | None
    ha: Decimal


def patch_shares(dossier: Dossier, patches: Mapping[int, Patch]) -> list[list[Share]]:
    """For each parcel its printed hectares by patch.

    Within one class and ownership the patches of a parcel are balanced to its printed leaves (over all villages), so
    that sums by owner or quality agree with every other table. Land without a patch (not covered, covered twice) keeps
    its leaves.
    """
    by_parcel: list[list[tuple[int, Decimal]]] = [[] for _ in dossier.parcels]
    for (parcel, patch), area in dossier.patch_areas.items():
        by_parcel[parcel].append((patch, area))
    result = []
    for leaves, areas in zip(dossier.leaves, by_parcel, strict=True):
        shares: list[Share] = []
        lists: dict[tuple[str, str], list[tuple[int, Decimal]]] = {}
        for fid, area in areas:
            if fid in patches and area:
                lists.setdefault((patches[fid].code, patches[fid].ownership), []).append((fid, area))
        for (code, ownership), own in lists.items():
            total = _total([leaf for leaf in leaves if (leaf.code, leaf.ownership) == (code, ownership)])
            square = sum((area for _, area in own), Decimal(0))
            values = balance([area * total / square for _, area in own], total, _DECIMALS)
            shares += [
                Share(code, ownership, "", patches[fid], value) for (fid, _), value in zip(own, values, strict=True)
            ]
        shares += [
            Share(leaf.code, leaf.ownership, leaf.village_name or leaf.village_code, None, leaf.ha)
            for leaf in leaves
            if (leaf.code, leaf.ownership) not in lists and leaf.ha
        ]
        result.append(shares)
    return result


def classes_table(
    dossier: Dossier, batch: Batch, context: ApprovalContext, shares: Sequence[Sequence[Share]] | None = None
) -> Table:
    """土地分类权属地类面积汇总表: owner × ownership × class in hectares, only classes that occur.

    Columns 序号, 权属单位, 权属类别, 总计, then agricultural, construction and unused land as in the form by parcel. An
    owner is named by the patches (QSDWMC) where ``shares`` are given, else by the village in which the land lies. An
    owner with state and collective land has a subtotal; the last rows are the state's and the collectives' sums and the
    total.
    """
    tr = context.words.tr
    rows_of: dict[str, dict[str, list[Leaf]]] = {}
    if shares is not None:
        for i in batch.parcels:
            for share in shares[i]:
                owner = share.patch.owner if share.patch is not None else share.village
                owner = owner or tr("Owner not recorded")
                leaf = Leaf(0, (), share.code, float(share.ha), share.ha)
                rows_of.setdefault(owner, {}).setdefault(share.ownership, []).append(leaf)
        order = sorted(rows_of)
    else:
        codes: dict[str, str] = {}
        leaves = _leaves(dossier, batch)
        nowhere = tr("Outside the villages") if any(each.village_code for each in leaves) else "–"
        for each in leaves:
            owner = each.village_name or each.village_code or nowhere
            codes.setdefault(owner, each.village_code)
            leaf = Leaf(0, (), each.code, each.area, each.ha)
            rows_of.setdefault(owner, {}).setdefault(each.ownership, []).append(leaf)
        order = sorted(rows_of, key=lambda owner: (not codes[owner], codes[owner], owner))
    columns, row = _class_form(
        [leaf for kinds in rows_of.values() for some in kinds.values() for leaf in some],
        context,
        (Column("owner", tr("Owner")), Column("ownership", tr("Ownership"))),
    )
    rows: list[Row] = []
    number = 0
    for owner in order:
        kinds = rows_of[owner]
        for kind in sorted(kinds, key=_KINDS.index):
            number += 1
            rows.append(row((number, owner, ownership_name(kind, tr)), kinds[kind], "leaf"))
        if len(kinds) > 1:
            every = [leaf for some in kinds.values() for leaf in some]
            rows.append(row((None, owner, tr("Subtotal")), every, "subtotal"))
    for kind in _KINDS:
        some = [leaf for kinds in rows_of.values() for leaf in kinds.get(kind, ())]
        if some:
            rows.append(row((None, tr("Of it"), ownership_name(kind, tr)), some, "subtotal"))
    everything = [leaf for kinds in rows_of.values() for some in kinds.values() for leaf in some]
    rows.append(row((None, tr("Total"), None), everything, "total"))
    return context.table("classes", columns, rows, [_note(tr)])


def villages_table(dossier: Dossier, batch: Batch, context: ApprovalContext) -> Table:
    """Village × class in hectares: where the land lies, whoever owns it."""
    tr = context.words.tr
    by_village: dict[tuple[str, str], list[Leaf]] = {}
    for each in _leaves(dossier, batch):
        leaf = Leaf(0, (), each.code, each.area, each.ha)
        by_village.setdefault((each.village_code, each.village_name), []).append(leaf)
    everything = [leaf for leaves in by_village.values() for leaf in leaves]
    columns, row = _class_form(
        everything, context, (Column("village_code", tr("Village code")), Column("village", tr("Village")))
    )
    rows = []
    for number, (code, name) in enumerate(sorted(by_village, key=lambda village: (not village[0], village)), 1):
        rows.append(row((number, code, name or tr("Outside the villages")), by_village[code, name], "leaf"))
    rows.append(row((None, None, tr("Total")), everything, "total"))
    return context.table("villages", columns, rows, [_note(tr)])


_RowMaker = Callable[[tuple[Value, ...], Sequence[Leaf], RowKind], Row]


def _class_form(
    leaves: Sequence[Leaf], context: ApprovalContext, names: Sequence[Column]
) -> tuple[tuple[Column, ...], _RowMaker]:
    """Columns of a form by class for the classes that occur, and what makes its rows."""
    words, tr = context.words, context.words.tr

    def heading(code: str) -> tuple[str, str]:
        key = re.sub(r"[^a-z0-9]+", "_", words.scheme.group(code, "en").lower()).strip("_")
        return key or words.scheme.first_level(code), words.scheme.group(code, words.language)

    classes = class_columns(
        (leaf.code for leaf in leaves if leaf.value), words, heading=heading, plain=("construction", "unused", "")
    )
    columns = (
        Column("number", tr("No."), numeric=True),
        *names,
        Column("total", tr("Total area"), unit=unit_name("ha", tr), numeric=True),
        *(each.column for each in classes),
    )

    def row(head: tuple[Value, ...], some: Sequence[Leaf], kind: RowKind) -> Row:
        shown = [leaf for leaf in some if leaf.value]
        return Row((*head, *row_values(shown, classes, _DECIMALS)), kind)

    return columns, row


def _note(tr: Callable[[str], str]) -> str:
    return tr(
        "Official areas on the ellipsoid; the classes of each parcel are balanced to the parcel's printed area, "
        "all sums are sums of printed numbers."
    )


def report_table(dossier: Dossier, batch: Batch, context: ApprovalContext) -> Table:
    """建设用地呈报面积: total, agricultural (of it farmland, forest), construction and unused land, new construction
    land; columns 合计, 国有, 集体 (and not recorded, where it occurs), hectares."""
    tr = context.words.tr
    leaves = _leaves(dossier, batch)
    scheme = context.words.scheme
    kinds = [kind for kind in _KINDS if kind or any(leaf.ownership == "" for leaf in leaves)]
    forest = context.rules.patterns("approval.forest_classes")

    def major(leaf: ParcelLeaf) -> str:
        return scheme.major(leaf.code) if leaf.code in scheme else ""

    lines: list[tuple[str, str, Callable[[ParcelLeaf], bool], RowKind]] = [
        ("total", tr("Total"), lambda leaf: True, "total"),
        ("agricultural", tr("Agricultural land"), lambda leaf: major(leaf) == "agricultural", "subtotal"),
        ("farmland", tr("of it farmland"), lambda leaf: context.is_farmland(leaf.code), "leaf"),
        ("forest", tr("of it forest"), lambda leaf: matches(leaf.code, forest), "leaf"),
        ("construction", tr("Construction land"), lambda leaf: major(leaf) == "construction", "subtotal"),
        ("unused", tr("Unused land"), lambda leaf: major(leaf) == "unused", "subtotal"),
        ("new", tr("New construction land"), lambda leaf: major(leaf) in ("agricultural", "unused"), "subtotal"),
    ]
    rest = [leaf for leaf in leaves if not major(leaf)]
    if rest:
        lines.append(("other", tr("Without a major class"), lambda leaf: not major(leaf), "subtotal"))
    columns = [
        Column("line", tr("Item")),
        Column("sum", tr("Sum"), unit=unit_name("ha", tr), numeric=True),
        *(
            Column(kind or "not_recorded", ownership_name(kind, tr), unit=unit_name("ha", tr), numeric=True)
            for kind in kinds
        ),
    ]
    rows = []
    for _, label, wanted, kind_of_row in lines:
        some = [leaf for leaf in leaves if wanted(leaf)]
        by_kind = [_total([leaf for leaf in some if leaf.ownership == kind]) for kind in kinds]
        rows.append(Row((label, _total(some), *by_kind), kind_of_row))
    return context.table("report", columns, rows, [_new_land_note(tr)])


def _new_land_note(tr: Callable[[str], str]) -> str:
    return tr(
        "New construction land is agricultural and unused land that is converted. Construction land without a legal "
        "source is reported by its earlier class (自然资办函〔2022〕411号): correct its class in the land use first."
    )


def new_land_table(dossier: Dossier, batch: Batch, context: ApprovalContext) -> Table:
    """新增建设用地 by parcel: agricultural (of it farmland) and unused land converted; existing construction land."""
    tr, scheme = context.words.tr, context.words.scheme
    unit = unit_name("ha", tr)
    converted = tr("New construction land")
    columns: tuple[Column, ...] = (
        Column("number", tr("No."), numeric=True),
        Column("parcel", tr("Parcel number")),
        Column("parcel_name", tr("Parcel name")),
        Column("total", tr("Total area"), unit=unit, numeric=True),
        Column("new", tr("Sum"), (converted,), unit, True),
        Column("agricultural", tr("Agricultural land"), (converted,), unit, True),
        Column("farmland", tr("of it farmland"), (converted,), unit, True),
        Column("unused", tr("Unused land"), (converted,), unit, True),
        Column("construction", tr("Existing construction land"), unit=unit, numeric=True),
        Column("other", tr("Without a major class"), unit=unit, numeric=True),
    )

    def values(leaves: Sequence[ParcelLeaf]) -> tuple[Decimal, ...]:
        majors = dict.fromkeys(("agricultural", "construction", "unused", ""), _ZERO)
        for leaf in leaves:
            majors[scheme.major(leaf.code) if leaf.code in scheme else ""] += leaf.ha
        farmland = _total([leaf for leaf in leaves if context.is_farmland(leaf.code)])
        new = majors["agricultural"] + majors["unused"]
        total = _total(leaves)
        return (total, new, majors["agricultural"], farmland, majors["unused"], majors["construction"], majors[""])

    rows = []
    for place, i in enumerate(batch.parcels, 1):
        parcel = dossier.parcels[i]
        rows.append(Row((place, parcel.number, parcel.name, *values([leaf for leaf in dossier.leaves[i] if leaf.ha]))))
    rows.append(Row((None, tr("Total"), None, *values(_leaves(dossier, batch))), "total"))
    if not any(row.values[-1] for row in rows):
        columns, rows = columns[:-1], [Row(row.values[:-1], row.kind) for row in rows]
    return context.table("newland", columns, rows, [_new_land_note(tr)])


def quality_table(
    batch: Batch, context: ApprovalContext, shares: Sequence[Sequence[Share]], labels: Sequence[str]
) -> Table | None:
    """Farmland occupied, by class and quality fields; None where the batch takes no farmland.

    labels : names of the quality fields, in the order of ``Patch.qualities``.
    """
    words, tr = context.words, context.words.tr
    sums: dict[tuple[str, tuple[str, ...]], Decimal] = {}
    for i in batch.parcels:
        for share in shares[i]:
            if share.patch is not None and context.is_farmland(share.code):
                key = (share.code, share.patch.qualities)
                sums[key] = sums.get(key, _ZERO) + share.ha
    if not sums:
        return None
    unit = unit_name("ha", tr)
    columns = (
        Column("class_code", tr("Class code")),
        Column("class_name", tr("Class")),
        *(Column(f"quality_{place}", label) for place, label in enumerate(labels, 1)),
        Column("area", tr("Area"), unit=unit, numeric=True),
    )
    rows = []
    blanks = (None,) * len(labels)
    for code in words.scheme.order({code for code, _ in sums}):
        own = {key: value for key, value in sums.items() if key[0] == code}
        name = words.scheme.name(code, words.language)
        for (_, quality), value in sorted(own.items()):
            rows.append(Row((code, name, *(text or tr("Not recorded") for text in quality), value)))
        if len(own) > 1:
            rows.append(Row((code, tr("Subtotal"), *blanks, sum(own.values(), _ZERO)), "subtotal"))
    rows.append(Row((None, tr("Total"), *blanks, sum(sums.values(), _ZERO)), "total"))
    return context.table("quality", columns, rows, [_note(tr)])


@dataclass(frozen=True)
class VillageFarmland:
    """A village before the acquisition: its farmland in m² and its farming population (None where not known)."""

    farmland_m2: float
    people: int | None


def per_capita_table(
    dossier: Dossier, batch: Batch, context: ApprovalContext, villages: Mapping[str, VillageFarmland]
) -> Table | None:
    """征地前、后人均耕地 by village with collective farmland in the batch; None where there is none.

    Farmland taken is the collective's, from the printed leaves, in 亩; per head = farmland / farming population. People
    to be resettled = farmland taken / farmland per head before, rounded up to whole persons (土地管理法: 需要安置的农业
    人口数). Villages without a population stay empty.
    """
    tr = context.words.tr
    decimals = int(context.rules.number("approval.per_capita_decimals"))
    digit = Decimal(1).scaleb(-decimals)
    taken: dict[tuple[str, str], Decimal] = {}
    for leaf in _leaves(dossier, batch):
        if leaf.ownership != "state" and context.is_farmland(leaf.code) and leaf.village_code:
            key = (leaf.village_code, leaf.village_name)
            taken[key] = taken.get(key, _ZERO) + leaf.mu
    if not taken:
        return None
    mu, head = unit_name("mu", tr), tr("mu per head")
    columns = (
        Column("number", tr("No."), numeric=True),
        Column("village_code", tr("Village code")),
        Column("village", tr("Village")),
        Column("farmland", tr("Farmland before"), unit=mu, numeric=True),
        Column("taken", tr("Farmland acquired"), unit=mu, numeric=True),
        Column("people", tr("Farming population"), numeric=True),
        Column("before", tr("Before acquisition"), (tr("Farmland per head"),), head, True),
        Column("after", tr("After acquisition"), (tr("Farmland per head"),), head, True),
        Column("resettled", tr("People to be resettled"), numeric=True),
    )
    rows = []
    for number, (code, name) in enumerate(sorted(taken), 1):
        village = villages.get(code)
        area = taken[code, name]
        before_mu = None if village is None else in_unit(village.farmland_m2, "mu")
        people = village.people if village is not None else None
        figures: tuple[Value, ...] = (None, None, None)
        if before_mu is not None and people:
            if area > before_mu:
                raise RedlineError(
                    "Village {village}: {taken} mu of farmland are acquired, but it has only {farmland} mu: "
                    "check the village codes of the land use.",
                    village=name or code,
                    taken=area,
                    farmland=before_mu,
                )
            before = before_mu / people
            resettled = int((area / before).to_integral_value("ROUND_CEILING")) if before else 0
            after = (before_mu - area) / people
            figures = (before.quantize(digit, ROUND_HALF_UP), after.quantize(digit, ROUND_HALF_UP), resettled)
        rows.append(Row((number, code, name, before_mu, area, people, *figures)))
    total = sum(taken.values(), _ZERO)
    rows.append(Row((None, None, tr("Total"), None, total, None, None, None, None), "total"))
    note = tr(
        "Farmland per head = farmland of the village / farming population; people to be resettled = farmland acquired "
        "/ farmland per head before, rounded up."
    )
    return context.table("percapita", columns, rows, [note])


def stacked(tables: Sequence[tuple[str, Table]], label: str) -> Table:
    """Tables of the same form, one below the other with the batch in front: their columns together, by key."""
    columns: dict[str, Column] = {}
    for _, table in tables:
        previous = ""
        for column in table.columns:
            if column.key not in columns:
                # a new column comes after the one before it, so that classes keep their order
                keys = list(columns)
                at = keys.index(previous) + 1 if previous else len(keys)
                items = list(columns.items())
                columns = dict([*items[:at], (column.key, column), *items[at:]])
            previous = column.key
    rows = []
    for batch, table in tables:
        places = {column.key: place for place, column in enumerate(table.columns)}
        rows += [
            Row((batch, *(row.values[places[key]] if key in places else None for key in columns)), row.kind)
            for row in table.rows
        ]
    first = tables[0][1]
    return Table(first.name, first.title, (Column("batch", label), *columns.values()), tuple(rows), notes=first.notes)
