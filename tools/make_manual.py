"""Writes the manual of the mapping functions, made from their signatures and examples, in both languages."""

from __future__ import annotations

from pathlib import Path

from lienthong.mapping.functions import CORE
from lienthong.mapping.functions.manual import manual
from lienthong.plugs import installed

HOME = Path(__file__).resolve().parents[1] / "docs" / "reference"


def pages() -> dict[str, str]:
    """The pages by file name."""
    functions = [*CORE.values(), *installed().functions.values()]
    return {f"functions.{lang}.md": manual(functions, lang, installed().catalogue) for lang in ("vi", "en")}


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (HOME / name).write_text(text, encoding="utf-8")
        print(HOME / name)
