"""docs/algorithms.md is what the provider says, in both languages."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def make_reference(redline):
    spec = importlib.util.spec_from_file_location("redline_make_reference", ROOT / "scripts" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_up_to_date(make_reference, language):
    path = make_reference.FILES[language]
    written = path.read_text(encoding="utf-8").splitlines()
    fresh = make_reference.reference(language).splitlines()
    differing = [(old, new) for old, new in zip(written, fresh, strict=False) if old != new][:3]
    assert written == fresh, f"run scripts/make_reference.py; the first differences: {differing}"


def test_every_algorithm_is_in_it(make_reference, redline):
    text = make_reference.FILES["en"].read_text(encoding="utf-8")
    for algorithm in redline.algorithms():
        assert f"`{algorithm.id()}`" in text


def test_chinese_is_chinese(make_reference):
    text = make_reference.reference("zh_Hans")
    assert "## 地类面积统计" in text
    assert "## Tally by land use" not in text
