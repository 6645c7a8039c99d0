"""The panel of casework without a window: the list, the keys, what is asked, what colleagues do meanwhile."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QSignalSpy

from redline.core.casework.states import Facts, Task, load_transitions
from redline.core.errors import RedlineError
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework.casefile import (
    CasePlace,
    Happening,
    add_case_rows,
    case_rows,
    events_of,
    happen,
    make_tables,
    opened,
    transaction,
)
from redline.layers.casework.worklists import chiefs_at, office_clock, read_worklist, stamp_of

pytestmark = pytest.mark.usefixtures("redline")
START = datetime(2021, 9, 1, 8, tzinfo=OFFICE_ZONE)
SQUARE = "MULTIPOLYGON(((115.44 36.48,115.441 36.48,115.441 36.481,115.44 36.481,115.44 36.48)))"


def at(minutes):
    return START + timedelta(minutes=minutes)


def spot_row(number, minutes=0, **values):
    return {
        "uuid": f"t{number}",
        "number": f"A{number}",
        "source": "tower",
        "seen_at": at(minutes).isoformat(),
        "kind": "建房",
        "township": "371525100",
        "township_name": "清泉街道",
        "village": "371525100201",
        "village_name": "东街村",
        "lon": 115.4405,
        "lat": 36.4805,
        "geometry": ogr.CreateGeometryFromWkt(SQUARE),
        **values,
    }


def fill(place, count=3):
    make_tables(place)
    with opened(place, update=True) as case, transaction(case):
        add_case_rows(case, "spot", (spot_row(n, n) for n in range(count)))
        rows = (
            {"uuid": f"t{n}", "spot": f"t{n}", "created_at": at(n).isoformat(), "state": "new"} for n in range(count)
        )
        add_case_rows(case, "task", rows)
        chief = {"unit_code": "371525100201", "name": "某村长", "phone": "13800000000", "level": 3}
        add_case_rows(case, "chief", [chief, {"unit_code": "371525", "name": "某县长"}, {"unit_code": "371526"}])
    return place


@pytest.fixture(params=["geopackage", "postgis"])
def place(request, tmp_path):
    if request.param == "geopackage":
        yield fill(CasePlace(path=tmp_path / "案卷 库.gpkg"))
        return
    server = request.getfixturevalue("postgis")
    schema = f"panel_{request.node.name.partition('[')[0]}"[:60]
    yield fill(CasePlace(uri=server.connection, schema=schema))
    server.sql(f'DROP SCHEMA "{schema}" CASCADE')


@pytest.fixture
def package(tmp_path):
    return fill(CasePlace(path=tmp_path / "案卷.gpkg"))


@pytest.fixture
def dock(qgis_iface, package):
    from redline.ui.casework.dock import CaseworkDock
    from redline.ui.casework.places import ChosenFile, remember_file
    from redline.ui.live.keeper import CountyKeeper

    QgsProject.instance().clear()
    opened_tools = []
    keeper = CountyKeeper(qgis_iface.mainWindow())
    remember_file(ChosenFile(path=str(package.path)))
    made = CaseworkDock(qgis_iface, lambda name, given: opened_tools.append((name, given)), keeper)
    made.opened_tools = opened_tools
    made.model.now = lambda: at(30)
    made.by.setText("张")
    wait_for(made)
    yield made
    made.remove()
    keeper.stop()
    QgsProject.instance().clear()


def wait_for(dock):
    """Until what is read in the background is there."""
    for _ in range(600):
        QgsApplication.processEvents()
        if dock.keeper.task is None:
            return
        time.sleep(0.02)
    raise AssertionError("the case file was not read")


def choose(dock, *numbers):
    dock.table.clearSelection()
    rows = [one.number for one in dock.model.shown]
    dock._choose_rows([dock.model.shown[rows.index(number)].case.uuid for number in numbers], 0)


def press(dock, key):
    """The key as a keyboard gives it."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.NoModifier, key.lower())
        QgsApplication.sendEvent(dock.table, event)
        if kind is QEvent.Type.ShortcutOverride:
            assert event.isAccepted(), "QGIS's own shortcuts must not take it"


