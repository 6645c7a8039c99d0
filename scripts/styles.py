"""Writes resources/styles/*.qml from the tables of colours, lines and patterns, for people who load styles by hand.

python scripts/styles.py          write the files anew
python scripts/styles.py check    exit status 1 where a file is not what the tables make of it
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "styles"
PLANE = "EPSG:4527"

CLASSES = {
    "landuse_sandiao": ("sandiao", "DLBM"),
    "landuse_gbt21010": ("gbt21010", "DLBM"),
    "plannedland": ("ydyh", "YDYHFLDM"),
}
ROLES = {
    "boundary_county": ("county", "Polygon", "XZQMC"),
    "boundary_township": ("township", "Polygon", "XZQMC"),
    "boundary_village": ("village", "Polygon", "ZLDWMC"),
    "farmland": ("farmland", "Polygon", "YJJBNTMJ"),
    "ecological": ("ecological", "Polygon", "HXMC"),
    "urban": ("urban", "Polygon", "GHFQMC"),
    "camera": ("camera", "Point", "camera_radius"),
    "coverage": ("coverage", "Polygon", "camera_radius"),
    "alert": ("alert", "Point", "alert_type"),
    "parcel": ("parcel", "Polygon", "DKMC"),
    "batch": ("batch", "Polygon", "PCMC"),
    "tract": ("tract", "Polygon", "PQMC"),
    "tractproject": ("tractproject", "Polygon", "XMMC"),
    "hazard": ("hazard", "Point", "MC"),
    "boundarypoint": ("boundarypoint", "Point", "JZDH"),
}


def start():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt writes attributes in the order of its hashes, which it shuffles in every process otherwise.
    os.environ["QT_HASH_SEED"] = "0"
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    return application


def qml_of(layer) -> str:
    """Symbols, labels and scales of ``layer``, without what differs from run to run."""
    from qgis.core import QgsMapLayer, QgsReadWriteContext
    from qgis.PyQt.QtXml import QDomDocument

    document = QDomDocument("qgis")
    parts = QgsMapLayer.StyleCategory
    layer.exportNamedStyle(
        document, QgsReadWriteContext(), parts.Symbology | parts.Labeling | parts.Rendering | parts.LayerConfiguration
    )
    text = document.toString(1)
    # Ids of symbol layers are drawn anew each time; the version is that of this machine.
    text = re.sub(r"id=(\"|&quot;)\{[0-9a-f-]{36}\}", r"id=\1", text)
    return re.sub(r'version="[^"]*"', 'version="3.40.0"', text, count=1)


def styles() -> dict[str, str]:
    from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

    from redline.core.landuse.classes import read_scheme
    from redline.layers.looks import styles as looks
    from redline.layers.looks.fonts import MAP, SOURCES
    from redline.layers.looks.styles import apply_style, class_renderer

    # The families in the order of the office, not of what is installed on this machine.
    looks.map_families = lambda: list(dict.fromkeys([*MAP, *SOURCES]))
    found = {}
    for name, (scheme_id, field) in CLASSES.items():
        scheme = read_scheme(scheme_id)
        layer = QgsVectorLayer(f"Polygon?crs={PLANE}&field={field}:string", name, "memory")
        layer.setRenderer(class_renderer(field, scheme, list(scheme.classes), "zh_Hans", clean=True))
        found[name] = qml_of(layer)
    for name, (role, kind, field) in ROLES.items():
        layer = QgsVectorLayer(f"{kind}?crs={PLANE}&field={field}:string", name, "memory")
        apply_style(layer, role, language="zh_Hans", plane=QgsCoordinateReferenceSystem(PLANE))
        found[name] = qml_of(layer)
    return found


def main(arguments: list[str]) -> int:
    application = start()
    made = styles()
    stale = []
    for name, text in made.items():
        path = TARGET / f"{name}.qml"
        if arguments == ["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    del application
    if stale:
        print("not what the tables make:", ", ".join(stale), "- run scripts/styles.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
