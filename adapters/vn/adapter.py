"""The name plate of the adapter for Vietnamese codes."""

from __future__ import annotations

from pathlib import Path

from adapters.vn.functions import FUNCTIONS
from lienthong.findings.catalogue import load
from lienthong.plugs import Adapter

ADAPTER = Adapter(name="vn", functions=FUNCTIONS, catalogue=load(Path(__file__).with_name("catalogue.yaml")))
