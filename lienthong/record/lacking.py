"""What a record lacks: items that are missing or disputed, with their article, who supplies them, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict

from lienthong.checks.profile import Profile
from lienthong.findings import core_catalogue
from lienthong.findings.catalogue import fill
from lienthong.model import NationalRecord, State
from lienthong.record.build import told_by_events


def complete(record: NationalRecord) -> bool:
    """Whether every required item is there, and no item at all, required or not, is one the sources disagree on."""
    return next(iter(missing_fields(record)), None) is None


def missing_fields(record: NationalRecord) -> Iterator[str]:
    """The required items that are missing, and all items on which the sources disagree."""
    for name, item in record["fields"].items():
        if item["state"] == "conflicting" or (item["need"] == "M" and item["state"] == "missing"):
            yield name


class Missing(TypedDict):
    """One item that is still to be supplied: by which article, who supplies it, and a sentence in both languages."""

    field: str
    article: str
    who: Mapping[str, str]
    vi: str
    en: str


def missing(record: NationalRecord, profile: Profile) -> list[Missing]:
    """What is still to be supplied to a record, in the order of its profile."""
    return [_missing(name, record["fields"][name]["state"], profile) for name in missing_fields(record)]


def _missing(name: str, state: State, profile: Profile) -> Missing:
    item = profile.fields[name]
    code = "conflicting" if state == "conflicting" else "events" if told_by_events(item) else "missing"
    entry = core_catalogue()[f"record.{code}"]
    vi, en = (
        fill(entry.say[lang], {"term": item.term[lang], "law": profile.citation(name, lang), "who": item.who[lang]})
        for lang in ("vi", "en")
    )
    return {"field": name, "article": item.article, "who": item.who, "vi": vi, "en": en}
