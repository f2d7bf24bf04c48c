"""The name plate of the GS1 adapter: mapping functions, canonical keys, and what it has to tell."""

from __future__ import annotations

from pathlib import Path

from adapters.gs1.canonical import key_of
from adapters.gs1.functions import FUNCTIONS
from lienthong.findings.catalogue import load
from lienthong.plugs import Adapter

ADAPTER = Adapter(
    name="gs1",
    functions=FUNCTIONS,
    keys=key_of,
    catalogue=load(Path(__file__).with_name("catalogue.yaml")),
)
