"""The published schemas as judges: XSD 2.0 through lxml, JSON Schema 2.0.1 with formats asserted."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from lxml import etree

from tests.vectors import HOME

SET = "epcis/openepcis-validation"
_RESOURCES = HOME / SET / "core/src/main/resources"


def _refuse(uri: str) -> Any:
    raise AssertionError(f"a schema asked for {uri}")


@lru_cache(maxsize=1)
def json_schema() -> jsonschema_rs.Validator:
    """The JSON Schema whose `$id` names 2.0.1."""
    text = (_RESOURCES / "json-schema/epcis-json-schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(text), validate_formats=True, retriever=_refuse)


def json_faults(document: Any) -> list[str]:
    """What the JSON Schema says against a document, at most three sentences."""
    return [f"{list(error.instance_path)}: {error.message[:200]}" for error in json_schema().iter_errors(document)][:3]


@lru_cache(maxsize=16)
def xml_schema(namespace: str) -> etree.XMLSchema | None:
    """The XSD of documents with a root of this namespace: 1.0 and 1.1 are held against 1.2."""
    part, _, version = namespace.removeprefix("urn:epcglobal:epcis").partition(":xsd:")
    edition = {"1": "1_2", "2": "2_0"}.get(version)
    if edition is None or part not in {"", "-query", "-masterdata"}:
        return None
    return etree.XMLSchema(etree.parse(_RESOURCES / "xsd" / f"{edition}_0" / f"EPCglobal-epcis{part}-{edition}.xsd"))


def xml_faults(file: Path | bytes) -> list[str]:
    """What the XSD says against a document, at most three sentences."""
    root = etree.fromstring(file if isinstance(file, bytes) else file.read_bytes())
    schema = xml_schema(root.tag.partition("}")[0][1:])
    if schema is None:
        return ["no schema for this root"]
    return [] if schema.validate(root) else [str(fault) for fault in schema.error_log][:3]
