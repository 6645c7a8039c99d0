"""Runs pytest for `make mutants`, each time in a fork of a process that has numpy, numba and hypothesis already.

python scripts/mutants_server.py serve SOCKET    until its parent ends
python scripts/mutants_server.py SOCKET TESTS …  asks it for one run; ends with pytest's exit code
"""

import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

LONGEST_S = 55


def serve(place: str) -> None:
    import hypothesis  # noqa: F401
    import numba  # noqa: F401
    import numpy  # noqa: F401
    import pytest
    import shapely  # noqa: F401

    parent = os.getppid()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen(1)
        server.settimeout(5)
        while os.getppid() == parent:
            try:
                client, _ = server.accept()
            except TimeoutError:
                continue
            with client:
                arguments = client.recv(65536).decode().split("\0")
                child = os.fork()
                if child == 0:
                    quiet = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(quiet, 1)
                    os.dup2(quiet, 2)
                    sys.dont_write_bytecode = True  # two mutants in one second would be one
                    signal.alarm(LONGEST_S)
                    os._exit(int(pytest.main(arguments)))
                _, status = os.waitpid(child, 0)
                with suppress(OSError):  # who asked gave up waiting: the change counts as seen, the next one is asked
                    client.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def ask(place: str, arguments: list[str]) -> int:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(place)
        client.sendall("\0".join(arguments).encode())
        return int(client.recv(64))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        Path(sys.argv[2]).unlink(missing_ok=True)
        serve(sys.argv[2])
    else:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
