"""What is written reads back identically in every dialect; broken files never raise, hang or lose a parcel unsaid."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redline.core.ellipsoid.projection import projection_of_epsg
from redline.core.parceltext import (
    HeaderValues,
    ParcelRecord,
    dialect_names,
    load_dialect,
    numbered_for_text,
    read_parcel_text,
    write_parcel_text,
)

PLANE = [name for name in dialect_names() if load_dialect(name).coordinates == "plane"]
ENCODINGS = ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"]

# Words as planners write them: no separators, no line ends, nothing that GBK lacks, no blanks at the ends.
words = st.text(
    st.sampled_from("冠县甘官屯乡第一批次工业用地ABCxyz0123456789-_()（）、.·=[]【】'\" 面"), max_size=12
).map(str.strip)
hectares = st.decimals(0, 5000, places=4)


@st.composite
def stars(draw, north, east, largest=400.0):
    """A star-shaped ring of whole millimetres round a centre, and a smaller one inside it or none."""
    count = draw(st.integers(4, 12))
    radii = [draw(st.integers(60, int(largest))) for _ in range(count)]
    phase = draw(st.floats(0, 1))

    def ring(scale):
        return [
            (
                round(north + scale * r * math.cos(phase + 2 * math.pi * i / count), 3),
                round(east + scale * r * math.sin(phase + 2 * math.pi * i / count), 3),
            )
            for i, r in enumerate(radii)
        ]

    return [ring(1.0), *([ring(0.4)] if draw(st.booleans()) else [])]


# 4.3538 ha are 65.31 亩: the declared 68.4790 ha lie within 5 % of the parcel's area in another unit.
RING_OF_65_MU = ParcelRecord(
    "1",
    parts=[
        [
            [(4040372.0, 39370000.0), (4040000.0, 39370088.0), (4039676.0, 39370000.0), (4040000.0, 39369939.0)],
            [(4040148.8, 39370000.0), (4040000.0, 39370035.2), (4039870.4, 39370000.0), (4040000.0, 39369975.6)],
        ]
    ],
    area_ha=Decimal("68.4790"),
)


@st.composite
def parcels(draw):
    """One to four parcels of one or two parts, in zone 39."""
    result = []
    for i in range(draw(st.integers(1, 4))):
        parts = [draw(stars(4040000.0 + 3000 * i, 39370000.0 + 1000 * k)) for k in range(draw(st.integers(1, 2)))]
        result.append(
            ParcelRecord(
                number=f"{i + 1}{draw(words)}",
                name=draw(words),
                parts=parts,
                use=draw(words),
                class_code=draw(words),
                area_ha=draw(hectares),
                sheet=draw(words),
                extra={"BZ": draw(words)},
            )
        )
    return result


def as_printed(parcel, dialect):
    """The parts that the printed rows of a parcel describe."""
    parts = []
    for ring in numbered_for_text(parcel, dialect).rings:
        points = [(float(point.x_north), float(point.y_east)) for point in ring.points[:-1]]
        if ring.hole:
            parts[-1].append(points)
        else:
            parts.append([points])
    return parts


def singles(records, dialect):
    if not dialect.split_parts:
        return records
    return [
        record
        if len(record.parts) < 2  # a declared area is that of the whole: a part alone has none
        else replace(record, number=f"{record.number}_{k}", parts=[part], area_ha=None)
        for record in records
        for k, part in enumerate(record.parts, 1)
    ]


@pytest.mark.parametrize("name", PLANE)
@settings(deadline=None, max_examples=40)
@given(records=parcels(), encoding=st.sampled_from(ENCODINGS))
@example(records=[RING_OF_65_MU], encoding="gbk")
def test_plane_dialects(name, records, encoding):
    dialect = load_dialect(name)
    data = write_parcel_text(
        records, dialect, epsg=4527, encoding=encoding, header=HeaderValues(unit="冠县自然资源局", date="2025-06-15")
    )
    file = read_parcel_text(data)
    assert not [finding.message() for finding in file.findings if finding.severity == "error"]
    expected = singles(records, dialect)
    assert len(file.parcels) == len(expected) and file.left_out == 0
    for read, wanted in zip(file.parcels, expected, strict=True):
        assert read.parts == as_printed(wanted, dialect)
        assert read.epsg == 4527
        for field in ("number", "name", "sheet", "use", "class_code"):
            if f"{{{field}}}" in dialect.parcel:
                assert getattr(read, field) == getattr(wanted, field)
        for field in dialect.own_columns:
            assert read.extra.get(field, "") == wanted.extra.get(field, "")
        if "{area}" in dialect.parcel:
            assert read.area_ha == wanted.area_ha
    # and once more: what was read is written to the same bytes
    again = write_parcel_text(
        file.parcels,
        dialect,
        epsg=4527,
        encoding=encoding,
        header=HeaderValues(unit="冠县自然资源局", date="2025-06-15"),
    )
    assert again == data


@pytest.mark.parametrize("unit", ["ha", "m2", "mu"])
@settings(deadline=None, max_examples=25)
@given(records=parcels())
def test_declared_areas(unit, records):
    """Any declared area comes back in hectares, whatever unit the dialect writes, by the dialect or by the person."""
    own = replace(load_dialect("base"), area_unit=unit)
    data = write_parcel_text(records, own, epsg=4527)
    wanted = [record.area_ha for record in records]
    assert [p.area_ha for p in read_parcel_text(data, dialects=[own]).parcels] == wanted
    assert [p.area_ha for p in read_parcel_text(data, area_unit=unit).parcels] == wanted


@settings(deadline=None, max_examples=25)
@given(records=parcels())
def test_areas_that_fit_are_read_where_nothing_declares_a_unit(records):
    """A guess by size, told: each parcel's own area, written in 亩 into a file without a header, comes back."""
    base = replace(load_dialect("base"), area_unit="mu", header=(), header_mark="")
    first = read_parcel_text(write_parcel_text(records, base, epsg=4527))
    fitting = [replace(p, area_ha=(p.official_m2 / 10000).quantize(Decimal("0.0001"))) for p in first.parcels]
    second = read_parcel_text(write_parcel_text(fitting, base, epsg=4527))
    assert [p.area_ha for p in second.parcels] == [p.area_ha for p in fitting]
    assert sum(finding.rule.id == "area_unit_guessed" for finding in second.findings) == len(fitting)


