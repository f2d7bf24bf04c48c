"""The functions the adapter offers to mappings, in the order of the manual.

Each is documented by its examples, which are its tests and its page in the manual.
"""

from __future__ import annotations

from adapters.vn import code_functions, place_functions

FUNCTIONS = (*code_functions.FUNCTIONS, *place_functions.FUNCTIONS)
