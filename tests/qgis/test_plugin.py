"""The plugin as qgis_process meets it: no window, and QGIS's own `processing` still QGIS's."""

import subprocess
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm


def test_the_provider_is_there_without_a_window(redline):
    assert redline.id() == "redline"
    assert redline.name() == "Redline 红线"
    assert Path(redline.svgIconPath()).is_file()


def test_processing_is_still_that_of_qgis(redline):
    import processing

    assert Path(processing.__file__).parts[-3:] == ("plugins", "processing", "__init__.py")
    assert hasattr(processing, "run")


@pytest.mark.parametrize("locale", ["zh-Hans", "zh_CN", "zh_Hans_CN"])
def test_chinese_is_found_under_every_name_that_qgis_has_for_it(redline, locale):
    from redline.i18n import install_translator, tr

    translator = install_translator(locale)
    try:
        assert tr("Cameras") == "监控"
    finally:
        QgsApplication.removeTranslator(translator)
    assert tr("Cameras") == "Cameras"


def test_english_needs_no_translation(redline):
    from redline.i18n import install_translator

    assert install_translator("en_US") is None


def test_documents_have_their_own_language(redline):
    from redline.i18n import words_of

    assert words_of("zh_Hans")("Cameras") == "监控"
    assert words_of("zh_Hans")("no such text") == "no such text"
    assert words_of("en")("Cameras") == "Cameras"


def written(provider) -> list:
    """The algorithms but for the models, which carry their help in their own files."""
    return [each for each in provider.algorithms() if not isinstance(each, QgsProcessingModelAlgorithm)]


def test_every_algorithm_is_described(redline):
    from qgis.core import QgsProcessingParameterDefinition

    for algorithm in written(redline):
        name = algorithm.name()
        assert name.isalnum()
        assert name == name.lower()
        assert algorithm.displayName()
        assert algorithm.shortDescription()
        assert algorithm.tags(), name
        assert len(algorithm.shortHelpString()) > 200, name
        silent = [
            each.name()
            for each in algorithm.parameterDefinitions()
            if not each.help() and not each.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden
        ]
        assert silent == [], f"{name}: parameters without help"


def test_every_algorithm_has_its_help_page_in_both_languages(redline):
    from redline.core.resources import RESOURCES

    for algorithm in written(redline):
        for language in ("en", "zh_Hans"):
            assert (RESOURCES / "help" / language / f"{algorithm.name()}.md").is_file(), algorithm.name()


def test_qgis_process_loads_the_plugin_and_ends_well(qgis_process):
    done = subprocess.run(["qgis_process", "list"], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Redline 红线" in done.stdout


def test_who_clicks_in_the_first_seconds_waits_for_the_algorithms(redline):
    """The welcome page can be clicked before the thread has imported the tools: "algorithm not found" stood there."""
    from redline.ui.loader import AlgorithmLoader, have_algorithms

    class Provider:
        filled = 0

        def fill(self):
            self.filled += 1

    provider = Provider()
    loader = AlgorithmLoader(provider)
    try:
        assert provider.filled == 0
        have_algorithms()
        have_algorithms()
        assert provider.filled == 1 and loader.done
    finally:
        loader.stop()
    late = AlgorithmLoader(provider)
    late.stop()
    have_algorithms()
    assert provider.filled == 1, "a loader that was stopped loads nothing"
