"""The county's layers inside QGIS: roles, recognition, reading, loading, styles."""
