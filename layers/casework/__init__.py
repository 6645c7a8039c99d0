"""Case files: the tables of casework in a GeoPackage or a PostGIS schema."""
