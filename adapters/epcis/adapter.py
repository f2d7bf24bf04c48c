"""The name plate of the EPCIS adapter: document readers and writers, functions under `cbv`, what it has to tell."""

from __future__ import annotations

from pathlib import Path

from adapters.epcis.functions import FUNCTIONS
from adapters.epcis.json_bare_writer import LinesWriter
from adapters.epcis.json_reader import JsonReader
from adapters.epcis.json_writer import JsonWriter
from adapters.epcis.xml_reader import XmlReader
from adapters.epcis.xml_writer import XmlWriter
from lienthong.findings.catalogue import load
from lienthong.plugs import Adapter

ADAPTER = Adapter(
    name="epcis",
    prefixes=("cbv",),
    documents=(JsonReader(), XmlReader()),
    writers=(JsonWriter(), XmlWriter(), LinesWriter(), XmlWriter("1.1"), XmlWriter("1.2")),
    functions=FUNCTIONS,
    catalogue=load(Path(__file__).with_name("catalogue.yaml")),
)
