"""What a run of qgis_process says, as it goes on: qgis_process run … | python scripts/show_progress.py

Each sentence stands on a line of its own, and behind it the per cents reached in it: "Printing 41 map sheets… 50 60".
The list of inputs before and the results after are left out.
"""

import codecs
import os
import sys
from collections.abc import Callable

ROOM = "    "
HEAD_ENDS = "\n\n\n"


class Steps:
    """Takes the output of qgis_process in pieces of any length, gives lines to ``write``."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._head = ""
        self._started = self._ended = self._in_sentence = self._line_open = False
        self._number = ""

    def feed(self, text: str) -> None:
        if not self._started:
            self._head += text
            _, end, text = self._head.partition(HEAD_ENDS)
            self._started = bool(end)
            if not end:
                return
        for sign in text:
            if not self._ended:
                self._take(sign)

    def close(self) -> None:
        if self._line_open:
            self._write("\n")
            self._line_open = False

    def _take(self, sign: str) -> None:
        if self._in_sentence:
            self._in_sentence = sign != "\n"
            if self._in_sentence:
                self._write(sign)
        elif sign.isascii() and sign.isdigit():
            self._number += sign
        elif self._number == "100" or sign == "-":
            # "100 - done." ends a run, a line of dashes begins the results.
            if self._number:
                self._write(" 100 %")
            self._ended = True
        elif self._number and sign == " ":
            self._begin(self._number + sign)
        else:
            if self._number:
                self._write(f" {self._number}")
            self._number = ""
            if sign not in ".\n\r":
                self._begin(sign)

    def _begin(self, words: str) -> None:
        self.close()
        self._write(ROOM + words)
        self._number, self._in_sentence, self._line_open = "", True, True


def main() -> None:
    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    steps = Steps(write)
    while piece := os.read(sys.stdin.fileno(), 65536):
        steps.feed(decoder.decode(piece))
    steps.close()


if __name__ == "__main__":
    main()
