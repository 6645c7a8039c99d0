"""Tells those who follow the settings that the settings page has changed them."""

from qgis.PyQt.QtCore import QObject, pyqtSignal

__all__ = ["settings_changes"]


class SettingsChanges(QObject):
    changed = pyqtSignal()


settings_changes = SettingsChanges()
