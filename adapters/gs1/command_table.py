"""The commands of the GS1 adapter, in the order of its help."""

from __future__ import annotations

from adapters.gs1.carrier_commands import LABEL, SCAN
from adapters.gs1.commands import CHECK, PARSE

COMMANDS = (PARSE, CHECK, LABEL, SCAN)
