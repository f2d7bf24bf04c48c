"""Workers forked from one process that has their modules loaded: as alone and as limited as others, and sooner there.

Run as a program it is that process: each message on its socket is the words of a worker, with the file its answer
goes to; it replies with the number of the process, and with the exit code when that has ended.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

MESSAGE = 1 << 16


class Forks:
    """Stands in for the module `subprocess` where workers are started."""

    DEVNULL, TimeoutExpired = subprocess.DEVNULL, subprocess.TimeoutExpired

    def __init__(self) -> None:
        self._own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).resolve().parents[3])
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", __file__, str(other.fileno())],
                stdin=subprocess.DEVNULL, pass_fds=[other.fileno()], env={**os.environ, "PYTHONPATH": root},
            )  # fmt: skip

    def Popen(self, words, *, stdout, **_):
        """A worker, forked; `words` are those of a worker started anew."""
        asked = json.dumps(words[words.index("adapters.tabular.worker") + 1 :]).encode()
        socket.send_fds(self._own, [asked], [stdout.fileno()])
        self._own.settimeout(None)
        return Fork(self._own, int(self._own.recv(MESSAGE)))

    def close(self) -> None:
        """Ends the process that forks."""
        self._own.close()
        self._process.wait()


class Fork(SimpleNamespace):
    """One forked worker, with what is asked of a `Popen`."""

    def __init__(self, own: socket.socket, pid: int) -> None:
        super().__init__(own=own, pid=pid, returncode=None)

    def wait(self, timeout=None):
        if self.returncode is None:
            self.own.settimeout(timeout)
            try:
                self.returncode = int(self.own.recv(MESSAGE))
            except TimeoutError:
                raise subprocess.TimeoutExpired("worker", timeout) from None
        return self.returncode

    def poll(self):
        return self.returncode

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


def serve(own: socket.socket) -> None:
    """Forks a worker for each message, until the other end is closed."""
    from adapters.tabular.worker import main

    for parser in ("lxml.etree", "python_calamine"):
        importlib.import_module(parser)

    while True:
        asked, files, _, _ = socket.recv_fds(own, MESSAGE, 1)
        if not asked:
            return
        pid = os.fork()
        if not pid:
            own.close()
            work(main, json.loads(asked), files[0])
        os.close(files[0])
        own.send(str(pid).encode())
        own.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def work(main, words: list[str], answer: int) -> None:
    """Does what a worker does, and ends as one does."""
    code = 1
    try:
        os.dup2(answer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        code = main(words)
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
