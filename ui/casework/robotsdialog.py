"""Robots and mail: where messages go. Off until an office switches them on; addresses are kept encrypted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import QgsApplication, QgsSettings, QgsTask
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.casework.messages import Robot, check_robot
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.casework.robots import SWITCH, are_messages_on, keep_robots, kept_robots, send_texts

__all__ = ["RobotsDialog", "SendTask", "send_in_background"]


Done = Callable[[list[str]], object]
"""Is told a sentence for each robot that did not take its message."""


class SendTask(QgsTask):
    """Sends texts to robots in a thread; done : called in the main thread with a sentence for each that failed."""

    def __init__(self, robots: list[Robot], subject: str, texts: list[str], done: Done) -> None:
        super().__init__(tr("Redline: sending messages"), QgsTask.Flag.CanCancel)
        self.robots, self.subject, self.texts, self.done = robots, subject, texts, done
        self.failures: list[RedlineError] = []

    def run(self) -> bool:
        for robot in self.robots:
            try:
                send_texts(robot, self.subject, self.texts, self.isCanceled)
            except RedlineError as error:
                self.failures.append(error)
        return not self.failures

    def finished(self, result: bool) -> None:
        self.done([error.sentence(tr) for error in self.failures])


def send_in_background(robots: list[Robot], subject: str, texts: list[str], done: Done) -> SendTask:
    """Send; the window stays usable, also where a robot has to wait for its minute."""
    task = SendTask(robots, subject, texts, done)
    QgsApplication.taskManager().addTask(task)
    return task


class RobotsDialog(QDialog):
    """A list of robots and the fields of the chosen one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("RedlineRobots")
        self.setWindowTitle(tr("Messages"))
        self.task: SendTask | None = None
        self.on = QCheckBox(tr("Send a message when cases are pushed"))
        self.on.setChecked(are_messages_on())
        self.list = QListWidget()
        self.list.setFixedHeight(6 * self.fontMetrics().lineSpacing())
        self.kind, self.name, self.address, self.secret = QComboBox(), QLineEdit(), QLineEdit(), QLineEdit()
        self.user, self.recipients, self.told = QLineEdit(), QLineEdit(), QLabel()
        for kind, name in (("wecom", tr("WeCom robot")), ("dingtalk", tr("DingTalk robot")), ("mail", tr("Mail"))):
            self.kind.addItem(name, kind)
        for widget in (self.address, self.secret):
            widget.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.told.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Address"), self.address)
        form.addRow(tr("Secret or password"), self.secret)
        form.addRow(tr("Sending account"), self.user)
        form.addRow(tr("Receiving addresses"), self.recipients)
        buttons = QHBoxLayout()
        for text, name, slot in (
            (tr("Add"), "add", self.add),
            (tr("Remove"), "remove", self.take_out),
            (tr("Try"), "try", self.send_trial),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.clicked.connect(partial(_plain, slot))
            buttons.addWidget(button)
        about = QLabel(
            tr(
                "Messages count cases by township and village and name no persons. Addresses are kept in QGIS's "
                "authentication database, encrypted, and nowhere else."
            )
        )
        about.setWordWrap(True)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.on)
        layout.addWidget(self.list)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(about)
        layout.addWidget(self.told)
        layout.addWidget(box)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._kind_chosen()
        self.robots: list[Robot] = []
        try:
            self.robots = kept_robots()
        except RedlineError as error:
            self.told.setText(error.sentence(tr))
        self._list()

    def _kind_chosen(self, *_: object) -> None:
        mail = self.kind.currentData() == "mail"
        self.user.setEnabled(mail)
        self.recipients.setEnabled(mail)
        self.secret.setEnabled(self.kind.currentData() != "wecom")

    def _list(self) -> None:
        self.list.clear()
        names = {self.kind.itemData(place): self.kind.itemText(place) for place in range(self.kind.count())}
        self.list.addItems([f"{names[robot.kind]} · {robot.name}" for robot in self.robots])

    def entered(self) -> Robot:
        receivers = tuple(part.strip() for part in self.recipients.text().replace(";", ",").split(",") if part.strip())
        return Robot(
            self.kind.currentData(),
            self.name.text().strip() or self.kind.currentText(),
            self.address.text().strip(),
            self.secret.text().strip() if self.secret.isEnabled() else "",
            self.user.text().strip() if self.user.isEnabled() else "",
            receivers if self.recipients.isEnabled() else (),
        )

    def add(self) -> None:
        """What is entered becomes a robot of the list; its address is not shown again."""
        try:
            self.robots.append(check_robot(self.entered()))
        except RedlineError as error:
            self.told.setText(error.sentence(tr))
            return
        for field in (self.name, self.address, self.secret, self.user, self.recipients):
            field.clear()
        self.told.clear()
        self._list()

    def take_out(self) -> None:
        if self.list.currentRow() >= 0:
            del self.robots[self.list.currentRow()]
            self._list()

    def send_trial(self) -> None:
        """A message to the chosen robot."""
        place = self.list.currentRow()
        if place < 0:
            self.told.setText(tr("Choose a robot of the list."))
            return
        words = tr("A trial message of Redline.")
        self.task = send_in_background([self.robots[place]], words, [words], self._tried)

    def _tried(self, failures: list[str]) -> None:
        self.told.setText("\n".join(failures) or tr("The message was taken."))

    def accept(self) -> None:
        try:
            keep_robots(self.robots)
        except RedlineError as error:
            self.told.setText(error.sentence(tr))
            return
        QgsSettings().setValue(SWITCH, self.on.isChecked())
        super().accept()


def _plain(slot: Callable[[], object], *_: object) -> None:
    slot()