def answer(monkeypatch, **filled):
    """What a person writes into the dialog, with what the dialog asked."""
    from redline.ui.casework import eventdialog

    seen = []

    def fill_in(dialog):
        seen.append((dialog.windowTitle(), list(dialog.needed), dialog.buttons.button(dialog.buttons.Ok).isEnabled()))
        for name, value in filled.items():
            choices = name in ("result", "legal_kind")
            widget = getattr(dialog, f"{name}s" if choices else name)
            if choices:
                widget.setCurrentIndex(widget.findData(value))
            elif name == "note":
                widget.setPlainText(value)
            else:
                widget.setText(value)
        return dialog.buttons.button(dialog.buttons.Ok).isEnabled()

    monkeypatch.setattr(eventdialog.EventDialog, "exec", fill_in)
    return seen


class TestReading:
    def test_the_list(self, place):
        happen(place, Happening("t1", "judge", Facts("王", at(5))))
        with opened(place) as case:
            found = read_worklist(case, office_clock())
            assert stamp_of(case) == found.stamp == (3, 1)
        listed = {one.number: one for one in found.listed}
        assert [listed[f"A{n}"].case.state for n in range(3)] == ["new", "judged", "new"]
        assert listed["A1"].hands == {"王"} and listed["A0"].hands == set()
        # Seen a minute after the first: reported within the hour.
        assert (listed["A1"].promise.deadline.id, listed["A1"].promise.due) == ("report", at(61))
        assert [row.event for row in found.events["t1"]] == ["judge"]

    def test_one_task(self, place):
        happen(place, Happening("t1", "judge", Facts("王", at(5))))
        with opened(place) as case:
            found = read_worklist(case, office_clock(), "t1")
        assert [(one.number, one.case.state) for one in found.listed] == [("A1", "judged")]

    def test_the_chiefs_of_a_place(self, package):
        with opened(package) as case:
            found = read_worklist(case, office_clock())
        chiefs = chiefs_at(found.chiefs, found.listed[0].spot)
        assert [(one.level, one.name) for one in chiefs] == [(3, "某村长"), (1, "某县长")]

    def test_a_task_without_a_spot(self, package):
        with opened(package, update=True) as case, transaction(case):
            add_case_rows(
                case, "task", [{"uuid": "t9", "spot": "none", "created_at": at(0).isoformat(), "state": "new"}]
            )
        with opened(package) as case, pytest.raises(RedlineError, match=r"Task t9 of 案卷\.gpkg has no spot"):
            read_worklist(case, office_clock())


