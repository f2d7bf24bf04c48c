"""`python -m lienthong` is the command `lienthong`."""

from lienthong.cli import main

main()
