"""Plots on the ground of zone 39 (EPSG:4527) as memory layers, and runs of the tools over them."""

from qgis import processing
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer

EAST, NORTH = 39_360_000.0, 4_040_000.0


def at(x: float, y: float) -> str:
    """A vertex x, y metres from the corner of the ground, in WKT."""
    return f"{EAST + x!r} {NORTH + y!r}"


def ring(*places: tuple[float, float] | str) -> str:
    """A polygon in WKT; a place is (x, y) on the ground, or a vertex as it stands."""
    vertices = [place if isinstance(place, str) else at(*place) for place in (*places, places[0])]
    return f"POLYGON(({', '.join(vertices)}))"


def box(x: float, y: float, width: float, height: float) -> str:
    return ring((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def bow_tie(x: float, y: float, width: float, height: float) -> str:
    """Two triangles of a quarter of width × height each, left and right, whose outline crosses in the middle."""
    return ring((x, y), (x + width, y + height), (x + width, y), (x, y + height))


def layer(name: str, field: str, rows: list[tuple[str | QgsGeometry, str]], crs: str = "EPSG:4527") -> QgsVectorLayer:
    """Polygons with one text field; rows : (shape in WKT or as it is, text)."""
    made = QgsVectorLayer(f"MultiPolygon?crs={crs}&field={field}:string(400)", name, "memory")
    features = []
    for shape, text in rows:
        feature = QgsFeature(made.fields())
        feature.setAttributes([text])
        feature.setGeometry(shape if isinstance(shape, QgsGeometry) else QgsGeometry.fromWkt(shape))
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    made.updateExtents()
    return made


class Heard(QgsProcessingFeedback):
    """A feedback that keeps the warnings."""

    def __init__(self):
        super().__init__(False)
        self.warnings: list[str] = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


def run(tool: str, **parameters) -> tuple[dict, list[str]]:
    """Results and warnings of a tool, called as qgis_process does: the context checks no geometry."""
    heard, context = Heard(), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "TEMPORARY_OUTPUT")
    return processing.run(f"redline:{tool}", parameters, feedback=heard, context=context), heard.warnings
