"""The report page: what it says, in both languages, and what it never lets out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

import lienthong.reports
from lienthong.findings import Causes, Finding
from lienthong.findings.causes import LOTS_COUNTED
from lienthong.reports import Counts, headline, next_step, report_html
from lienthong.reports.html import LOTS_OPEN, environment
from lienthong.words import texts
from tests.pictures import chains
from tests.reports import runs

TEMPLATES = Path(lienthong.reports.__file__).parent / "templates"
SAMPLES = {"rich": runs.rich, "good": runs.good, "without-lots": runs.without_lots, "hostile": runs.hostile}
languages = pytest.mark.parametrize("lang", ["vi", "en"])
samples = pytest.mark.parametrize("sample", SAMPLES)


def page(run, lang="vi"):
    return html.fromstring(report_html(run, lang))


def told(tree) -> str:
    return re.sub(r"[ \n]+", " ", " ".join(tree.itertext())).strip()


@languages
@samples
def test_two_reports_have_the_same_bytes(sample, lang):
    assert report_html(SAMPLES[sample](), lang) == report_html(SAMPLES[sample](), lang)


@languages
@samples
def test_page_is_in_its_language_and_lets_nothing_load(sample, lang):
    text = report_html(SAMPLES[sample](), lang)
    tree = html.fromstring(text)
    assert tree.get("lang") == lang
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert tree.findall(".//script") == []
    assert len(tree.findall(".//h1")) == 1
    for element in tree.iter(etree.Element):
        assert not {name for name in element.attrib if name.startswith("on") or name in {"style", "src"}}
        assert element.get("href", "#").startswith("#")


@languages
@samples
def test_ids_are_unique_and_labels_lead_somewhere(sample, lang):
    tree = page(SAMPLES[sample](), lang)
    ids = [element.get("id") for element in tree.iter(etree.Element) if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter(etree.Element):
        for target in element.get("aria-labelledby", "").split():
            assert target in ids
        if element.tag in {"a", "use"}:
            assert element.get("href").removeprefix("#") in ids


def test_title_is_the_result():
    run = runs.rich()
    assert page(run, "en").find(".//h1").text == "198 of 204 rows kept, 6 refused, 3 of 4 lots complete"
    assert page(run, "vi").find(".//title").text == "198/204 dòng đạt, 6 dòng cần sửa, 3/4 lô đủ"


@languages
def test_counts_stand_as_a_sum(lang):
    sum_ = page(replace(runs.rich(), counts=Counts(1204, 1190, 10, 4)), lang).find(".//p[@class='sum']")
    assert re.sub(r"[^0-9=+\u202f]", "", "".join(sum_.itertext())) == "1\u202f204=1\u202f190+10+4"


def test_digests_names_and_versions_are_there():
    tree = page(runs.rich())
    text = told(tree)
    for part in ("pangasius.xlsx", "9f2c9f2c9f2c", "fish/pangasius", "a41fa41fa41f", "lienthong 0.1.0", "25/11/2026"):
        assert part in text
    assert tree.find(".//time").get("datetime") == "2026-11-25T02:10:00Z"
    assert "02:10" not in text


def test_a_cause_has_places_an_exact_total_a_fix_and_a_reference():
    article = page(runs.rich(), "en").findall(".//article")[0]
    text = told(article)
    assert "Dates that do not exist in “Ngày chế biến” 6 rows, 1 lot" in text
    assert [told(item) for item in article.findall(".//li")] == [
        "pangasius.xlsx!Chế biến!D13 31/04/2026",
        "pangasius.xlsx!Chế biến!D14 31/04/2026",
        "pangasius.xlsx!Chế biến!D15 31/04/2026",
        "and 3 more",
    ]
    assert "Fix Correct the cells; the sheet does not tell which day." in text
    assert runs.causes()[0].reference in text


def test_causes_beyond_a_hundred_are_counted():
    tree = page(runs.without_lots(), "en")
    assert len(tree.findall(".//article")) == 100
    assert "37 less frequent causes are not shown here." in told(tree)
    assert "137 causes" in told(tree)


def test_a_lot_shows_every_required_item_by_sign_and_word():
    lot = page(runs.rich(), "en").find(".//details[@id='lot-1']")
    items = lot.findall(".//ol[@class='blocks']/li")
    assert len(items) == 7
    signs = [item.find("span[1]").text for item in items]
    assert signs == ["✓", "✓", "✓", "≠", "≈", "!", "~"]
    assert "Critical tracking events : missing Article 23.5 e → the farm" in told(items[5])
    assert "This lot cannot be sent, 1 required item is missing: Critical tracking events." in told(lot)
    assert "6 /7 required items" in told(lot)
    assert "Pond B1: missing" in told(lot)
    assert "the farm supplies it" in told(lot)


def test_the_first_twenty_lots_are_open():
    lots = page(runs.large(30)).findall(".//details[@class='lot']")
    assert [lot.get("open") is not None for lot in lots] == [True] * LOTS_OPEN + [False] * 10


def test_lots_beyond_two_hundred_are_counted():
    tree = page(replace(runs.large(203), lots_total=1400), "en")
    assert len(tree.findall(".//details[@class='lot']")) == 200
    assert "1\u202f200 further lots are not shown here" in told(tree)


def test_picture_stands_with_its_list():
    lot = page(runs.rich()).find(".//details[@id='lot-1']")
    assert lot.find(".//figure//svg") is not None
    assert lot.find(".//details//ol[@class='ltp-list']") is not None


def test_unread_lost_and_filled_parts_are_counted():
    text = told(page(runs.rich(), "en"))
    for part in ("Ghi chú Chế biến 31", "events.xml XML 2.0 has no place for “ảnh sản phẩm”. 2", "zone +07:00 61"):
        assert part in text
    assert "Every column is read." in told(page(runs.good(), "en"))


def test_command_is_there():
    assert "lienthong convert pangasius.xlsx --mapping fish/pangasius" in told(page(runs.rich()))


@pytest.mark.parametrize(
    ("run", "step"),
    [
        (runs.rich(), "Next: correct the red cells in rejects.xlsx, save it and send it back."),
        (replace(runs.rich(), rejects=""), "Next: correct the places below in the source and run again."),
        (
            replace(runs.rich(), counts=Counts(4, 4, 0, 0)),
            "Next: supply “Critical tracking events” for the lots that lack it.",
        ),
        (replace(runs.good(), lots_total=3), "Next: look at the incomplete lots below."),
        (
            replace(runs.good(), counts=Counts(4, 4, 0, 0, warnings=1)),
            "Next: look at the warnings below; none of them holds anything up.",
        ),
        (runs.good(), "Nothing is left to do."),
    ],
)
def test_next_step_follows_from_the_state(run, step):
    assert next_step(run, "en") == step
    assert step in told(page(run, "en"))


def test_headline_without_lots_and_refusals():
    run = replace(runs.good(), lots_total=0, lots_complete=0)
    assert headline(run, "en") == "198 of 198 rows kept, none refused"


@languages
def test_hostile_names_stay_text(lang):
    text = report_html(runs.hostile(), lang)
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("</style>") == 1
    assert "\u202e" not in text
    assert "\u200b" not in text
    assert "[U+202E right-to-left override]" in text
    assert runs.HOSTILE.split("\u202e")[0] in told(html.fromstring(text))


def test_hostile_name_cannot_leave_the_style_sheet():
    style = page(runs.hostile()).find(".//style").text
    foot = style[style.index("@bottom-left") :]
    assert re.fullmatch(r'@bottom-left\{font:[^;{}]*;content:"[^"{}<>;]*"\}@bottom-right\{[^{}<>]*\}\}', foot)


@languages
def test_size_without_lots(lang):
    assert len(report_html(runs.without_lots(), lang).encode()) <= 150_000


@languages
def test_size_with_two_hundred_lots(lang):
    assert len(report_html(runs.large(200), lang).encode()) <= 2_500_000


def test_pictures_that_find_no_room_are_counted():
    lots = tuple(runs.lot(f"L{number}", "Gạo", chains.many(190)) for number in range(30))
    run = replace(runs.rich(), lots=lots, lots_total=30)
    text = report_html(run, "en")
    assert len(text.encode()) <= 2_500_000
    drawn = text.count("<figure")
    assert 0 < drawn < 30
    assert f"{30 - drawn} lots stand here without a picture" in text


def test_templates_hold_no_words_of_their_own():
    kept = {"Liên Thông", "lienthong explain … /eventList/0", "sha256"}
    for file in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        spoken = re.findall(r'(?:title|aria-label|alt)="([^"]*)"', text) + re.split(r"<[^>]*>", text)
        rest = [part.strip() for part in spoken if re.search(r"[^\W\d_]", part)]
        assert {part for part in rest if part not in kept} == set(), file.name


def test_templates_hold_nothing_forbidden():
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""style=|\son\w+=|<script|javascript:|\|\s*safe|autoescape""", text), file.name
        environment().get_template(str(file.relative_to(TEMPLATES)).replace("\\", "/"))


