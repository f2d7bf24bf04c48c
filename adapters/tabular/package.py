"""The package of a workbook: its parts read by allow-list and counted, its sheets in order."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.tabular.limits import Limits

BLOCK = 1 << 18
WORKBOOK = "xl/workbook.xml"
"""The one place every office program writes it to, and where the parser looks."""
SMALL_PART = 16 << 20
"""Most that is read of a part which is read whole (workbook, relations, styles)."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Fault(Exception):
    """The workbook cannot be read: the code of what is wrong, its facts, the sheet and cell where it stands."""

    def __init__(self, code: str, *, sheet: str = "", row: int = 0, column: int = 0, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts, self.sheet, self.row, self.column = code, facts, sheet, row, column


@dataclass(slots=True)
class Sheet:
    """One worksheet: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    part: str


class Package:
    """An opened workbook file. Raises `Fault` for anything a workbook must not be."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits, self.inflated = limits, 0
        try:
            self.zip = zipfile.ZipFile(path)
            members = self.zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            raise Fault("damaged") from None
        # parsers find parts whatever their case, so this does too
        self.members = {member.filename.lower(): member for member in members}
        self._check(members)
        self.workbook = self._workbook_part()

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > self.limits.members:
            raise Fault("costly", what="members", limit=str(self.limits.members))
        if len(self.members) < len(members):
            raise Fault("package", what="duplicate")
        end = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            name = member.filename
            if member.header_offset < end:
                raise Fault("package", what="overlap")
            end = member.header_offset + 30 + member.compress_size
            if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\0" in name:
                raise Fault("package", what="name")
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                raise Fault("package", what="link")
            if member.flag_bits & 1:
                raise Fault("encrypted")
            self._check_growth(member, member.file_size)

    def _check_growth(self, member: zipfile.ZipInfo, size: int) -> None:
        if size > self.limits.ratio_from and size > self.limits.ratio * max(member.compress_size, 1):
            raise Fault("bomb", part=member.filename[-80:], limit=str(self.limits.ratio))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.members

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, counted against the limits as they inflate."""
        member, size = self.members[name.lower()], 0
        try:
            with self.zip.open(member) as part:
                while block := part.read(BLOCK):
                    size += len(block)
                    self.inflated += len(block)
                    self._check_growth(member, size)
                    if self.limits.inflated is not None and self.inflated > self.limits.inflated:
                        raise Fault("bomb", part=name[-80:], limit=str(self.limits.ratio))
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
            raise Fault("damaged") from None

    def tree(self, name: str) -> Any:
        """The root element of a small part, parsed without entities, networks or DOCTYPE."""
        from lxml import etree

        data = bytearray()
        for block in self.blocks(name):
            data += block
            if len(data) > SMALL_PART:
                raise Fault("costly", what="part", limit="16 MiB")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(bytes(data), parser)
        except etree.XMLSyntaxError:
            raise Fault("damaged") from None
        if root.getroottree().docinfo.doctype:
            raise Fault("doctype")
        return root

    def _workbook_part(self) -> str:
        if "mimetype" in self or "content.xml" in self:
            raise Fault("other-workbook", format="ODS")
        if "xl/workbook.bin" in self:
            raise Fault("other-workbook", format="XLSB")
        if WORKBOOK not in self:
            raise Fault("no-workbook")
        return WORKBOOK

    def relations(self) -> dict[str, tuple[str, str]]:
        """For each relation id of the workbook, its kind (last word of the type) and the part it names."""
        folder, _, name = self.workbook.rpartition("/")
        part = f"{folder}/_rels/{name}.rels"
        if part not in self:
            raise Fault("damaged")
        found = {}
        for relation in self.tree(part):
            target = str(relation.get("Target", ""))
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(relation.get("Id"))] = (str(relation.get("Type", "")).rpartition("/")[2], target)
        return found

    def sheets(self) -> list[Sheet]:
        """The worksheets in the order of their tabs; chart and macro sheets hold no rows and are left out."""
        relations, found = self.relations(), []
        for element in self.tree(self.workbook).iterfind("{*}sheets/{*}sheet"):
            identifier = element.get(_RELATION) or element.get(_STRICT_RELATION) or ""
            kind, part = relations.get(identifier, ("", ""))
            if kind == "worksheet" and part in self:
                found.append(Sheet(str(element.get("name", "")), element.get("state", "visible") != "visible", part))
        if not found:
            raise Fault("no-sheets")
        return found

    def styles(self) -> Any:
        """The root element of the styles part; one without styles where there is no such part."""
        from lxml import etree

        part = next((name for kind, name in self.relations().values() if kind == "styles"), "")
        return self.tree(part) if part in self else etree.Element("styleSheet")
