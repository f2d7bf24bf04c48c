"""One contender over one EPCIS document, in a process of its own: CPU seconds, peak memory and events as JSON."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from epcis_corpus import PREFIX
from running import contend

TARGETS = ("json-2.0", "xml-2.0")
FORMS = {"links": "Always_GS1_Digital_Link", "URNs": "Always_EPC_URN"}
EVENTS = ("ObjectEvent", "AggregationEvent", "TransformationEvent")


def bare_iterparse(source: Path) -> int:
    """The limit of XML: lxml walks the events and drops them, reading nothing."""
    from lxml import etree

    events = 0
    for _, element in etree.iterparse(source, events=("end",), tag=EVENTS):
        events += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return events


def bare_orjson(source: Path) -> int:
    """The limit of JSON: orjson reads and writes the whole document, numbers as floats."""
    import orjson

    document = orjson.loads(source.read_bytes())
    with tempfile.TemporaryFile() as out:
        out.write(orjson.dumps(document))
    return len(document["epcisBody"]["eventList"])


def ours(source: Path, to: str, form: str = "") -> int:
    """Read and written by us, identifiers in another form where one is named; every finding is heard."""
    from adapters.epcis.converting import convert
    from adapters.epcis.translate import Translator
    from adapters.gs1.company_prefix import CompanyPrefixes

    told: list[Any] = []
    prefixes = CompanyPrefixes(overrides={PREFIX: len(PREFIX)})
    forms = (lambda tell: Translator(form, prefixes=prefixes, tell=tell)) if form else None
    with tempfile.TemporaryDirectory() as folder:
        made = convert(source, Path(folder) / "out", to, told.append, forms=forms)
    if told:
        raise SystemExit(str(told[:3]))
    return made.events


def our_schema(source: Path) -> int:
    """The schema alone."""
    from adapters.epcis.json_walk import walk_json
    from adapters.epcis.xsd_walk import walk_xml

    faults: list[Any] = []
    met = (walk_json if source.suffix == ".jsonld" else walk_xml)(source, faults.append)
    if faults:
        raise SystemExit(str(faults[:3]))
    return met.events


def our_verdict(source: Path) -> int:
    """The schema and all that is asked beyond it."""
    from adapters.epcis.validate import validate

    verdict = validate(source)
    if not verdict.valid:
        raise SystemExit(str(verdict.findings[:3]))
    return verdict.events


def our_hash(source: Path) -> int:
    """The hash of each event, from the file."""
    from adapters.epcis.hash import hashes

    return sum(isinstance(one, str) for one in hashes(source))


def eparsecis(source: Path) -> int:
    """EPCPyYes objects made of the events; nothing is written."""
    import io

    from eparsecis.eparsecis import FlexibleNSParser

    class Counted(FlexibleNSParser):
        events = 0

        def handle_object_event(self, epcis_event: object) -> None:
            self.events += 1

    parser = Counted(io.BytesIO(source.read_bytes()))
    parser.parse()
    return parser.events


def hash_generator(source: Path) -> int:
    """The reference tool, from the file to its hashes."""
    import logging

    from epcis_event_hash_generator import events_from_file_reader, hash_generator

    logging.disable(logging.CRITICAL)
    events = events_from_file_reader.event_list_from_file(str(source))
    return len(hash_generator.epcis_hashes_from_events(events))


def style_sheet(source: Path, sheet: Path) -> int:
    """A style sheet from 1.2 to 2.0, run by lxml over the whole tree."""
    from lxml import etree

    made = etree.XSLT(etree.parse(sheet))(etree.parse(source))
    with tempfile.TemporaryDirectory() as folder:
        made.write_output(Path(folder) / "out.xml")
    return int(made.xpath("count(//EventList/*)"))


def style_sheets() -> dict[str, Path]:
    """The style sheets that somebody has, by name: those in the folder LIENTHONG_XSLT."""
    folder = os.environ.get("LIENTHONG_XSLT")
    return {f"style sheet {file.name}": file for file in sorted(Path(folder).glob("*.xsl*"))} if folder else {}


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "empty iterparse": bare_iterparse,
    "orjson": bare_orjson,
    **{f"to {target}": partial(ours, to=target) for target in TARGETS},
    **{
        f"to {target} with {kind}": partial(ours, to=target, form=form)
        for target in TARGETS
        for kind, form in FORMS.items()
    },
    "schema": our_schema,
    "verdict": our_verdict,
    "hash": our_hash,
    "eparsecis": eparsecis,
    "hash generator": hash_generator,
    **{name: partial(style_sheet, sheet=file) for name, file in style_sheets().items()},
}

if __name__ == "__main__":
    contend(CONTENDERS, sys.argv[1:])
