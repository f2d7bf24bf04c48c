"""Remakes `schemas/gs1/ais.yaml` from a folder that holds the GS1 Barcode Syntax Dictionary.

    python tools/make_gs1_ais.py FOLDER REVISION DATE

REVISION and DATE name the edition in the header. The rows are in a form of our own (explained in the header).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "schemas" / "gs1" / "ais.yaml"
SIGNS = {"N": "n", "X": "x", "Y": "y", "Z": "z"}
HEADER = """\
# Application identifiers (AIs): what a value holds, what must and must not stand with it, its place in a Digital Link.
# source: GS1 Barcode Syntax Dictionary (GS1 AISBL, Apache License 2.0), facts only, arranged by us; the reserved
#   numbers: GS1 General Specifications 26, figure 7.8.5-2
# edition: revision {revision}
# date: {date}
# licence of this file: Apache-2.0
#
# `holds`: parts joined by " + ", `?` before one that may be missing; a part is its signs, its length and its rules.
#   Signs: n digits, x set 82, y set 39, z file-safe base 64. Rules bear the names GS1 gave them.
# `flags`: `predefined` needs no FNC1 behind it; `attribute` may stand in the query of a Digital Link.
# `requires`: groups joined by " & ", each met by one of its choices (|), a choice by all its AIs (+); 31nn is any 31...
# `excludes`: AIs that must not stand beside it. `key`: a primary key of Digital Links and its rows of qualifiers.
# `through`: the row holds for all numbers from its own to this one.

# AIs of two digits that are reserved: the length of their data is fixed, so that no FNC1 follows.
reserved: {{"04": 16, "14": 6, "18": 6, "19": 6}}

ais:
"""


def entries(text: str) -> list[str]:
    """The rows of the dictionary, each as a row of ours."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [row(*line.partition("#")[::2]) for line in lines]


def row(facts: str, title: str) -> str:
    """One row: `"10": {title: "BATCH/LOT", holds: x1-20, ...}`."""
    numbers, *words = facts.split()
    flags = words.pop(0) if not re.match(r"[NXYZ\[]", words[0]) else ""
    parts = [word for word in words if re.match(r"\[?[NXYZ]\d?\.?", word)]
    marks = [word.partition("=")[::2] for word in words if word not in parts]
    first, _, last = numbers.partition("-")
    found = {
        "title": f'"{title.strip()}"',
        "through": f'"{last}"' if last else "",
        "holds": " + ".join(map(part, parts)),
        "flags": " ".join(name for sign, name in (("*", "predefined"), ("?", "attribute")) if sign in flags),
        "requires": " & ".join(choices(value) for name, value in marks if name == "req"),
        "excludes": " ".join(value.replace(",", " ") for name, value in marks if name == "ex"),
        "key": next((qualifiers(value) for name, value in marks if name == "dlpkey"), ""),
    }
    text = ", ".join(f"{name}: {quoted(name, value)}" for name, value in found.items() if value)
    return f'  "{first}": {{{text}}}'


def part(word: str) -> str:
    """One part: `[N3],iso3166` gives `?n3 iso3166`, `X..20` gives `x1-20`."""
    kind, *rules = word.replace("[", "").replace("]", "").split(",")
    length = kind[1:].replace("..", "1-")
    return " ".join([("?" if word.startswith("[") else "") + SIGNS[kind[0]] + length, *rules])


def choices(value: str) -> str:
    """The choices of one group: `01 | 02`."""
    return " | ".join(value.split(","))


def qualifiers(value: str) -> str:
    """The rows of qualifiers of a key, `alone` where it has none."""
    return " | ".join(chain.replace(",", " ") for chain in value.split("|")) or "alone"


def quoted(name: str, value: str) -> str:
    """The value as YAML text."""
    return f'"{value}"' if name in {"excludes", "key", "requires", "holds"} else value


def main(folder: str, revision: str, date: str) -> None:
    """Writes the table."""
    text = next(Path(folder).glob("*syntax-dictionary*.txt")).read_text(encoding="utf-8")
    rows = entries(text)
    TARGET.write_text(HEADER.format(revision=revision, date=date) + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:4])
