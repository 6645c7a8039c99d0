"""What a person lets happen to cases: which key means which event, what has to be asked, and the writing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ...core.casework.receivers import RECEIVER_KINDS
from ...core.casework.states import CaseTransition, Facts, Task, load_transitions, replayed
from ...core.casework.worklist import Listed
from ...core.errors import RedlineError
from ...core.sql import literal, name, statement
from ...core.written.times import read_time
from ...layers.casework.casefile import CasePlace, Happening, happen, opened, values_where
from ...layers.casework.pushing import push_of
from ...layers.casework.worklists import Worklist

__all__ = ["KEYS", "UNDO", "Filled", "act", "asked_of", "event_of_key", "possible_events", "task_of_list"]

KEYS: Mapping[str, tuple[str, ...]] = {
    "J": ("judge",),
    "F": ("false_alarm",),
    "P": ("push",),
    "B": ("take_back",),
    "L": ("decide_lawful",),
    "U": ("decide_unlawful",),
    "C": ("close",),
    "Z": ("return", "take_back", "reopen", "resume"),
}
"""The events of a key: the first that can happen is meant. Z undoes, by an event with a reason; nothing is deleted."""
UNDO = "Z"
ASKED: Mapping[str, str] = {
    "reason": "note",
    "visit_or_reason": "note",
    "receiver": "receiver",
    "result": "result",
    "document": "document",
    "visit": "who",
}
"""What a person is asked where an event needs this; evidence and the other person are looked up."""


@dataclass(frozen=True)
class Filled:
    """What a person wrote for an event. who : who was on site, "" for the person himself; kinds : of receivers."""

    note: str = ""
    result: str = ""
    legal_kind: str = ""
    document: str = ""
    who: str = ""
    kinds: tuple[str, ...] = RECEIVER_KINDS


def task_of_list(one: Listed, worklist: Worklist) -> Task:
    """The task of a case as the events that the list knows left it."""
    return replayed(Task(one.case.uuid, one.case.alerted), worklist.events.get(one.case.uuid, ()))


def possible_events(tasks: Sequence[Task]) -> list[CaseTransition]:
    """What may happen to every one of ``tasks``, in the table's order."""
    if not tasks:
        return []
    table = load_transitions()
    # Thousands may be chosen, and they have few states.
    every = [table.possible(task) for task in {task.state: task for task in tasks}.values()]
    shared = set.intersection(*({row.event for row in rows} for rows in every))
    return [row for row in every[0] if row.event in shared]


def event_of_key(key: str, tasks: Sequence[Task]) -> CaseTransition | None:
    """The event that a key means for ``tasks``; None where it can happen to none, or not to all of them."""
    possible = {row.event: row for row in possible_events(tasks)}
    return next((possible[event] for event in KEYS.get(key, ()) if event in possible), None)


def asked_of(transition: CaseTransition, tasks: Sequence[Task]) -> list[str]:
    """Fields of ``Filled`` that a person has to fill in: nothing where a key is enough."""
    asked = []
    for need in transition.needs:
        if need == "visit_or_reason" and all(task.visitors for task in tasks):
            continue
        # The receivers are those at the place.
        if need in ASKED and need != "receiver":
            asked.append(ASKED[need])
    return list(dict.fromkeys(asked))


def act(
    place: CasePlace,
    chosen: Sequence[tuple[Listed, Task]],
    transition: CaseTransition,
    filled: Filled,
    by: str,
    now: datetime,
) -> list[Task]:
    """Let an event happen to the chosen cases: to all, or to none.

    Raises RedlineError where nobody is named, where the event lacks something, and where a colleague changed a task
    since it was read.
    """
    if not by.strip():
        raise RedlineError("Say who you are: the log of the case file names everybody who does something.")
    return happen(place, *(_happening(place, one, task, transition, filled, by, now) for one, task in chosen))


def _happening(
    place: CasePlace, one: Listed, task: Task, transition: CaseTransition, filled: Filled, by: str, now: datetime
) -> Happening:
    # A colleague's clock may go before this one's: no event is dated before the one that it follows.
    at = max(now, task.since)
    if transition.event == "push":
        pushed = push_of(task.uuid, one.spot, filled.kinds, by, at)
        return replace(pushed, seen=task.state)
    who = filled.who.strip() or by if "visit" in transition.needs else by
    evidence = _valid_evidence(place, task.uuid) if any("evidence" in need for need in transition.needs) else ()
    facts = Facts(who, at, filled.note, result=filled.result, document=filled.document, evidence=evidence)
    rows: tuple = ()
    if transition.event.startswith("decide_"):
        rows = (("verdict", _verdict(task, filled, by, at)),)
    return Happening(task.uuid, transition.event, facts, task.state, rows)


def _verdict(task: Task, filled: Filled, by: str, at: datetime) -> dict[str, str]:
    return {
        "task": task.uuid,
        "result": filled.result,
        "legal_kind": filled.legal_kind,
        "document_no": filled.document,
        "date": at.date().isoformat(),
        "by": by,
        "remark": filled.note,
    }


def _valid_evidence(place: CasePlace, task: str) -> tuple[datetime, ...]:
    """When each piece of evidence that passed its checks was taken."""
    with opened(place) as case:
        rows = values_where(case, "evidence", statement(name("task"), "=", literal(task)))
    times = [read_time(row["taken_at"] or "") for row in rows if row["valid"]]
    return tuple(datetime.fromisoformat(moment) for moment in times if moment)
