"""The functions GS1 offers to mappings, in the order of the manual.

Each is documented by its examples, which are its tests and its page in the manual.
"""

from __future__ import annotations

from adapters.gs1 import key_functions, link_functions

FUNCTIONS = (*key_functions.FUNCTIONS, *link_functions.FUNCTIONS)
