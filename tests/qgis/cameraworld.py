"""A plain of 4 by 4 km for the camera tools, and a way to run a tool on it."""

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)

from redline.layers.reading.rasterfile import band_array, memory_raster, wkt_of

CRS = "EPSG:4548"
LEFT, TOP, CELL = 390000.0, 4046000.0, 10.0


def rectangle(x0, y0, x1, y1):
    return f"POLYGON(({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


class Feedback(QgsProcessingFeedback):
    """Keeps what is said; cancels once ``stop_at`` per cent are reached."""

    def __init__(self, stop_at=None):
        super().__init__(False)
        self.said, self.warned = [], []
        self.stop_at = stop_at
        self.progressChanged.connect(self._maybe_stop)

    def _maybe_stop(self, value):
        if self.stop_at is not None and value >= self.stop_at:
            self.cancel()

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.warned.append(text)


class World:
    """A plain of 4 by 4 km with a tree belt, three masts, and a way to run a tool on it."""

    def __init__(self, folder):
        self.folder = folder
        self.feedback = Feedback()
        self.context = QgsProcessingContext()
        self.taken = {}

    def dem(self, values=None, name="dem", nodata=-9999.0):
        values = np.full((400, 400), 30.0) if values is None else values
        memory = memory_raster(
            values.astype(np.float64), (LEFT, CELL, 0, TOP, 0, -CELL), wkt_of(QgsCoordinateReferenceSystem(CRS)), nodata
        )
        path = self.folder / f"{name}.tif"
        gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory).FlushCache()
        return QgsRasterLayer(str(path), name)

    def files(self):
        """Names in the folder; QGIS itself writes statistics beside a raster when it closes the layer."""
        return sorted(path.name for path in self.folder.iterdir() if not path.name.endswith(".aux.xml"))

    def points(
        self,
        rows,
        fields="field=camera_index_code:string&field=name:string&field=camera_height:double&field=camera_radius:double",
        crs=CRS,
    ):
        layer = QgsVectorLayer(f"Point?crs={crs}&{fields}", "摄像头", "memory")
        features = []
        for x, y, *attributes in rows:
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            feature.setAttributes(attributes)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def cameras(self):
        return self.points(
            [
                (LEFT + 1000, TOP - 2000, "A1", "东塔", 40.0, 900.0),
                (LEFT + 2500, TOP - 2000, "A2", "西塔", 40.0, 0.9),
                (LEFT + 1500, TOP - 2500, "A3", "南塔", None, 900.0),
            ]
        )

    def polygons(self, wkts, fields="field=id:string", attributes=None, name="面", crs=CRS):
        layer = QgsVectorLayer(f"Polygon?crs={crs}&{fields}", name, "memory")
        features = []
        for index, wkt in enumerate(wkts):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
            feature.setAttributes(attributes[index] if attributes else [str(index)])
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def run(self, tool, stop_at=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"redline:{tool}")
        self.feedback = Feedback(stop_at)
        ok, message = algorithm.checkParameterValues(parameters, self.context)
        assert ok, message
        results, ok = algorithm.run(parameters, self.context, self.feedback, catchExceptions=False)
        assert ok
        declared = {output.name() for output in algorithm.outputDefinitions()}
        assert set(results) <= declared
        return results

    def layer(self, value):
        if value not in self.taken:
            self.taken[value] = self.context.takeResultLayer(value) or QgsVectorLayer(value, "x", "ogr")
        return self.taken[value]

    def rows(self, value):
        layer = self.layer(value)
        return [dict(zip(layer.fields().names(), feature.attributes(), strict=True)) for feature in layer.getFeatures()]

    def array(self, path, kind):
        return band_array(gdal.Open(str(path)), kind)
