"""What the tests of the parcel algorithms share: running one, layers in memory, the demo county."""

import atexit
import gc
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]


class Log(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.infos, self.warnings = [], []

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        self.infos.append(info)

    def reportError(self, error, fatal=False):
        self.warnings.append(error)


class Runner:
    """Runs an algorithm as Processing does; gives its results, with layers in place of their ids."""

    def __init__(self, provider):
        self.provider, self.contexts, self.log = provider, [], Log()

    def __call__(self, name, feedback=None, **parameters):
        algorithm = self.provider.algorithm(name).create()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        self.log = feedback or Log()
        good, message = algorithm.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, good = algorithm.run(parameters, context, self.log, {}, False)
        assert good
        assert set(results) <= {output.name() for output in algorithm.outputDefinitions()}
        self.contexts.append(context)  # layers live as long as their context
        return {key: self._layer(value, context) for key, value in results.items()}

    @staticmethod
    def _layer(value, context):
        layer = QgsProcessingUtils.mapLayerFromString(value, context) if isinstance(value, str) else None
        return value if layer is None else layer

    def close(self):
        self.contexts.clear()
        gc.collect()  # nothing of QGIS may be left for the end of the process


def box(west, south, east, north):
    return f"MULTIPOLYGON((({west} {south}, {west} {north}, {east} {north}, {east} {south}, {west} {south})))"


def layer(name, fields, rows, kind="MultiPolygon?crs=EPSG:4527"):
    """A layer in memory; rows are (WKT, values…), or only values for a table."""
    sign = "&" if "?" in kind else "?"
    made = QgsVectorLayer(kind + sign + "&".join(f"field={field}" for field in fields), name, "memory")
    for row in rows:
        feature = QgsFeature(made.fields())
        values = list(row)
        if made.isSpatial():
            feature.setGeometry(QgsGeometry.fromWkt(values.pop(0)))
        feature.setAttributes(values)
        assert made.dataProvider().addFeature(feature)
    return made


def kept_demo(name: str) -> Path | None:
    """A file of the demo county that `make demo` keeps; None where there is none or the generator has changed."""
    command = re.search(r"want=\$\((.+)\)", (ROOT / "scripts" / "demo_data.sh").read_text(encoding="utf-8")).group(1)
    wanted = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folder = ROOT / ".build" / "demo"
    stamp = folder / "stamp"
    same = stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == wanted.strip()
    return folder / name if same and (folder / name).is_file() else None


@cache
def demo_county() -> Path:
    """The demo county as its generator makes it now, once for all tests of a run."""
    kept = kept_demo("guanxian.gpkg")
    return kept or _made("guanxian.gpkg", "--output", "guanxian.gpkg")


@cache
def demo_registers() -> Path:
    """An office's registers beside the demo county, as its generator makes them now."""
    kept = kept_demo("registers.gpkg")
    return kept or _made("registers.gpkg", "--layers", "YDZB", "--registers", "registers.gpkg", "--output", "rest.gpkg")


def _made(name: str, *arguments: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="redline-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run([sys.executable, str(ROOT / "demo" / "make.py"), *arguments], cwd=folder, check=True, timeout=900)
    return folder / name
