"""Readiness and views over the demo: a document, a run and a sheet tell the same; text, JSON and page; exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lienthong.cli.app import run
from tests.walks.conftest import FIRMS

HARD = "vn-nd37-2026,vn-tt02-2024"
DAY = ("--on", "2026-06-01")


def heard(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def scores(lines: str) -> dict[str, tuple[int, int]]:
    told = map(json.loads, lines.splitlines())
    return {f"{one['lot']['key']} {one['profile']}": (one["score"]["have"], one["score"]["of"]) for one in told}


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_a_document_a_run_and_a_sheet_tell_the_same(demo: Path, capsys: pytest.CaptureFixture[str], firm: str) -> None:
    sources = [
        (demo / firm,),
        (demo / firm / "events.jsonld",),
        (demo / firm / "events.xml",),
        (demo / "input" / f"{firm}.xlsx", "--mapping", FIRMS[firm]),
    ]
    told = []
    for source in sources:
        code, out, _ = heard(capsys, "check", *source, "--profile", HARD, *DAY, "--json")
        assert code == 1
        told.append(scores(out))
    assert len(told[0]) > 20
    assert all(one == told[0] for one in told)


def test_a_line_of_json_is_the_record_with_what_is_missing(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = heard(capsys, "check", demo / "pangasius", "--profile", HARD, *DAY, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    stored = json.loads((demo / "pangasius" / "national.json").read_text(encoding="utf-8"))["records"]
    ours = [{**one} for one in lines if one["profile"] == "vn-nd37-2026"]
    for one, record in zip(ours, stored, strict=True):
        lacking, _ = one.pop("missing"), one.pop("findings")
        assert one == record
        assert all(list(item) == ["field", "article", "who", "vi", "en"] for item in lacking)
    some = next(one for one in lines if one["missing"])["missing"][0]
    assert some["article"]
    assert some["who"]["vi"] in some["vi"]


def test_one_lot_is_complete_and_another_is_not(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = json.loads((demo / "rice-mill" / "national.json").read_text(encoding="utf-8"))["records"]
    full = next(one for one in records if one["score"]["have"] == one["score"]["of"])
    lacking = next(one for one in records if one["score"]["have"] < one["score"]["of"])
    code, out, err = heard(capsys, "check", demo / "rice-mill", "--lot", full["lot"]["key"], "--lang", "vi")
    assert (code, out[0]) == (0, "✓")
    assert "1/1 lô đủ" in err
    code, out, _ = heard(capsys, "check", demo / "rice-mill", "--lot", lacking["lot"]["key"], "--lang", "vi")
    assert (code, out[0]) == (1, "✗")
    assert "Nơi bổ sung" in out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_has_two_profiles_side_by_side_and_no_foreign_address(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        page = tmp_path / name
        heard(capsys, "check", demo / "pangasius", "--profile", HARD, *DAY, "--html", page, "--lang", lang)
        pages.append(page.read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
    lots = pages[0].split('<details class="lot"')[1:]
    assert all(lot.count('<div class="profile">') == 2 for lot in lots)
    assert "<svg" in lots[0]
    assert 'class="block missing"' in pages[0]
    assert not re.search(r"<script|\son\w+=|src=", pages[0])


def test_rows_that_were_refused_make_no_source_complete(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = heard(capsys, "check", demo / "input" / "rice-mill.xlsx", "--mapping", "mill/rice", "--lang", "vi")
    assert code == 1
    assert "✗" in err


CANNOT = [
    (("check", "{none}"), "source.absent"),
    (("check", "{sheet}"), "gather.mapping"),
    (("check", "{demo}"), "run.absent"),
    (("check", "{run}", "--profile", "none-such"), "run.settings"),
    (("check", "{run}", "--on", "1/6/2026"), "check.day"),
    (("check", "{run}", "--lot", "none-such"), "lot.absent"),
    (("check", "{run}", "--goods", "none-such"), ""),
    (("check", "{run}", "--set", "none-such"), ""),
    (("view", "consumer", "{run}", "--lot", "none-such"), "lot.absent"),
    (("view", "authority", "{none}"), "source.absent"),
]


@pytest.mark.parametrize(("words", "code"), CANNOT)
def test_what_cannot_be_done_is_two(
    demo: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    names = {"none": demo / "none", "sheet": demo / "input" / "pangasius.xlsx", "demo": demo, "run": demo / "pangasius"}
    got, out, err = heard(capsys, *(word.format(**names) for word in words))
    assert (got, out) == (2, "")
    assert err
    assert code is not None


def test_a_consumer_sees_the_items_of_the_view_and_no_events(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = heard(capsys, "view", "consumer", demo / "pangasius", "--lot", "PF-260412-01", "--json")
    (one,) = map(json.loads, out.splitlines())
    assert code == 0
    assert set(one) == {"view", "lot", "alerts", "items"}
    assert {"product_name", "operator_name", "origin"} <= set(one["items"]) <= {
        "product_name", "product_image", "operator_name", "operator_address", "origin", "brand", "lot", "serial",
        "expiry",
    }  # fmt: skip
    code, out, _ = heard(capsys, "view", "consumer", demo / "pangasius", "--lot", "PF-260412-01", "--lang", "vi")
    assert "Tên sản phẩm: Cá tra phi lê đông lạnh" in out


def test_an_authority_gets_everything_one_step_back_and_forward(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = heard(capsys, "view", "authority", demo / "pangasius", "--lot", "PF-260412-01")
    (one,) = map(json.loads, out.splitlines())
    assert code == 0
    assert one["answer"][0]["hours"] == 24
    assert {event["type"] for event in one["events"]} >= {"TransformationEvent", "AggregationEvent", "ObjectEvent"}
    assert one["back"]
    assert one["forward"]
    assert any(attributes.get("cbvmda:name") for attributes in one["master"].values())
    assert one["records"][0]["lot"] == one["lot"]


def test_data_stay_until_a_day_with_its_article(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = heard(capsys, "view", "retention", demo / "pangasius", "--lot", "PF-260412-01", "--json", *DAY)
    (one,) = map(json.loads, out.splitlines())
    assert one["until"] > one["circulated"]
    assert one["may_go"] is False
    assert one["article"]
    _, out, _ = heard(
        capsys, "view", "retention", demo / "pangasius", "--lot", "PF-260412-01", "--json", "--on", "2040-01-01",
        "--profile", "vn-nd37-2026",
    )  # fmt: skip
    assert json.loads(out)["may_go"] is True
    _, out, _ = heard(capsys, "view", "retention", demo / "pangasius", "--lang", "vi", *DAY)
    assert "giữ đến" in out
