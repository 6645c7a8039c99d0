"""Files appear whole or not at all."""

import pytest

from redline.core.errors import RedlineError
from redline.core.paper.wholefile import whole_file, write_whole


def test_the_old_file_goes_only_when_the_new_one_is_whole(tmp_path):
    target = tmp_path / "报告 1.txt"
    write_whole(target, b"old")

    def breaks_off(draft):
        draft.write_bytes(b"ne")
        raise OSError(28, "No space left on device")

    with pytest.raises(RedlineError, match=r"报告 1.txt cannot be written \(No space left on device\): close it"):
        whole_file(target, breaks_off)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]

    def stops(draft):
        draft.write_bytes(b"ne")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whole_file(target, stops)
    assert list(tmp_path.iterdir()) == [target]
    assert write_whole(target, b"new").read_bytes() == b"new"


def test_folders(tmp_path):
    with pytest.raises(RedlineError, match=r"a.txt cannot be written \(No such file or directory\)"):
        write_whole(tmp_path / "none" / "a.txt", b"")
    assert write_whole(tmp_path / "made" / "here" / "a.txt", b"1", parents=True).read_bytes() == b"1"
    with pytest.raises(RedlineError, match=r"b.txt cannot be written"):
        write_whole(tmp_path / "made" / "here" / "a.txt" / "b.txt", b"1", parents=True)
    with pytest.raises(RedlineError, match=r"here cannot be written"):
        write_whole(tmp_path / "made" / "here", b"1")
