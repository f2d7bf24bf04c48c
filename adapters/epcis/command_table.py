"""The commands of the EPCIS adapter, in the order of its help."""

from __future__ import annotations

from adapters.epcis.convert_command import CONVERT
from adapters.epcis.diff_command import DIFF
from adapters.epcis.hash_command import HASH
from adapters.epcis.validate_command import VALIDATE

COMMANDS = (CONVERT, VALIDATE, HASH, DIFF)