def test_every_text_of_the_report_is_used():
    code = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html"))
    code += "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.parent.glob("*.py"))
    mine = [key for key in texts() if key.split(".")[0] in {"report", "summary"}]
    assert [key for key in mine if f'"{key.removesuffix("-one")}"' not in code] == []


def test_style_sheet_works_in_browsers_of_old_office_machines():
    style = re.sub(r"@media print\{.*", "", (TEMPLATES / "report.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    forbidden = (
        r":has\(|popover|@layer|@container|color-mix|oklch|@import|url\(|text-transform|italic|text-align:justify"
    )
    assert not re.search(forbidden, style)
    assert not re.search(r"letter-spacing:\s*-", style)
    assert style.count("{") == style.count("}")


def test_places_of_a_cause_without_places():
    found = Causes(runs.CATALOGUE)
    found.add(Finding("sample.lost", "lost", "", {"what": "x"}))
    article = page(replace(runs.good(), causes=tuple(found.ordered())), "en").find(".//article")
    assert article.find("ul") is None


@pytest.mark.parametrize("name", ["operator_address", "expiry"])
def test_a_lot_whose_sources_disagree_says_on_what_and_where(name):
    made = runs.lot("L-1", "Gạo", chains.one_lot())
    places = ["so.xlsx!Xay xát!I12", "so.xlsx!Xay xát!I30"]
    made.record["fields"][name] |= {
        "state": "conflicting",
        "value": "x",
        "from": [{"event": f"/eventList/{number}", "place": place} for number, place in enumerate(places)],
    }
    shown = page(replace(runs.good(), lots=(replace(made, complete=False),)), "en").find_class("lot")[0]
    text = " ".join(shown.text_content().split())
    assert "The sources disagree: " in text
    assert "0 required items" not in text
    assert [small.text for small in shown.iter("small") if small.text in places] == places


@pytest.mark.parametrize(("lots", "told_in"), [(1, ("1 lô", "1 lot")), (2, ("2 lô", "2 lots")),
                                               (LOTS_COUNTED, ("1 000 lô trở lên", "1 000 lots or more"))])  # fmt: skip
@languages
def test_a_cause_says_how_many_lots_it_is_about(lang, lots, told_in):
    found = Causes(runs.CATALOGUE)
    found.add(Finding("sample.lost", "warning", "", {"what": "x"}), lots=map(str, range(lots)))
    shown = page(replace(runs.good(), causes=tuple(found.ordered())), lang).find(".//article")
    text = " ".join(shown.find(".//h3").text_content().split())
    assert text.endswith(told_in[lang == "en"])