@pytest.mark.parametrize("name", ["zf", "dms"])
@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 3599), min_size=4, max_size=4), st.integers(100, 136), st.integers(10, 50))
def test_degrees(name, seconds, lon, lat):
    """A quadrilateral on whole seconds: its corners come back to the printed digit."""
    a, b, c, d = (value / 3600 for value in seconds)
    ring = [
        (lat + 2 + a, lon - 2 - b),
        (lat + 2 + b, lon + 2 + c),
        (lat - 2 - c, lon + 2 + d),
        (lat - 2 - d, lon - 2 - a),
    ]
    record = ParcelRecord("1", "甲", [[ring]], use="道路")
    dialect = load_dialect(name)
    data = write_parcel_text([record], dialect, epsg=4490)
    file = read_parcel_text(data)
    (read,) = file.parcels
    assert read.epsg == 4490
    got = sorted(read.parts[0][0])
    assert [point for pair in got for point in pair] == pytest.approx(
        [v for pair in sorted(ring) for v in pair], abs=6e-10
    )
    assert write_parcel_text(file.parcels, dialect, epsg=4490) == data


def test_every_dialect_is_covered():
    assert {*PLANE, "zf", "dms"} == set(dialect_names())


def to_lonlat(north, east):
    return projection_of_epsg(4527).inverse(np.asarray(east), np.asarray(north))


def on_the_ground(parts, epsg):
    """Metres from the place 36.5° N, 115.5° E: a degree of latitude has 110,965 m there, one of longitude 89,584 m."""
    points = np.array([point for part in parts for ring in part for point in ring])
    lon, lat = (points[:, 1], points[:, 0]) if epsg == 4490 else to_lonlat(points[:, 0], points[:, 1])
    return np.column_stack([(lat - 36.5) * 110_965, (lon - 115.5) * 89_584])


@pytest.mark.parametrize("name", dialect_names())
@settings(deadline=None, max_examples=25)
@given(records=parcels())
def test_every_form_gives_back_each_vertex_to_a_tenth_of_a_millimetre(name, records):
    """Vertices of whole millimetres, in the same order in every form: J1 is the same point in degrees too."""
    dialect = load_dialect(name)
    data = write_parcel_text(records, dialect, epsg=4527, to_lonlat=to_lonlat)
    file = read_parcel_text(data)
    expected = singles(records, dialect)
    assert len(file.parcels) == len(expected)
    for read, wanted in zip(file.parcels, expected, strict=True):
        assert read.epsg == (4490 if dialect.degrees else 4527)
        found = on_the_ground(read.parts, read.epsg)
        there = on_the_ground(as_printed(wanted, load_dialect("base")), 4527)
        assert np.abs(found - there).max() < 1e-4


