"""An output folder appears whole or not at all."""

import json
import os
import time
from contextlib import contextmanager

import pytest

from redline.core.errors import RedlineError
from redline.core.paper.drafts import Drafts
from redline.core.paper.outputfolder import MANIFEST, draft_of_folder, file_name, refuse_folder
from redline.core.paper.places import LONGEST_NAME, refuse_held, refuse_long


@contextmanager
def whole_folder(target, swept=None):
    """The one output of a run."""
    with Drafts() as drafts:
        yield draft_of_folder(drafts, target)
        drafts.commit()
        if swept is not None:
            swept += drafts.swept


def make(target, text="1"):
    with whole_folder(target) as draft:
        (draft / "sub").mkdir()
        (draft / "sub" / "表.txt").write_text(text, encoding="utf-8")


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_folder_appears_with_its_manifest_and_nothing_else(tmp_path):
    make(tmp_path / "out 批次")
    assert everything(tmp_path) == ["out 批次", "out 批次/manifest.json", "out 批次/sub", "out 批次/sub/表.txt"]
    files = json.loads((tmp_path / "out 批次" / MANIFEST).read_text(encoding="utf-8"))["files"]
    # SHA-256 of the one byte "1"
    assert files == {"sub/表.txt": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}


def test_a_failure_takes_the_folders_back_that_were_made_for_it(tmp_path):
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "new" / "deep" / "out"):
        _ = 1 / 0
    assert everything(tmp_path) == []
    make(tmp_path / "new" / "deep" / "out")
    assert (tmp_path / "new" / "deep" / "out" / MANIFEST).is_file()


def test_what_a_killed_run_left_goes_after_a_day(tmp_path):
    left, before = tmp_path / ".redline-left", time.time() - 25 * 3600
    left.mkdir()
    os.utime(left, (before, before))
    swept = []
    with whole_folder(tmp_path / "out", swept) as draft:
        (draft / "a").write_text("1")
    assert swept == [left]
    assert everything(tmp_path) == ["out", "out/a", "out/manifest.json"]


def test_a_failure_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "out") as draft:
        (draft / "half").write_text("x")
        _ = 1 / 0
    assert everything(tmp_path) == []


def test_a_failure_keeps_what_was_there(tmp_path):
    make(tmp_path / "out", "before")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "out") as draft:
        (draft / "half").write_text("x")
        _ = 1 / 0
    assert (tmp_path / "out" / "sub" / "表.txt").read_text() == "before"


def test_a_second_run_takes_the_place_of_the_first(tmp_path):
    make(tmp_path / "out", "before")
    make(tmp_path / "out", "after")
    assert (tmp_path / "out" / "sub" / "表.txt").read_text() == "after"
    assert len(everything(tmp_path)) == 4


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    make(tmp_path / "out")
    assert (tmp_path / "out" / MANIFEST).is_file()


