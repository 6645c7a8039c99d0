"""Tools for the county's layers: load, check, keep, and the circles of cameras."""
