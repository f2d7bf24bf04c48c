"""What all catalogues keep to: a cause is named by facts that all its findings share."""

import re

import pytest

from lienthong.plugs import installed

CATALOGUE = installed().catalogue
# a mapping's own faults stop the run, an option's too: they are told one by one, never as causes of a report
CAUSES = [code for code in CATALOGUE.codes() if CATALOGUE[code].fix != "mapping" and not code.endswith(".option")]


@pytest.mark.parametrize("part", ["title", "mend"])
def test_reports_know_every_fact_that_names_or_mends_a_cause(part):
    unknown = []
    for code in CAUSES:
        entry = CATALOGUE[code]
        for text in getattr(entry, part).values():
            always = re.sub(r"\[[^\[\]]*\]", "", text)
            unknown += [
                f"{code}: {fact}" for fact in re.findall(r"\{(\w+)\}", always) if fact not in {*entry.cause, "heading"}
            ]
    assert unknown == []
