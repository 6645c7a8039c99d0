"""Messages to the robots of WeCom (企业微信) and DingTalk (钉钉) and by mail: words, form, limits.

A message counts cases by township and village and names no person, no telephone number and no number of a case, which
may be a caller's. Twenty messages a minute are what both services take from a robot, and 2,048 bytes of text what WeCom
takes in one.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, get_args
from urllib.parse import quote_plus, urlsplit

from ..errors import RedlineError
from ..foreign import read_json
from .worklist import Listed

__all__ = [
    "LONGEST",
    "MOST",
    "Robot",
    "RobotKind",
    "body_of",
    "check_robot",
    "digest",
    "is_loopback",
    "packed",
    "refusal_of",
    "robots_of",
    "robots_text",
    "seconds_to_wait",
    "signed_address",
]

RobotKind = Literal["wecom", "dingtalk", "mail"]
LONGEST = 2_048
"""Bytes of one text."""
MOST, SPAN_S = 20, 60.0
"""So many messages in so many seconds."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SCHEMES: dict[str, tuple[str, ...]] = {"wecom": ("https",), "dingtalk": ("https",), "mail": ("smtps", "smtp")}


@dataclass(frozen=True)
class Robot:
    """Where messages go. address : of the robot, a secret; of mail the server, ``smtps://host:465`` (or ``smtp://``,
    which is made secret by STARTTLS). secret : the key by which DingTalk's addresses are signed, or the password of
    mail. user : of mail, the account that sends. receivers : of mail."""

    kind: RobotKind
    name: str
    address: str
    secret: str = ""
    user: str = ""
    receivers: tuple[str, ...] = ()


def check_robot(robot: Robot) -> Robot:
    """The robot; raises RedlineError where messages to it could be read on the way, or can reach nobody. The sentence
    never shows the address."""
    parts = urlsplit(robot.address)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or (parts.scheme not in SCHEMES[robot.kind] and not plain):
        raise RedlineError(
            "The address of {robot} is none that messages can go to: it begins with {schemes}.",
            robot=robot.name or robot.kind,
            schemes=" / ".join(f"{scheme}://" for scheme in SCHEMES[robot.kind]),
        )
    if robot.kind == "mail" and (not robot.user or not all("@" in each for each in robot.receivers or ("",))):
        raise RedlineError("{robot}: mail needs the account that sends and at least one address.", robot=robot.name)
    return robot


def is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in LOOPBACK


def robots_text(robots: Iterable[Robot]) -> str:
    """The robots as they are kept in QGIS's authentication database."""
    return json.dumps([robot.__dict__ for robot in robots], ensure_ascii=False)


def robots_of(text: str) -> list[Robot]:
    """What ``robots_text`` wrote; RedlineError where it is something else."""
    try:
        rows = read_json(text) if text else []
        return [Robot(**{**row, "receivers": tuple(row["receivers"])}) for row in rows if _is_robot(row)]
    except (ValueError, TypeError, KeyError) as error:
        raise RedlineError("What is kept of the robots cannot be read: enter them anew.") from error


def _is_robot(row: Any) -> bool:
    if not isinstance(row, dict) or row.get("kind") not in get_args(RobotKind):
        raise ValueError("no robot")
    return True


# --- what a message says ----------------------------------------------------------------------------------------------


def digest(heading: str, listed: Sequence[Listed], tr: Callable[[str], str]) -> list[str]:
    """Lines of a message: the heading with the count, then each township with its villages and what is due first."""
    lines = [tr("{heading}: {count} cases").format(heading=heading, count=len(listed))]
    for town in sorted({one.case.township for one in listed}):
        there = [one for one in listed if one.case.township == town]
        villages = Counter(one.village for one in there if one.village)
        told = tr(", ").join(f"{village} {count}" for village, count in sorted(villages.items()))
        line = tr("{name}: {text}").format(name=town or tr("Township not known"), text=len(there))
        line += f" ({told})" if told else ""
        dues = [one.promise.due for one in there if one.promise is not None]
        if dues:
            line += tr(", first due {due}").format(due=_moment(min(dues)))
        lines.append(line)
    return lines


def _moment(moment: datetime) -> str:
    return moment.strftime("%m-%d %H:%M")


def packed(lines: Sequence[str], longest: int = LONGEST) -> list[str]:
    """Lines as few texts of at most ``longest`` bytes (UTF-8); a line that is longer is cut off, with a sign."""
    texts: list[str] = []
    for line in lines:
        line = _cut(line, longest)
        longer = f"{texts[-1]}\n{line}" if texts else line
        if texts and len(longer.encode()) <= longest:
            texts[-1] = longer
        else:
            texts.append(line)
    return texts


def _cut(line: str, longest: int) -> str:
    octets = line.encode()
    if len(octets) <= longest:
        return line
    return octets[: longest - len("…".encode())].decode(errors="ignore") + "…"


# --- its form ---------------------------------------------------------------------------------------------------------


def body_of(text: str) -> bytes:
    """The text as both robots take it."""
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()


def signed_address(address: str, secret: str, milliseconds: int) -> str:
    """DingTalk's address with the moment and its signature: HMAC-SHA256, by the secret, of moment, line end, secret."""
    if not secret:
        return address
    text = f"{milliseconds}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), text, sha256).digest())
    return f"{address}&timestamp={milliseconds}&sign={quote_plus(sign)}"


def refusal_of(answer: bytes) -> str:
    """Why a robot did not take a message, in its own words with its number; "" where it took it."""
    try:
        read = read_json(answer.decode("utf-8", errors="replace"))
    except ValueError:
        read = None
    if not isinstance(read, dict) or "errcode" not in read:
        return "?"
    return "" if read["errcode"] == 0 else f"{read['errcode']} {read.get('errmsg', '')}".strip()


def seconds_to_wait(sent: Sequence[float], now: float) -> float:
    """How long the next message has to wait; sent : when the earlier ones went, in seconds, the oldest first."""
    recent = [moment for moment in sent if now - moment < SPAN_S]
    return 0.0 if len(recent) < MOST else recent[-MOST] + SPAN_S - now
