"""The pages on profiles: the file they show is a profile, and its examples hold."""

import re
from pathlib import Path

import pytest

from lienthong.checks.profile_file import read_profile
from lienthong.checks.profiles import run_examples

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_profile_a_page_shows_can_be_used(lang):
    (shown,) = re.findall(r"```yaml\n(.*?)```", (GUIDE / f"profiles.{lang}.md").read_text(encoding="utf-8"), re.DOTALL)
    read = read_profile(shown, "page.yaml")
    assert read.findings == []
    assert [result.ok for result in run_examples(read.profile)] == [True]
