"""Mappings and cells for the tests of the executors: one mapping for each kind of unit, good cells and nasty ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from lienthong.mapping.fit import fit
from lienthong.mapping.load import load
from lienthong.mapping.memory import memory_reading
from lienthong.mapping.run import Fitted
from lienthong.mapping.tree import MappingTree
from lienthong.plugs import installed
from lienthong.reading import Cell, ErrorCell

ROWS = """
mapping: test/rows
from:
  table:
    only: kind in A B
    columns:
      kind: [Loại]
      gtin: {named: [GTIN], read: gs1.gtin_padded | required}
      lot: {named: [Lô], read: text | required}
      qty: {named: [Số lượng], read: number(comma)}
      unit: {named: [ĐVT], read: uom else drop}
      net: {named: [Khối lượng], read: number(comma), unit: from heading}
      day: {named: [Ngày], read: "date(d/M/y, y-M-d) | required"}
      best: {named: [Hạn], read: date(d/M/y) else drop}
      place: {named: [GLN], read: gs1.gln}
      code: {named: [Mã], read: uuid else keep}
      state: {named: [Trạng thái], read: lookup(states) else use in_transit}
      note: {named: [Ghi chú], read: text | wanted}
settings: {zone: +07:00, id_base: "https://id.example.vn", owner: ""}
namespaces: {vnx: "https://ns.example.vn/trace/"}
tables:
  states: {tốt: active, hỏng: damaged}
must:
  - qty >= 0
  - best >= day else note
every event: {eventTimeZoneOffset: zone}
events:
  - rule: made
    each: row
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    disposition: state
    eventTime: day | at(07:00)
    readPoint: place | gs1.place_link
    quantityList:
      - epcClass: gtin | gs1.lot_link(lot)
        quantity: qty
        uom: unit
      - when: net > 0
        epcClass: gtin | gs1.class_link
        quantity: net
        uom: net.unit
      - when: kind = B
        epcClass: code | own_link(code)
        quantity: net
    vnx:facts:
      - vnx:of: const(place)
        vnx:is: place
    vnx:site:
      vnx:gln: place
      vnx:kind: const(site)
    sourceList:
      - type: owning_party
        source: place | gs1.party_link
    destinationList:
      - type: owning_party
        destination: owner | own_link(owner)
      - type: location
        destination: place | gs1.place_link
    ilmd:
      cbvmda:lotNumber: lot
      cbvmda:itemExpirationDate: best
      vnx:code: code
      vnx:weight: net | times(qty)
      vnx:deep:
        vnx:unit: net.unit when net filled
        vnx:kind: const(x)
    vnx:note: note or code when qty filled
  - rule: seen
    each: row
    when: kind = B and note filled
    type: ObjectEvent
    action: OBSERVE
    bizStep: inspecting
    eventTime: best or day | at(08:00)
    quantityList:
      - epcClass: gtin | gs1.class_link
    vnx:parts:
      - const(first)
      - note
      - value: code
        when: code filled
master:
  - rule: product
    each: row
    type: product
    id: gtin | gs1.class_link
    cbvmda:descriptionShort: note
  - rule: site
    each: row
    when: place filled
    type: place
    id: place | gs1.place_link
"""

GROUPS = """
mapping: test/groups
from:
  table:
    columns:
      kind: {named: [Loại], read: required}
      lot: {named: [Lô], read: text | required}
      qty: {named: [Số lượng], read: number(comma) | required}
      net: {named: [Khối lượng], read: amount(comma)}
      day: {named: [Ngày], read: "date(d/M/y, y-M-d) | required"}
      best: {named: [Hạn], read: date(d/M/y)}
      note: [Ghi chú]
settings: {zone: +07:00, id_base: "https://id.example.vn", group_rows: "%(limit)s"}
namespaces: {vnx: "https://ns.example.vn/trace/"}
must:
  - best >= day
  - qty > 0
  - note != x
group:
  batch: {by: [lot], same: [day, best], rows: %(rows)s, repeats: %(repeats)s, bad row: %(bad)s}
every event: {eventTimeZoneOffset: zone}
events:
  - rule: batch
    each: batch
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: day | at(07:00)
    quantityList:
      - epcClass: lot | own_link(lot)
        quantity: qty | sum
      - each: row
        when: net > 1
        epcClass: kind | own_link(kind, lot)
        quantity: net
        uom: net.unit
    vnx:rows: kind | count
    vnx:last: note | last
    vnx:notes:
      - each: row
        value: note
  - rule: row
    each: row
    when: kind = A
    type: ObjectEvent
    action: OBSERVE
    bizStep: inspecting
    eventTime: best or day | at(08:00)
    quantityList:
      - epcClass: lot | own_link(lot)
    vnx:qty: qty
master:
  - rule: lot
    each: batch
    type: product
    id: lot | own_link(product)
    vnx:best: best
"""

SHEET = """
mapping: test/sheet
from:
  table:
    skip rows: [Tổng*]
    control: {qty: sum}
    beside: {site: [Cơ sở]}
    columns:
      lot: {named: [Lô], read: text | required}
      qty: {named: [Số lượng], read: number(comma)}
      day: {named: [Ngày], read: date(d/M/y), blank: above}
