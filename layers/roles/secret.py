"""What nobody may read: kept in QGIS's authentication database, encrypted, and never in a setting or a project.

All of it is called in the main thread, for QGIS may ask for the database's password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings

from ...core.errors import RedlineError

__all__ = ["Secret"]


@dataclass(frozen=True)
class Secret:
    """One entry of the database.

    setting : QGIS's setting with the entry's id. title : what the database's list shows. method, part : how and under
    which name QGIS keeps the value; beside : what the method has to have beside it.
    """

    setting: str
    title: str
    method: str
    part: str
    beside: Mapping[str, str] = field(default_factory=dict)

    def keep(self, value: str) -> None:
        """Keep ``value`` instead of one that was there. Raises RedlineError where the database does not take it."""
        manager = QgsApplication.authManager()
        if manager.isDisabled():
            raise RedlineError(
                "QGIS's authentication database is not to be had ({reason}): nothing can be kept in it.",
                reason=manager.disabledMessage(),
            )
        config = QgsAuthMethodConfig(self.method)
        config.setName(self.title)
        for name, text in {**self.beside, self.part: value}.items():
            config.setConfig(name, text)
        identifier = self._identifier()
        if identifier:
            config.setId(identifier)
            kept = manager.updateAuthenticationConfig(config)
        else:
            kept = manager.storeAuthenticationConfig(config)[0]
        if not kept:
            raise RedlineError(
                "Nothing was kept: QGIS's authentication database asks for its password (Settings > Options > "
                "Authentication)."
            )
        QgsSettings().setValue(self.setting, config.id())

    def read(self) -> str:
        """The value, "" where none is kept or the database's password was not given."""
        identifier = self._identifier()
        if not identifier:
            return ""
        config = QgsAuthMethodConfig()
        QgsApplication.authManager().loadAuthenticationConfig(identifier, config, True)
        return str(config.config(self.part, ""))

    def forget(self) -> None:
        """Take the entry out of the database."""
        identifier = self._identifier()
        if identifier:
            QgsApplication.authManager().removeAuthenticationConfig(identifier)
        QgsSettings().remove(self.setting)

    def _identifier(self) -> str:
        """The entry's id, "" where there is none."""
        manager = QgsApplication.authManager()
        identifier = QgsSettings().value(self.setting, "", type=str)
        return identifier if identifier and not manager.isDisabled() and identifier in manager.configIds() else ""
