"""The name plate of the EPCIS adapter: document readers and writers, functions under `cbv`, what it has to tell."""

from __future__ import annotations

from adapters.epcis.convert_command import CONVERT
from adapters.epcis.diff_command import DIFF
from adapters.epcis.functions import FUNCTIONS
from adapters.epcis.hash_command import HASH
from adapters.epcis.json_bare_writer import LinesWriter
from adapters.epcis.json_reader import JsonReader
from adapters.epcis.json_writer import JsonWriter
from adapters.epcis.telling import CATALOGUE
from adapters.epcis.validate_command import VALIDATE
from adapters.epcis.xml_reader import XmlReader
from adapters.epcis.xml_writer import XmlWriter
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
    commands=(CONVERT, VALIDATE, HASH, DIFF),
    catalogue=CATALOGUE,
)
