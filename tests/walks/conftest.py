"""The demo, run once for all walks that look at what came of it."""

import sys
from pathlib import Path

import pytest

import lienthong

TOOLS = Path(__file__).resolve().parents[2] / "tools"
FIRMS = {"rice-mill": "mill/rice", "pangasius": "fish/pangasius", "mango": "fruit/mango"}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `input/FIRM.xlsx` and, for each firm, the folder `FIRM` of its run."""
    folder = tmp_path_factory.mktemp("demo")
    sys.path.insert(0, str(TOOLS))
    try:
        from make_demo import make_demo

        make_demo(folder / "input")
    finally:
        sys.path.remove(str(TOOLS))
    for firm, mapping in FIRMS.items():
        run = lienthong.convert(folder / "input" / f"{firm}.xlsx", mapping=mapping, out=folder / firm)
        assert run.code == 1, run.findings
    return folder
