"""The command line: the same things the library does, said on a terminal."""
