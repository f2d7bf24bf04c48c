"""EPCIS documents: conversions, schemas, event hash and memory against the limits of their parsers and against peers.

Contenders take turns in processes of their own, over the same files, their modules and tables loaded by a small one;
medians of CPU time count. Exits 1 when a ratio to a limit or to a present peer misses its target, or memory grows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from epcis_contenders import style_sheets
from epcis_corpus import Corpus, Form
from running import Figures, Runs, Target, end, in_turn, judged, measure, median, versions

SMALL, FEW = 50, 500
"""Events to warm up with; events for the reference tool, which takes milliseconds for each."""
GROWTH, PEAK = 15, 60
"""MiB that ten times the events may add; MiB that a reader with a writer may take."""
CORPORA: Mapping[str, Corpus] = {
    "objects": Corpus(0),
    "all distinct": Corpus(0, distinct=True),
    "aggregations and transformations": Corpus(0, ("AggregationEvent", "TransformationEvent")),
    "sensors": Corpus(0, sensors=True),
    "headers": Corpus(0, headers=True),
}
WAYS: tuple[tuple[Form, str], ...] = (
    ("xml-1.2", "json-2.0 with links"),
    ("xml-1.2", "xml-2.0"),
    ("json-2.0", "xml-2.0 with URNs"),
    ("json-2.0", "json-2.0 with URNs"),
)
KEPT: tuple[tuple[Form, str], ...] = (("xml-1.2", "json-2.0"), ("json-2.0", "xml-2.0"), ("json-2.0", "json-2.0"))
"""The same with identifiers as they are."""
TO_JSON, TO_XML = "xml-1.2 to json-2.0 with links", "json-2.0 to xml-2.0 with URNs"
TARGETS = {
    "XML 1.2 to JSON-LD: ours to empty iterparse": Target(TO_JSON, "empty iterparse", most=3.8),
    "XML 1.2 to JSON-LD: eparsecis to ours": Target("eparsecis", TO_JSON, least=25),
    "XML 1.2 to 2.0: ours to empty iterparse": Target("xml-1.2 to xml-2.0", "empty iterparse", most=4.1),
    "JSON-LD to XML 2.0, to the way back": Target(TO_XML, TO_JSON, most=0.8),
    "JSON-LD to JSON-LD: ours to orjson": Target("json-2.0 to json-2.0 with URNs", "orjson", most=1.5),
    "event hash: hash generator to ours": Target("hash generator", "hash of json-2.0", least=25),
    "XSD to a conversion": Target("schema of xml-1.2", TO_JSON, most=0.5),
    "JSON Schema to a conversion": Target("schema of json-2.0", TO_XML, most=0.8),
    "whole verdict on XML to a conversion": Target("verdict on xml-1.2", TO_JSON),
    "whole verdict on JSON-LD to a conversion": Target("verdict on json-2.0", TO_XML),
}
"""The fourth stands for the style sheets where they are absent: 7 times an empty iterparse, 1.7 times ours."""
OPEN, OTHERS = 2.0, 1.7
"""How many times a style sheet's CPU time ours must save: those of OpenEPCIS, and any other."""


