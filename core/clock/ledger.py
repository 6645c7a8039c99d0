"""The ledger of a service window: when each file was due, what became of it, and how the window keeps its promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from statistics import median

from ..paper.charts import BAR, BOUND, HEIGHT, TOP, Chart, bars, legend
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import half_up, percent
from .calendar import WorkingCalendar
from .deadlines import Kept, kept
from .registration import DayRule, Suspension, due_of, working_minutes

__all__ = ["Filed", "Served", "arrivals_svg", "late_table", "serve", "served_table", "service_summary", "state_name"]


@dataclass(frozen=True)
class Filed:
    """One line of the ledger. accepted : aware; finished : None where it is not done."""

    number: str
    kind: str
    town: str
    window: str
    accepted: datetime
    finished: datetime | None = None
    suspensions: tuple[Suspension, ...] = ()


@dataclass(frozen=True)
class Served:
    """A line with what the clock says. due : None while it is suspended; minutes : the open ones that it took."""

    filed: Filed
    due: datetime | None
    state: Kept
    minutes: int | None


def serve(files: Iterable[Filed], rule: DayRule, calendar: WorkingCalendar, now: datetime) -> list[Served]:
    """What the clock says of each line. A suspended file is open, whatever the time."""
    found = []
    for one in files:
        due = due_of(one.accepted, rule, calendar, one.suspensions)
        if due is None:
            state: Kept = "on_time" if one.finished else "open"
        else:
            state = kept(due, one.finished, now)
        done = one.finished
        minutes = None if done is None else working_minutes(one.accepted, done, calendar, one.suspensions)
        found.append(Served(one, due, state, minutes))
    return found


def state_name(state: Kept, tr: Callable[[str], str]) -> str:
    return {
        "on_time": tr("On time"),
        "late": tr("Late"),
        "open": tr("Open"),
        "overdue": tr("Overdue"),
        "not_begun": tr("Not begun"),
    }[state]


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.replace(tzinfo=None).isoformat(" ", "seconds")


def _columns(tr: Callable[[str], str]) -> tuple[Column, ...]:
    return (
        Column("number", tr("Number")),
        Column("kind_name", tr("Kind")),
        Column("town", tr("Township")),
        Column("window", tr("Window")),
        Column("accepted", tr("Accepted")),
        Column("finished", tr("Finished")),
        Column("due", tr("Due")),
        Column("state", tr("State")),
        Column("state_name", tr("Name of the state")),
        Column("minutes", tr("Open minutes"), unit=tr("min"), numeric=True),
    )


def served_table(served: Sequence[Served], tr: Callable[[str], str]) -> Table:
    """Every line of the ledger, in its order."""
    return Table(tr("Files"), tr("Files and their due times"), _columns(tr), tuple(_row(one, tr) for one in served))


def late_table(served: Sequence[Served], tr: Callable[[str], str]) -> Table:
    """What was late and what is overdue, the longest ago first."""
    late = sorted((one for one in served if one.state in ("late", "overdue")), key=lambda one: one.filed.accepted)
    return Table(
        tr("Late files"), tr("Files that were not done in time"), _columns(tr), tuple(_row(one, tr) for one in late)
    )


def _row(one: Served, tr: Callable[[str], str]) -> Row:
    filed = one.filed
    moments = (_moment(filed.accepted), _moment(filed.finished), _moment(one.due))
    words = (filed.number, filed.kind, filed.town, filed.window)
    return Row((*words, *moments, one.state, state_name(one.state, tr), one.minutes))


def service_summary(served: Sequence[Served], tr: Callable[[str], str]) -> Table:
    """By kind, by town, by week (of acceptance, from Monday) and of all: how many, how many in time, how long."""
    columns = (
        Column("dimension", tr("By")),
        Column("value", tr("Value")),
        Column("received", tr("Received"), numeric=True),
        Column("done", tr("Done"), numeric=True),
        Column("on_time", tr("On time"), numeric=True),
        Column("late", tr("Late"), numeric=True),
        Column("open", tr("Open"), numeric=True),
        Column("overdue", tr("Overdue"), numeric=True),
        Column("on_time_percent", tr("Kept"), unit="%", numeric=True),
        Column("median", tr("Median"), unit=tr("min"), numeric=True),
        Column("ninetieth", tr("90 % within"), unit=tr("min"), numeric=True),
    )
    rows = [
        *_rows_by(served, tr("Kind"), lambda one: one.filed.kind),
        *_rows_by(served, tr("Township"), lambda one: one.filed.town),
        *_rows_by(served, tr("Week"), lambda one: week_of(one.filed.accepted)),
        _summed(tr("Total"), "", served, "total"),
    ]
    notes = (
        tr("Kept: those done in time of those done or overdue. 90 % within: nine files of ten took no more minutes."),
    )
    return Table(tr("Summary"), tr("Service clock"), columns, tuple(rows), notes=notes)


def week_of(moment: datetime) -> str:
    """The ISO week, such as 2021-W39."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def _rows_by(served: Sequence[Served], name: str, key: Callable[[Served], str]) -> list[Row]:
    return [
        _summed(name, value, [one for one in served if key(one) == value])
        for value in sorted({key(one) for one in served})
    ]


def _summed(name: str, value: str, served: Sequence[Served], kind: RowKind = "leaf") -> Row:
    counts = Counter(one.state for one in served)
    minutes = sorted(one.minutes for one in served if one.minutes is not None)
    judged = counts["on_time"] + counts["late"] + counts["overdue"]
    values: tuple[Value, ...] = (
        *(name, value, len(served), len(minutes)),
        *(counts["on_time"], counts["late"], counts["open"], counts["overdue"]),
        percent(counts["on_time"], judged),
        half_up(Decimal(str(median(minutes))), 1) if minutes else None,
        # The least that is not passed by nine of ten.
        minutes[-(-9 * len(minutes) // 10) - 1] if minutes else None,
    )
    return Row(values, kind)


def arrivals_svg(served: Sequence[Served], cutoff: time, tr: Callable[[str], str]) -> str:
    """How many files arrive in each hour, with the cut-off: whether people wait for it or come too late for it."""
    hours = [one.filed.accepted.hour for one in served]
    first, last = min([*hours, cutoff.hour]) if hours else cutoff.hour, max([*hours, cutoff.hour])
    counts = Counter(hours)
    values = [float(counts[hour]) for hour in range(first, last + 1)]
    chart = Chart.of(values, max(values))
    x = chart.x(cutoff.hour + cutoff.minute / 60 - first)
    parts = [
        *chart.ground(tr("Files by hour of acceptance"), "", tr("Files")),
        *bars(chart, values, lambda k: f"{first + k}:00"),
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - 74}" stroke="{BOUND}" stroke-width="1.5" '
        'stroke-dasharray="7 5"/>',
        *chart.foot(tr("Hour of acceptance")),
        *legend([(BAR, tr("Files")), (BOUND, tr("Cut-off {time}").format(time=cutoff.isoformat("minutes")))]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
