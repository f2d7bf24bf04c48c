"""Files for people: the report, the short message, and their parts."""
