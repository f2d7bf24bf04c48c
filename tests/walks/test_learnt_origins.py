"""Origins learnt from one unit and told of others: those of the demo, and of a lot sheet with holes in it."""

import csv
import random
from pathlib import Path

import pytest

from lienthong.job import Job
from lienthong.opening import Opened
from lienthong.plugs import installed
from tests.mapping.run.test_origins import held
from tests.walks.conftest import FIRMS
from tests.walks.test_random_sheets import COLUMNS


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_of_the_demo(demo: Path, firm: str, tmp_path: Path) -> None:
    opened = Opened.of(Job(demo / "input" / f"{firm}.xlsx", FIRMS[firm], tmp_path), installed())
    units, learnt = held(opened.fitted)
    assert 0 < learnt < units, (learnt, units)


def test_of_a_lot_sheet_with_holes(tmp_path: Path) -> None:
    dice = random.Random(5)
    rows = []
    for lot in range(200):
        product, area = ("ca8c8c3b-1234-4567-89ab-cdef0123456" + dice.choice("012z") for _ in range(2))
        dates = [dice.choice(["2026/01/03", "03/01/2026"]), dice.choice(["", "03/05/2026"])]
        own = [f"Lô {lot}", product, dice.choice(["", area]), "100", dice.choice(["", "90"]), *dates]
        for _ in range(dice.randint(1, 6)):
            work = [dice.choice(["WATERING", "Bón phân"]), dice.choice(["", "NPK"]), dice.choice(["0", "5", ""])]
            rows.append(
                [*own, *work, dice.choice(["kg", ""]), dice.choice(["", "05/02/2026"]), dice.choice(["", "ghi"])]
            )
    source = tmp_path / "lots.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    opened = Opened.of(Job(source, "farm/lot-sheet", tmp_path / "out"), installed())
    units, learnt = held(opened.fitted)
    assert 0 < learnt < units / 2
