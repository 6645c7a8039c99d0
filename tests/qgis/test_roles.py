"""layers/roles/table.py and layers/roles/fields.py: tables that say what a layer is, and fields found by them."""

import pytest
from qgis.core import QgsField, QgsFields, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from redline.core.errors import RedlineError
from redline.layers.roles import table as tables
from redline.layers.roles.fields import fields_of, find_field, match_field, remember, remembered
from redline.layers.roles.personal import is_personal
from redline.layers.roles.recognise import WEIGHTS
from redline.layers.roles.table import (
    GROUPS,
    field_name_zh,
    reload_roles,
    role_of,
    roles,
    value_list,
    value_names,
)
from redline.layers.roles.values import TESTS, fitting

PROMISED = {
    "county", "township", "village", "landuse", "farmland", "ecological", "urban", "camera", "coverage", "alert",
    "parcel", "batch", "tract", "plannedland", "hazard", "boundarypoint", "elevation", "landcover", "image",
}  # fmt: skip


def some_fields(*names, aliases=None) -> QgsFields:
    fields = QgsFields()
    for name in names:
        field = QgsField(name, QMetaType.Type.QString)
        field.setAlias((aliases or {}).get(name, ""))
        fields.append(field)
    return fields


@pytest.fixture
def office(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "office_folder", lambda: tmp_path)
    reload_roles()
    yield tmp_path
    monkeypatch.undo()
    reload_roles()


class TestTables:
    def test_every_promised_role(self, qgis_app):
        assert set(roles()) >= PROMISED

    @pytest.mark.parametrize("role", sorted(PROMISED))
    def test_rows_are_whole(self, qgis_app, role):
        found = role_of(role)
        assert found.name_en and found.name_zh and found.group in GROUPS
        assert found.layer_names
        assert set(found.geometry) <= {"polygon", "point", "line", "raster", "table"}
        if "raster" not in found.geometry:
            assert found.required(), "a role must be told by its fields"
            assert found.identity in found.parts
        for part in found.parts.values():
            assert part.need in {"required", "rule", "optional"}
            assert part.name_en and part.name_zh and part.aliases
            assert set(part.values) <= set(TESTS)

    def test_fields_name_known_roles(self, qgis_app):
        assert {row["role"] for row in tables.table_rows("fields", "/nowhere")} <= set(roles())
        assert {row["role"] for row in tables.table_rows("structure", "/nowhere")} - {""} <= set(roles())

    def test_every_list_is_there(self, qgis_app):
        used = {row["values"] for row in tables.table_rows("structure", "/nowhere")} - {"", "class"}
        assert used and all(value_names(name, "en") and value_names(name, "zh_Hans") for name in used)

    def test_weights_are_shares(self):
        assert sum(WEIGHTS.values()) == pytest.approx(1)

    def test_official_structures(self, qgis_app):
        assert field_name_zh("landuse", "KCXS") == "扣除地类系数"
        assert field_name_zh("farmland", "yjjbntmj") == "永久基本农田面积"
        assert field_name_zh("landuse", "nothing") == ""
        assert value_list("landuse", "QSXZ") == "ownership"
        assert value_list("landuse", "DLBM") == "class"
        assert value_names("ownership", "zh_Hans")["30"] == "集体土地所有权"
        assert value_names("slope", "en")["5"] == ">25°"

    @pytest.mark.parametrize("name", ["ZRRZJHM", "LXDH", "JZDZ", "ZRRMC", "CFZR", "ZZRR", "lxdh"])
    def test_personal_data(self, qgis_app, name):
        assert is_personal("farmland", name)

    @pytest.mark.parametrize("name", ["person_lia", "PERSON_L_1", "联系电", "联系电\ufffd", "身份证号码"[:3]])
    def test_personal_data_under_a_name_that_a_shapefile_cut(self, qgis_app, name):
        assert is_personal("camera", name)

    def test_no_field_that_a_tool_needs_is_personal(self, qgis_app):
        for role in roles().values():
            for part in role.parts.values():
                assert [alias for alias in part.aliases if is_personal(role.id, alias)] == [], (role.id, part.id)

    def test_what_is_not_personal(self, qgis_app):
        assert not is_personal("farmland", "YJJBNTMJ")
        assert not is_personal("village", "ZLDWMC")
        assert not is_personal("camera", "person") and not is_personal("camera", "camera_l_1")
        assert is_personal("landuse", "身份证号"), "wherever it stands"

    def test_unknown_role(self, qgis_app):
        with pytest.raises(RedlineError, match="There is no role pond; there are: county, township"):
            role_of("pond")


class TestOfficeRows:
    def test_added_alias_replaces_the_row_and_keeps_the_rest(self, office):
        text = "role,part,name_en,name_zh,need,aliases,values\nlanduse,class,,,,TDLYDM|DLBM,\n"
        (office / "fields.csv").write_text(text, encoding="utf-8")
        reload_roles()
        part = role_of("landuse").parts["class"]
        assert part.aliases == ("TDLYDM", "DLBM")
        assert (part.name_zh, part.need) == ("地类编码", "required")
        assert find_field(some_fields("TDLYDM"), "landuse", "class") == "TDLYDM"

    def test_new_role_saved_by_excel_in_chinese(self, office):
        text = "role,name_en,name_zh,geometry,group,layer_names\ngreenhouse,Greenhouses,大棚,polygon,landuse,DP|大棚\n"
        (office / "roles.csv").write_bytes(text.encode("gb18030"))
        reload_roles()
        assert role_of("greenhouse").name_zh == "大棚"
        assert "landuse" in roles()

    def test_row_without_key(self, office):
        (office / "fields.csv").write_text("role,part,aliases\nlanduse,,X\n", encoding="utf-8")
        reload_roles()
        with pytest.raises(RedlineError, match=r"fields\.csv, line 2: the columns role, part must be filled in"):
            roles()


