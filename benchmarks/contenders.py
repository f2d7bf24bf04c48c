"""One contender in a process of its own: does the work, prints its CPU seconds, peak memory and rows as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from running import HERE, contend


def bare_csv(source: Path) -> int:
    """csv.reader alone: the limit."""
    import csv

    with source.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";")) - 1


def ours_flat(source: Path) -> int:
    """CSV to JSON-LD, one event a row, event rules and ledger on, rejects kept."""
    return _convert(source, str(HERE / "flat.yaml"), ["json-2.0"])


def ours_grouped(source: Path) -> int:
    """The grouped lot sheet, with the national record."""
    return _convert(source, "farm/lot-sheet", ["json-2.0", "national"])


def _convert(source: Path, mapping: str, to: list[str]) -> int:
    from lienthong.flow import convert

    with tempfile.TemporaryDirectory() as out:
        run = convert(source, mapping=mapping, out=out, to=to)
    if run.code == 2:
        raise SystemExit(str(run.findings))
    return int(run.run["in"])


def pandas_biip(source: Path) -> int:
    """The same work by pandas with biip: dates and numbers by column, codes checked by row, JSON lines written."""
    import pandas

    frame = pandas.read_csv(source, sep=";", dtype=str, keep_default_na=False)
    columns = list(frame.columns)
    for at in (1, 11, 12):
        frame[columns[at]] = pandas.to_datetime(frame[columns[at]], format="%d/%m/%Y").dt.strftime("%Y-%m-%d")
    for at in (5, 13):
        frame[columns[at]] = frame[columns[at]].str.replace(",", ".").astype(float)
    with tempfile.TemporaryFile("w", encoding="utf-8") as out:
        for row in frame.itertuples(index=False, name=None):
            event = _pandas_event(row)
            if event:
                out.write(json.dumps(event, ensure_ascii=False) + "\n")
    return len(frame)


def _pandas_event(row: tuple[Any, ...]) -> dict[str, object] | None:
    """The event of one row, its codes checked by biip; None when one is wrong."""
    import biip
    from biip.gln import Gln
    from biip.gtin import Gtin

    try:
        gtin = Gtin.parse(row[2]).as_gtin_14()
        here, giver, taker = (Gln.parse(row[at]).value for at in (7, 8, 9))
    except biip.ParseError:
        return None
    entry = {"epcClass": f"https://id.gs1.org/01/{gtin}/10/{row[4]}", "quantity": row[5], "uom": "KGM"}
    return {
        "type": "ObjectEvent",
        "eventTime": f"{row[1]}T07:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "quantityList": [entry],
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "readPoint": {"id": f"https://id.gs1.org/414/{here}"},
        "bizTransactionList": [{"type": "desadv", "bizTransaction": f"https://id.example.vn/paper/{row[10]}"}],
        "sourceList": [{"type": "owning_party", "source": f"https://id.gs1.org/417/{giver}"}],
        "destinationList": [{"type": "owning_party", "destination": f"https://id.gs1.org/417/{taker}"}],
        "ilmd": {
            "cbvmda:lotNumber": row[4],
            "cbvmda:itemExpirationDate": row[12],
            "vnx:number": row[0],
            "vnx:goods": row[3],
            "vnx:made": row[11],
            "vnx:wetness": row[13],
        },
    }


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "csv.reader": bare_csv,
    "lienthong flat": ours_flat,
    "lienthong grouped": ours_grouped,
    "pandas with biip": pandas_biip,
}


if __name__ == "__main__":
    contend(CONTENDERS, sys.argv[1:])
