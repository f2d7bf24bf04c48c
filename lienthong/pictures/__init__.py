"""The chain of a lot as SVG text: pure functions, no library."""
