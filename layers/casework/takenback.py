"""Taking back a field package: a union by ``uuid``; nothing is overwritten, and twice is the same as once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr

from ...core.casework.evidence import EvidenceRules, Photo, aims_at, faults_of, true_azimuth, view_of
from ...core.casework.exif import Shot, shot_of
from ...core.casework.log import EventRow
from ...core.casework.states import Facts, Task
from ...core.casework.tables import KEY, case_tables
from ...core.errors import Notice, RedlineError
from ...core.written.times import read_time
from ...i18n import tr
from .casefile import (
    SHAPE,
    CaseFile,
    Happening,
    case_row,
    case_rows,
    events_of,
    opened_package,
    task_of,
    values_of,
)
from .fieldpackage import DATA, TABLES

__all__ = ["Taken", "packages_in", "take_package"]


PICTURE_DRIVERS = ["JPEG", "WEBP", "TIFF", "PNG", "HEIF", "AVIF"]
"""Of pictures that cameras make, with what they wrote into them."""


@dataclass
class Taken:
    """What a package brings. rows : (table, values) to be added; events : what happens to tasks by it; files : picture
    in the package -> name beside the case file; refused : what was not taken, and why."""

    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    events: list[Happening] = field(default_factory=list)
    files: dict[Path, str] = field(default_factory=dict)
    refused: list[Notice] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    """A task, its spot, and from when on a picture proves something of it."""

    task: Task
    spot: Mapping[str, Any] | None
    since: datetime


def _since(task: Task, events: Sequence[EventRow]) -> datetime:
    """Since the last decision, else since the task was pushed, else since it was made."""
    pushed = [row.at for row in events if row.event == "push"]
    return task.decided_at or (pushed[-1] if pushed else task.since)


def packages_in(folder: Path) -> list[Path]:
    """The packages in a folder and below it; RedlineError where there is none."""
    found = sorted(path.parent for path in folder.rglob(DATA)) if folder.is_dir() else []
    if not found:
        raise RedlineError(
            "{folder} holds no field package (no {file} in it or below it).", folder=str(folder), file=DATA
        )
    return found


class _Tasks:
    """The tasks that a package speaks of, each read once; the case file may hold thousands of others."""

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        self._read: dict[str, _Open | None] = {}

    def get(self, uuid: str | None) -> _Open | None:
        """None where the case file has no such task."""
        if not uuid:
            return None
        if uuid not in self._read:
            row = case_row(self._case, "task", uuid)
            self._read[uuid] = None if row is None else self._open(uuid, row)
        return self._read[uuid]

    def _open(self, uuid: str, row: Mapping[str, Any]) -> _Open:
        task, events = task_of(self._case, uuid), events_of(self._case, uuid)
        return _Open(task, case_row(self._case, "spot", row["spot"] or ""), _since(task, events))


def take_package(case: CaseFile, package: Path, by: str, rules: EvidenceRules, declination: float) -> Taken:
    """What of ``package`` the case file does not have yet. by : who takes it back; declination : degrees."""
    taken, tasks = Taken(), _Tasks(case)
    used = {row["sha256"] for row in case_rows(case, "evidence") if row["valid"]}
    new = {
        table: [row for row in _rows(package, table) if not row[KEY] or case_row(case, table, row[KEY]) is None]
        for table in TABLES
    }
    visits: dict[str, dict[str, Any]] = {}
    for visit in new["visit"]:
        if _is_refused(visit, tasks, taken, Notice("visit {key}", key=visit[KEY])):
            continue
        visits[visit[KEY]] = visit
        taken.rows.append(("visit", visit))
    proofs: dict[str, list[tuple[datetime, str]]] = {}
    for evidence in new["evidence"]:
        key = evidence["visit"] or ""
        visit = visits.get(key) or case_row(case, "visit", key) or {}
        evidence["task"] = evidence["task"] or visit.get("task")
        if _is_refused(evidence, tasks, taken, Notice("evidence {key}", key=evidence[KEY])):
            continue
        of = tasks.get(evidence["task"])
        path = None if of is None else _add_file(evidence, package, taken)
        if of is None or path is None:
            continue
        _fill_in(evidence, shot_of(_tags(path)))
        taken_at = _judge(evidence, of, used, rules, declination)
        if evidence["valid"] and taken_at is not None:
            used.add(evidence["sha256"])
            proofs.setdefault(evidence["task"], []).append((taken_at, visit.get("by") or by))
        taken.rows.append(("evidence", evidence))
    taken.rows += [("track", track) for track in new["track"]]
    for uuid in dict.fromkeys([*(visit["task"] for visit in visits.values()), *proofs]):
        of = tasks.get(uuid)
        if of is not None:
            mine = [visit for visit in visits.values() if visit["task"] == uuid]
            taken.events += _events(of.task, mine, proofs.get(uuid, []), by)
    return taken


def _rows(package: Path, table: str) -> Iterator[dict[str, Any]]:
    with opened_package(package / DATA) as dataset:
        layer = dataset.GetLayerByName(table)
        if layer is None:
            raise RedlineError("{file} is no field package: it has no table {table}.", file=str(package), table=table)
        yield from [values_of(feature, case_tables()[table], f"{package.name}/{DATA}") for feature in layer]


def _is_refused(row: Mapping[str, Any], tasks: _Tasks, taken: Taken, what: Notice) -> bool:
    if not row[KEY]:
        taken.refused.append(Notice("A row without a key was not taken."))
    elif tasks.get(row["task"]) is None:
        told = "{what} was not taken: its task {task} is not in the case file."
        taken.refused.append(Notice(told, what=what, task=row["task"] or "–"))
    else:
        return False
    return True


def _add_file(evidence: dict[str, Any], package: Path, taken: Taken) -> Path | None:
    """The picture's checksum, and where it is to lie; the picture, None where it is missing or outside the package."""
    name = str(evidence["file"] or "").replace("\\", "/")
    path = (package / name).resolve()
    if not name or not path.is_relative_to(package.resolve()) or not path.is_file():
        taken.refused.append(
            Notice(
                "evidence {key} was not taken: its file {file} is not in the package.",
                key=evidence[KEY],
                file=name or "–",
            )
        )
        return None
    with path.open("rb") as file:
        evidence["sha256"] = file_digest(file, "sha256").hexdigest()
    evidence["file"] = f"{evidence['sha256'][:16]}{path.suffix.lower()}"
    taken.files[path] = evidence["file"]
    return path


