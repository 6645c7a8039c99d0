"""States of a verification task and the events between them: a table (resources/casework), and one pure function.

``advance`` takes a task one event on and makes the row of the log; it refuses what the table does not have, and what
lacks something that the table asks for. Undoing is an event of its own (return, take back, reopen) with a reason;
nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from ..errors import Notice, RedlineError
from ..resources import RESOURCES, office_table
from .log import EventRow, Log

__all__ = [
    "ANY",
    "CaseState",
    "CaseTransition",
    "Facts",
    "Task",
    "Transitions",
    "advance",
    "load_transitions",
    "replay",
    "replayed",
]

ANY = "*"
"""Of a transition: from every open state; as the next state: the one before the suspension."""
TABLE = "task"
NEW = "new"


@dataclass(frozen=True)
class CaseState:
    id: str
    names: tuple[str, str]
    closed: bool

    def name(self, language: str) -> str:
        return self.names[0] if language == "en" else self.names[1]


@dataclass(frozen=True)
class CaseTransition:
    """From ``state`` by ``event`` to ``next_state``. who : staff, receiver, field or reviewer; needs : guards."""

    state: str
    event: str
    next_state: str
    who: str
    needs: tuple[str, ...]
    names: tuple[str, str]

    def name(self, language: str) -> str:
        return self.names[0] if language == "en" else self.names[1]


@dataclass(frozen=True)
class Task:
    """One task as its events left it. since : when it came into ``state``; before : the state that a suspended one had;
    decided_at : of the last decision; visitors : who was on site; result : of the last decision ("" before one)."""

    uuid: str
    since: datetime
    state: str = NEW
    before: str = ""
    decided_at: datetime | None = None
    visitors: frozenset[str] = frozenset()
    result: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of one event. note : the written reason; receiver : to whom it goes; result : of a decision;
    document : its number; evidence : when each piece that passed its checks was taken."""

    by: str
    at: datetime
    note: str = ""
    receiver: str = ""
    result: str = ""
    document: str = ""
    evidence: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Transitions:
    """The table: states by id, transitions by state and event."""

    states: Mapping[str, CaseState]
    rows: Mapping[tuple[str, str], CaseTransition]

    def possible(self, task: Task) -> list[CaseTransition]:
        """What may happen to a task, in the table's order."""
        found = [row for (state, _), row in self.rows.items() if state == task.state]
        if not self.states[task.state].closed and task.state != "suspended":
            found += [row for (state, _), row in self.rows.items() if state == ANY]
        return found


def advance(
    task: Task, event: str, facts: Facts, log: Log, transitions: Transitions | None = None
) -> tuple[Task, EventRow]:
    """The task after ``event``, and the row that goes to the end of ``log``.

    Raises RedlineError where the task's state knows no such event, where something is missing that the event needs, and
    where the event is dated before the one it follows.
    """
    table = transitions or load_transitions()
    row = next((each for each in table.possible(task) if each.event == event), None)
    if row is None:
        raise RedlineError(
            "Task {task} is in the state {state}: {event} cannot happen to it now, only {events}.",
            task=task.uuid,
            state=task.state,
            event=event,
            events=", ".join(each.event for each in table.possible(task)) or "–",
        )
    if facts.at < task.since:
        raise RedlineError(
            "Task {task}: {event} is dated {at}, before {since}, when the task came into its state: correct the time.",
            task=task.uuid,
            event=event,
            at=facts.at.isoformat(),
            since=task.since.isoformat(),
        )
    for need in row.needs:
        missing = _GUARDS[need](task, facts)
        if missing is not None:
            raise RedlineError("Task {task}, {event}: {reason}", task=task.uuid, event=event, reason=missing)
    after = _after(task, row, facts)
    return after, log.row(
        at=facts.at,
        by=facts.by,
        table=TABLE,
        uuid=task.uuid,
        event=event,
        states=(task.state, after.state),
        note=facts.note,
    )


def _after(task: Task, row: CaseTransition, facts: Facts) -> Task:
    state = task.before if row.next_state == ANY else row.next_state
    after = replace(task, state=state, since=facts.at, before=task.state if state == "suspended" else "")
    if row.event.startswith("decide_"):
        after = replace(after, decided_at=facts.at, result=facts.result)
    if "visit" in row.needs:
        after = replace(after, visitors=task.visitors | {facts.by})
    return after