class TestActing:
    def test_one_of_another_office_is_told(self, place):
        """On both kinds of case file: the panel saw a new task, a colleague judged it meanwhile."""
        from redline.ui.casework.acting import Filled, act, event_of_key, task_of_list

        with opened(place) as case:
            found = read_worklist(case, office_clock())
        one = next(each for each in found.listed if each.number == "A1")
        task = task_of_list(one, found)
        happen(place, Happening("t1", "judge", Facts("王", at(5))))
        with pytest.raises(RedlineError) as caught:
            act(place, [(one, task)], event_of_key("F", [task]), Filled(note="牲畜"), "张", at(9))
        assert str(caught.value) == (
            "Task t1 was changed meanwhile: 王, judge, 2021-09-01 08:05+08:00; it is judged now. Look at it again."
        )
        with opened(place) as case:
            assert [row.event for row in events_of(case)] == ["judge"]

    def test_nobody_is_refused(self, package):
        from redline.ui.casework.acting import Filled, act, event_of_key, task_of_list

        with opened(package) as case:
            found = read_worklist(case, office_clock())
        task = task_of_list(found.listed[0], found)
        with pytest.raises(RedlineError, match="Say who you are"):
            act(package, [(found.listed[0], task)], event_of_key("J", [task]), Filled(), " ", at(9))

    @pytest.mark.parametrize(
        ("key", "state", "event"),
        [
            ("J", "new", "judge"),
            ("F", "new", "false_alarm"),
            ("P", "judged", "push"),
            ("P", "new", None),
            ("B", "pushed", "take_back"),
            ("L", "evidence", "decide_lawful"),
            ("U", "judged", "decide_unlawful"),
            ("C", "lawful", "close"),
            ("Z", "judged", "return"),
            ("Z", "acknowledged", "take_back"),
            ("Z", "closed", "reopen"),
            ("Z", "suspended", "resume"),
        ],
    )
    def test_keys(self, key, state, event):
        from redline.ui.casework.acting import event_of_key

        found = event_of_key(key, [Task("t", START, state)])
        assert (found.event if found else None) == event

    def test_a_key_for_several_must_hold_for_all(self):
        from redline.ui.casework.acting import event_of_key

        tasks = [Task("t", START), Task("u", START, "judged")]
        assert event_of_key("J", tasks) is None and event_of_key("J", []) is None
        assert event_of_key("Z", [Task("t", START, "judged"), Task("u", START, "lawful")]).event == "return"

    @pytest.mark.parametrize(
        ("state", "event", "visitors", "asked"),
        [
            ("new", "judge", (), []),
            ("new", "false_alarm", (), ["note"]),
            ("judged", "push", (), []),
            ("judged", "decide_lawful", (), ["note", "result"]),
            ("evidence", "decide_lawful", ("李",), ["result"]),
            ("pushed", "arrive", (), ["who"]),
            ("unlawful", "transfer", (), ["document"]),
            ("checked", "close", (), []),
        ],
    )
    def test_what_is_asked(self, state, event, visitors, asked):
        from redline.ui.casework.acting import asked_of

        task = Task("t", START, state, visitors=frozenset(visitors))
        row = next(each for each in load_transitions().possible(task) if each.event == event)
        assert asked_of(row, [task]) == asked