def _tags(path: Path) -> dict[str, str]:
    """What the camera wrote into a picture; nothing where it is none that GDAL knows."""
    try:
        picture = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=PICTURE_DRIVERS)
    except RuntimeError:
        return {}
    return dict(picture.GetMetadata() or {})


def _fill_in(evidence: dict[str, Any], shot: Shot) -> None:
    """What the form of a picture does not say, out of the picture itself."""
    evidence["taken_at"] = evidence["taken_at"] or shot.taken_at
    if evidence["accuracy"] is None and evidence[SHAPE] is None:
        # The accuracy is that of the place beside which it stands.
        evidence["accuracy"] = shot.accuracy
    if evidence[SHAPE] is None and shot.place is not None:
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(*shot.place)
        evidence[SHAPE] = point
    if evidence["azimuth"] is None and shot.azimuth is not None:
        # The form's reference is that of the azimuth which it would have had.
        evidence["azimuth"], evidence["azimuth_ref"] = shot.azimuth, shot.reference


def _judge(
    evidence: dict[str, Any], of: _Open, used: set[str], rules: EvidenceRules, declination: float
) -> datetime | None:
    """Fill in what the office says of a picture; when it was taken."""
    moment = read_time(evidence["taken_at"] or "")
    taken_at = datetime.fromisoformat(moment) if moment else None
    point, shape = evidence[SHAPE], None if of.spot is None else of.spot[SHAPE]
    distance, towards = None, None
    if point is not None and shape is not None:
        distance, towards = view_of(point.GetX(), point.GetY(), list(_rings(shape)))
    azimuth = evidence["azimuth"]
    if azimuth is not None:
        azimuth = true_azimuth(azimuth, evidence["azimuth_ref"] or "", declination)
        evidence["azimuth"], evidence["azimuth_ref"] = azimuth, "true"
        aimed = towards is None or aims_at(azimuth, towards, rules.half_view)
        evidence["aims_at_spot"] = int(aimed)
    accuracy, made_by = evidence["accuracy"], evidence["made_by"] or ""
    photo = Photo(evidence["sha256"], taken_at, distance, azimuth, towards, accuracy, made_by)
    faults = faults_of(photo, of.since, None, used, rules)
    evidence["distance_to_spot"] = distance
    evidence["valid"] = int(not faults)
    evidence["why_not"] = "; ".join(each.sentence(tr) for each in faults)
    return taken_at


def _rings(shape: ogr.Geometry) -> Iterator[list[tuple[float, float]]]:
    for part in range(shape.GetGeometryCount()):
        polygon = shape.GetGeometryRef(part)
        for ring in range(polygon.GetGeometryCount()):
            yield [(x, y) for x, y, *_ in polygon.GetGeometryRef(ring).GetPoints()]


def _events(
    task: Task, visits: Sequence[Mapping[str, Any]], proofs: Sequence[tuple[datetime, str]], by: str
) -> list[Happening]:
    """What happens to a task by what the field brought: somebody arrived, evidence was given, land was restored."""
    events = []
    state, since = task.state, task.since
    for visit in sorted(visits, key=lambda row: row["arrived_at"] or ""):
        moment = read_time(visit["arrived_at"] or "")
        if state in ("pushed", "acknowledged", "returned") and moment:
            at = max(datetime.fromisoformat(moment), since)
            events.append(Happening(task.uuid, "arrive", Facts(visit["by"] or by, at)))
            state, since = "on_site", at
    times = tuple(at for at, _ in proofs)
    if times:
        at, who = max(max(times), since), proofs[-1][1]
        if state == "on_site":
            events.append(Happening(task.uuid, "give_evidence", Facts(who, at, evidence=times)))
        elif state == "rectifying" and task.decided_at is not None and any(one > task.decided_at for one in times):
            events.append(Happening(task.uuid, "restore", Facts(who, at, evidence=times)))
    return events
