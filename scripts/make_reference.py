"""Writes docs/algorithms.md and docs/algorithms.zh-Hans.md from the provider.

    . scripts/env.sh && python scripts/make_reference.py [--check]

With --check nothing is written, and the exit status is 1 when a file is out of date. tests/qgis/test_reference.py
does the same.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessingDestinationParameter,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator  # noqa: E402

FILES = {"en": ROOT / "docs" / "algorithms.md", "zh_Hans": ROOT / "docs" / "algorithms.zh-Hans.md"}
WORDS = {
    "en": {
        "title": "Algorithm reference",
        "intro": "Made from the provider by `scripts/make_reference.py`; do not edit. 中文：[algorithms.zh-Hans.md]"
        "(algorithms.zh-Hans.md). How to call them from the command line: [commandline.md](commandline.md).",
        "parameters": "Parameters",
        "outputs": "Outputs",
        "name": "Name",
        "label": "Label",
        "help": "What it is",
        "default": "Default",
        "optional": "optional",
        "advanced": "advanced",
        "options": "one of",
        "model": "A model; open `models/{file}` in the model designer to change it.",
    },
    "zh_Hans": {
        "title": "算法参考",
        "intro": "由 `scripts/make_reference.py` 从算法库生成，请勿手工修改。English: [algorithms.md](algorithms.md)。"
        "命令行调用方法见 [commandline.md](commandline.md)。",
        "parameters": "参数",
        "outputs": "输出",
        "name": "名称",
        "label": "标题",
        "help": "说明",
        "default": "默认值",
        "optional": "可选",
        "advanced": "高级",
        "options": "可选值",
        "model": "模型；可在模型设计器中打开 `models/{file}` 修改。",
    },
}


class TsTranslator(QTranslator):
    """The words of a .ts file as they stand, compiled or not."""

    def __init__(self, path):
        super().__init__()
        # Our own file, not foreign input.
        self.words = {
            message.findtext("source", ""): message.findtext("translation", "") or ""
            for message in ET.parse(path).iter("message")  # noqa: S314
        }

    def isEmpty(self):
        return not self.words

    def translate(self, context, text, disambiguation=None, n=-1):
        return self.words.get(text, "") if context == "Redline" else ""


def algorithms():
    """New instances of every algorithm of the provider, so that their labels are in the language of now."""
    from redline.processing.algorithms import ALGORITHMS
    from redline.processing.models import shipped_models

    found = [kind().create() for kind in ALGORITHMS]
    models = shipped_models()
    for model in models:
        model.initAlgorithm()
    return found + models


def cell(text):
    return str(text).replace("\n", " ").replace("|", "\\|").strip()


def parameter_row(parameter, words):
    marks = []
    flags = parameter.flags()
    if flags & QgsProcessingParameterDefinition.Flag.FlagOptional:
        marks.append(words["optional"])
    if flags & QgsProcessingParameterDefinition.Flag.FlagAdvanced:
        marks.append(words["advanced"])
    told = parameter.help()
    if isinstance(parameter, QgsProcessingParameterEnum):
        told = f"{told} ({words['options']}: {', '.join(f'`{option}`' for option in parameter.options())})"
    if marks:
        told = f"{told} *{', '.join(marks)}*"
    default = parameter.defaultValue()
    shown = (
        "" if default in (None, "", []) or isinstance(parameter, QgsProcessingDestinationParameter) else f"`{default}`"
    )
    return f"| `{parameter.name()}` | {cell(parameter.description())} | {cell(told)} | {shown} |"


def section(algorithm, language, words):
    help_page = ROOT / "resources" / "help" / language / f"{algorithm.name()}.md"
    lines = [f"## {algorithm.displayName()}", "", f"`redline:{algorithm.name()}`", ""]
    if isinstance(algorithm, QgsProcessingModelAlgorithm):
        lines += [words["model"].format(file=f"{algorithm.name()}.model3"), ""]
        described = algorithm.helpContent().get("ALG_DESC", "")
        if described:
            lines += [described, ""]
    else:
        lines += [
            help_page.read_text(encoding="utf-8").strip() if help_page.is_file() else algorithm.shortDescription(),
            "",
        ]
    lines += [
        f"**{words['parameters']}**",
        "",
        f"| {words['name']} | {words['label']} | {words['help']} | {words['default']} |",
        "| --- | --- | --- | --- |",
        *(parameter_row(each, words) for each in algorithm.parameterDefinitions()),
        "",
        f"**{words['outputs']}**",
        "",
        f"| {words['name']} | {words['label']} |",
        "| --- | --- |",
        *(f"| `{each.name()}` | {cell(each.description())} |" for each in algorithm.outputDefinitions()),
        "",
    ]
    return lines


def reference(language):
    """The reference in one language, as text."""
    words = WORDS[language]
    translator = TsTranslator(ROOT / "i18n" / f"redline_{language}.ts") if language != "en" else None
    if translator is not None:
        QCoreApplication.installTranslator(translator)
    try:
        groups = {}
        for algorithm in algorithms():
            groups.setdefault(algorithm.group(), []).append(algorithm)
        lines = [f"# {words['title']}", "", words["intro"], ""]
        for group, members in groups.items():
            listed = ", ".join(f"[{each.displayName()}](#{anchor(each.displayName())})" for each in members)
            lines += [f"- **{group}**: {listed}"]
        lines.append("")
        for members in groups.values():
            for algorithm in members:
                lines += section(algorithm, language, words)
        return "\n".join(lines).rstrip() + "\n"
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)


def anchor(title):
    """The anchor that GitHub gives a heading."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def main():
    application = QgsApplication([], False)
    application.initQgis()
    from redline.processing.provider import RedlineProvider

    provider = RedlineProvider()  # Python must keep it alive
    QgsApplication.processingRegistry().addProvider(provider)
    stale = []
    for language, path in FILES.items():
        text = reference(language)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(stale) if stale else "up to date")
    # QGIS and Python take each other's objects apart on leaving; nothing is left to do.
    sys.stdout.flush()
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
