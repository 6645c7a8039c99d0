"""The legend of a sheet: only what is on it, in as many columns and as large letters as its box holds."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsLayerTreeModelLegendNode,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapHitTest,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
)
from qgis.PyQt.QtCore import QSizeF, Qt

from .plans import MapLayer
from .typesetting import Measure

__all__ = ["fill_legend", "fit_legend", "visible_labels"]


def fill_legend(legend: QgsLayoutItemLegend, main: QgsLayoutItemMap, layers: Sequence[MapLayer]) -> None:
    legend.setAutoUpdateModel(False)
    legend.setLinkedMap(main)
    # The legend takes the map's styles over only when it is first drawn, and its size is needed before.
    legend.model().setLayerStyleOverrides(main.layerStyleOverrides())
    root = legend.model().rootGroup()
    root.clear()
    for entry in layers:
        if entry.legend is None:
            continue
        node = root.addLayer(entry.layer)
        node.setCustomProperty("legend/title-label", entry.legend)
        if entry.classes:
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
        if entry.nodes is not None:
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(entry.nodes)))
            legend.model().refreshLayerLegend(node)
    legend.setLegendFilterByMapEnabled(True)


def fit_legend(layout: QgsPrintLayout) -> None:
    """Let the legend of the current sheet fill its box: as many columns as it takes, then smaller letters and symbols.

    The template's columns and letters are kept as custom properties, so that each sheet starts from them.
    """
    legend = next((item for item in layout.items() if isinstance(item, QgsLayoutItemLegend)), None)
    if legend is None or legend.linkedMap() is None:
        return
    part = QgsLegendStyle.Style.SymbolLabel
    if legend.customProperty("redline/size") is None:
        legend.setCustomProperty("redline/size", legend.style(part).textFormat().size())
        legend.setCustomProperty("redline/symbol", legend.symbolHeight())
    start = float(legend.customProperty("redline/size"))
    symbol = float(legend.customProperty("redline/symbol"))
    labels = visible_labels(legend)
    box = legend.sizeWithUnits()
    form = legend.style(part).textFormat()
    form.setSize(start)
    measure = Measure(form)
    widest = max((measure.width(text) for text in labels), default=0.0)
    size = start
    while True:
        share = size / start
        column = legend.symbolWidth() + 1.5 + widest * share + legend.columnSpace()
        row = max(symbol, 0.75 * measure.line_height) * share + 0.55
        columns = max(int((box.width() - 2) / column), 1)
        if -(-len(labels) // columns) * row <= box.height() - 1.5 or size <= 4:
            break
        size -= 0.5
    _set_legend(legend, max(min(columns, len(labels)), 1), size, symbol * size / start)


def visible_labels(legend: QgsLayoutItemLegend) -> list[str]:
    """The labels of what is on the legend's map."""
    main = legend.linkedMap()
    frame = main.sizeWithUnits()
    dpi = 96.0
    size = QSizeF(frame.width() * dpi / 25.4, frame.height() * dpi / 25.4)
    test = QgsMapHitTest(main.mapSettings(main.extent(), size, dpi, True))
    test.run()
    results = test.results()
    labels = []
    role = int(QgsLayerTreeModelLegendNode.CustomRole.RuleKey)
    for node in legend.model().rootGroup().findLayers():
        keys = results.get(node.layerId(), ())
        for entry in legend.model().layerOriginalLegendNodes(node):
            if entry.data(role) in keys:
                single = entry.isEmbeddedInParent()
                text = node.customProperty("legend/title-label") if single else entry.data(Qt.ItemDataRole.DisplayRole)
                labels.append(str(text or ""))
    return labels


def _set_legend(legend: QgsLayoutItemLegend, columns: int, size: float, symbol: float) -> None:
    legend.setColumnCount(columns)
    legend.setSymbolHeight(symbol)
    for part in (QgsLegendStyle.Style.SymbolLabel, QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.Group):
        style = legend.style(part)
        form = style.textFormat()
        form.setSize(size)
        style.setTextFormat(form)
        legend.setStyle(part, style)
