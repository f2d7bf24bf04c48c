"""Rows that a mapping leaves out: counted, explained by nothing, and the sum of rows always comes out."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import lienthong

MAPPING = str(Path(__file__).resolve().parents[1] / "cases" / "walks" / "own-lots.yaml")
FIRMS, DAYS = ["VD", "Khác", ""], ["01/02/2026", "31/02/2026", ""]

Row = tuple[str, int, str]
ROWS = st.lists(st.tuples(st.sampled_from(FIRMS), st.integers(1, 99), st.sampled_from(DAYS)), min_size=1, max_size=12)


def fate(row: Row) -> str:
    """What becomes of a row: without a firm it cannot be told whose it is, so it is refused."""
    firm, _, day = row
    if firm == "Khác":
        return "filtered"
    return "kept" if firm and day == DAYS[0] else "rejected"


@pytest.mark.parametrize("to", [["json-2.0"], ["json-2.0", "national"]])
@settings(max_examples=20, phases=[Phase.explicit, Phase.generate])
@given(rows=ROWS)
def test_every_row_is_kept_refused_or_left_out(to: list[str], rows: list[Row]) -> None:
    rows = [("VD", 100, DAYS[0]), *rows]
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "so.csv"
        lines = [f"{firm},L{lot}-{at},{day}" for at, (firm, lot, day) in enumerate(rows)]
        source.write_text("\n".join(["Đơn vị,Lô,Ngày", *lines, ""]), encoding="utf-8")
        run = lienthong.convert(source, mapping=MAPPING, out=Path(name) / "out", to=to)
        fates = [fate(row) for row in rows]
        assert {word: run.run[word] for word in ("kept", "rejected", "filtered")} == {
            word: fates.count(word) for word in ("kept", "rejected", "filtered")
        }
        assert run.run["in"] == len(rows)
        events = json.loads((run.out / "events.jsonld").read_text(encoding="utf-8"))["epcisBody"]["eventList"]
        assert len(events) == run.run["events"] == fates.count("kept")
        for number, row in enumerate(at for at, word in enumerate(fates) if word == "kept"):
            (answer,) = lienthong.explain(run.out, f"/eventList/{number}/eventTime")
            assert answer.trace.place.row == row + 2
