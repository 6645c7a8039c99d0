"""The box of the settings page that lists the packages: what each is for, its state, and a button that installs it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.PyQt.QtWidgets import QFileDialog, QGridLayout, QGroupBox, QLabel, QPushButton, QWidget

from ..core.errors import RedlineError
from ..i18n import tr
from .packages import PACKAGES, Installer, Package, profile_folder, purpose

__all__ = ["PackagesBox"]


class PackagesBox(QGroupBox):
    """One row for each package; installing runs beside QGIS while the page is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Packages"), parent)
        self.setObjectName("RedlinePackages")
        self.installer = Installer(self)
        self.installer.ended.connect(self._ended)
        self.states: dict[str, QLabel] = {}
        self.buttons: list[QPushButton] = []
        grid = QGridLayout(self)
        for row, package in enumerate(PACKAGES):
            name = QLabel(f"<b>{package.name}</b><br>{purpose(package.name)}")
            name.setWordWrap(True)
            state = self.states[package.name] = QLabel()
            state.setWordWrap(True)
            grid.addWidget(name, row, 0)
            grid.addWidget(state, row, 1)
            if package.wheel:
                for column, (text, tip, slot) in enumerate(
                    (
                        (
                            tr("Install"),
                            tr("From the network (pypi.org, or the mirror that pip is set to)"),
                            self.install,
                        ),
                        (tr("From a folder…"), tr("A folder with .whl files for this QGIS"), self.install_from),
                    ),
                    2,
                ):
                    button = QPushButton(text)
                    button.setToolTip(tip)
                    button.setObjectName(f"{package.name}_{column}")
                    button.clicked.connect(partial(slot, package))
                    self.buttons.append(button)
                    grid.addWidget(button, row, column)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.message = QLabel()
        self.message.setWordWrap(True)
        grid.addWidget(self.message, len(PACKAGES), 0, 1, 4)
        self.show_states()

    def show_states(self) -> None:
        for package in PACKAGES:
            self.states[package.name].setText(state_words(package))
        for button in self.buttons:
            button.setEnabled(not self.installer.running)

    def install(self, package: Package, *_: object) -> None:
        self._begin(package, None)

    def install_from(self, package: Package, *_: object) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("Folder with the wheels of {name}").format(name=package.name)
        )
        if folder:
            self._begin(package, Path(folder))

    def _begin(self, package: Package, wheels: Path | None) -> None:
        try:
            self.installer.install(package, wheels)
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        self.message.setText(tr("{name} is being installed…").format(name=package.name))
        self.show_states()

    def _ended(self, reason: str) -> None:
        package = self.installer.package
        name = package.name if package is not None else ""
        done = tr("{name} was installed into {folder}. Start QGIS again.").format(name=name, folder=profile_folder())
        self.message.setText(reason or done)
        self.show_states()


def state_words(package: Package) -> str:
    """What of the package is there, and what to do where it is not."""
    found = package.version()
    if package.is_there():
        return tr("{version} is there").format(version=found)
    if not package.wheel:
        return tr(
            "missing: take the system's package (Debian and Ubuntu python3-{name}, OSGeo4W Setup on Windows); a wheel "
            "would bring a second GDAL into QGIS"
        ).format(name=package.name)
    if found:
        return tr("{version} is there, {lowest} is needed").format(version=found, lowest=package.lowest)
    return tr("missing")
