"""A zip archive whose bytes depend on nothing but what is put in: no clock, no system, no order of its own."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

MOMENT = (2026, 1, 1, 0, 0, 0)


class FixedZip(zipfile.ZipFile):
    """A `ZipFile` for writing in which every member has the same date and attributes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Adds a member from memory."""
        super().writestr(_member(zinfo_or_arcname), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Adds a member from a file, in blocks."""
        source = Path(filename)
        member = _member(arcname or source.name)
        with source.open("rb") as given, self.open(member, "w", force_zip64=source.stat().st_size > 1 << 31) as taken:
            shutil.copyfileobj(given, taken, 1 << 18)


def _member(name: Any) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(str(name), MOMENT)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o600 << 16
    return member