class TestDock:
    def test_the_list_and_its_words(self, dock):
        assert dock.file_button.text() == "案卷.gpkg" and dock.count.text() == "3 / 3"
        words = [dock.model.index(0, column).data() for column in range(7)]
        assert words == ["A0", "New", "0 h 30 min left", "清泉街道 东街村", "建房", "mast camera", "2021-09-01 08:00"]
        assert dock.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == (
            "Reported within 1 hour: due 2021-09-01 09:00"
        )
        dock.model.now = lambda: at(61)
        overdue = dock.model.index(0, 2).data(Qt.ItemDataRole.ForegroundRole)
        assert overdue.name() == "#b3261e" and dock.model.index(0, 2).data() == "past by 0 h 1 min"

    def test_a_case_from_alert_to_closed(self, dock, monkeypatch):
        """Each step by its key; what needs no words happens at once."""
        choose(dock, "A1")
        press(dock, "J")
        assert dock.model.shown[dock.model.row_of("t1")].case.state == "judged"
        press(dock, "P")
        with opened(dock.keeper.place) as case:
            assert [row["receiver_kind"] for row in case_rows(case, "push")] == [
                *("squadron", "township_office", "street_office", "chief")
            ]
        asked = answer(monkeypatch, note="地址有误")
        press(dock, "B")
        assert asked == [("Take back", ["note"], False)], "OK waits for the reason"
        asked = answer(monkeypatch, note="卫片与航片一致", result="non_grain", document="冠自然资罚〔2021〕1号")
        press(dock, "U")
        assert asked[0][:2] == ("Decide: unlawful", ["note", "result"])
        with opened(dock.keeper.place) as case:
            [verdict] = case_rows(case, "verdict")
            log = [(row.event, row.by, row.note) for row in events_of(case)]
        assert (verdict["task"], verdict["result"], verdict["by"]) == ("t1", "non_grain", "张")
        assert (verdict["document_no"], verdict["date"]) == ("冠自然资罚〔2021〕1号", "2021-09-01")
        assert log == [
            ("judge", "张", ""),
            ("push", "张", ""),
            ("take_back", "张", "地址有误"),
            ("decide_unlawful", "张", "卫片与航片一致"),
        ]
        answer(monkeypatch, note="再核")
        press(dock, "Z")
        assert dock.keeper.find("t1").case.state == "returned", "undone by an event, nothing is deleted"
        with opened(dock.keeper.place) as case:
            assert len(events_of(case)) == 5 and len(case_rows(case, "verdict")) == 1

    def test_false_alarms_leave_the_list_and_the_next_is_chosen(self, dock, monkeypatch):
        answer(monkeypatch, note="农机")
        choose(dock, "A0", "A1")
        press(dock, "F")
        assert [one.number for one in dock.model.shown] == ["A2"] and dock.chosen_keys() == ["t2"]
        assert dock.count.text() == "1 / 3"
        dock.states.setCurrentIndex(dock.states.findData("closed"))
        assert {one.number for one in dock.model.shown} == {"A0", "A1"}
        dock.states.setCurrentIndex(dock.states.findData(""))
        dock.mine.setChecked(True)
        assert {one.number for one in dock.model.shown} == {"A0", "A1"}

    def test_a_dialog_that_is_closed_changes_nothing(self, dock, monkeypatch):
        answer(monkeypatch)
        choose(dock, "A0")
        press(dock, "F")
        with opened(dock.keeper.place) as case:
            assert events_of(case) == []

    def test_a_key_that_can_not_be_is_told(self, dock):
        choose(dock, "A0")
        press(dock, "C")
        assert dock.message.text() == (
            "C can not happen to this case now; possible are: Judge: to be pushed, Judge: false alarm, Suspend."
        )
        assert not dock.buttons["C"].isEnabled() and dock.buttons["J"].isEnabled()

    def test_a_colleague_changed_it_meanwhile(self, dock):
        choose(dock, "A0")
        happen(dock.keeper.place, Happening("t0", "judge", Facts("王", at(5))))
        press(dock, "J")
        assert dock.message.text().startswith("Task t0 was changed meanwhile: 王, judge")
        assert dock.keeper.find("t0").case.state == "judged", "it was read again"

    def test_what_colleagues_do_is_seen_at_the_next_look(self, dock):
        spy = QSignalSpy(dock.keeper.changed)
        dock.keeper.look()
        wait_for(dock)
        assert len(spy) == 0, "nothing happened"
        happen(dock.keeper.place, Happening("t2", "judge", Facts("王", at(5))))
        dock.keeper.look()
        wait_for(dock)
        assert len(spy) == 1 and dock.keeper.find("t2").case.state == "judged"

    def test_what_is_known_of_a_case(self, dock):
        choose(dock, "A1")
        press(dock, "J")
        assert "<b>A1 · 建房 · mast camera · 2021-09-01 08:01</b>" in dock.details.head.text()
        assert "village chief 某村长, county chief 某县长" in dock.details.head.text()
        assert "13800000000" not in dock.details.head.text()
        assert dock.details.log.text() == "2021-09-01 08:30 <b>Judge: to be pushed</b> → To be pushed · 张"

    def test_the_map_goes_there(self, dock):
        choose(dock, "A1")
        assert dock.band.isVisible() and dock.band.asGeometry().isGeosValid()

    def test_pictures(self, dock, package, tmp_path):
        folder = tmp_path / "案卷_files"
        folder.mkdir()
        from qgis.PyQt.QtGui import QImage

        image = QImage(80, 60, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkGreen)
        image.save(str(folder / "e1.png"))
        with opened(package, update=True) as case, transaction(case):
            rows = [
                {"uuid": "e1", "task": "t1", "file": "e1.png", "valid": 1, "taken_at": at(9).isoformat()},
                {"uuid": "e2", "task": "t1", "file": "e2.png", "valid": 0, "why_not": "it looks another way"},
            ]
            add_case_rows(case, "evidence", rows)
        choose(dock, "A1")
        assert dock.details.pictures.files == [
            ("Evidence", folder / "e1.png"),
            ("Evidence (not valid: it looks another way)", folder / "e2.png"),
        ]

    def test_pictures_in_a_folder_of_ones_own(self, dock, package, tmp_path, monkeypatch):
        from redline.ui.casework import dock as module
        from redline.ui.casework.places import remembered_file

        with opened(package, update=True) as case, transaction(case):
            add_case_rows(case, "evidence", [{"uuid": "e1", "task": "t1", "file": "e1.png", "valid": 1}])
        asked = staticmethod(lambda *_: str(tmp_path / "照片"))
        monkeypatch.setattr(module, "QFileDialog", type("Asked", (), {"getExistingDirectory": asked}))
        dock.choose_pictures()
        wait_for(dock)
        choose(dock, "A1")
        assert dock.details.pictures.files == [("Evidence", tmp_path / "照片" / "e1.png")]
        assert Path(remembered_file().pictures) == tmp_path / "照片"
        dock._tool("mergefield")
        assert dock.opened_tools[-1][1]["PICTURES"] == dock.chosen.pictures

    def test_on_a_database(self, dock, postgis, monkeypatch):
        """The same keys; a colleague on the same schema is told, and tells."""
        from redline.ui.casework.places import ChosenFile

        with postgis.stored("redline_panel") as stored:
            place = fill(CasePlace(uri=postgis.connection, schema="panel_dock"))
            try:
                dock.open_file(ChosenFile(connection=stored, schema="panel_dock"))
                wait_for(dock)
                assert dock.file_button.text() == "redline_panel · panel_dock" and dock.count.text() == "3 / 3"
                choose(dock, "A0")
                press(dock, "J")
                assert dock.keeper.find("t0").case.state == "judged"
                happen(place, Happening("t0", "return", Facts("王", at(40), note="再看")))
                press(dock, "P")
                assert dock.message.text().startswith("Task t0 was changed meanwhile: 王, return")
                assert dock.keeper.find("t0").case.state == "new"
                with opened(place) as case:
                    assert [(row.event, row.by) for row in events_of(case)] == [("judge", "张"), ("return", "王")]
            finally:
                dock.close_file()
                postgis.sql("DROP SCHEMA panel_dock CASCADE")

    def test_the_dashboard(self, dock, monkeypatch):
        answer(monkeypatch, note="农机")
        choose(dock, "A0")
        press(dock, "F")
        counts = {key: label.text() for key, label in dock.dashboard.counts.items()}
        assert counts | {"alerts": "3", "false_alarms": "1", "open": "2", "overdue": "0", "closed": "0"} == counts
        assert [(week.alerts, week.closed, week.open) for week in dock.dashboard.curve.weeks] == [(3, 1, 2)]
        assert not dock.dashboard.curve.grab().toImage().isNull()

    def test_tools_open_with_this_case_file(self, dock, package):
        dock._tool("pushtasks")
        assert dock.opened_tools == [("redline:pushtasks", {"CASES": str(package.path), "BY": "张"})]

    def test_sheets_of_the_chosen_cases(self, dock, package):
        dock.print_sheets()
        assert dock.message.text() == "Choose a case." and dock.opened_tools == []
        choose(dock, "A0", "A2")
        dock.print_sheets()
        wanted = {
            "SHEETS_FILTER": "\"number\" IN ('A0', 'A2')",
            "OUTPUT_SHEETS": "TEMPORARY_OUTPUT",
            "CASES": str(package.path),
        }
        assert dock.opened_tools == [("redline:casereport", wanted)]
        algorithm = QgsApplication.processingRegistry().algorithmById("redline:casereport")
        assert set(wanted) <= {each.name() for each in algorithm.parameterDefinitions()}

    def test_another_project_has_another_case_file(self, dock):
        QgsProject.instance().clear()
        assert dock.chosen is None and dock.model.rowCount() == 0
        assert dock.file_button.text() == "Choose a case file"

    def test_a_case_file_that_is_gone(self, dock, tmp_path):
        from redline.ui.casework.places import ChosenFile

        dock.open_file(ChosenFile(path=str(tmp_path / "weg.gpkg")))
        wait_for(dock)
        assert "weg.gpkg cannot be read or written" in dock.message.text()


