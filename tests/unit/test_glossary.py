"""One word for one thing: ``i18n/glossary.csv`` holds the field's terms, and screen, help and documents keep to it."""

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
with (ROOT / "i18n/glossary.csv").open(encoding="utf-8", newline="") as file:
    TERMS = list(csv.DictReader(file))
SCREEN = [
    (message.findtext("source") or "", message.findtext("translation") or "")
    for message in ET.parse(ROOT / "i18n/redline_zh_Hans.ts").iter("message")  # noqa: S314 - our own file
]
PAGES = [*ROOT.glob("docs/*.zh-Hans.md"), *ROOT.glob("resources/help/zh_Hans/*.md"), *ROOT.glob("README*.md")]
TABLES = [*ROOT.glob("resources/*/*.csv"), *ROOT.glob("models/*.model3")]
OWN_FIELD = "图斑净面积"
"""An alias by which a field of the land-use layer is recognised: counties' own word, not ours."""


@pytest.mark.parametrize("term", TERMS, ids=[term["chinese"] for term in TERMS])
def test_the_screen_says_the_word(term):
    """Whatever has the English term in it has the Chinese one in its translation."""
    english = re.compile(rf"\b({term['english']})\b", re.IGNORECASE)
    said = [(source, chinese) for source, chinese in SCREEN if english.search(source)]
    assert said, "a term that is nowhere on the screen"
    assert not [pair for pair in said if term["chinese"] not in pair[1]]


@pytest.mark.parametrize("word", [word for term in TERMS for word in term["never"].split("|") if word])
def test_nobody_says_the_other_word(word):
    texts = {"screen": "\n".join(chinese for _, chinese in SCREEN)}
    texts |= {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in [*PAGES, *TABLES]}
    assert len(texts) > 40
    assert not [name for name, text in texts.items() if word in text.replace(OWN_FIELD, "")]
