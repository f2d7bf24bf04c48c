"""The commands of the TCVN adapter, in the order of its help."""

from __future__ import annotations

from adapters.tcvn.commands import CONVERT, SCHEMA, VALIDATE

COMMANDS = (CONVERT, VALIDATE, SCHEMA)