def test_a_file_of_the_persons_own_stops_the_run(tmp_path):
    make(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(RedlineError, match=r"holds notes.txt, which Redline did not write: choose an empty"):
        make(tmp_path / "out")


def test_a_file_changed_by_hand_stops_the_run(tmp_path):
    make(tmp_path / "out")
    (tmp_path / "out" / "sub" / "表.txt").write_text("changed by hand")
    with pytest.raises(RedlineError, match=r"File sub/表.txt in folder .* was changed after Redline wrote it: move"):
        make(tmp_path / "out")


def test_a_broken_manifest_is_no_permission(tmp_path):
    make(tmp_path / "out")
    (tmp_path / "out" / MANIFEST).write_text("[]")
    with pytest.raises(RedlineError, match="which Redline did not write"):
        make(tmp_path / "out")


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(RedlineError, match=r"out is a file: give a folder for the output\."):
        make(tmp_path / "out")


def test_a_parent_that_cannot_hold_a_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RedlineError, match=r"cannot be written \(.+\): choose a folder in which you may write"):
        make(tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("冠县2021-1批次", "冠县2021-1批次"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("con", "_con"),
        ("CON .pdf", "_CON .pdf"),
        ("com¹", "_com¹"),
        ("conin$", "_conin$"),
        ("..\\..\\etc", "_.._etc"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("a\u200b\x7fb", "a__b"),
        ("LPT1.txt", "_LPT1.txt"),
        (" dots. ", "dots"),
        ("", "_"),
        ("line\nbreak", "line_break"),
        ("长" * 100, "长" * 60),
    ],
)
def test_file_names(text, name):
    assert file_name(text) == name


def test_file_names_differ_where_case_is_not_seen():
    taken: set[str] = set()
    assert [file_name(text, taken) for text in ("A", "a", "A")] == ["A", "a_2", "A_3"]


def test_names_are_cut_by_their_bytes():
    """A Chinese sign has three bytes: of 150, 60 are left (80 would be 240 bytes, too many with an ending)."""
    assert file_name("村" * 150) == "村" * 60
    assert file_name("a" * 150) == "a" * 80
    assert file_name("ab" + "村" * 150) == "ab" + "村" * 59  # 2 + 177 bytes; a sign is never cut in two
    taken = set()
    assert [len(file_name("村" * 150, taken).encode()) for _ in range(2)] == [LONGEST_NAME, LONGEST_NAME + 2]


def test_a_folder_of_150_chinese_signs_is_refused(tmp_path):
    sentence = r"The name 村{20}… is too long \(450 bytes, 3 for a Chinese sign\): give one of at most 230 bytes"
    for refuse in (refuse_long, refuse_folder, make):
        with pytest.raises(RedlineError, match=sentence):
            refuse(tmp_path / ("村" * 150))
        with pytest.raises(RedlineError, match=sentence):
            refuse(tmp_path / ("村" * 150) / "out")
    assert everything(tmp_path) == []


def test_a_path_that_windows_does_not_take(tmp_path):
    """240 signs and the 24 of a draft are 9 more than 255; elsewhere paths may be so long."""
    target = tmp_path / "a"
    target = target.with_name("a" * (240 - len(str(tmp_path)) - 1))
    assert len(str(target)) == 240
    refuse_long(target, windows=False)
    refuse_long(target.with_name(target.name[9:]), windows=True)
    with pytest.raises(
        RedlineError, match="is too long by 9 signs for programs on Windows: choose a folder with a short"
    ):
        refuse_long(target, windows=True)


def test_a_folder_that_cannot_be_made_is_known_before(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(
        RedlineError, match=r"Folder .*out cannot be written \(Not a directory\): choose a folder in wh"
    ):
        refuse_folder(tmp_path / "file" / "out")
    refuse_folder(tmp_path / "new" / "deep")
    assert everything(tmp_path) == ["file"]


def test_a_file_that_another_program_holds(tmp_path, monkeypatch):
    """Windows refuses to open it for writing; a dossier over it stops before the work."""
    make(tmp_path / "out")
    real = type(tmp_path).open

    def held(path, mode="r", *rest, **more):
        if path.name == "表.txt" and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return real(path, mode, *rest, **more)

    monkeypatch.setattr(type(tmp_path), "open", held)
    sentence = r"表\.txt cannot be replaced \(Permission denied\): close it in other programs, or choose another place"
    with pytest.raises(RedlineError, match=sentence):
        refuse_held(tmp_path / "out" / "sub" / "表.txt")
    with pytest.raises(RedlineError, match=sentence):
        make(tmp_path / "out")
    refuse_held(tmp_path / "out" / "none")


def test_what_a_killed_run_had_put_aside_goes_back(tmp_path):
    """Killed between the two renamings, the old folder lies in the draft; the next run beside it puts it back."""
    make(tmp_path / "out", "old")
    killed = tmp_path / ".redline-killed"
    (killed / "old" / "0").mkdir(parents=True)
    (killed / "0").mkdir()
    (tmp_path / "out").rename(killed / "old" / "0" / "out")
    make(tmp_path / "other")
    assert (tmp_path / "out" / "sub" / "表.txt").read_text(encoding="utf-8") == "old"
    # A folder that is in its place again is never replaced so.
    (killed / "old" / "0" / "out").mkdir()
    make(tmp_path / "other", "2")
    assert (tmp_path / "out" / "sub" / "表.txt").read_text(encoding="utf-8") == "old"
