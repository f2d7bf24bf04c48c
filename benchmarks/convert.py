"""CSV to JSON-LD against csv.reader and against pandas with biip, interleaved in one run; memory by size.

Targets: at most 6.5 times the CPU of csv.reader, at least 10 times as fast as pandas with biip; ten times the
input adds at most 15 MiB. Exits 1 when a ratio to a present peer misses its target.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from corpus import flat_csv, lot_csv
from running import Runs, Target, end, in_turn, judged, measure, median, versions

TARGETS = {
    "ours to csv.reader": Target("lienthong flat", "csv.reader", most=6.5),
    "pandas with biip to ours": Target("pandas with biip", "lienthong flat", least=10),
}


def compare(rows: int, turns: int, peers: str) -> Runs:
    """The contenders in turn over one file; ours also over one whose GTINs are all distinct."""
    with tempfile.TemporaryDirectory() as folder:
        source = flat_csv(Path(folder) / "flat.csv", rows)
        distinct = flat_csv(Path(folder) / "distinct.csv", rows, distinct=True)
        contenders = {
            name: partial(measure, python, "contenders.py", name.partition(",")[0], str(file))
            for name, python, file in (
                ("csv.reader", sys.executable, source),
                ("lienthong flat", sys.executable, source),
                ("lienthong flat, all GTINs distinct", sys.executable, distinct),
                ("pandas with biip", peers, source),
            )
        }
        return in_turn(contenders, turns, slow=["pandas with biip"])


def figures(runs: Runs, rows: int) -> dict[str, Any]:
    """Rate, CPU time and peak memory of each contender."""
    return {
        name: {
            "rows/s": round(rows / median(done, "cpu")),
            "cpu": round(median(done, "cpu"), 3),
            "peak MiB": round(median(done, "peak")),
        }
        for name, done in runs.items()
    }


def memory(sizes: list[int]) -> dict[str, Any]:
    """Peak memory by number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = {}
        for rows in sizes:
            source = flat_csv(Path(folder) / f"{rows}.csv", rows)
            done = measure(sys.executable, "contenders.py", "lienthong flat", str(source))
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
            done = measure(sys.executable, "contenders.py", "lienthong grouped", str(source))
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
    runs = compare(chosen.rows, chosen.turns, chosen.peers)
    ratios, missed = judged(TARGETS, runs)
    result = {
        "figures": figures(runs, chosen.rows),
        "ratios": ratios,
        "memory by rows, MiB": memory([int(size) for size in chosen.sizes.split(",")]),
        "grouped with the national record": grouped([int(size) for size in chosen.grouped.split(",")]),
        "versions": versions(chosen.peers, ("pandas", "biip")),
    }
    return end(result, missed)


if __name__ == "__main__":
    sys.exit(main())
