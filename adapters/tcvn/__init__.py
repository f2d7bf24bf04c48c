"""The national record of lots as JSON, as XML and as a workbook an officer can read, with its schemas."""