settings: {zone: +07:00, id_base: "https://id.example.vn", on: {value: 30/07/2026, read: date(d/M/y)}}
namespaces: {vnx: "https://ns.example.vn/trace/"}
events:
  - rule: ship
    each: sheet
    type: ObjectEvent
    action: OBSERVE
    bizStep: shipping
    eventTime: on | at(08:00)
    eventTimeZoneOffset: zone
    readPoint: site | own_link(site)
    quantityList:
      - each: row
        epcClass: lot | own_link(lot)
        quantity: qty
    vnx:total: qty | sum
    vnx:first: day | first
"""

JOINED = """
mapping: test/joined
from:
  tables:
    pallet:
      sheet: Pallet
      columns:
        sscc: {named: [Mã kiện], read: text | required}
        day: {named: [Ngày], read: "date(d/M/y, y-M-d) | required"}
        truck: [Xe]
    carton:
      sheet: Thùng
      in: pallet
      match: [sscc]
      columns:
        sscc: {named: [Mã kiện], read: text | required}
        lot: {named: [Lô], read: text | required}
        qty: {named: [Số lượng], read: number(comma)}
        made: {named: [NSX], read: date(d/M/y)}
settings: {zone: +07:00, id_base: "https://id.example.vn", group_rows: "%(limit)s"}
namespaces: {vnx: "https://ns.example.vn/trace/"}
must:
  - day >= made
  - qty > 0
events:
  - rule: pack
    each: pallet
    type: AggregationEvent
    action: ADD
    bizStep: packing
    eventTime: day | at(09:00)
    eventTimeZoneOffset: zone
    parentID: sscc | own_link(unit)
    childQuantityList:
      - each: carton
        epcClass: lot | own_link(lot)
        quantity: qty
    vnx:pieces: qty | sum
    vnx:truck: truck
  - rule: child
    each: carton
    when: made filled
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: made | at(06:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
    vnx:in: sscc
"""

SPLIT = """
mapping: test/split
from:
  table:
    columns:
      lot: {named: [Lô], read: text | required}
      serials: [Số seri]
      day: {named: [Ngày], read: "date(d/M/y, y-M-d) | required"}
    split:
      serial: {in: row, cell: serials, at: ";"}
settings: {zone: +07:00, id_base: "https://id.example.vn"}
events:
  - rule: items
    each: row
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: day | at(07:00)
    eventTimeZoneOffset: zone
    epcList:
      - each: serial
        value: serial | own_link(item, lot)
"""

POOLS: Mapping[str, Sequence[Cell]] = {
    "kind": ["A", "B", "A", "B", "C", "", " A "],
    "gtin": [
        "9521234000013", "09521234000013", 9521234000013,
        "9521234000014", "", 12345600012.0, "12345600012", "9,5E+12",
    ],
    "lot": ["L1", "L1", "L2", "L1 ", "Lúa", "Lu\u0301a", "", "L\x07", 7, 7.0, True, 1, 0, False],
    "sscc": ["P1", "P1", "P2", "P3", "", 5, 5.0],
    "qty": ["1", "2,50", "2,5", "1.250,5", "-1", "0", "", 3, 3.5, 1, 1.0, True, ErrorCell("#REF!"), "1,250", "abc"],
    "unit": ["kg", "tấn", "chai", "thùng", "", "kgg"],
    "net": ["5", "2,5", "5 kg", "2,5", "1,250", "", 2, "x", "3 thùng"],
    "day": [
        "01/02/2026", "02/02/2026", "2026-02-01", dt.date(2026, 2, 1),
        dt.datetime.fromisoformat("2026-02-01T07:30:00"), "31/02/2026", "", 46054, "13/14/2026",
    ],
    "best": ["01/06/2026", "", "01/01/2026", "2026", dt.date(2026, 1, 1)],
    "made": ["01/01/2026", "", "01/03/2026", "x"],
    "place": ["9521234000020", "", "9521234000021", "", 9521234000020],
    "code": ["ca8c8c3b-1234-4567-89ab-cdef01234567", "", "x1"],
    "state": ["tốt", "HỎNG", "lạ", ""],
    "note": ["ghi", "chú", "", "x", ErrorCell("#N/A"), "a\nb", 12.0, dt.time(7, 30)],
    "truck": ["67C-123", ""],
    "serials": ["S1; S2", "S1;;S3 ", "", "S\x07", 5],
}  # fmt: skip


def tree_of(text: str, **holes: str) -> MappingTree:
    """The tree of a mapping written here."""
    loaded = load(text % holes if holes else text, "test.yaml", installed().functions)
    assert loaded.tree is not None, loaded.findings
    return loaded.tree


def fitted(tree: MappingTree, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Fitted:
    """The mapping fitted to rows in memory."""
    return fit(tree, memory_reading(sheets), installed().catalogue)


def headings(tree: MappingTree, table: int = 0) -> list[str]:
    """The first heading of each column; the one whose unit stands in its heading gets kilograms."""
    columns = tree.tables[table].columns
    return [f"{one.headings[0]} (kg)" if one.unit == "heading" else one.headings[0] for one in columns]
