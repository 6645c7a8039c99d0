#!/usr/bin/env bash
# ruff on everything, mypy on the rooms that pyproject.toml names, and PyQt6's types on all that the plugin names of Qt.
set -euo pipefail
cd "$REDLINE_ROOT"
echo "==> ruff"
ruff check .
ruff format --check .
# numpy 1 and 2 type their arrays differently: the code is judged by those of the oldest one it runs on.
if python -c 'import sys, numpy; sys.exit(not numpy.__version__.startswith("1."))'; then
    echo "==> mypy"
    mypy
    echo "==> PyQt6's types"
    python scripts/qt6_check.py
else
    echo "==> mypy is run where numpy 1 is (Debian 12)"
fi