"""Coordinate systems as .prj files of other programs spell them: names that PROJ does not know."""

from pathlib import Path

import deliveries

CGCS2000 = ("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", '"CGCS2000",6378137.0,298.257222101')
XIAN80 = ("GCS_Xian_1980", "D_Xian_1980", '"Xian_1980",6378140.0,298.257')
BEIJING54 = ("GCS_Beijing_1954", "D_Beijing_1954", '"Krasovsky_1940",6378245.0,298.3')
OWN = ("GCS_GuanXian", "D_GuanXian", '"CGCS2000",6378137.0,298.257222101')


def prj(name: str, easting: float = 39_500_000.0, meridian: float = 117.0, datum=CGCS2000) -> str:
    geographic, own, spheroid = datum
    parameters = {
        "False_Easting": easting,
        "False_Northing": 0.0,
        "Central_Meridian": meridian,
        "Scale_Factor": 1.0,
        "Latitude_Of_Origin": 0.0,
    }
    listed = "".join(f'PARAMETER["{key}",{value}],' for key, value in parameters.items())
    return (
        f'PROJCS["{name}",GEOGCS["{geographic}",DATUM["{own}",SPHEROID[{spheroid}]],PRIMEM["Greenwich",0.0],'
        f'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],{listed}UNIT["Meter",1.0]]'
    )


def shapefile(folder: Path, text: str, side: float = 100.0, east: float = deliveries.EAST) -> Path:
    """A parcel D1 of side × side m as a Shapefile with this .prj; east : of its south-western corner."""
    shape = deliveries.square(east - deliveries.EAST, 0, side)
    made = deliveries.layer("p", {"DKBH": deliveries.TEXT}, [(shape, ["D1"])])
    path = deliveries.shapefile(made, folder / "parcels.shp", "UTF-8")
    path.with_suffix(".prj").write_text(text, encoding="utf-8")
    return path
