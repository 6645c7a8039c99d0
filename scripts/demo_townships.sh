#!/usr/bin/env bash
# The two townships of the demo county that stand in the plugin's zip, resources/demo/townships.gpkg with alerts.csv, made
# anew: the same file for the same generator and GDAL. tests/qgis/test_demo_townships.py holds the file to the generator.
set -euo pipefail
cd "$(dirname "$0")/.."
python demo/make.py --small --output resources/demo/townships.gpkg --season resources/demo
