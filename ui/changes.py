"""Tells those who follow the settings that the settings page has changed them."""

from qgis.PyQt.QtCore import QObject, pyqtSignal

__all__ = ["settings_changes"]


class SettingsChanges(QObject):
    changed = pyqtSignal()
    roles_changed = pyqtSignal()
    """A layer was recognised, or a person said what it is."""


settings_changes = SettingsChanges()
