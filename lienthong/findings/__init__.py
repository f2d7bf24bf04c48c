"""Findings: what there is to tell about data, as codes and facts; sentences are made at the faces."""

from lienthong.findings.catalogue import Catalogue, Entry, core_catalogue
from lienthong.findings.causes import Cause, Causes, cause_key, reference
from lienthong.findings.finding import Finding, Position, Severity

__all__ = [
    "Catalogue",
    "Cause",
    "Causes",
    "Entry",
    "Finding",
    "Position",
    "Severity",
    "cause_key",
    "core_catalogue",
    "reference",
]
