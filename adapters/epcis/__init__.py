"""EPCIS documents: readers and writers."""
