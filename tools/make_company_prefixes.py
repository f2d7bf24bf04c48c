"""Writes the snapshot of company-prefix lengths from a list: GS1's own in JSON or XML, or a table with tabs.

    python tools/make_company_prefixes.py LIST DATE "SOURCE"

LIST is `GCPPrefixFormatList` as JSON or XML, or two columns `prefix` and `gcpLength`; DATE is the day of the list;
SOURCE names it for the header.
"""

from __future__ import annotations

import sys
from pathlib import Path

from adapters.gs1.company_prefix import SNAPSHOT
from adapters.gs1.prefix_list import Rows, blocks, checked_rows, read
from lienthong.shelf import root

HEADER = """\
# Company-prefix lengths: for the first 4 digits of a number, where a new length begins (the digits that follow) and
#   that length; 0 = the list leaves it open, - = the list does not speak of it. Merged intervals, in our own form.
# source: {source}; facts only
# date: {date}
# made by: tools/make_company_prefixes.py
# licence of this file: Apache-2.0
"""


def rows_of(file: Path) -> Rows:
    """The rows of a list in any of its forms."""
    data = file.read_bytes()
    if data.startswith(b"prefix\t"):
        lines = data.decode("ascii").splitlines()[1:]
        return checked_rows((prefix, length) for prefix, _, length in (line.partition("\t") for line in lines))
    return read(data).rows


def main(file: str, date: str, source: str) -> None:
    """Writes the snapshot in place."""
    written = blocks(rows_of(Path(file)))
    text = HEADER.format(source=source, date=date) + "".join(f"{head} {block}\n" for head, block in written.items())
    (root("schemas") / SNAPSHOT).write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
