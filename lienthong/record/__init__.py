"""The national record of a lot, built once for all who use it."""
