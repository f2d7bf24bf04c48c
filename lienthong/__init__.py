"""Liên Thông: a traceability interoperability gateway."""
