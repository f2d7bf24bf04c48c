"""Number formats of a workbook: their codes by cell style, and which numbers the built-in ones have.

Numbers of built-in formats: ECMA-376 part 1, 18.8.30. Those whose meaning depends on the language are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

GENERAL, TEXT = "General", "@"
OWN = 164
"""First number of a format that a workbook defines itself."""
LONGEST = 255
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: TEXT,
}  # fmt: skip
NUMBERS = {code: number for number, code in BUILT_IN.items()}


def formats_of_styles(root: Any) -> dict[str, str]:
    """For each cell style that has a number format other than `General`, the code of the format."""
    codes = {str(number): code for number, code in BUILT_IN.items() if number}
    codes |= {
        str(element.get("numFmtId")): str(element.get("formatCode"))
        for element in root.iterfind("{*}numFmts/{*}numFmt")
        if 0 < len(str(element.get("formatCode", ""))) <= LONGEST
    }
    styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return {str(at): codes[number] for at, xf in styles if (number := str(xf.get("numFmtId"))) in codes}


def zeros_of(formats: Mapping[str, str]) -> dict[str, int]:
    """For each cell style whose format is nothing but zeros (`00000`), how many digits it shows."""
    return {style: len(code) for style, code in formats.items() if re.fullmatch("0{2,32}", code)}
