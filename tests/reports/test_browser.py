"""The report in a real browser: nothing loads, nothing overflows, nothing is cut, axe-core finds nothing.

Optional: needs `requirements-browser.lock` and the system's Chromium (`LIENTHONG_CHROMIUM`, else on the path).
Without them the tests are skipped, with the reason; `LIENTHONG_REQUIRE_BROWSER=1` makes that a failure.
"""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

from lienthong.reports import report_html
from tests.reports import runs

pytestmark = pytest.mark.long
REQUIRED = os.environ.get("LIENTHONG_REQUIRE_BROWSER") == "1"
CHROMIUM = os.environ.get("LIENTHONG_CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 768, 1366, 1920)
SAMPLES = {"rich": runs.rich, "good": runs.good, "hostile": runs.hostile, "without-lots": runs.without_lots}

# texts wider than their card, found by measuring them as drawn
CUT_TEXT = """() => [...document.querySelectorAll('.ltp-card, .ltp-hole, .ltp-stack')].flatMap(group => {
    const box = group.querySelector('rect').getBBox();
    return [...group.querySelectorAll('text')].filter(text => {
        const own = text.getBBox();
        return own.x < box.x || own.x + own.width > box.x + box.width || own.y + own.height > box.y + box.height;
    }).map(text => text.textContent);
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll('summary, main a, button')]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 24)
    .map(one => one.textContent.trim())"""


def _missing() -> str:
    for name in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed (requirements-browser.lock)"
    return "" if CHROMIUM else "no Chromium (LIENTHONG_CHROMIUM)"


@pytest.fixture(scope="module")
def browser():
    missing = _missing()
    if missing and REQUIRED:
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """`opened(sample, lang, width)` is the page as opened from a disk, without a network, and what went wrong on it."""
    contexts = []

    def open_page(sample, lang, width, **options):
        file = tmp_path / f"{sample}-{lang}.html"
        file.write_text(report_html(SAMPLES[sample](), lang), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 768}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda fault: troubles.append(str(fault)))
        page.on("request", lambda asked: troubles.append(asked.url) if asked.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page, troubles

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_page_is_whole_at_every_width(opened, sample, lang, width):
    page, troubles = opened(sample, lang, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_TEXT) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert troubles == []


@pytest.mark.parametrize(
    "options", [{}, {"forced_colors": "active"}, {"java_script_enabled": True, "color_scheme": "dark"}]
)
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("sample", ["rich", "good", "without-lots"])
def test_axe_finds_no_violation(opened, sample, lang, options):
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(sample, lang, 1366, bypass_csp=True, **options)
    # under forced colours the browser chooses the colours of text itself, which axe does not see
    rules = {"color-contrast": {"enabled": "forced_colors" not in options}}
    results = Axe().run(page, options={"rules": rules})
    assert results.violations_count == 0, results.generate_report()


def test_text_spacing_breaks_nothing(opened):
    page, _ = opened("rich", "vi", 320, bypass_csp=True)
    page.add_style_tag(
        content="*{line-height:1.8!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_opens_every_lot(opened):
    page, _ = opened("rich", "vi", 1366)
    page.evaluate("document.querySelectorAll('details.lot').forEach(lot => lot.open = false)")
    page.emulate_media(media="print")
    shown = "[...document.querySelectorAll('.lot-body')].every(body => body.getBoundingClientRect().height > 50)"
    assert page.evaluate(shown)


def test_keyboard_reaches_lots_and_pictures(opened):
    page, _ = opened("rich", "vi", 320)
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert {"skip", "SUMMARY", "scroller"} <= reached
