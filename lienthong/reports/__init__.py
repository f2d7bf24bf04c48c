"""Reports: the page and the short message of a run, in Vietnamese or English."""

from lienthong.reports.html import report_html
from lienthong.reports.labels import profile_label
from lienthong.reports.model import (
    Counts,
    FieldLabel,
    Filled,
    Loss,
    LotReport,
    MappingUsed,
    ProfileLabel,
    ReadinessReport,
    RunReport,
    Source,
    Unread,
)
from lienthong.reports.readiness import readiness_headline, readiness_html
from lienthong.reports.summary import summary_text
from lienthong.reports.wording import headline, next_step

__all__ = [
    "Counts",
    "FieldLabel",
    "Filled",
    "Loss",
    "LotReport",
    "MappingUsed",
    "ProfileLabel",
    "ReadinessReport",
    "RunReport",
    "Source",
    "Unread",
    "headline",
    "next_step",
    "profile_label",
    "readiness_headline",
    "readiness_html",
    "report_html",
    "summary_text",
]
