"""layers/reading/encoding.py: what a .dbf really is in, on files written byte by byte."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.layers.reading.encoding import encoding_of_dbf


def write_dbf(path, names, rows, width=20, language=0, encoding="gbk", name_encoding=None):
    """A dBASE III file with text fields of ``width`` bytes."""
    body = b""
    for row in rows:
        body += b" " + b"".join(value.encode(encoding)[:width].ljust(width) for value in row)
    header_length = 32 + 32 * len(names) + 1
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(rows), header_length, 1 + width * len(names))
    head = bytearray(head)
    head[29] = language
    fields = b""
    for name in names:
        raw = name.encode(name_encoding or encoding)[:10].ljust(11, b"\0")
        fields += raw + b"C" + bytes(4) + bytes([width]) + bytes(15)
    path.write_bytes(bytes(head) + fields + b"\r" + body + b"\x1a")
    return path


class TestTrial:
    @pytest.mark.parametrize(("encoding", "name"), [("gbk", "GBK"), ("utf-8", "UTF-8")])
    def test_values(self, tmp_path, encoding, name):
        path = write_dbf(tmp_path / "a.dbf", ["DLMC"], [["水浇地"], ["农村宅基地"]], encoding=encoding)
        found = encoding_of_dbf(path)
        assert (found.declared, found.names, found.values, found.trusted) == ("", "ASCII", name, name)
        assert found.is_wrong and not found.is_mixed

    def test_plain_ascii_trusts_what_is_declared(self, tmp_path):
        write_dbf(tmp_path / "a.dbf", ["DLBM"], [["0102"]])
        assert encoding_of_dbf(tmp_path / "a.shp").trusted == "UTF-8"
        (tmp_path / "a.cpg").write_text("GBK")
        found = encoding_of_dbf(tmp_path / "a.shp")
        assert found.trusted == "GBK" and not found.is_wrong

    def test_character_cut_by_the_width_of_the_field(self, tmp_path):
        # 10 bytes hold 3⅓ Chinese characters in UTF-8
        path = write_dbf(tmp_path / "a.dbf", ["MC"], [["东古城镇政府驻地"]] * 3, width=10, encoding="utf-8")
        assert encoding_of_dbf(path).values == "UTF-8"
        path = write_dbf(tmp_path / "b.dbf", ["MC"], [["东古城镇政府"]] * 3, width=11, encoding="gbk")
        assert encoding_of_dbf(path).values == "GBK"

    def test_names_in_one_values_in_another(self, tmp_path):
        path = write_dbf(tmp_path / "a.dbf", ["地类"], [["水浇地"]], encoding="utf-8", name_encoding="gbk")
        found = encoding_of_dbf(path)
        assert (found.names, found.values, found.trusted, found.is_mixed) == ("GBK", "UTF-8", "UTF-8", True)

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.text("村镇街道水浇地旱农宅基乡张李王赵家庄东西南北前后店子清贾辛桑", min_size=2, max_size=8),
            min_size=3,
            max_size=20,
        )
    )
    def test_village_names_are_told_apart(self, tmp_path_factory, names):
        folder = tmp_path_factory.mktemp("dbf")
        for encoding, expected in (("gbk", "GBK"), ("utf-8", "UTF-8")):
            path = write_dbf(folder / "a.dbf", ["MC"], [[name] for name in names], width=30, encoding=encoding)
            assert encoding_of_dbf(path).values == expected


class TestDeclared:
    @pytest.mark.parametrize(
        ("cpg", "wrong"),
        [("GBK", False), ("936", False), ("CP936", False), ("gb2312", False), ("UTF-8", True), ("1252", True)],
    )
    def test_cpg(self, tmp_path, cpg, wrong):
        write_dbf(tmp_path / "a.dbf", ["MC"], [["水浇地"]])
        (tmp_path / "a.cpg").write_text(cpg + "\r\n")
        assert encoding_of_dbf(tmp_path / "a.shp").is_wrong == wrong

    def test_code_page_of_the_header(self, tmp_path):
        path = write_dbf(tmp_path / "a.dbf", ["MC"], [["水浇地"]], language=0x4D)
        assert (encoding_of_dbf(path).declared, encoding_of_dbf(path).is_wrong) == ("GBK", False)
        path = write_dbf(tmp_path / "a.dbf", ["MC"], [["水浇地"]], language=0x57)
        assert encoding_of_dbf(path).is_wrong

    def test_nonsense_in_the_cpg(self, tmp_path):
        write_dbf(tmp_path / "a.dbf", ["MC"], [["水浇地"]])
        (tmp_path / "a.cpg").write_bytes(b"\xff\xfe?!")
        assert encoding_of_dbf(tmp_path / "a.shp").trusted == "GBK"

    def test_capital_suffixes(self, tmp_path):
        write_dbf(tmp_path / "A.DBF", ["MC"], [["水浇地"]])
        assert encoding_of_dbf(tmp_path / "A.shp").values == "GBK"


class TestDamaged:
    def test_missing_and_cut(self, tmp_path):
        assert encoding_of_dbf(tmp_path / "none.shp").values == "ASCII"
        (tmp_path / "a.dbf").write_bytes(b"\x03abc")
        assert encoding_of_dbf(tmp_path / "a.dbf").values == "ASCII"

    def test_neither_encoding(self, tmp_path):
        path = write_dbf(tmp_path / "a.dbf", ["MC"], [["x"]])
        path.write_bytes(path.read_bytes().replace(b"x   ", b"\xe9\xff\xff\xe8"))
        assert encoding_of_dbf(path).values == "windows-1252"

    @settings(deadline=None, max_examples=60)
    @given(st.binary(max_size=400))
    def test_any_bytes_are_survived(self, tmp_path_factory, data):
        path = tmp_path_factory.mktemp("dbf") / "a.dbf"
        path.write_bytes(data)
        assert encoding_of_dbf(path).trusted
