"""CSV to JSON-LD against csv.reader and against pandas with biip, interleaved in one run; memory by size.

Targets: at most 6.5 times the CPU of csv.reader, at least 10 times as fast as pandas with biip; ten times the
input adds at most 15 MiB. Exits 1 when a ratio to a present peer misses its target.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus import flat_csv, lot_csv

HERE = Path(__file__).resolve().parent


def measure(python: str, contender: str, source: Path) -> dict[str, Any] | None:
    """One run of a contender in a process of its own; None when it is absent."""
    # compiled modules are kept as on any machine in use, whatever the caller's environment says
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [python, str(HERE / "contenders.py"), contender, str(source)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        if "ModuleNotFoundError" in done.stderr:
            return None
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout))


def median(runs: list[dict[str, Any]], name: str) -> float:
    """The median of one figure."""
    return statistics.median(run[name] for run in runs)


def compare(rows: int, turns: int, peers: str) -> dict[str, Any]:
    """The contenders in turn over one file, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        source = flat_csv(Path(folder) / "flat.csv", rows)
        distinct = flat_csv(Path(folder) / "distinct.csv", rows, distinct=True)
        runs: dict[str, list[dict[str, Any]]] = {}
        for turn in range(turns):
            for name, python, file in (
                ("csv.reader", sys.executable, source),
                ("lienthong flat", sys.executable, source),
                ("lienthong flat, all GTINs distinct", sys.executable, distinct),
                ("pandas with biip", peers, source),
            ):
                if name == "pandas with biip" and turn > 1:
                    continue
                done = measure(python, name.partition(",")[0], file)
                if done:
                    runs.setdefault(name, []).append(done)
    figures = {
        name: {
            "rows/s": round(rows / median(done, "cpu")),
            "cpu": round(median(done, "cpu"), 3),
            "peak MiB": round(median(done, "peak")),
        }
        for name, done in runs.items()
    }
    ours = figures["lienthong flat"]["cpu"]
    ratios = {"to csv.reader": round(ours / figures["csv.reader"]["cpu"], 2)}
    if "pandas with biip" in figures:
        ratios["pandas with biip to ours"] = round(figures["pandas with biip"]["cpu"] / ours, 1)
    return {"figures": figures, "ratios": ratios}


def memory(sizes: list[int]) -> dict[str, Any]:
    """Peak memory by number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = {}
        for rows in sizes:
            source = flat_csv(Path(folder) / f"{rows}.csv", rows)
            done = measure(sys.executable, "lienthong flat", source)
            assert done
            peaks[str(rows)] = round(done["peak"], 1)
            source.unlink()
    return peaks


def grouped(sizes: list[int]) -> dict[str, Any]:
    """Rate and peak memory of the grouped mapping with the national record."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {}
        for rows in sizes:
            source = lot_csv(Path(folder) / f"{rows}.csv", rows)
            done = measure(sys.executable, "lienthong grouped", source)
            assert done
            figures[str(rows)] = {"rows/s": round(rows / done["cpu"]), "peak MiB": round(done["peak"], 1)}
    return figures


def main() -> int:
    """Prints the figures as JSON; 1 when a target against a present peer is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has pandas and biip")
    parser.add_argument("--sizes", default="20000,200000,2000000")
    parser.add_argument("--grouped", default="20000,200000")
    chosen = parser.parse_args()
    result = compare(chosen.rows, chosen.turns, chosen.peers)
    result["memory by rows, MiB"] = memory([int(size) for size in chosen.sizes.split(",")])
    result["grouped with the national record"] = grouped([int(size) for size in chosen.grouped.split(",")])
    result["machine"] = {"python": platform.python_version(), "processor": platform.machine()}
    print(json.dumps(result, indent=2))
    missed = result["ratios"]["to csv.reader"] > 6.5 or result["ratios"].get("pandas with biip to ours", 10) < 10
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
