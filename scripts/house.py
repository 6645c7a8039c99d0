"""A mirror of the house, not a gate: places where a second thought may hide in one name.

python scripts/house.py            functions over 60 lines, dataclasses over 8 fields, calls of 8 arguments and more,
                                   public names that mean different things in different rooms
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTER = ("core", "layers", "layouts", "processing", "ui")
LINES, FIELDS, ARGUMENTS = 60, 8, 8
# Called with many arguments because Qt, QGIS or a table of words wants it so; their shape is not ours.
FOREIGN = frozenset(
    {"QgsProcessingParameterNumber", "RedlineError", "Notice", "format", "QgsProcessingParameterDistance"}
)

Place = tuple[int, str]


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the product by its path from the root, and its tree."""
    for outer in OUTER:
        for path in sorted((ROOT / outer).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_dataclass(node: ast.ClassDef) -> bool:
    return any(name_of(d.func if isinstance(d, ast.Call) else d) == "dataclass" for d in node.decorator_list)


def long_functions(place: str, tree: ast.Module) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES:
                yield lines, f"{place}:{node.lineno} {node.name}"


def wide_dataclasses(place: str, tree: ast.Module) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and is_dataclass(node):
            fields = sum(isinstance(each, ast.AnnAssign) for each in node.body)
            if fields > FIELDS:
                yield fields, f"{place}:{node.lineno} {node.name}"


def crowded_calls(place: str, tree: ast.Module) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) not in FOREIGN:
            arguments = len(node.args) + len(node.keywords)
            if arguments >= ARGUMENTS and not any(isinstance(each, ast.Starred) for each in node.args):
                yield arguments, f"{place}:{node.lineno} {name_of(node.func)}"


def names_with_two_meanings() -> Iterator[Place]:
    """Public classes and functions of one name that are defined in more than one module. A compiled body (``_numba``)
    has the name and the meaning of the one in numpy, and is left out."""
    homes: dict[str, list[str]] = defaultdict(list)
    for place, tree in modules():
        for node in () if place.endswith("_numba.py") else tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                homes[node.name].append(f"{place}:{node.lineno}")
    for name, places in homes.items():
        if len(places) > 1:
            yield len(places), f"{name}: {', '.join(places)}"


def tell(title: str, found: list[Place]) -> None:
    print(f"{title}: {len(found)}")
    for number, what in sorted(found, key=lambda each: (-each[0], each[1])):
        print(f"  {number:>4}  {what}")
    print()


def main() -> None:
    trees = list(modules())
    for title, look in (
        (f"functions over {LINES} lines", long_functions),
        (f"dataclasses over {FIELDS} fields", wide_dataclasses),
        (f"calls of {ARGUMENTS} arguments and more", crowded_calls),
    ):
        tell(title, [each for place, tree in trees for each in look(place, tree)])
    tell("names defined in more than one place", list(names_with_two_meanings()))


if __name__ == "__main__":
    main()
