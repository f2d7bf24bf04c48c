"""The manual of the functions is the one their signatures and examples make."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = runpy.run_path(str(ROOT / "tools" / "make_manual.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_manual_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name], "run: python tools/make_manual.py"
