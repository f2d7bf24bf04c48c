"""Documents read, validated and put through the commands in processes of their own, under limits and with canaries.

Run as a program it loads all modules once, then forks a process for each document named on a line of standard input
and answers with a line of JSON.
"""

from __future__ import annotations

import http.server
import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MEMORY, SECONDS = 512 << 20, 20
SECRET = "bi-mat-8931"
ENTRIES = ("read", "validate")
COMMANDS = (
    "validate --json",
    "hash",
    "convert --to xml-2.0",
    "convert --to xml-1.2",
    "convert --to ndjson-2.0",
    "diff",
)


@dataclass(frozen=True)
class Ran:
    """What came of one document at one entry: events, codes told, and what it cost; `error` is what it broke with."""

    events: int = 0
    codes: tuple[str, ...] = ()
    wrong: bool = False
    """Whether an error was told, the verdict is invalid, or the command did not end well."""
    said: str = ""
    cpu: float = 0.0
    growth: float = 0.0
    """MiB of memory at the peak above those at the start."""
    error: str = ""


@dataclass
class Forks:
    """The process that forks, and what was met of its canaries."""

    folder: Path
    contacts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        contacts = self.contacts

        class Canary(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                contacts.append(self.path)
                self.send_error(404)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.secret = self.folder / "secret.txt"
        self.secret.write_text(SECRET, encoding="utf-8")
        root = str(Path(__file__).resolve().parents[3])
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": root, "LC_ALL": "C.UTF-8"}, cwd=self.folder,
        )  # fmt: skip

    def run(self, file: Path, entries: tuple[str, ...]) -> dict[str, Ran]:
        """What came of a document, by entry."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(file), entries]) + "\n")
        self._process.stdin.flush()
        found = json.loads(self._process.stdout.readline())
        return {entry: Ran(**{**ran, "codes": tuple(ran.get("codes", ()))}) for entry, ran in found.items()}

    def close(self) -> None:
        """Ends the process and the canaries."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()


def _once(entry: str, file: Path) -> dict[str, Any]:
    from adapters.epcis.reading import read
    from adapters.epcis.validate import validate
    from lienthong.cli.app import run
    from lienthong.reading import Unreadable

    if entry == "read":
        told: list[Any] = []
        events = 0
        said = ""
        try:
            for event in read(file, told.append).events:
                events += 1
                said += str(event)[:2000] if events < 3 else ""
        except Unreadable as fault:
            told.append(fault.finding)
        codes = sorted({finding.code for finding in told})
        wrong = any(finding.severity == "error" for finding in told)
        return {"events": events, "codes": codes, "wrong": wrong, "said": said + str(told)[:2000]}
    if entry == "validate":
        verdict = validate(file)
        codes = sorted({finding.code for finding in verdict.findings})
        said = str(verdict.findings)[:2000]
        return {"events": verdict.events, "codes": codes, "wrong": not verdict.valid, "said": said}
    name, *words = entry.split()
    code = run(["epcis", name, str(file), *([str(file)] if name == "diff" else []), *words])
    return {"wrong": code != 0, "events": code}


def _child(entries: list[str], file: Path, answer: int) -> None:
    """All entries in this process, a line of JSON as each is done; their output is looked through for secrets."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * len(entries), SECONDS * len(entries)))
    for entry in entries:
        out = file.with_name("output")
        with out.open("wb") as sink:
            os.dup2(sink.fileno(), 1)
            os.dup2(sink.fileno(), 2)
        before, began = _resident(), time.process_time()
        try:
            found = _once(entry, file)
        except BaseException as fault:  # noqa: BLE001
            found = {"error": f"{type(fault).__name__}: {fault}"[:300]}
        sys.stdout.flush()
        found["cpu"] = time.process_time() - began
        found["growth"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10) / (1 << 20) - before
        with out.open("rb") as sink:
            text = sink.read(1 << 16).decode("utf-8", "replace")
        found["said"] = found.get("said", "") + text
        if "Traceback" in text:
            found["error"] = text[-300:]
        os.write(answer, json.dumps(found).encode() + b"\n")
    os._exit(0)


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / (1 << 20)


def _forked(entries: list[str], file: Path) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _child(entries, file, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = [json.loads(line) for line in answer]
    _, status = os.waitpid(pid, 0)
    lost = [{"error": f"ended by {status}"}] * (len(entries) - len(told))
    return dict(zip(entries, told + lost, strict=True))


def _serve() -> None:
    for line in sys.stdin:
        file, entries = json.loads(line)
        print(json.dumps(_forked(entries, Path(file))), flush=True)  # noqa: T201


def _warm() -> None:
    """Loads all modules and tables."""
    from tests.adapters.epcis.test_hostile_json import document as json_document
    from tests.adapters.epcis.test_hostile_json import event as json_event
    from tests.adapters.epcis.xml_cases import document, event

    for name, text in (("warm.xml", document(event())), ("warm.jsonld", json_document(json_event()))):
        file = Path(name)
        file.write_text(text, encoding="utf-8")
        for entry in (*ENTRIES, *COMMANDS):
            _once(entry, file)


if __name__ == "__main__":
    answers = os.dup(1)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
    _warm()
    sys.stdout.flush()
    os.dup2(answers, 1)
    _serve()
