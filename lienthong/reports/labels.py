"""Profiles as reports label them."""

from __future__ import annotations

from lienthong.checks.profile import Profile
from lienthong.reports.model import FieldLabel, ProfileLabel


def profile_label(profile: Profile) -> ProfileLabel:
    """The title of a profile, its first clause, and the items with who supplies them."""
    fields = {name: FieldLabel(item.term, item.who) for name, item in profile.fields.items()}
    articles = sorted({item.article.split(" ")[0] for item in profile.fields.values()})
    return ProfileLabel(profile.name, profile.title, articles[0] if articles else "", fields)
