"""Small XML documents, put together from an event's inside."""

from __future__ import annotations

from pathlib import Path

SPACES = (
    'xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:vn="https://example.vn/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
)
WHEN = "<eventTime>2026-06-01T07:00:00+07:00</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>"
WHAT = "<epcList><epc>urn:epc:id:sgtin:9521234.000001.1</epc></epcList><action>ADD</action>"


def amount(inside: str) -> str:
    """A list of one quantity."""
    return f"<quantityList><quantityElement>{inside}</quantityElement></quantityList>"


def sensor(attributes: str) -> str:
    """A list of one sensor element with one report."""
    report = f"<sensorReport {attributes}/>"
    return f"<sensorElementList><sensorElement>{report}</sensorElement></sensorElementList>"


def event(inside: str = "", start: str = "", before: str = "") -> str:
    """An ObjectEvent with these elements behind its action."""
    return f"<ObjectEvent{start}>{WHEN}{before}{WHAT}{inside}</ObjectEvent>"


def document(events: str, header: str = "", prolog: str = "", root: str = "", behind: str = "") -> str:
    """A whole document around these events."""
    return (
        f"{prolog}<epcis:EPCISDocument {SPACES} {root}"
        f' schemaVersion="2.0" creationDate="2026-06-01T00:00:00Z">{header}'
        f"<EPCISBody><EventList>{events}</EventList></EPCISBody>{behind}</epcis:EPCISDocument>"
    )


def saved(folder: Path, text: str | bytes, name: str = "in.xml") -> Path:
    """The text as a file."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file
