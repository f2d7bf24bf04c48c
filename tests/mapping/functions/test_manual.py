"""The manual names every function and every example, in both languages."""

from __future__ import annotations

import pytest

from lienthong.findings import core_catalogue
from lienthong.mapping.functions import CORE
from lienthong.mapping.functions.manual import manual


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_manual_is_whole(lang):
    page = manual(CORE.values(), lang, core_catalogue())
    for function in CORE.values():
        assert f"### `{function.name}`" in page
        assert function.says[lang] in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(function.examples) for function in CORE.values())
    assert all(line.replace("\\|", "").count("|") == 3 for line in rows)
    assert page.isprintable() or all(sign.isprintable() or sign == "\n" for sign in page)


def test_manual_differs_by_language_only():
    vi, en = (manual(CORE.values(), lang) for lang in ("vi", "en"))
    assert vi != en
    assert vi.count("\n") == en.count("\n")