BASE = write_parcel_text(
    [
        ParcelRecord("1", "甲", [[[(4040000.0, 39370000.0), (4040400.0, 39370000.0), (4040400.0, 39370300.0)]]]),
        ParcelRecord("2", "乙", [[[(4041000.0, 39370000.0), (4041400.0, 39370000.0), (4041400.0, 39370300.0)]]]),
        ParcelRecord("3", "丙", [[[(4042000.0, 39370000.0), (4042400.0, 39370000.0), (4042400.0, 39370300.0)]]]),
    ],
    load_dialect("base"),
    epsg=4527,
    encoding="utf-8",
)


def checked(data):
    """Reads, and asks of every result: nothing left out without an error, every sentence can be said."""
    file = read_parcel_text(data)
    errors = sum(finding.severity == "error" for finding in file.findings)
    assert errors >= (1 if file.left_out else 0)
    assert file.parcels or file.left_out or errors
    for finding in file.findings:
        assert finding.message()
    for parcel in file.parcels:
        assert all(len(ring) >= 3 for part in parcel.parts for ring in part)
    return file


class TestBrokenFiles:
    @settings(deadline=None, max_examples=300)
    @given(st.binary(max_size=400))
    def test_any_bytes(self, data):
        checked(data)

    @settings(deadline=None, max_examples=300)
    @given(st.text(st.sampled_from("J1234567890.,，@＠面点线=[]【】\n\r \t-+eE地块\x00"), max_size=300))
    def test_any_text_of_its_signs(self, text):
        checked(text.encode())

    @settings(deadline=None, max_examples=300)
    @given(st.data())
    def test_a_good_file_with_damage(self, data):
        broken = bytearray(BASE)
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(broken) - 1))
            match data.draw(st.sampled_from(["set", "cut", "insert", "double"])):
                case "set":
                    broken[at] = data.draw(st.integers(0, 255))
                case "cut":
                    del broken[at : at + data.draw(st.integers(1, 40))]
                case "insert":
                    broken[at:at] = data.draw(st.binary(max_size=8))
                case "double":
                    broken[at:at] = broken[at : at + 60]
            if not broken:
                break
        checked(bytes(broken))

    @settings(deadline=None, max_examples=150)
    @given(st.data())
    def test_no_parcel_is_lost_silently(self, data):
        """Damage inside one parcel's points leaves the other two, and the third is given or named."""
        lines = BASE.decode().split("\r\n")
        starts = [i for i, line in enumerate(lines) if line.endswith("@")]
        victim = data.draw(st.integers(0, 2))
        row = starts[victim] + data.draw(st.integers(1, 4))
        lines[row] = data.draw(
            st.one_of(
                st.just(""),
                st.text(st.sampled_from("J1,.0987xyz地"), min_size=1, max_size=30).map(lambda text: f"J2,1,{text}"),
                st.just(lines[row].replace("1,", "")),
            )
        )
        file = checked("\r\n".join(lines).encode())
        assert len(file.parcels) + file.left_out == 3
        numbers = {parcel.number for parcel in file.parcels}
        assert {"1", "2", "3"} - {str(victim + 1)} <= numbers
        if str(victim + 1) not in numbers:
            assert any(f.parcel == str(victim + 1) and f.severity == "error" for f in file.findings)

    @pytest.mark.parametrize("cut", range(0, len(BASE), 23))
    def test_cut_off_anywhere(self, cut):
        checked(BASE[:cut])

    def test_long_files_take_their_time_only(self):
        """A ring of 20,000 points is checked for crossings in seconds; two megabytes of noise give a short report."""
        count = 20_000
        ring = [
            (4040000 + 5000 * math.cos(2 * math.pi * i / count), 39370000 + 5000 * math.sin(2 * math.pi * i / count))
            for i in range(count)
        ]
        large = write_parcel_text([ParcelRecord("1", "大", [[ring]])], load_dialect("base"), epsg=4527)
        file = checked(large)
        assert [f.rule.id for f in file.findings if f.rule.id != "repeated_row"] == []
        noise = b"\n".join(b"x" * 100 for _ in range(20_000))
        assert len(checked(noise).findings) < 30
