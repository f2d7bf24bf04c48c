"""The XML Schemas we make: sound for a second library, complete, and deaf to what documents name themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import xmlschema
from lxml import etree

from adapters.epcis import xsd
from adapters.epcis.validate import validate
from adapters.epcis.xml_door import compiled
from tests.adapters.epcis.test_validate import XML, xml_event

SETS = [(part, version) for part in ("capture", "master", "query") for version in get_args(xsd.Version)]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Our schemas as xmlschema reads them, by part and version."""
    made = {}
    for version in get_args(xsd.Version):
        folder = tmp_path_factory.mktemp(f"xsd{version}")
        for part in get_args(xsd.Part):
            (folder / part).write_bytes(xsd.schema_text(part, version))
        for part in ("capture", "master", "query"):
            made[part, version] = xmlschema.XMLSchema(str(folder / part))
    return made


@pytest.mark.parametrize(("part", "version"), SETS)
def test_a_second_library_takes_our_schemas(part: xsd.Part, version: xsd.Version, second: Any) -> None:
    schema = second[part, version]
    assert schema.meta_schema.is_valid(schema.source.root)
    roots = {name.rpartition("}")[2] for name, home in xsd.roots().items() if home == (part, version)}
    assert set(schema.elements) == roots


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("<action>OBSERVE</action>", "<action>SEE</action>", "ObjectEvent[2]/action"),
        ("<eventTime>2026", "<eventTime>26", "ObjectEvent[2]/eventTime"),
        ("<epc>", "<weather/><epc>", "ObjectEvent[2]/epcList"),
        ("<epcList>", "<epcList/><epcList>", "ObjectEvent[2]"),
    ],
)
def test_a_second_library_finds_the_same_place(old: str, new: str, at: str, second: Any, tmp_path: Path) -> None:
    text = XML.format(space="2", version="2.0", events=xml_event() + xml_event().replace(old, new) + xml_event())
    file = tmp_path / "a.xml"
    file.write_text(text, encoding="utf-8")
    theirs = next(second["capture", "2"].iter_errors(text))
    ours = validate(file).findings[0]
    assert theirs.path.endswith(f"EventList/{at}")
    assert ours.at.startswith(f"/e:EPCISDocument/EPCISBody/EventList/{at}")


@pytest.mark.parametrize("missing", ["capture", "sbdh"])
def test_a_part_that_is_missing_stops_the_making_of_a_schema(missing: str) -> None:
    def part(name: str) -> bytes:
        if name == missing:
            raise LookupError(name)
        return xsd.schema_text(name, "2")  # type: ignore[arg-type]

    with pytest.raises((LookupError, etree.XMLSchemaParseError)):
        compiled(xsd.schema_text("query", "2"), part)


@pytest.mark.parametrize("hint", ["http://127.0.0.1:9/a.xsd", "file:///etc/passwd", "//unc/a.xsd", "data:,x"])
def test_a_schema_that_a_document_names_is_ignored(hint: str, tmp_path: Path) -> None:
    text = XML.format(space="2", version="2.0", events=xml_event())
    hints = (
        f'xmlns:xsi="{"http://www.w3.org/2001/XMLSchema-instance"}" '
        f'xsi:schemaLocation="urn:epcglobal:epcis:xsd:2 {hint}" xsi:noNamespaceSchemaLocation="{hint}" schemaVersion'
    )
    file = tmp_path / "a.xml"
    file.write_text(text.replace("schemaVersion", hints), encoding="utf-8")
    verdict = validate(file)
    assert (verdict.valid, verdict.events) == (True, 1)
