# Redline 红线. `make demo` shows it, `make test` proves it; both set up what is missing.
SHELL := /bin/bash
ENV := . scripts/env.sh &&

.PHONY: help demo test test-all lint house mutants run package install bench translations reference clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make demo          set up, make the demo county, run the main job on it, print its tables
demo:
	@scripts/setup.sh demo
	@$(ENV) scripts/demo.sh

## make test          set up what is missing, check the code, run the tests
test:
	@scripts/setup.sh test
	@$(ENV) scripts/test.sh

## make test-all      the same with the slow tests
test-all:
	@scripts/setup.sh bench
	@$(ENV) scripts/test.sh --all

## make lint          ruff and mypy only
lint:
	@scripts/setup.sh lint
	@$(ENV) scripts/lint.sh

## make house         a mirror: long functions, wide dataclasses, crowded calls, names with two meanings
house:
	@python3 scripts/house.py

## make mutants       small changes to core, and which of them no unit test sees (hours; tests/mutants.csv)
mutants:
	@scripts/setup.sh test
	@$(ENV) nice scripts/mutants.sh

## make run           QGIS with the plugin and the demo county's project
run:
	@scripts/setup.sh demo
	@$(ENV) scripts/run.sh

## make package       the plugin zip, in build/: a development build; with RELEASE=yes a release (README, who publishes)
package:
	@scripts/setup.sh package
	@scripts/package.sh $(if $(filter yes,$(RELEASE)),--release)

## make install       link the plugin into your own QGIS profile
install:
	@scripts/setup.sh install
	@scripts/install.sh

## make bench         this engine beside QGIS native, GeoPandas, PostGIS
bench:
	@scripts/setup.sh bench
	@$(ENV) scripts/bench.sh

## make translations  take up new source strings and compile the translations
translations:
	@scripts/setup.sh package
	@python3 scripts/translations.py update && python3 scripts/translations.py compile

## make reference     write docs/algorithms.md in both languages from the provider
reference:
	@scripts/setup.sh demo
	@$(ENV) QT_QPA_PLATFORM=offscreen python scripts/make_reference.py

clean:
	rm -rf .build/plugins .build/profile .build/demo build
