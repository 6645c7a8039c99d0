"""Writes into the plugin zip who publishes it, or marks it as a development build.

python scripts/publisher.py stamp ZIP             a development build: version with -dev, experimental
python scripts/publisher.py stamp ZIP --release   a release: refused unless all four places are somebody's own

Whoever publishes names the places in ``publisher.txt`` beside this repository's README (or in the file that the
environment variable REDLINE_PUBLISHER names), one a line:

    email=…
    homepage=https://…
    tracker=https://…
    repository=https://…

The repository itself names none: an address that nobody owns is worse than no address.
"""

import os
import re
import shutil
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("email", "homepage", "tracker", "repository")
METADATA = "redline/metadata.txt"
# Kept for examples and tests by RFC 2606 and RFC 6761: nobody can own them.
RESERVED = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid|localhost|local)$", re.IGNORECASE)
MAIL = re.compile(r"[^@\s<>]+@([^@\s<>]+\.[^@\s<>.]+)")


def publisher_file() -> Path:
    return Path(os.environ.get("REDLINE_PUBLISHER") or ROOT / "publisher.txt")


def read_places(path: Path) -> dict[str, str]:
    """The places that ``path`` names; none where there is no such file. Exits where a line is none of them."""
    places: dict[str, str] = {}
    if not path.is_file():
        return places
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        key, equals, value = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not equals or key not in PLACES:
            sys.exit(f"redline: {path.name}, line {number}: a line is one of {', '.join(PLACES)}, = and its value.")
        places[key] = value
    return places


def unowned(places: dict[str, str]) -> list[str]:
    """Which places are missing, or cannot be anybody's, and why."""
    wrong = []
    for key in PLACES:
        value = places.get(key, "")
        if not value:
            wrong.append(f"{key} is missing")
        elif key == "email":
            found = MAIL.fullmatch(value)
            if not found or RESERVED.search(found[1]) or "noreply" in value.lower():
                wrong.append(f"{value} is nobody's address")
        else:
            parts = urlsplit(value)
            host = parts.hostname or ""
            if parts.scheme != "https" or "." not in host or RESERVED.search(host) or re.search(r"[<>…\s]", value):
                wrong.append(f"{key} {value} is no https address that somebody owns")
    return wrong


def stamped(metadata: str, places: dict[str, str], release: bool) -> str:
    """metadata.txt with the places in their lines; a development build is marked in version and as experimental."""
    values = {key: places.get(key, "") for key in PLACES}
    if not release:
        values["version"] = re.search(r"^version=(.*)$", metadata, re.MULTILINE)[1] + "-dev"
        values["experimental"] = "True"
    for key, value in values.items():
        metadata, count = re.subn(rf"^{key}=.*$", lambda _, line=f"{key}={value}": line, metadata, flags=re.MULTILINE)
        if count != 1:
            sys.exit(f"redline: metadata.txt needs one line {key}=.")
    return metadata


def stamp(path: Path, release: bool) -> None:
    """Write the zip anew with its metadata stamped; all else stays as it is."""
    places = read_places(publisher_file())
    wrong = unowned(places)
    if release and wrong:
        path.unlink()
        sys.exit(
            f"redline: no release without places that are yours: {'; '.join(wrong)}. Whoever publishes writes "
            f"them into {publisher_file().name} (see README); `make package` builds for development."
        )
    draft = path.with_suffix(".draft")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == METADATA:
                data = stamped(data.decode("utf-8"), {} if wrong else places, release).encode("utf-8")
            new.writestr(entry, data)
    shutil.move(draft, path)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[1] != "stamp" or sys.argv[3:] not in ([], ["--release"]):
        sys.exit(__doc__)
    stamp(Path(sys.argv[2]), release=sys.argv[3:] == ["--release"])
