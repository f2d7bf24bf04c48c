"""Parts that are left out for want of data take nothing with them that was told of a filled cell."""

from lienthong.mapping.load import load
from lienthong.plugs import installed
from tests.mapping.run.sheets import fitted

MAPPING = """
mapping: test/left-out
from:
  table:
    header: within 1
    columns:
      lot: {named: [Lô], read: text | required}
      day: {named: [Ngày], read: "date(d/M/y) | required"}
      best: [Hạn]
      codes: [Mã]
settings: {zone: +07:00, id_base: "https://id.example.vn"}
namespaces: {vnx: "https://ns.example.vn/trace/"}
events:
  - rule: made
    each: row
    type: ObjectEvent
    action: ADD
    eventTime: day | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
    ilmd:
      cbvmda:itemExpirationDate: best | date(d/M/y) else drop
    vnx:codes:
      - codes | uuid else drop
"""


def told(row: list[str]) -> list[tuple[str, str, str]]:
    loaded = load(MAPPING, "left-out.yaml", installed().functions)
    assert loaded.tree is not None, loaded.faults
    run = fitted(loaded.tree, {"": [["Lô", "Ngày", "Hạn", "Mã"], row]})
    quick, slow = list(run.outcomes()), list(run.outcomes(quick=False))
    assert [one.findings for one in quick] == [one.findings for one in slow]
    assert [one.state for one in quick] == ["kept"]
    assert not {"ilmd", "vnx:codes"} & set(quick[0].events[0])
    return [(one.code, one.severity, one.facts["value"]) for one in quick[0].findings]


def test_a_dropped_value_is_told_though_its_part_is_left_out() -> None:
    assert told(["L1", "01/06/2026", "cuối năm", "số 7"]) == [
        ("date.format", "warning", "cuối năm"),
        ("text.uuid", "warning", "số 7"),
    ]


def test_empty_cells_tell_nothing() -> None:
    assert told(["L1", "01/06/2026", "", ""]) == []
