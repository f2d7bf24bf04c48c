"""Tables: CSV, TSV and workbooks, and the correction workbook."""
