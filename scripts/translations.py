"""Keeps i18n/redline_<language>.ts in step with the source.

python scripts/translations.py update            take up new strings, drop those that are gone
python scripts/translations.py add words.tsv     fill in translations (English <tab> Chinese per line)
python scripts/translations.py missing           list what has no translation; exit status 1 when there is any
python scripts/translations.py compile           make the .qm files with lrelease
python scripts/translations.py compiler          say where lrelease is; exit status 1 when none works
"""

import ast
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("core", "layers", "layouts", "processing", "ui", "demo")
LANGUAGES = ("zh_Hans",)
CONTEXT = "Redline"
CALLS = {"tr", "RedlineError", "Notice", "ToolboxGroup"}
"""Callables whose literal texts are shown to people: the first one, or for ToolboxGroup the label."""
ATTRIBUTES = {"LABEL", "SUMMARY", "SENTENCE"}


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Source strings of one module, in their order."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                wanted = node.args[1:2] if name == "ToolboxGroup" else node.args[:1]
                yield from (arg.value for arg in wanted if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            named = any(isinstance(target, ast.Name) and target.id in ATTRIBUTES for target in node.targets)
            if named and isinstance(node.value.value, str):
                yield node.value.value


def source_texts() -> dict[str, str]:
    """Every source string with the file in which it is first met."""
    found: dict[str, str] = {}
    files = [ROOT / "plugin.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]
    for path in files:
        for text in texts_of(ast.parse(path.read_text(encoding="utf-8"))):
            if text.strip():
                found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def ts_path(language: str) -> Path:
    return ROOT / "i18n" / f"redline_{language}.ts"


def read_translations(language: str) -> dict[str, str]:
    path = ts_path(language)
    if not path.exists():
        return {}
    # Our own file, not foreign input.
    return {
        message.findtext("source", ""): message.findtext("translation", "") or ""
        for message in ET.parse(path).iter("message")  # noqa: S314
    }


def write_translations(language: str, words: dict[str, str], texts: Iterable[str]) -> None:
    """The file of a language: texts in their alphabetical order and no places, so that a change of code or of rooms
    changes only the lines of the strings that it is about."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in sorted(texts):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if words.get(text):
            translation.text = words[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    target = ts_path(language)
    draft = target.with_suffix(".ts.draft")
    draft.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8", newline="\n")
    draft.replace(target)


def update(extra: dict[str, str] | None = None) -> None:
    places = source_texts()
    # The name of the help folder is itself a translation.
    places.setdefault("en", "processing/base.py")
    for language in LANGUAGES:
        words = read_translations(language) | {"en": language} | (extra or {})
        write_translations(language, words, places)


def add(path: str) -> None:
    extra, unknown = {}, []
    known = source_texts()
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        english, tab, chinese = line.partition("\t")
        if not tab or not chinese.strip():
            sys.exit(f"{path}:{number}: a line is English, tab, Chinese")
        english, chinese = english.replace("\\n", "\n"), chinese.strip().replace("\\n", "\n")
        if english not in known:
            unknown.append(english)
        extra[english] = chinese
    update(extra)
    for english in unknown:
        print(f"not in the source, left out: {english!r}")


def missing() -> int:
    count = 0
    for language in LANGUAGES:
        words = read_translations(language)
        for text, place in sorted(source_texts().items(), key=lambda item: (item[1], item[0])):
            if not words.get(text):
                print(f"{language}\t{place}\t{text!r}")
                count += 1
    return 1 if count else 0


def lrelease() -> str:
    for name in ("lrelease", "lrelease-qt5", "lrelease6", "/usr/lib/qt5/bin/lrelease", "/usr/lib/qt6/bin/lrelease"):
        found = shutil.which(name)
        # /usr/bin/lrelease may be qtchooser without a Qt behind it
        if found and subprocess.run([found, "-version"], capture_output=True, check=False).returncode == 0:
            return found
    sys.exit("lrelease, which compiles the translations, is missing: install qt6-l10n-tools")


def compile_all() -> None:
    for language in LANGUAGES:
        source = ts_path(language)
        target = source.with_suffix(".qm")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Beside it first: a QGIS that is running has the old file mapped into its memory.
        draft = target.with_suffix(".qm.draft")
        subprocess.run([lrelease(), "-silent", str(source), "-qm", str(draft)], check=True)
        draft.replace(target)


class Lock:
    """One writer at a time: several people may work in one checkout."""

    path = ROOT / ".build" / "translations.lock"

    def __enter__(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        for _ in range(600):
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL))
                return
            except FileExistsError:
                time.sleep(0.1)
        sys.exit(f"{self.path} is held: another run is writing, or one died; delete it in that case")

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            with Lock():
                update()
        case ["add", path]:
            with Lock():
                add(path)
        case ["missing"]:
            return missing()
        case ["compiler"]:
            print(lrelease())
        case ["compile"]:
            with Lock():
                compile_all()
        case _:
            sys.exit(__doc__)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
