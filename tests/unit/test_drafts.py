"""The outputs of a run appear all together, or every place is as it was."""

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from redline.core.errors import RedlineError
from redline.core.paper import drafts as module
from redline.core.paper.drafts import STALE, Drafts, draft_folder, family
from redline.core.paper.outputfolder import draft_of_folder


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_all_take_their_places_together(tmp_path):
    (tmp_path / "表.csv").write_text("before")
    with Drafts() as drafts:
        drafts.beside(tmp_path / "表.csv").write_text("after")
        drafts.beside(tmp_path / "new" / "deep" / "报告.html").write_text("page")
        assert (tmp_path / "表.csv").read_text() == "before"
        assert not (tmp_path / "new" / "deep" / "报告.html").exists()
        drafts.commit()
    assert (tmp_path / "表.csv").read_text() == "after"
    assert names(tmp_path) == ["new", "new/deep", "new/deep/报告.html", "表.csv"]


def test_without_commit_nothing_is_left_not_even_the_folders(tmp_path):
    (tmp_path / "a.csv").write_text("before")
    with Drafts() as drafts:
        drafts.beside(tmp_path / "a.csv").write_text("after")
        drafts.beside(tmp_path / "new" / "deep" / "b.csv").write_text("b")
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "before"


def test_one_that_cannot_be_replaced_brings_all_back(tmp_path, monkeypatch):
    """As Windows does with a workbook that is open in Excel."""
    for name in ("a.csv", "c.xlsx"):
        (tmp_path / name).write_text("before")
    real = Path.replace

    def held(self, target):
        if self.name == "c.xlsx" and self.parent.name != "old":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with Drafts() as drafts:
        for name in ("a.csv", "b.csv", "c.xlsx"):
            drafts.beside(tmp_path / name).write_text("after")
        with pytest.raises(RedlineError, match=r"c\.xlsx cannot be written \(Permission denied\): close it"):
            drafts.commit()
    monkeypatch.undo()
    assert names(tmp_path) == ["a.csv", "c.xlsx"]
    assert {(tmp_path / name).read_text() for name in ("a.csv", "c.xlsx")} == {"before"}


def test_what_comes_last_fails_and_all_is_as_it_was(tmp_path):
    (tmp_path / "a.csv").write_text("before")

    def fails():
        raise RedlineError("The database has gone.")

    with Drafts() as drafts:
        drafts.beside(tmp_path / "a.csv").write_text("after")
        drafts.beside(tmp_path / "b.csv").write_text("after")
        with pytest.raises(RedlineError, match="The database has gone"):
            drafts.commit(fails)
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "before"


def test_the_place_is_never_empty(tmp_path, monkeypatch):
    """A run that is killed between two steps leaves the old file or the new one."""
    target, seen = tmp_path / "a.csv", []
    target.write_text("before")
    real = Path.replace

    def watched(self, place):
        seen.append(target.exists())
        done = real(self, place)
        seen.append(target.exists())
        return done

    monkeypatch.setattr(Path, "replace", watched)
    with Drafts() as drafts:
        drafts.beside(target).write_text("after")
        drafts.commit()
    assert seen == [True, True]


def test_a_shapefile_goes_with_all_its_parts(tmp_path):
    """An index of the old features beside the new ones would find the wrong ones."""
    for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".qml"):
        (tmp_path / f"a{ending}").write_text("before")
    (tmp_path / "ab.shp").write_text("another")
    assert sorted(path.name for path in family(tmp_path / "a.shp")) == [
        "a.cpg", "a.dbf", "a.prj", "a.qix", "a.shp", "a.shx",
    ]  # fmt: skip
    with Drafts() as drafts:
        draft = drafts.beside(tmp_path / "a.shp")
        for ending in (".shp", ".shx", ".dbf"):
            draft.with_suffix(ending).write_text("after")
        drafts.commit()
    # the style is the person's own
    assert names(tmp_path) == ["a.dbf", "a.qml", "a.shp", "a.shx", "ab.shp"]
    assert {(tmp_path / f"a{ending}").read_text() for ending in (".shp", ".shx", ".dbf")} == {"after"}


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_database_that_is_open_elsewhere_is_not_replaced(tmp_path, ending):
    (tmp_path / "a.gpkg").write_text("before")
    (tmp_path / f"a.gpkg{ending}").write_text("frames")
    with Drafts() as drafts:
        with pytest.raises(RedlineError, match=rf"a\.gpkg is open in another program .*\(a\.gpkg{ending} lies beside"):
            drafts.beside(tmp_path / "a.gpkg")
        drafts.beside(tmp_path / "a.gpkg", replaces=False)  # which SQLite itself sees to
    with Drafts() as drafts:
        (tmp_path / f"a.gpkg{ending}").unlink()
        drafts.beside(tmp_path / "a.gpkg").write_text("after")
        (tmp_path / f"a.gpkg{ending}").write_text("opened in the meantime")
        with pytest.raises(RedlineError, match=r"a\.gpkg is open in another program"):
            drafts.commit()
    assert (tmp_path / "a.gpkg").read_text() == "before"


