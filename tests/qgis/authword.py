"""The word that opens QGIS's authentication database in all tests: those that run side by side share the database."""

MASTER = "master of the tests"