@dataclass(frozen=True)
class Bench:
    """Where the files stand, and the Pythons of the peers."""

    folder: Path
    peers: str
    eparsecis: str

    def file(self, corpus: str, events: int, form: Form) -> Path:
        """A document, made when it is asked for."""
        name = f"{corpus.replace(' ', '-')}-{events}.{form}{'.jsonld' if form == 'json-2.0' else '.xml'}"
        path = self.folder / name
        return path if path.exists() else replace(CORPORA[corpus], events=events).write(path, form)

    def run(self, contender: str, corpus: str, events: int, form: Form, python: str = sys.executable) -> Figures | None:
        """One run of a contender, with microseconds an event."""
        files = (self.file(corpus, number, form) for number in (events, SMALL))
        done = measure(python, "epcis_contenders.py", contender, *map(str, files))
        return done and {**done, "us": done["cpu"] / done["count"] * 1e6}

    def contenders(self, events: int) -> dict[str, Callable[[], Figures | None]]:
        """All that are compared over objects, by name."""
        on = partial(self.run, corpus="objects", events=events)
        found = {"empty iterparse": partial(on, "empty iterparse", form="xml-1.2")}
        found |= {f"{form} to {to}": partial(on, f"to {to}", form=form) for form, to in (*WAYS, *KEPT)}
        for form in ("xml-1.2", "json-2.0"):
            found[f"schema of {form}"] = partial(on, "schema", form=form)
            found[f"verdict on {form}"] = partial(on, "verdict", form=form)
            found[f"hash of {form}"] = partial(on, "hash", form=form)
        found["orjson"] = partial(on, "orjson", form="json-2.0", python=self.peers)
        found["eparsecis"] = partial(on, "eparsecis", form="xml-1.2", python=self.eparsecis)
        few = min(events, FEW)
        found["hash generator"] = partial(on, "hash generator", events=few, form="json-2.0", python=self.peers)
        return found | {name: partial(on, name, form="xml-1.2") for name in style_sheets()}

    def others(self, events: int) -> dict[str, Callable[[], Figures | None]]:
        """Ours over the other corpora; sensors have their place in 2.0 only."""
        return {
            f"{form} to {to}, {corpus}": partial(self.run, f"to {to}", corpus, events, form)
            for corpus in CORPORA
            if corpus != "objects"
            for form, to in (("xml-2.0" if corpus == "sensors" else "xml-1.2", WAYS[0][1]), WAYS[2])
        }

    def memory(self, sizes: tuple[int, int]) -> tuple[Figures, list[str]]:
        """Peak memory by number of events in each direction, and what grows or is too large."""
        peaks: Figures = {}
        missed = []
        for form, to in WAYS:
            found = {size: self.run(f"to {to}", "objects", size, form) for size in sizes}
            small, large = (round(found[size]["peak"], 1) for size in sizes)  # type: ignore[index]
            name = f"{form} to {to}"
            peaks[name] = {str(sizes[0]): small, str(sizes[1]): large}
            if large > small + GROWTH or large > PEAK:
                missed.append(f"memory, {name}")
        return peaks, missed


def targets() -> dict[str, Target]:
    """The targets, with those for the style sheets that are here."""
    sheets = {
        f"XML 1.2 to 2.0: {name} to ours": Target(
            name, "xml-1.2 to xml-2.0", least=OPEN if "openepcis" in name.lower() else OTHERS
        )
        for name in style_sheets() or {"style sheet": None}
    }
    return {**TARGETS, **sheets}


def figures(runs: Runs) -> dict[str, Any]:
    """Rate, time and memory of each contender."""
    return {
        name: {
            "events/s": round(1e6 / median(done, "us")),
            "microseconds an event": round(median(done, "us"), 1),
            "peak MiB": round(median(done, "peak")),
        }
        for name, done in runs.items()
    }


def main() -> int:
    """Prints the figures as JSON; 1 when a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has orjson and the hash generator")
    parser.add_argument("--eparsecis", default=sys.executable, help="a Python that has eparsecis, which is under AGPL")
    parser.add_argument("--sizes", default="20000,200000", help="events of the two runs that show memory; none skips")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), chosen.peers, chosen.eparsecis)
        slow = ("eparsecis", "hash generator", *style_sheets())
        runs = in_turn(bench.contenders(chosen.events), chosen.turns, slow)
        runs |= in_turn(bench.others(chosen.events), max(1, chosen.turns // 2))
        ratios, missed = judged(targets(), runs, "us")
        sizes = [int(size) for size in chosen.sizes.split(",") if size]
        peaks, grown = bench.memory((sizes[0], sizes[1])) if sizes else ({}, [])
    result = {
        "figures": figures(runs),
        "ratios": ratios,
        "peak memory by events, MiB": peaks,
        "versions": versions(chosen.peers, ("lxml", "orjson", "epcis-event-hash-generator"))
        | {"eparsecis": versions(chosen.eparsecis, ("eparsecis",))["eparsecis"]},
    }
    return end(result, missed + grown)


if __name__ == "__main__":
    sys.exit(main())
