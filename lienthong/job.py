"""A job: what one run was asked to do, and its pinned form in the ledger, so that it can be run again as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from lienthong.checks.profiles import default_profile
from lienthong.findings.catalogue import Lang
from lienthong.reading import Reading

JSON, NATIONAL = "json-2.0", "national"
ALL = ("json-2.0", "xml-2.0", NATIONAL)


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do.

    `mapping` is a shipped name (`farm/lot-sheet`) or a file; `mapping_text` pins the text when a run is repeated.
    `created` is the creationDate of the documents (ISO 8601 with zone); by default the source's time of change.
    """

    source: Path
    mapping: str
    out: Path
    to: tuple[str, ...] = ALL
    profile: str = field(default_factory=default_profile)
    created: str = ""
    store: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "vi"
    mapping_text: str = ""

    @property
    def national(self) -> bool:
        return NATIONAL in self.to

    @property
    def command(self) -> str:
        """The command line that does the same."""
        parts = ["lienthong", "convert", self.source.name, "--mapping", self.mapping, "--out", self.out.name]
        if self.to != ALL:
            parts += ["--to", ",".join(self.to)]
        parts += [part for name, value in sorted(self.settings.items()) for part in ("--set", f"{name}={value}")]
        return " ".join(f'"{part}"' if " " in part else part for part in parts)

    def creation_date(self, reading: Reading) -> str:
        """The creationDate: as asked, else the time of change of the source in UTC."""
        return self.created or reading.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def pinned(self, reading: Reading, mapping_file: str, mapping_text: str) -> dict[str, str]:
        """The job as facts for the ledger."""
        return {
            "source": str(self.source.resolve()),
            "source.sha256": reading.sha256,
            "created": self.creation_date(reading),
            "mapping": self.mapping,
            "mapping.file": mapping_file,
            "mapping.text": mapping_text,
            "to": ",".join(self.to),
            "profile": self.profile,
            "store": str(self.store.resolve()) if self.store else "",
            "settings": msgspec.json.encode(dict(sorted(self.settings.items()))).decode(),
            "lang": self.lang,
        }


def pinned_job(facts: Mapping[str, str], out: Path, source: Path | None = None) -> Job:
    """The job of a finished run; `source` says where its source lies now, if it was moved."""
    settings: dict[str, Any] = msgspec.json.decode(facts["settings"])
    return Job(
        source=source or Path(facts["source"]),
        mapping=facts["mapping"],
        out=out,
        to=tuple(facts["to"].split(",")),
        profile=facts["profile"],
        created=facts["created"],
        store=Path(facts["store"]) if facts["store"] else None,
        settings=settings,
        lang="en" if facts["lang"] == "en" else "vi",
        mapping_text=facts["mapping.text"],
    )
