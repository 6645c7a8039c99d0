"""What is kept secret in a text that a person, a log or a file gets to see: passwords, tokens and keys of connections.

The one home of that question. Every sentence of the plugin (``core.errors``) passes through it, and so does every name
of a place that may be a connection string: QGIS and the database drivers write the whole string into what they say.
"""

from __future__ import annotations

import re

__all__ = ["HIDDEN", "redacted"]

HIDDEN = "***"
"""What stands in the place of a secret."""

_KEY = r"[\w-]*(?:password|passwd|pwd|passphrase|secret|token|api_?key|access_?key)[\w-]*"
# A value ends with its quote (at the end of the text, where it was cut off), else at a blank or the next sign.
_QUOTED = r"'(?:\\.|''|[^'\\])*(?:'|\\?$)|\"(?:\\.|\"\"|[^\"\\])*(?:\"|\\?$)"
_PLAIN = r"(?:\\.|[^\s&;,|'\"])+"
_PAIR = re.compile(rf"({_KEY}[\"']?\s*(?:=\s*|:\s*(?=[\"'])))({_QUOTED}|{_PLAIN})", re.IGNORECASE | re.DOTALL)
# The same as it stands inside the address of a virtual layer: percent-coded.
_CODED = re.compile(rf"({_KEY}%3D)(%27(?:(?!%27|\s).)*(?:%27)?|(?:(?!%20|[\s&]).)+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(\b[a-z][\w+.-]*://[^\s/:@]*):\S*@", re.IGNORECASE)


def redacted(text: str) -> str:
    """``text`` with the secrets of connection strings and addresses replaced by three stars.

    Known are ``password='…'`` as libpq and QGIS write it (quoted with backslashes or not at all), the same with token,
    secret or key in the name, in JSON, percent-coded in an address, and a password before the @ of an address.
    """
    text = _PAIR.sub(_hide, text)
    text = _CODED.sub(rf"\g<1>{HIDDEN}", text)
    return _ADDRESS.sub(rf"\g<1>:{HIDDEN}@", text)


def _hide(found: re.Match[str]) -> str:
    value = found.group(2)
    quote = value[0] if value[0] in "'\"" else ""
    return f"{found.group(1)}{quote}{HIDDEN}{quote}"