def test_five_thousand_cases(qgis_iface, tmp_path):
    """What a person waits for does not grow with the list: a key costs less than reading the list again by far, and
    filtering and sorting it less than reading it."""
    from redline.ui.casework.acting import Filled, act, event_of_key, task_of_list
    from redline.ui.casework.model import CaseModel

    place = fill(CasePlace(path=tmp_path / "many.gpkg"), 5_000)
    with opened(place) as case:
        begin = time.perf_counter()
        found = read_worklist(case, office_clock())
        reading = time.perf_counter() - begin
    model = CaseModel(now=lambda: at(6_000))
    begin = time.perf_counter()
    model.show(found.listed)
    model.sort(3)
    arranging = time.perf_counter() - begin
    assert model.rowCount() == 5_000
    task = task_of_list(found.listed[7], found)
    begin = time.perf_counter()
    act(place, [(found.listed[7], task)], event_of_key("J", [task]), Filled(), "张", at(6_000))
    with opened(place) as case:
        read_worklist(case, office_clock(), task.uuid)
    acting = time.perf_counter() - begin
    assert arranging < reading / 2 and acting < reading / 2, (reading, arranging, acting)


def test_the_project_keeps_the_case_file(tmp_path):
    from redline.ui.casework.places import ChosenFile, remember_file, remembered_file

    project = QgsProject.instance()
    project.clear()
    assert remembered_file() is None
    remember_file(ChosenFile(path=str(tmp_path / "案卷.gpkg")))
    assert Path(remembered_file().path) == tmp_path / "案卷.gpkg"
    remember_file(ChosenFile(connection="县库", schema="casework"))
    assert remembered_file() == ChosenFile(connection="县库", schema="casework")
    assert remembered_file().parameters() == {"CONNECTION": "县库", "SCHEMA": "casework"}
    remember_file(None)
    assert remembered_file() is None
    project.clear()