def replayed(task: Task, rows: Iterable[EventRow], transitions: Transitions | None = None) -> Task:
    """``task``, new as it was made, as the rows of the log left it. Raises RedlineError for a row that the table
    does not allow."""
    table = transitions or load_transitions()
    for row in rows:
        found = next((each for each in table.possible(task) if each.event == row.event), None)
        after = None if found is None else _after(task, found, Facts(row.by, row.at, row.note))
        if after is None or row.states != (task.state, after.state):
            raise RedlineError(
                "Row {seq} of the log: task {task} was in the state {state}, and {event} does not lead to {next}.",
                seq=row.seq,
                task=row.uuid,
                state=task.state,
                event=row.event,
                next=row.to_state,
            )
        task = after
    return task


def replay(rows: Iterable[EventRow], transitions: Transitions | None = None) -> dict[str, str]:
    """State of each task as the log leaves it; raises as ``replayed`` does."""
    tasks: dict[str, Task] = {}
    for row in rows:
        if row.table == TABLE:
            tasks[row.uuid] = replayed(tasks.get(row.uuid) or Task(row.uuid, row.at), [row], transitions)
    return {uuid: task.state for uuid, task in tasks.items()}


# --- what an event needs ----------------------------------------------------------------------------------------------


def _reason(task: Task, facts: Facts) -> Notice | None:
    return None if facts.note.strip() else Notice("a written reason is needed.")


def _receiver(task: Task, facts: Facts) -> Notice | None:
    return None if facts.receiver.strip() else Notice("there is no receiver: name one.")


def _result(task: Task, facts: Facts) -> Notice | None:
    return None if facts.result.strip() else Notice("the result of the decision is missing.")


def _document(task: Task, facts: Facts) -> Notice | None:
    return None if facts.document.strip() else Notice("the number of its document is missing.")


def _visit(task: Task, facts: Facts) -> Notice | None:
    return None if facts.by.strip() else Notice("who was on site is missing.")


def _visit_or_reason(task: Task, facts: Facts) -> Notice | None:
    """A satellite spot alone is only a clue (自然资发〔2023〕258号)."""
    if task.visitors or facts.note.strip():
        return None
    return Notice("nobody was on site: a decision needs a visit, or a written reason.")


def _evidence(task: Task, facts: Facts) -> Notice | None:
    return None if facts.evidence else Notice("there is no evidence that passed its checks.")


def _evidence_after_decision(task: Task, facts: Facts) -> Notice | None:
    if any(task.decided_at is not None and taken > task.decided_at for taken in facts.evidence):
        return None
    return Notice("evidence taken after the decision is needed.")


def _other_person(task: Task, facts: Facts) -> Notice | None:
    return Notice("who was on site cannot close it: another person reviews it.") if facts.by in task.visitors else None


_GUARDS: Mapping[str, Callable[[Task, Facts], Notice | None]] = {
    "reason": _reason,
    "receiver": _receiver,
    "result": _result,
    "document": _document,
    "visit": _visit,
    "visit_or_reason": _visit_or_reason,
    "evidence": _evidence,
    "evidence_after_decision": _evidence_after_decision,
    "other_person": _other_person,
}


# --- the table --------------------------------------------------------------------------------------------------------


def load_transitions(folder: Path | None = None) -> Transitions:
    """The shipped table, or an office's own in ``folder`` (states.csv, transitions.csv)."""
    return _load(folder or RESOURCES / "casework")


@cache
def _load(folder: Path) -> Transitions:
    states = {
        row["state"]: CaseState(row["state"], (row["name_en"], row["name_zh"]), row["closed"] == "1")
        for _, row in office_table(folder / "states.csv", ("state", "name_en", "name_zh", "closed"))
    }
    columns = ("state", "event", "next_state", "who", "needs", "name_en", "name_zh")
    rows = {}
    for line, row in office_table(folder / "transitions.csv", columns):
        needs = tuple(part.strip() for part in row["needs"].split(";") if part.strip())
        unknown: Sequence[str] = [
            *(name for name in (row["state"], row["next_state"]) if name not in {*states, ANY}),
            *(need for need in needs if need not in _GUARDS),
        ]
        if unknown:
            raise RedlineError(
                "{file}, line {line}: {names} is neither a state of states.csv nor something that an event can need "
                "({needs}).",
                file="transitions.csv",
                line=line,
                names=", ".join(unknown),
                needs=", ".join(_GUARDS),
            )
        names = (row["name_en"], row["name_zh"])
        rows[row["state"], row["event"]] = CaseTransition(
            row["state"], row["event"], row["next_state"], row["who"], needs, names
        )
    return Transitions(states, rows)