def test_two_outputs_need_two_files(tmp_path):
    with Drafts() as drafts:
        drafts.beside(tmp_path / "a.csv")
        with pytest.raises(RedlineError, match=r"Two outputs of this run are a\.csv: give each a file of its own"):
            drafts.beside(tmp_path / "." / "a.csv")


def test_a_folder_is_never_replaced_by_a_file(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with Drafts() as drafts, pytest.raises(RedlineError, match=r"a\.csv cannot be written \(Is a directory\)"):
        drafts.beside(tmp_path / "a.csv")


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_text("before")
    try:
        (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "a.csv")
    except OSError:
        pytest.skip("links need a right of their own here")
    with Drafts() as drafts:
        drafts.beside(tmp_path / "link.csv").write_text("after")
        drafts.commit()
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real" / "a.csv").read_text() == "after"


def test_a_file_with_relative_paths_is_made_in_its_own_folder(tmp_path):
    with Drafts() as drafts:
        draft = drafts.alone(tmp_path / "县.qgz")
        assert (draft.parent, draft.suffix) == (tmp_path, ".qgz")
        draft.write_text("project")
        drafts.commit()
    assert names(tmp_path) == ["县.qgz"]
    with Drafts() as drafts:
        drafts.alone(tmp_path / "other.qgz").write_text("half")
    assert names(tmp_path) == ["县.qgz"]


def test_drafts_of_killed_runs_go_after_a_day(tmp_path):
    old, new = tmp_path / ".redline-old", tmp_path / ".redline-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "half").write_text("x")
    before = time.time() - STALE - 60
    os.utime(old / "half", (before, before))
    os.utime(old, (before, before))
    made, swept = draft_folder(tmp_path)
    assert swept == [old]
    assert names(tmp_path) == sorted([".redline-new", ".redline-new/half", made.name])


def test_a_full_disk_is_known(tmp_path, monkeypatch):
    with Drafts() as drafts:
        drafts.beside(tmp_path / "a.csv")
        assert drafts.full() is None
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=(1 << 20) - 1))
        assert drafts.full() == tmp_path


KILLED = """
import sys
from pathlib import Path
from redline.core.paper.drafts import Drafts
folder, step = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    step += 1
    with Drafts() as drafts:
        for name in ("a.csv", "b.csv"):
            drafts.beside(folder / name).write_text(f"{step}\\n" * 20_000)
        drafts.commit()
"""


def test_a_run_that_is_killed_leaves_whole_files(tmp_path):
    """At whatever moment: each file is one that was written whole, and no place is empty."""
    path = [part for part in sys.path if part]
    for run in range(8):
        done = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        )
        assert done.stdout.readline() == b"ready\n"
        time.sleep(0.05 + 0.03 * run + (0.5 if run == 0 else 0))
        done.kill()
        done.wait()
        done.stdout.close()
        for name in ("a.csv", "b.csv"):
            lines = (tmp_path / name).read_text().splitlines()
            assert len(lines) == 20_000
            assert len(set(lines)) == 1
    # what was left is no more than hidden drafts, which the next run sweeps after a day
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(".redline-")} == {"a.csv", "b.csv"}


