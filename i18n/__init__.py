"""The words on the screen. English stands in the source; the .ts files carry the other languages."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

__all__ = ["CONTEXT", "install_translator", "tr", "words_of"]

CONTEXT = "Redline"
"""One context for the whole plugin: a term is translated once and is the same everywhere."""

FOLDER = Path(__file__).resolve().parent


def tr(text: str) -> str:
    """``text`` in the language in which QGIS runs."""
    return QCoreApplication.translate(CONTEXT, text)


def install_translator(locale: str) -> QTranslator | None:
    """Load the plugin's translation for ``locale`` ("zh-Hans", "zh_CN", "en_US"); None where English is shown.

    The caller keeps the translator alive and removes it with the plugin.
    """
    translator = QTranslator()
    if not translator.load(QLocale(locale), "redline", "_", str(FOLDER)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


@cache
def _translation(language: str) -> tuple[QTranslator, bytes] | None:
    """The translator of ``language`` with the bytes it reads from: Qt would map the file into memory, where an update
    of the plugin pulls it away (Linux) or is refused (Windows)."""
    path = FOLDER / f"redline_{language}.qm"
    if not path.is_file():
        return None
    translator, data = QTranslator(), path.read_bytes()
    return (translator, data) if translator.loadFromData(data) else None


def words_of(language: str) -> Callable[[str], str]:
    """A ``tr`` for documents in ``language`` ("en" or "zh_Hans"), whatever QGIS itself speaks."""
    found = None if language == "en" else _translation(language)
    if found is None:
        return lambda text: text
    translator, _ = found
    # As bytes: PyQt takes a str here only when it is ASCII, and "m²" is not.
    return lambda text: translator.translate(CONTEXT, text.encode("utf-8")) or text
