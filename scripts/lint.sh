#!/usr/bin/env bash
# ruff on everything, mypy on core and layers.
set -euo pipefail
cd "$REDLINE_ROOT"
echo "==> ruff"
ruff check .
ruff format --check .
echo "==> mypy (core, layers)"
mypy
