"""One lot of 50 events against all active profiles, and 10,000 lots one after the other: time and memory.

Each measure runs in a process of its own; CPU time counts. Targets: 5 ms a lot of 50 events; the peak of 10,000 lots
no more than 24 MiB above that of 1,000. Exits 1 when one of them is missed.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import with_check_digit
from running import end, measure, median, peak_mib, versions

MOST_MS, MOST_MIB = 5.0, 24.0
EVENTS, TURNS, LOTS = 50, 40, (1_000, 10_000)
_GLN = with_check_digit("952123400002")
_GTINS = [with_check_digit(f"0952123{number:06d}") for number in range(20)]


def event(lot: str, gtin: str, number: int) -> dict[str, Any]:
    """One event of a lot: its start, then care and checks, at last its despatch."""
    step = "commissioning" if not number else "shipping" if number == EVENTS - 1 else "inspecting"
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{lot}-{number}",
        "eventTime": f"2026-06-{1 + number // 2:02}T{7 + number % 2:02}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE" if number else "ADD",
        "bizStep": step,
        "readPoint": {"id": f"https://id.gs1.org/414/{_GLN}"},
        "quantityList": [{"epcClass": f"https://id.gs1.org/01/{gtin}/10/{lot}", "quantity": 100, "uom": "KGM"}],
        "vnx:performer": "Công ty Ví Dụ",
        "ilmd": {"vnx:variety": "OM 18"} if not number else {},
    }


def stored(lots: int, events: int, folder: Path) -> Any:
    """A store of lots, each with so many events, and their products with master data."""
    from adapters.gs1.canonical import key_of
    from lienthong.store.events import EventStore, open_database

    store = EventStore(open_database(folder / "store.sqlite"), key_of)
    store.database.execute("BEGIN")
    for gtin in _GTINS:
        attributes = {"cbvmda:descriptionShort": "Gạo thơm", "cbvmda:countryOfOrigin": "VN", "vnx:standards": "TCVN 1"}
        store.add_master("product", f"https://id.gs1.org/01/{gtin}", attributes)
    firm = {"cbvmda:name": "Công ty Ví Dụ", "cbvmda:streetAddressOne": "Ấp Mẫu"}
    store.add_master("party", f"https://id.gs1.org/417/{_GLN}", firm)
    for lot in range(lots):
        for number in range(events):
            store.add(event(f"L{lot}", _GTINS[lot % len(_GTINS)], number))  # type: ignore[arg-type]
    store.database.execute("COMMIT")
    return store


def ready_lots(store: Any) -> Iterator[Any]:
    """Every lot of a store against all active profiles."""
    from lienthong.checks.profiles import all_profiles
    from lienthong.gathering import Gathered
    from lienthong.plugs import installed
    from lienthong.readiness import Asked, readiness
    from lienthong.reports import Source

    profiles = [profile for profile in all_profiles() if profile.active]
    source = Gathered(Source("store", "", 0), store)
    return readiness(source, profiles, Asked(on="2027-02-01"), installed())


def one_lot(folder: Path) -> dict[str, Any]:
    """Milliseconds of CPU for one lot of 50 events, once all is warm."""
    store = stored(1 + TURNS, EVENTS, folder)
    lots = ready_lots(store)
    first = next(lots)
    started = time.process_time()
    done = sum(1 for _ in lots)
    spent = time.process_time() - started
    return {"ms": 1000 * spent / done, "profiles": len(first.told.records), "lots": done}


def many_lots(folder: Path, lots: int) -> dict[str, Any]:
    """Peak memory over so many lots of three events, and the CPU each took."""
    from lienthong.readiness import Shown

    store, shown = stored(lots, 3, folder), Shown()
    started = time.process_time()
    for ready in ready_lots(store):
        shown.add(ready)
    return {"lots": shown.total, "ms": 1000 * (time.process_time() - started) / lots, "peak": peak_mib()}


def main(words: list[str]) -> int:
    """Measures, or is one of the measures."""
    with tempfile.TemporaryDirectory() as name:
        if words[:1] == ["one"]:
            print(json.dumps(one_lot(Path(name))))
            return 0
        if words[:1] == ["many"]:
            print(json.dumps(many_lots(Path(name), int(words[1]))))
            return 0
    ones = [found for _ in range(3) if (found := measure(sys.executable, "profiles.py", "one"))]
    few, many = (measure(sys.executable, "profiles.py", "many", str(lots)) or {} for lots in LOTS)
    grown = many["peak"] - few["peak"]
    ms = median(ones, "ms")
    missed = [f"{ms:.2f} ms a lot"] * (ms > MOST_MS) + [f"{grown:.0f} MiB more"] * (grown > MOST_MIB)
    result = {
        "a lot of 50 events": {"ms": round(ms, 2), "most": MOST_MS, "profiles": ones[0]["profiles"]},
        "lots": [few, many],
        "grown MiB": {"MiB": round(grown, 1), "most": MOST_MIB},
        "sqlite": sqlite3.sqlite_version,
        "versions": versions(sys.executable, ()),
    }
    return end(result, missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
