"""The name plate of the room for sheets: CSV, TSV and workbooks in, correction workbooks out and back."""

from __future__ import annotations

from adapters.tabular.csv_reader import CsvReader
from adapters.tabular.handback import SheetHandback
from adapters.tabular.tell import catalogue
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.plugs import Adapter

ADAPTER = Adapter(name="tabular", readers=(XlsxReader(), CsvReader()), handback=SheetHandback(), catalogue=catalogue())
