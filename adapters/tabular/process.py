"""Running the worker: started without the current folder on its path, watched, ended when it costs too much."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from adapters.tabular.limits import Limits
from adapters.tabular.report import FaultReport, Report

PAUSES = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
_MEMORY_MARGIN = 64 << 20


def parse_workbook(source: Path, spool: Path, limits: Limits) -> Report:
    """The report of the worker.

    One that died is asked for the cell that made the sheet so large; when there is none, the rows are read again in
    flat memory. What then still costs too much is a fault.
    """
    report, ended_for = _run("parse", source, spool, limits)
    if report is None:
        report, _ = _run("locate", source, spool, limits)
        if report is not None and report.fault is None:
            report = None
            if ended_for != "time":
                report, ended_for = _run("stream", source, spool, limits)
    if report is not None:
        return report
    limit = f"{limits.wall:g} s" if ended_for == "time" and limits.wall else f"{limits.memory >> 20} MiB"
    return Report(fault=FaultReport("costly", {"what": ended_for or "memory", "limit": limit}))


def _run(task: str, source: Path, spool: Path, limits: Limits) -> tuple[Report | None, str]:
    """The report of one worker, None when it died; and what it was ended for."""
    # -P and an explicit path: a folder of data must never be a place modules are loaded from
    places = [place for place in sys.path if place and Path(place).is_absolute()]
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *places]), "PYTHONUTF8": "1"}
    words = [sys.executable, "-P", "-W", "ignore", "-m", "adapters.tabular.worker", task]
    words += [str(source.resolve()), str(spool), msgspec.json.encode(limits).decode()]
    with tempfile.TemporaryFile() as answer:
        worker = subprocess.Popen(  # noqa: S603 - our own module, by the path of this interpreter
            words, stdin=subprocess.DEVNULL, stdout=answer, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            ended_for = _watch(worker, limits)
        finally:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
        answer.seek(0)
        data = answer.read()
    done = worker.returncode == 0 and bool(data)
    return (msgspec.msgpack.decode(data, type=Report) if done else None), ended_for


def _watch(worker: subprocess.Popen[bytes], limits: Limits) -> str:
    """Waits for the worker's end; `time` or `memory` when it was ended for that."""
    begun, turn = time.monotonic(), 0
    while True:
        try:
            worker.wait(PAUSES[min(turn, len(PAUSES) - 1)])
        except subprocess.TimeoutExpired:
            turn += 1
        else:
            return ""
        if limits.wall is not None and time.monotonic() - begun > limits.wall:
            return "time"
        if turn >= len(PAUSES) and memory_of(worker.pid) > limits.memory + _MEMORY_MARGIN:
            return "memory"


def memory_of(pid: int) -> int:
    """Bytes of memory a process holds; 0 where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory(pid)
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _windows_memory(pid: int) -> int:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", ctypes.c_ulong), ("faults", ctypes.c_ulong)] + [
            (name, ctypes.c_size_t) for name in ("peak", "working", "a", "b", "c", "d", "pagefile", "e")
        ]

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000 | 0x0010, False, pid)
    if not handle:
        return 0
    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    done = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(handle), ctypes.byref(counters), counters.cb)
    kernel.CloseHandle(ctypes.c_void_p(handle))
    return int(counters.working) if done else 0
