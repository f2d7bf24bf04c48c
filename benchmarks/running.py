"""Contenders in processes of their own, in turn; the medians of what they took, and their ratios against targets."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ABSENT = "peer absent"
Figures = dict[str, Any]
Runs = dict[str, list[Figures]]


@dataclass(frozen=True, slots=True)
class Target:
    """The ratio of one contender's CPU time to another's: at most, at least, or only told."""

    over: str
    under: str
    most: float | None = None
    least: float | None = None

    def of(self, runs: Runs, figure: str) -> float | None:
        """The ratio of the medians; None where one of the two is absent."""
        if not (runs.get(self.over) and runs.get(self.under)):
            return None
        return median(runs[self.over], figure) / median(runs[self.under], figure)

    def missed(self, ratio: float | None) -> bool:
        """Whether a ratio is there and misses."""
        if ratio is None:
            return False
        return (self.most is not None and ratio > self.most) or (self.least is not None and ratio < self.least)


def measure(python: str, script: str, *words: str) -> Figures | None:
    """What one run of a script told as JSON, in a process of its own; None when a module of a peer is absent."""
    # compiled modules are kept as on any machine in use, whatever the caller's environment says
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [python, str(HERE / script), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        if "ModuleNotFoundError" in done.stderr or "PackageNotFoundError" in done.stderr:
            return None
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout))


def in_turn(contenders: Mapping[str, Callable[[], Figures | None]], turns: int, slow: Iterable[str] = ()) -> Runs:
    """The runs of each contender, one after the other in each turn; slow ones run twice at most."""
    runs: Runs = {}
    absent: set[str] = set()
    for turn in range(turns):
        for name, run in contenders.items():
            if name in absent or (turn > 1 and name in slow):
                continue
            done = run()
            if done is None:
                absent.add(name)
            else:
                runs.setdefault(name, []).append(done)
    return runs


def median(runs: Iterable[Figures], figure: str) -> float:
    """The median of one figure."""
    return float(statistics.median(run[figure] for run in runs))


def judged(targets: Mapping[str, Target], runs: Runs, figure: str = "cpu") -> tuple[Figures, list[str]]:
    """The ratios by name with what they should be, and the names of those that miss."""
    told: Figures = {}
    missed = []
    for name, target in targets.items():
        ratio = target.of(runs, figure)
        told[name] = {"ratio": ABSENT if ratio is None else round(ratio, 2)}
        told[name] |= {key: value for key in ("most", "least") if (value := getattr(target, key)) is not None}
        if target.missed(ratio):
            missed.append(name)
    return told, missed


def versions(python: str, peers: Iterable[str]) -> dict[str, str]:
    """The versions of peers in another Python, and what this one is."""
    script = "from importlib.metadata import version as v; print(v({!r}))"
    found = {
        "python": platform.python_version(),
        "processor": platform.machine(),
        "lienthong": metadata.version("lienthong"),
    }
    for peer in peers:
        done = subprocess.run([python, "-c", script.format(peer)], check=False, capture_output=True, text=True)
        found[peer] = done.stdout.strip() or ABSENT
    return found


def peak_mib() -> float:
    """Peak resident memory of this process in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def contend(contenders: Mapping[str, Callable[[Path], int]], words: list[str]) -> None:
    """Runs one contender over a file and prints CPU seconds, peak memory and what it counted as JSON.

    `words`: its name, the file, and a small file to warm up with, where modules and tables are not to be measured.
    """
    work = contenders[words[0]]
    for warm in words[2:]:
        work(Path(warm))
    started = time.process_time()
    done = work(Path(words[1]))
    print(json.dumps({"count": done, "cpu": time.process_time() - started, "peak": peak_mib()}))


def end(result: Figures, missed: list[str]) -> int:
    """Prints the result as JSON; 1 when a target is missed."""
    print(json.dumps({**result, "missed": missed}, indent=2, ensure_ascii=False))
    if missed:
        print("missed: " + "; ".join(missed), file=sys.stderr)
    return int(bool(missed))
