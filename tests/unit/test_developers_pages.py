"""The pages for those who carry on name only files, rooms and names that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["docs/architecture.md", "docs/conventions.md", "docs/developing.md", "docs/engine.md", "CONTRIBUTING.md"]
ENDINGS = (".py", ".sh", ".csv", ".md", ".txt", ".gpkg")
BUILT = ("build/", ".build/", "major_class.csv")
"""What a run makes, or an office."""


def named(page: str) -> set[str]:
    return set(re.findall(r"`([^`\s]+)`", (ROOT / page).read_text(encoding="utf-8")))


def files() -> list[str]:
    """Files of the repository by their path from the root."""
    tops = [path for path in ROOT.iterdir() if path.name in (".ci", ".github") or not path.name.startswith(".")]
    below = [each for top in tops for each in (top.rglob("*") if top.is_dir() else [top])]
    return [path.relative_to(ROOT).as_posix() for path in below if path.is_file() and "__pycache__" not in path.parts]


@pytest.mark.parametrize("page", PAGES)
def test_files_are_there(page):
    """By their path from the root or from a room, with or without ``.py``, or by their own name."""
    known = files()
    paths = {name for name in named(page) if re.fullmatch(r"[\w./-]+", name) and not name.startswith(BUILT)}
    asked = {name for name in paths if name.endswith(ENDINGS) or re.fullmatch(r"(core|layers|tests)/[\w/]+", name)}
    lost = {
        name
        for name in asked
        if not any(f"/{file}".endswith((f"/{name}", f"/{name}.py")) or f"/{name}/" in f"/{file}" for file in known)
    }
    assert not lost


def defined(parts: list[str]) -> bool:
    """Whether the names after a module's stand in it, as what it defines or hands on."""
    place = ROOT
    while parts and ((place / parts[0]).is_dir() or (place / f"{parts[0]}.py").is_file()):
        place, parts = place / parts[0], parts[1:]
    if not parts:
        return True
    module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.alias):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return set(parts) <= found


@pytest.mark.parametrize("page", PAGES)
def test_names_are_there(page):
    """``core.errors.RedlineError``: a module of ours and what it defines or hands on."""
    dotted = [name for name in named(page) if re.fullmatch(r"(core|layers|processing|layouts|ui)(\.\w+)+", name)]
    assert [name for name in dotted if not defined(name.split("."))] == []


@pytest.mark.parametrize("outer", ["core", "layers"])
def test_every_room_has_its_line(outer):
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    part = text.split(f"## {outer}: ")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
    rooms = {path.parent.name for path in (ROOT / outer).glob("*/__init__.py")}
    assert told == rooms


def test_every_folder_of_tests_has_its_line():
    told = set(re.findall(r"^\| `tests/(\w+)` \|", (ROOT / "docs/conventions.md").read_text(encoding="utf-8"), re.M))
    holding = {Path(name).parts[1] for name in files() if re.fullmatch(r"tests/\w+/(?:.+/)?test_\w+\.py", name)}
    assert told == holding