class TestWatchedFolder:
    ROWS = (
        "alert_id,alert_time,alert_type,lon,lat\n"
        "B1,2021-09-02 08:00,建房,115.50,36.50\n"
        "B2,2021-09-02 09:00,动土,115.51,36.50\n"
        "B3,,动土,115.52,36.50\n"
    )

    @pytest.fixture
    def folder(self, tmp_path):
        made = tmp_path / "平台 推送"
        made.mkdir()
        return made

    @pytest.fixture
    def watcher(self, dock, folder, monkeypatch):
        from qgis.core import QgsSettings

        from redline.ui.casework import watching

        dock.watcher.settling.setInterval(100)
        told = []
        dock.watcher.told.connect(lambda words, level: told.append((words, level)))
        dock.watcher.sentences = told
        yield dock.watcher
        dock.watcher.stop()
        QgsSettings().remove(watching.PREFIX.rstrip("/"))

    def until(self, condition):
        for _ in range(400):
            QgsApplication.processEvents()
            if condition():
                return
            time.sleep(0.02)
        raise AssertionError("it did not happen")

    def test_it_is_off_until_it_is_switched_on(self, watcher, folder):
        from redline.ui.casework.watching import Watch, watch_of_settings

        assert watch_of_settings() == Watch("", "tower", False)
        (folder / "a.csv").write_text(self.ROWS, "utf-8")
        watcher.set_watch(Watch(str(folder), "tower", False))
        watcher.look()
        assert watcher.task is None and watcher.sentences == []

    def test_what_comes_in_is_taken_in_once(self, dock, watcher, folder):
        """The bar names the file and its counts: B1 and B2 are new, B3 has no time."""
        from qgis.core import Qgis

        from redline.ui.casework.watching import Watch

        watcher.set_watch(Watch(str(folder), "satellite", True))
        (folder / "9月2日.csv").write_text(self.ROWS, "utf-8")
        (folder / "~9月2日.csv").write_text(self.ROWS, "utf-8")
        (folder / "leer.csv").write_text("", "utf-8")
        self.until(lambda: watcher.sentences)
        words = "9月2日.csv: 2 new cases, 0 of them repeats; 0 were there already; 1 left out."
        assert watcher.sentences == [(words, Qgis.MessageLevel.Warning)]
        self.until(lambda: len(dock.keeper.worklist.listed) == 5)
        assert {one.case.source for one in dock.keeper.worklist.listed} == {"tower", "satellite"}
        assert (folder / "9月2日.csv").read_text("utf-8") == self.ROWS
        # Not again, also when QGIS starts anew; the same rows in another file double nothing.
        watcher.set_watch(Watch(str(folder), "satellite", True))
        (folder / "again.csv").write_text(self.ROWS.replace("B3,,动土,115.52,36.50\n", ""), "utf-8")
        self.until(lambda: len(watcher.sentences) == 2)
        assert watcher.sentences[1] == (
            "again.csv: 0 new cases, 0 of them repeats; 2 were there already; 0 left out.",
            Qgis.MessageLevel.Success,
        )

    def test_what_cannot_be_read_is_told_and_left(self, watcher, folder):
        from redline.ui.casework.watching import Watch

        (folder / "b.csv").write_text("name,kind\nx,y\n", "utf-8")
        watcher.set_watch(Watch(str(folder), "tower", True))
        self.until(lambda: watcher.sentences)
        assert watcher.sentences[0][0].startswith("b.csv was not taken in: ")
        assert "Time" in watcher.sentences[0][0] or "time" in watcher.sentences[0][0]

    def test_a_file_that_is_still_written_waits(self, watcher, folder):
        from redline.ui.casework.watching import Watch

        path = folder / "c.csv"
        path.write_text(self.ROWS[:60], "utf-8")
        watcher.settling.setInterval(60_000)
        watcher.set_watch(Watch(str(folder), "tower", True))
        path.write_text(self.ROWS, "utf-8")
        watcher.look()
        assert watcher.task is None, "it has changed since the look before"
        watcher.look()
        assert watcher.task is not None
        self.until(lambda: watcher.sentences)
        assert watcher.sentences[0][0].startswith("c.csv: 2 new cases")

    def test_a_shapefile_waits_for_its_table(self, watcher, folder):
        from redline.ui.casework.watching import Watch

        watcher.settling.setInterval(60_000)
        (folder / "图斑.shp").write_bytes(b"x" * 100)
        watcher.set_watch(Watch(str(folder), "satellite", True))
        (folder / "图斑.dbf").write_bytes(b"y" * 50)
        watcher.look()
        assert watcher.task is None and watcher.before[folder / "图斑.shp"][0] == 150

    def test_a_folder_that_is_gone(self, watcher, folder):
        from redline.ui.casework.watching import Watch

        watcher.set_watch(Watch(str(folder / "weg"), "tower", True))
        assert watcher.sentences[0][0] == f"The watched folder {folder / 'weg'} is not there."

    def test_the_dialog(self, dock):
        from redline.ui.casework.watching import Watch, WatchDialog

        dialog = WatchDialog(dock, Watch("/somewhere", "satellite", True))
        assert dialog.watch() == Watch("/somewhere", "satellite", True)
        dialog.on.setChecked(False)
        dialog.source.setCurrentIndex(dialog.source.findData("drone"))
        assert dialog.watch() == Watch("/somewhere", "drone", False)


