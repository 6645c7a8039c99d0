"""Sending messages, and where robots are kept: addresses and passwords in QGIS's authentication database alone.

Nothing is sent before an office switches messages on. No sentence, log or setting shows an address.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from urllib.parse import urlsplit

from qgis.core import QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QByteArray, QEventLoop, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ...core.casework.messages import (
    MOST,
    Robot,
    body_of,
    check_robot,
    is_loopback,
    refusal_of,
    robots_of,
    robots_text,
    seconds_to_wait,
    signed_address,
)
from ...core.errors import Cancelled, RedlineError
from ..roles.secret import Secret

__all__ = ["SWITCH", "are_messages_on", "keep_robots", "kept_robots", "send_texts"]

SWITCH = "redline/casework/messages"
"""QGIS's setting that switches messages on."""
ROBOTS = Secret(
    "redline/casework/robots", "Redline 红线: robots 群机器人", "Basic", "password", {"username": "redline"}
)
PATIENCE_S = 20
STEP_S = 0.5

_sent: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST))
"""When messages went to an address, while QGIS runs."""


def are_messages_on() -> bool:
    return QgsSettings().value(SWITCH, False, type=bool)


# --- the robots -------------------------------------------------------------------------------------------------------


def keep_robots(robots: Sequence[Robot]) -> None:
    """Keep these robots instead of those before. Raises RedlineError for one that cannot be, and where the database
    does not take them."""
    for robot in robots:
        check_robot(robot)
    if robots:
        ROBOTS.keep(robots_text(robots))
    else:
        ROBOTS.forget()


def kept_robots() -> list[Robot]:
    """The robots of the office; none where none are kept or the database's password was not given.

    Called in the main thread, for QGIS may ask for that password.
    """
    return robots_of(ROBOTS.read())


# --- sending ----------------------------------------------------------------------------------------------------------


def send_texts(robot: Robot, subject: str, texts: Sequence[str], cancelled: Callable[[], bool] | None = None) -> None:
    """Send texts one after the other, no faster than the services allow; in any thread.

    Raises RedlineError where the robot cannot be reached or does not take one, Cancelled.
    """
    check_robot(robot)
    if robot.kind == "mail":
        _mail(robot, subject, "\n".join(texts))
        return
    for text in texts:
        _wait(robot, cancelled)
        _post(robot, text)


def _wait(robot: Robot, cancelled: Callable[[], bool] | None) -> None:
    sent = _sent[robot.address]
    while (left := seconds_to_wait(list(sent), time.monotonic())) > 0:
        if cancelled is not None and cancelled():
            raise Cancelled
        time.sleep(min(left, STEP_S))
    sent.append(time.monotonic())


def _post(robot: Robot, text: str) -> None:
    address = robot.address
    if robot.kind == "dingtalk":
        address = signed_address(address, robot.secret, time.time_ns() // 1_000_000)
    request = QNetworkRequest(QUrl(address))
    request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json; charset=utf-8")
    request.setTransferTimeout(PATIENCE_S * 1000)
    # QgsBlockingNetworkRequest would write the whole address into QGIS's message log where it fails.
    reply = QgsNetworkAccessManager.instance().post(request, QByteArray(body_of(text)))
    loop = QEventLoop()
    reply.finished.connect(loop.quit)
    if not reply.isFinished():
        loop.exec()
    failed = reply.error() != QNetworkReply.NetworkError.NoError
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    answer = bytes(reply.readAll())
    reply.deleteLater()
    if failed:
        raise RedlineError(
            "{robot} cannot be reached ({reason}): check its address and this computer's network.",
            robot=robot.name,
            reason=f"HTTP {status}" if status else "–",
        )
    refusal = refusal_of(answer)
    if refusal:
        raise RedlineError("{robot} did not take the message: {reason}.", robot=robot.name, reason=refusal.rstrip("."))


def _mail(robot: Robot, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, robot.user, ", ".join(robot.receivers)
    message.set_content(text)
    parts = urlsplit(robot.address)
    secure = ssl.create_default_context()
    server: smtplib.SMTP
    try:
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(parts.hostname or "", parts.port or 465, timeout=PATIENCE_S, context=secure)
        else:
            server = smtplib.SMTP(parts.hostname or "", parts.port or 587, timeout=PATIENCE_S)
        with server:
            if parts.scheme != "smtps" and not is_loopback(robot.address):
                server.starttls(context=secure)
            if robot.secret:
                server.login(robot.user, robot.secret)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise RedlineError(
            "{robot} cannot be reached ({reason}): check its address and this computer's network.",
            robot=robot.name,
            reason=type(error).__name__,
        ) from error
