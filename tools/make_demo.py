"""The workbooks of the demo: `rice-mill`, `pangasius` and `mango`, of An Giang firms that do not exist."""

from __future__ import annotations

import sys
from pathlib import Path

import demo_fish
import demo_mango
import demo_rice
from demo_books import write


def make_demo(folder: Path) -> list[Path]:
    """Writes the workbooks into the folder; two runs give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, room in (("rice-mill", demo_rice), ("pangasius", demo_fish), ("mango", demo_mango)):
        path = folder / f"{name}.xlsx"
        write(path, room.sheets())
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in make_demo(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-input")):
        print(written)
