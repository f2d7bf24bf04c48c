"""The table of justified disagreements, read once."""

from functools import cache
from pathlib import Path

from lienthong.shelf import package_data


@cache
def disagreements(name):
    """The rows of one set of vectors."""
    rows = package_data(Path(__file__).with_name("disagreements.yaml"))
    return [row["case"] for row in rows if row["set"] == name]
