"""What the EPCIS adapter has to tell: its catalogue of codes."""

from __future__ import annotations

from pathlib import Path

from lienthong.findings.catalogue import load

CATALOGUE = load(Path(__file__).with_name("catalogue.yaml"))
