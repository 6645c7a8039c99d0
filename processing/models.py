"""The models that come with the plugin: .model3 files of models/, which the model designer opens too."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMessageLog, QgsProcessingModelAlgorithm

from ..i18n import tr

__all__ = ["FOLDER", "ShippedModel", "shipped_models"]

FOLDER = Path(__file__).resolve().parent.parent / "models"


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model whose name in its file is its id; what people read is translated."""

    def displayName(self) -> str:
        return {
            "parcelworkbook": tr("Parcels to a workbook by village and class"),
            "redlinescreening": tr("Red-line screening of a folder of parcels"),
            "coveragereport": tr("Coverage report of the cameras"),
            "landfollowup": tr("Land followed to its supply, with the ledger of quotas"),
            "yearlychangereport": tr("Yearly land-use change report"),
        }.get(self.name(), self.name())

    def group(self) -> str:
        return tr("Models")

    def groupId(self) -> str:
        return "models"

    def createInstance(self) -> ShippedModel:
        copy = ShippedModel()
        copy.loadVariant(self.toVariant())
        copy.setSourceFilePath(self.sourceFilePath())
        return copy


def shipped_models() -> list[ShippedModel]:
    """The models, in the order of their names. One that cannot be read is told in the log and left out."""
    models = []
    for path in sorted(FOLDER.glob("*.model3")):
        model = ShippedModel()
        if model.fromFile(str(path)):
            model.setSourceFilePath(str(path))
            models.append(model)
        else:
            QgsMessageLog.logMessage(tr("The model {file} cannot be read.").format(file=path.name), "Redline 红线")
    return models