def test_a_draft_made_alone_by_a_killed_run_goes_after_a_day(tmp_path):
    """A look before the run sweeps nothing, so that the run can tell what it removed."""
    before = time.time() - 25 * 3600
    left, own = tmp_path / ".redline-4711-a.qgz", tmp_path / ".redline-notes.txt"
    for each in (left, own):
        each.write_text("x")
        os.utime(each, (before, before))
    with Drafts(sweeps=False) as drafts:
        drafts.beside(tmp_path / "a.csv")
    assert left.exists()
    with Drafts() as drafts:
        drafts.beside(tmp_path / "a.csv")
        assert drafts.swept == [left]
    assert own.exists() and not left.exists()


PARTS_OF_A_LAYER = ("a.cpg", "a.dbf", "a.shp", "a.shx")


def killed_at(step, work):
    """Whether ``work``, in a process of its own, was killed before its ``step``-th change of a place."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    steps, real, exchanged = [], Path.replace, module._exchanged

    def counted(change):
        def changing(*given):
            steps.append(given)
            if len(steps) == step:
                os._exit(9)
            return change(*given)

        return changing

    Path.replace, module._exchanged = counted(real), counted(exchanged)
    try:
        work()
    finally:
        os._exit(0)


def write_layer(folder):
    with Drafts() as made:
        draft = made.beside(folder / "a.shp")
        for name in PARTS_OF_A_LAYER:
            draft.with_name(name).write_text("new")
        made.commit()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_kill_never_leaves_parts_of_two_layers(tmp_path):
    """Four parts go and four come: at each of the eight steps the layer is whole, or cannot be opened and comes back
    whole with the next run: old until the last part, the .shp, has come."""
    step, states = 1, []
    while True:
        folder = tmp_path / str(step)
        folder.mkdir()
        for name in PARTS_OF_A_LAYER:
            (folder / name).write_text("old")
        if not killed_at(step, lambda folder=folder: write_layer(folder)):
            break
        texts = {(folder / name).read_text() for name in PARTS_OF_A_LAYER if (folder / name).exists()}
        assert len(texts) == 1 or not (folder / "a.shp").exists(), step
        with Drafts() as made:
            made.beside(folder / "another.csv")
        states.append({name: (folder / name).read_text() for name in PARTS_OF_A_LAYER})
        step += 1
    assert states == [dict.fromkeys(PARTS_OF_A_LAYER, "old")] * 8
    assert {(folder / name).read_text() for name in PARTS_OF_A_LAYER} == {"new"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("at_once", [True, False])
def test_a_kill_while_a_folder_is_replaced(tmp_path, monkeypatch, at_once):
    """Linux lets old and new change places in one step. Where there is none, the old one may lie aside: it comes back
    with the next run."""
    if not at_once:
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("the one step of Linux")

    def write(text):
        with Drafts() as made:
            (draft_of_folder(made, tmp_path / "out") / "a").write_text(text)
            made.commit()

    write("old")
    step, texts, there = 1, [], []
    while killed_at(step, lambda: write("new")):
        there.append((tmp_path / "out").is_dir())
        with Drafts() as made:
            made.beside(tmp_path / "another.csv")
        texts.append((tmp_path / "out" / "a").read_text())
        step += 1
    # Alone, the exchange is the one step; without it it is asked for first, then old goes and new comes.
    assert texts == ["old"] * (1 if at_once else 3)
    assert there == ([True] if at_once else [True, True, False])
    assert (tmp_path / "out" / "a").read_text() == "new"


def test_what_comes_last_fails_and_the_folder_is_as_it_was(tmp_path):
    """Tasks that cannot be pushed leave no packages of a push that never was."""

    def fails():
        raise RedlineError("The case file is locked.")

    for expected in ([], ["out"]):
        with Drafts() as made:
            (draft_of_folder(made, tmp_path / "out") / "a").write_text("new")
            with pytest.raises(RedlineError, match="The case file is locked"):
                made.commit(fails)
        assert names(tmp_path) == expected
        if not expected:
            (tmp_path / "out").mkdir()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_into_which_somebody_writes_meanwhile_stays(tmp_path):
    with Drafts() as made:
        (draft_of_folder(made, tmp_path / "out") / "a").write_text("new")
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine")
        with pytest.raises(RedlineError, match=r"holds mine\.txt, which Redline did not write"):
            made.commit()
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    assert names(tmp_path) == ["out", "out/mine.txt"]
