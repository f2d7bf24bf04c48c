"""The national record of a lot, built once for all who use it."""

from lienthong.record.build import build_record
from lienthong.record.chain import build_chain, chain_of
from lienthong.record.lacking import Missing, complete, missing, missing_fields
from lienthong.record.lots import LotTold, LotWalk
from lienthong.record.tracking import lot_within
from lienthong.record.walk import Walk, walk

__all__ = [
    "LotTold",
    "LotWalk",
    "Missing",
    "Walk",
    "build_chain",
    "build_record",
    "chain_of",
    "complete",
    "lot_within",
    "missing",
    "missing_fields",
    "walk",
]
