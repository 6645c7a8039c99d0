"""One glossary: a thing has one Chinese name on the screen, in help pages and documents; no English stands there."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "i18n" / "redline_zh_Hans.ts"

# What is not said, and what is said instead.
ONE_NAME = {
    "县级图层": "县域图层",
    "示例县": "示范县",
    "官方椭球面积": "椭球面积",
    "官方面积": "椭球面积",
    "可视摄像头": "可见摄像头数",
    "插件配置": "用户配置",
    "红线图层组": "红线",
    "国土三调": "三调",
    "永农红线": "永久基本农田",
}
# A source string has this translation and no other.
SAID_SO = {
    "Load county layers": "加载县域图层",
    "Red lines": "红线",
    "Red-line checks": "红线核查",
    "In villages": "所在村",
    "Cameras in sight": "可见摄像头数",
    "Live tally": "实时统计",
    "Permanent basic farmland, outline": "永久基本农田（边线）",
}
# Words of code may stand between: what a person types is written as it is typed.
CODE = re.compile(
    r"\{[^}]*\}|<[^>]*>|`[^`]*`|https?://\S+|python3? -m pip install(?: [\w-]+)?|(?:apt|pip) install [\w-]+"
)
ENGLISH = re.compile(r"\b[A-Za-z]?[a-z]+(?: [a-z]+){2,}\b")


def translations() -> list[tuple[str, str]]:
    return [
        (message.findtext("source") or "", message.findtext("translation") or "")
        for message in ET.parse(TS).getroot().iter("message")  # noqa: S314 - our own file
    ]


def chinese_pages() -> list[Path]:
    return [
        *sorted((ROOT / "docs").glob("*.zh-Hans.md")),
        *sorted((ROOT / "resources" / "help" / "zh_Hans").glob("*.md")),
    ]


@pytest.mark.parametrize("word", ONE_NAME)
def test_each_thing_has_one_name(word):
    said = ONE_NAME[word]
    on_screen = [source for source, chinese in translations() if word in chinese]
    assert on_screen == [], f"say {said}"
    in_pages = [path.name for path in chinese_pages() if word in path.read_text(encoding="utf-8")]
    assert in_pages == [], f"say {said}"


def test_what_has_a_fixed_name_has_it():
    found = {source: chinese for source, chinese in translations() if source in SAID_SO}
    wanted = {source: chinese for source, chinese in SAID_SO.items() if source in found}
    assert found == wanted
    assert len(found) >= len(SAID_SO) - 1


def test_no_english_stands_in_chinese():
    """No translation is its English source, and three words of English never stand in a row."""
    same = [
        source for source, chinese in translations() if chinese == source and re.search(r"[a-z]{3} [a-z]{3}", source)
    ]
    assert same == []
    rows = {chinese: ENGLISH.search(CODE.sub("·", chinese)) for _, chinese in translations()}
    assert [(chinese, found.group()) for chinese, found in rows.items() if found] == []
