"""The name plate of the GS1 adapter: mapping functions, canonical keys, commands, and what it has to tell."""

from __future__ import annotations

from adapters.gs1.canonical import key_of
from adapters.gs1.functions import FUNCTIONS
from adapters.gs1.telling import CATALOGUE
from lienthong.commands import Deferred
from lienthong.plugs import Adapter

ADAPTER = Adapter(
    name="gs1",
    functions=FUNCTIONS,
    keys=key_of,
    says={
        "vi": "Mã GS1: đọc, kiểm tra, viết lại ở mọi dạng, vẽ và đọc mã vạch.",
        "en": "GS1 codes: read, checked, written in every form, drawn as barcodes and read from pictures.",
    },
    commands=Deferred("adapters.gs1.command_table"),
    catalogue=CATALOGUE,
)
