"""The demo: three invented firms of An Giang, their workbooks converted, and what to open printed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from make_demo import make_demo

import lienthong

FIRMS = (("rice-mill", "mill/rice"), ("pangasius", "fish/pangasius"), ("mango", "fruit/mango"))


def main(folder: Path) -> int:
    """Writes the workbooks into FOLDER/input, converts each into FOLDER/NAME, and says what to look at."""
    shutil.rmtree(folder, ignore_errors=True)
    make_demo(folder / "input")
    for name, mapping in FIRMS:
        run = lienthong.convert(folder / "input" / f"{name}.xlsx", mapping=mapping, out=folder / name)
        if run.told is None:
            print(run.findings)
            return 2
        print(f"{name}: {run.told.headline('vi')}\n    {run.told.headline('en')}")
        print(f"    {folder / name / 'report.html'}    {folder / name / 'rejects.xlsx'}")
    print(f"\nexplain a value:  .venv/bin/lienthong explain {folder / 'pangasius'} /eventList/0/eventTime")
    print("a mapping to read: mappings/fish/pangasius.yaml")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-output")))
