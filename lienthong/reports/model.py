"""The content of a run's report: plain frozen values that the hall fills; nothing here is in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lienthong.findings import Catalogue, Cause, Finding
from lienthong.model import Chain, NationalRecord

Bilingual = Mapping[str, str]
"""A text by language: `{"vi": ..., "en": ...}`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows: `read = kept + rejected + filtered`. Findings: `repaired`, `warnings`, `lost`."""

    read: int
    kept: int
    rejected: int
    filtered: int
    repaired: int = 0
    warnings: int = 0
    lost: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name, the SHA-256 of its bytes in hexadecimal, its rows of data."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class MappingUsed:
    """A mapping by name, such as `fish/pangasius`, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A field of a profile as people know it, and who supplies it."""

    title: Bilingual
    who: Bilingual = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProfileLabel:
    """A profile by its name; `title` names the law, `article` is its clause (`23.5`), `fields` label its items."""

    name: str
    title: Bilingual
    article: str = ""
    fields: Mapping[str, FieldLabel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LotReport:
    """A lot: its record, its chain, what was found about it; `complete` when no required item is missing.

    `further` are its records under further profiles, in their order.
    """

    record: NationalRecord
    chain: Chain
    findings: tuple[Finding, ...]
    name: str
    complete: bool
    further: tuple[NationalRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the source no line of the mapping reads: a column's heading, the sheet, how many values it holds."""

    name: str
    where: str
    count: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What one target cannot carry: an example of the finding, and how often."""

    target: str
    example: Finding
    count: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A setting that filled values the source does not hold: its name, its value, how many values."""

    setting: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything a report says. `causes` come most blocking first; `catalogue` holds their sentences.

    `lots` are those to show, with findings first; `lots_total` and `lots_complete` count all. `created` is the
    creation date of the documents (ISO 8601); clock times of the run are no part of a report. `rejects` names the
    file that goes back to the sender; empty when nothing was refused.
    """

    counts: Counts
    sources: tuple[Source, ...]
    mappings: tuple[MappingUsed, ...]
    profile: ProfileLabel
    versions: Mapping[str, str]
    created: str
    command: str
    catalogue: Catalogue
    causes: tuple[Cause, ...] = ()
    causes_left_out: int = 0
    lots: tuple[LotReport, ...] = ()
    lots_total: int = 0
    lots_complete: int = 0
    unread: tuple[Unread, ...] = ()
    losses: tuple[Loss, ...] = ()
    filled: tuple[Filled, ...] = ()
    rejects: str = ""


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """What the lots of a source lack under some profiles, side by side; `on` is the day they are held against.

    `lots` are those to show, incomplete ones first; `lots_total` and `lots_complete` count all, `refused` counts the
    rows that are in none of them.
    """

    source: Source
    profiles: tuple[ProfileLabel, ...]
    on: str
    command: str
    catalogue: Catalogue
    lots: tuple[LotReport, ...] = ()
    lots_total: int = 0
    lots_complete: int = 0
    refused: int = 0
