"""scripts/commit_subject.sh, which pre-commit runs on each message."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "commit_subject.sh"


def told(tmp_path: Path, message: str) -> tuple[int, str]:
    place = tmp_path / "message"
    place.write_text(message, encoding="utf-8")
    done = subprocess.run(["bash", str(SCRIPT), str(place)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("message", ["a" * 72, "A step\n\nWhy it is taken.\n", "A step\n# a comment of git\n"])
def test_good_messages_pass(tmp_path, message):
    assert told(tmp_path, message) == (0, "")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("a" * 73, "has 73 signs; at most 72 are shown whole"),
        ("A step\nand its reason in the wrong line", "leave the second line"),
    ],
)
def test_others_are_told_what_to_do(tmp_path, message, says):
    status, sentence = told(tmp_path, message)
    assert status == 1
    assert says in sentence
