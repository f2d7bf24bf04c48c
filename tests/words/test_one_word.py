"""One word for one thing: a worksheet is `tờ` in every Vietnamese sentence, `trang` is a page to read."""

from __future__ import annotations

import re

import pytest

from lienthong.plugs import installed
from lienthong.words import texts

PAGE = re.compile(r"\btrang\b", re.IGNORECASE)
PAGES = {"report.reading", "report.command", "report.page", "mapping.word"}


def sentences():
    """Each Vietnamese sentence of the faces and of every catalogue, under its key."""
    yield from ((key, row["vi"]) for key, row in texts().items())
    catalogue = installed().catalogue
    for code in catalogue.codes():
        entry = catalogue[code]
        yield from ((code, said["vi"]) for said in (entry.say, entry.title, entry.mend))


def test_a_worksheet_is_never_called_a_page():
    assert {key for key, said in sentences() if PAGE.search(said)} == PAGES


@pytest.mark.parametrize("code", ["mapping.sheet-missing", "mapping.sheet-skipped", "tabular.hidden-sheet"])
def test_a_sentence_about_a_worksheet_calls_it_so(code):
    assert re.search(r"\btờ\b", installed().catalogue[code].say["vi"], re.IGNORECASE)
