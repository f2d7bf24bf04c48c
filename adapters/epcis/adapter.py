"""The name plate of the EPCIS adapter: document readers and writers, functions under `cbv`, what it has to tell."""

from __future__ import annotations

from adapters.epcis.functions import FUNCTIONS
from adapters.epcis.json_bare_writer import LinesWriter
from adapters.epcis.json_reader import JsonReader
from adapters.epcis.json_writer import JsonWriter
from adapters.epcis.telling import CATALOGUE
from adapters.epcis.xml_reader import XmlReader
from adapters.epcis.xml_writer import XmlWriter
from lienthong.commands import Deferred
from lienthong.plugs import Adapter

ADAPTER = Adapter(
    name="epcis",
    prefixes=("cbv",),
    documents=(JsonReader(), XmlReader()),
    writers=(JsonWriter(), XmlWriter(), LinesWriter(), XmlWriter("1.1"), XmlWriter("1.2")),
    functions=FUNCTIONS,
    says={
        "vi": "Tài liệu EPCIS mọi phiên bản: chuyển đổi, kiểm tra, mã băm, so sánh.",
        "en": "EPCIS documents of every version: converted, validated, hashed, compared.",
    },
    commands=Deferred("adapters.epcis.command_table"),
    catalogue=CATALOGUE,
)