class TestPoint:
    def click(self, dock, monkeypatch, x, y, kind="堆土", number=""):
        from qgis.core import QgsPointXY

        from redline.ui.casework import pointtool

        def fill_in(dialog):
            dialog.kind.setText(kind)
            dialog.number.setText(number)
            return True

        monkeypatch.setattr(pointtool.PointDialog, "exec", fill_in)
        dock.take_point(QgsPointXY(x, y))
        wait_for(dock)

    def test_a_click_is_a_case(self, dock, monkeypatch):
        from qgis.core import QgsCoordinateReferenceSystem

        canvas = dock.iface.mapCanvas()
        canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4527"))
        dock.begin_point()
        assert canvas.mapTool() is dock.point_tool
        # 117° is the meridian of zone 39: 500 km of false easting, and 39 before it.
        self.click(dock, monkeypatch, 39_500_000, 4_040_000, number="12345-7")
        assert dock.message.text() == "A new case."
        new = next(one for one in dock.keeper.worklist.listed if one.number == "12345-7")
        assert (new.case.source, new.spot["kind"], new.case.alerted) == ("hotline", "堆土", at(30))
        assert new.spot["lon"] == pytest.approx(117.0, abs=1e-6)
        self.click(dock, monkeypatch, 39_500_000, 4_040_000, number="12345-7")
        assert dock.message.text() == "This alert is there already."
        dock.model.now = lambda: at(90)
        self.click(dock, monkeypatch, 39_500_010, 4_040_000, number="12345-8")
        assert dock.message.text() == "A case there was seen before: a repeat."

    def test_without_a_case_file(self, dock):
        dock.close_file()
        dock.begin_point()
        assert dock.message.text() == "Choose a case file first."


