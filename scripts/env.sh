# Sourced by the Makefile: the virtual environment's Python, and a QGIS profile of its own, so that
# nothing here touches the user's.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export REDLINE_ROOT=$ROOT
export PATH="$ROOT/.venv/bin:$PATH"
export QGIS_CUSTOM_CONFIG_PATH="$ROOT/.build/profile"
export QGIS_PLUGINPATH="$ROOT/.build/plugins"
# qgis_process embeds the system's Python: it finds the virtual environment's packages by this.
SITE=$("$ROOT/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
export PYTHONPATH="$SITE${PYTHONPATH:+:$PYTHONPATH}"
# pytest takes the typefaces of the tests before QGIS starts in it; nothing else sees them.
export PYTHONPATH="$PYTHONPATH:$ROOT/tests/early" PYTEST_PLUGINS=typefaces
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-$ROOT/.build/runtime}"
export PYTHONUTF8=1
mkdir -p "$XDG_RUNTIME_DIR" "$QGIS_CUSTOM_CONFIG_PATH" && chmod 700 "$XDG_RUNTIME_DIR" 2>/dev/null || true
# No screen is needed; scripts/run.sh and the desktop tests take this back.
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
# The language in which the demo speaks, as QGIS takes it from the system: zh_Hans or en.
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    zh*) export REDLINE_LANGUAGE="${REDLINE_LANGUAGE:-zh_Hans}" ;;
    *) export REDLINE_LANGUAGE="${REDLINE_LANGUAGE:-en}" ;;
esac
