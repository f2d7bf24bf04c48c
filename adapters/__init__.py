"""The edge: one room for each outside format or system, all on the same plan."""
