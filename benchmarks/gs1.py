"""GS1 identification against biip and epcpy, interleaved in one run: element string, EPC URI, company prefix.

Each contender works through the same 5,000 texts made from a seed, in a process of its own; the median of the CPU
time counts. Targets: 9 times biip on element strings, 2.5 times epcpy on EPC URIs. epcpy writes no Digital Links: it
is measured up to the element string, which is the shorter way. Exits 1 when a ratio to a present peer misses.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from corpus import with_check_digit
from running import ABSENT, Target, end, in_turn, judged, measure, median, versions

TEXTS = 5_000
Work = Callable[[], Callable[[str], object]]


def gtins(*, distinct: bool) -> list[str]:
    """Numbers of GS1 Vietnam with 14 digits: 500 in turn, or each its own; company prefixes of 7 digits."""
    bodies = [f"08934{number % (TEXTS if distinct else 500):08d}" for number in range(TEXTS)]
    return [with_check_digit(body) for body in bodies]


def strings() -> list[str]:
    """Element strings of four AIs as scanners send them: GTIN, expiry date, lot, serial."""
    dice = random.Random(7)
    return [
        f"01{gtin}17{dice.randint(26, 29)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
        f"10L{dice.randint(1, 99_999):05d}\x1d21{dice.randint(1, 10**9)}"
        for gtin in gtins(distinct=False)
    ]


def urns(*, distinct: bool) -> list[str]:
    """EPC URIs of items."""
    dice = random.Random(7)
    return [
        f"urn:epc:id:sgtin:{gtin[1:8]}.{gtin[0]}{gtin[8:13]}.{dice.randint(1, 10**9)}"
        for gtin in gtins(distinct=distinct)
    ]


def links(*, distinct: bool) -> list[str]:
    """Digital Links of items."""
    return [f"https://id.gs1.org/01/{gtin}/21/{place}" for place, gtin in enumerate(gtins(distinct=distinct))]


def assets() -> list[str]:
    """EPC URIs of single assets, whose number is text."""
    return [f"urn:epc:id:giai:8934567.A{number}" for number in range(TEXTS)]


def asset_links() -> list[str]:
    """Digital Links of single assets."""
    return [f"https://id.gs1.org/8004/8934567A{number}" for number in range(TEXTS)]


def numbers() -> list[str]:
    """GTINs of 13 digits from all over the table of company prefixes."""
    dice = random.Random(7)
    return [
        with_check_digit(f"{dice.choice(('893', '400', '300', '500', '087'))}{dice.randint(0, 10**9 - 1):09d}")
        for _ in range(TEXTS)
    ]


# --- contenders: each gives the function to be measured -------------------------------------------------------------


def our_elements() -> Callable[[str], object]:
    """All rules and relations of AIs."""
    from adapters.gs1.element_string import elements

    return elements


def biip_message() -> Callable[[str], object]:
    """The values by their patterns, the GTIN with its prefixes; no relations."""
    from biip.gs1_messages import GS1Message

    return GS1Message.parse


def our_link() -> Callable[[str], object]:
    """From the EPC URI to the Digital Link."""
    from adapters.gs1.translation import link_of

    return link_of


def our_urn() -> Callable[[str], object]:
    """From the Digital Link to the EPC URI."""
    from adapters.gs1.translation import urn_of

    return lambda link: urn_of(link, 7)


def epcpy_string() -> Callable[[str], object]:
    """From the EPC URI to the element string."""
    from epcpy import epc_pure_identity_to_gs1_element_string

    found: Callable[[str], object] = epc_pure_identity_to_gs1_element_string
    return found


def our_prefix() -> Callable[[str], object]:
    """The length of the company prefix, with its source."""
    from adapters.gs1.company_prefix import CompanyPrefixes

    return CompanyPrefixes().length


def biip_prefix() -> Callable[[str], object]:
    """The company prefix."""
    from biip.gs1_prefixes import GS1CompanyPrefix

    return GS1CompanyPrefix.extract


CONTENDERS: dict[str, tuple[Work, Callable[[], list[str]]]] = {
    "element string, ours": (our_elements, strings),
    "element string, biip": (biip_message, strings),
    "URN to Digital Link, ours": (our_link, lambda: urns(distinct=False)),
    "URN to Digital Link, ours, all distinct": (our_link, lambda: urns(distinct=True)),
    "URN to element string, epcpy": (epcpy_string, lambda: urns(distinct=False)),
    "Digital Link to URN, ours": (our_urn, lambda: links(distinct=False)),
    "Digital Link to URN, ours, all distinct": (our_urn, lambda: links(distinct=True)),
    "URN of an asset to Digital Link, ours": (our_link, assets),
    "Digital Link of an asset to URN, ours": (our_urn, asset_links),
    "company prefix, ours": (our_prefix, numbers),
    "company prefix, biip": (biip_prefix, numbers),
}
TARGETS = {
    "element string: biip to ours": Target("element string, biip", "element string, ours", least=9.0),
    "URN to Digital Link: epcpy to ours": Target(
        "URN to element string, epcpy", "URN to Digital Link, ours", least=2.5
    ),
    "URN to Digital Link, all distinct: epcpy to ours": Target(
        "URN to element string, epcpy", "URN to Digital Link, ours, all distinct", least=2.5
    ),
    "company prefix: biip to ours": Target("company prefix, biip", "company prefix, ours"),
}


def one(name: str) -> dict[str, Any]:
    """One contender in this process: CPU microseconds a text, tables already read, heads not yet remembered."""
    work, corpus = CONTENDERS[name]
    call, texts = work(), corpus()
    call(texts[0])
    started = time.process_time()
    for text in texts:
        call(text)
    return {"us": (time.process_time() - started) / len(texts) * 1e6}


def main() -> int:
    """Prints the figures as JSON; 1 when a target against a present peer is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", choices=sorted(CONTENDERS))
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has biip and epcpy")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(one(chosen.one)))
        return 0
    contenders = {
        name: partial(measure, sys.executable if "ours" in name else chosen.peers, "gs1.py", "--one", name)
        for name in CONTENDERS
    }
    runs = in_turn(contenders, chosen.turns)
    figures = {name: round(median(runs[name], "us"), 2) if name in runs else ABSENT for name in CONTENDERS}
    ratios, missed = judged(TARGETS, runs, "us")
    result = {"microseconds a text": figures, "ratios": ratios, "versions": versions(chosen.peers, ("biip", "epcpy"))}
    return end(result, missed)


if __name__ == "__main__":
    sys.exit(main())