class TestMessages:
    @pytest.fixture
    def sent(self, dock, monkeypatch):
        """What goes out, instead of sending it (test_casework_robots.py sends)."""
        from qgis.core import QgsSettings

        from redline.core.casework.messages import Robot
        from redline.layers.casework.robots import SWITCH
        from redline.ui.casework import dock as module

        found = []
        monkeypatch.setattr(module, "kept_robots", lambda: [Robot("wecom", "群", "https://x.example")])
        monkeypatch.setattr(module, "send_in_background", lambda robots, subject, texts, done: found.append(texts))
        yield found
        QgsSettings().remove(SWITCH)

    def test_off_by_default(self, dock, sent):
        choose(dock, "A0", "A1")
        press(dock, "J")
        press(dock, "P")
        dock.send_overdue()
        assert sent == [] and dock.message.text() in (
            "Nothing is overdue.",
            "Messages are off: switch them on in Messages…",
        )

    def test_a_push_is_told(self, dock, sent):
        from qgis.core import QgsSettings

        from redline.layers.casework.robots import SWITCH

        QgsSettings().setValue(SWITCH, True)
        choose(dock, "A0", "A1")
        press(dock, "J")
        assert sent == []
        press(dock, "P")
        # Pushed at 8:30: on site within the hour.
        assert sent == [["Verification tasks pushed: 2 cases\n清泉街道: 2 (东街村 2), first due 09-01 09:30"]]
        dock.model.now = lambda: at(300)
        dock.send_overdue()
        assert sent[1] == ["Overdue: 3 cases\n清泉街道: 3 (东街村 3), first due 09-01 09:02"]


def test_choosing_all_of_thousands(qgis_iface, tmp_path):
    """To choose every case costs less than to read the list again, so that the window never stands still for long."""
    from redline.ui.casework.dock import CaseworkDock
    from redline.ui.casework.places import ChosenFile
    from redline.ui.live.keeper import CountyKeeper

    QgsProject.instance().clear()
    place = fill(CasePlace(path=tmp_path / "many.gpkg"), 3_000)
    county = CountyKeeper(qgis_iface.mainWindow())
    dock = CaseworkDock(qgis_iface, lambda *_: None, county)
    try:
        begin = time.perf_counter()
        dock.open_file(ChosenFile(path=str(place.path)))
        wait_for(dock)
        reading = time.perf_counter() - begin
        assert dock.model.rowCount() == 3_000
        begin = time.perf_counter()
        dock.table.selectAll()
        choosing = time.perf_counter() - begin
        assert len(dock.chosen_keys()) == 3_000 and dock.buttons["J"].isEnabled()
        begin = time.perf_counter()
        dock.mine.setChecked(False)
        dock.overdue.setChecked(True)
        assert len(dock.chosen_keys()) == 3_000, "all of 2021 is past, and stays chosen"
        filtering = time.perf_counter() - begin
        assert filtering < reading, (reading, filtering)
        begin = time.perf_counter()
        dock.search.setText("A2999")
        searching = time.perf_counter() - begin
        assert dock.model.rowCount() == 1
        assert choosing < reading and searching < reading / 2, (reading, choosing, searching)
    finally:
        dock.remove()
        county.stop()
