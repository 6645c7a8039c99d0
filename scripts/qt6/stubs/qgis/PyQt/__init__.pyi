# qgis.PyQt as QGIS builds it on Qt 6: PyQt6's names, and the few that QGIS keeps from PyQt5.
