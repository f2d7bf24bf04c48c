"""The name plate of the adapter of the record: its commands and what it has to tell."""

from __future__ import annotations

from adapters.tcvn.telling import CATALOGUE
from lienthong.commands import Deferred
from lienthong.plugs import Adapter

ADAPTER = Adapter(
    name="tcvn",
    says={
        "vi": "Hồ sơ truy xuất nguồn gốc của lô: JSON, XML, bảng tính và lược đồ.",
        "en": "The traceability record of lots: JSON, XML, a workbook, and their schemas.",
    },
    commands=Deferred("adapters.tcvn.command_table"),
    catalogue=CATALOGUE,
)