class TestFindField:
    @pytest.mark.parametrize(
        ("names", "role", "part", "expected"),
        [
            (["BSM", "DLBM"], "landuse", "class", "DLBM"),
            (["dlbm"], "landuse", "class", "dlbm"),
            (["地类编码"], "landuse", "class", "地类编码"),
            (["DLTB_DLBM"], "landuse", "class", "DLTB_DLBM"),
            (["DLTB.DLBM"], "landuse", "class", "DLTB.DLBM"),
            (["JBNTMJ"], "farmland", "farmlandarea", "JBNTMJ"),
            (["YJJBNTMJ", "JBNTMJ"], "farmland", "farmlandarea", "YJJBNTMJ"),
            # a Shapefile keeps 10 bytes: camera_radius is cut to camera_rad, 永久基本农田面积 to 永久基 (9 bytes)
            (["camera_rad"], "camera", "radius", "camera_rad"),
            (["永久基"], "farmland", "farmlandarea", "永久基"),
            (["指标面积（亩）"], "quota", "area", "指标面积（亩）"),
        ],
    )
    def test_aliases(self, qgis_app, names, role, part, expected):
        assert find_field(some_fields(*names), role, part) == expected

    def test_by_the_layers_own_alias(self, qgis_app):
        fields = some_fields("F1", "F2", aliases={"F2": "地类编码"})
        assert find_field(fields, "landuse", "class") == "F2"

    def test_names_go_before_aliases(self, qgis_app):
        fields = some_fields("DLBM", "F2", aliases={"F2": "地类编码"})
        assert find_field(fields, "landuse", "class") == "DLBM"

    def test_sentence_names_layer_field_and_remedy(self, qgis_app):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=A:string&field=B:string", "图斑2023", "memory")
        with pytest.raises(RedlineError) as error:
            find_field(layer, "landuse", "ridge")
        assert str(error.value) == (
            "Layer 图斑2023 has no field KCXS (Ridge coefficient); it has: A, B. Choose the field in the tool, "
            "rename it to KCXS, or add its name to the aliases in resources/roles/fields.csv."
        )
        assert find_field(layer, "landuse", "ridge", required=False) is None

    def test_unknown_part(self, qgis_app):
        with pytest.raises(RedlineError, match="The role landuse has no part colour; it has: class, classname"):
            find_field(some_fields("A"), "landuse", "colour")

    def test_remembered_goes_first(self, qgis_app):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLBM:string&field=OLD:string", "x", "memory")
        remember(layer, "landuse", {"class": "OLD"})
        assert find_field(layer, "landuse", "class") == "OLD"
        assert remembered(layer) == ("landuse", {"class": "OLD"})
        layer.setName("renamed")
        assert find_field(layer, "landuse", "class") == "OLD"
        # what was remembered for another role, or has gone, does not count
        assert find_field(layer, "farmland", "class") == "DLBM"
        remember(layer, "landuse", {"class": "GONE"})
        assert find_field(layer, "landuse", "class") == "DLBM"

    def test_damaged_memory(self, qgis_app):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLBM:string", "x", "memory")
        layer.setCustomProperty("redline/role", "landuse")
        layer.setCustomProperty("redline/fields", "{not json")
        assert find_field(layer, "landuse", "class") == "DLBM"

    def test_all_parts(self, qgis_app):
        fields = some_fields("DLBM", "QSXZ", "KCXS", "TBMJ", "ZLDWDM")
        assert fields_of(fields, "landuse") == {
            "class": "DLBM", "ownership": "QSXZ", "ridge": "KCXS", "area": "TBMJ", "villagecode": "ZLDWDM",
        }  # fmt: skip

    def test_nothing_matches_nothing(self, qgis_app):
        assert match_field(some_fields("A"), []) is None
        assert match_field(QgsFields(), ["DLBM"]) is None


class TestValues:
    @pytest.mark.parametrize(
        ("test", "good", "bad"),
        [
            ("county", ["371525", "371525000000"], ["371500", "371525100", "37152"]),
            ("township", ["371525100", "371525100000"], ["371525", "371525000", "371525100201"]),
            ("village", ["371525100201", "3715251002010000000"], ["371525100", "371525100000"]),
            ("sandiao", ["0102", "1104A", "0201K", "011"], ["9999", "0199"]),
            ("ydyh", ["0701", "070102", "1207"], ["0999"]),
            ("share", ["0", "0.0823"], ["1.2", "x"]),
            ("longitude", ["115.4"], ["36.5", "x"]),
            ("pointnumber", ["J1", "12"], ["界1"]),
            ("urbanzone", ["310", "330", "集中建设区", "城镇弹性发展区"], ["0701", "340", "某区"]),
        ],
    )
    def test_each(self, qgis_app, test, good, bad):
        assert fitting(good, [test]) == 1.0
        assert fitting(bad, [test]) == 0.0
        assert fitting(good + bad, [test]) == pytest.approx(len(good) / len(good + bad))

    def test_empty_says_nothing(self, qgis_app):
        assert fitting([None, "", "NULL"], ["village"]) is None
        assert fitting(["x"], []) is None
        assert fitting([371525100201], ["village"]) == 1.0
