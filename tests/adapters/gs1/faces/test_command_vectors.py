"""The oracles through the command itself, as acceptance runs it: verdicts and forms."""

import json

import pytest

from adapters.gs1.binary import decode
from lienthong.cli.app import run


def parsed(texts, capsys, folder, *options):
    """The objects of one run of the command."""
    file = folder / "lines.txt"
    file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    capsys.readouterr()
    run(["gs1", "parse", str(file), *options])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def sorted_query(link):
    place, _, query = (link or "").partition("?")
    return place, sorted(query.split("&"))


def oracle(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "options"), [("single_ai", ["--no-relations"]), ("multi_ai", [])])
def test_the_reference_engine_agrees_on_element_strings(vector_set, capsys, tmp_path, name, options):
    rows = oracle(vector_set("gs1/engine-oracle"), f"{name}.json")
    found = parsed([row["bracketed"] for row in rows], capsys, tmp_path, *options)
    assert len(found) == len(rows) > 1000
    for row, ours in zip(rows, found, strict=True):
        assert ours["ok"] == row["ok"], row
        if row["ok"]:
            assert (ours["bracketed"], ours["raw"]) == (row["bracketed"], row["raw"])
            assert sorted_query(ours["digital_link"]) == sorted_query(row["dl"])


def test_the_reference_engine_agrees_on_digital_links(vector_set, capsys, tmp_path):
    rows = oracle(vector_set("gs1/engine-oracle"), "digital_link.json")
    found = parsed([row["uri"] for row in rows], capsys, tmp_path)
    assert len(found) == len(rows) > 1000
    for row, ours in zip(rows, found, strict=True):
        assert ours["ok"] == row["ok"], row
        if row["ok"]:
            assert ours["bracketed"] == row["bracketed"]
            assert sorted_query(ours["digital_link"]) == sorted_query(row["canonical"])


def test_the_tags_of_annex_e3_come_out_as_links_and_go_back(vector_set, capsys, tmp_path):
    rows = json.loads((vector_set("gs1/tds-2.3-annex-e3") / "vectors.json").read_text(encoding="utf-8"))
    found = parsed([row["hex"] for row in rows], capsys, tmp_path, "--as", "hex")
    assert all(ours["ok"] for ours in found)
    links = [row for row in rows if row.get("dl_path")]
    for row, ours in zip(rows, found, strict=True):
        assert ours["hex"].rstrip("0") == row["hex"].rstrip("0")
        if row.get("dl_path"):
            assert ours["digital_link"] == f"https://{row['hostname'] or 'id.gs1.org'}{row['dl_path']}"
            tag = decode(row["hex"])
            options = ["--scheme", row["scheme"], "--filter", str(tag.filter)]
            options += ["--company-prefix-length", str(tag.prefix_length)] if tag.prefix_length else []
            (back,) = parsed([ours["digital_link"]], capsys, tmp_path, *options)
            assert back["hex"].rstrip("0") == row["hex"].rstrip("0")
    assert len(links) == 42


def test_links_of_event_fields_have_their_verdicts(vector_set, capsys, tmp_path):
    cases = json.loads((vector_set("gs1/cbv2-constrained-dl") / "cases.json").read_text(encoding="utf-8"))
    assert len(cases) == 60
    # the set has one list for both fields of places and parties
    for case in cases:
        party = "/417/" in case["uri"]
        case["field"] = case["context"].replace("location_party", "party" if party else "location")
    for field in {case["field"] for case in cases}:
        rows = [case for case in cases if case["field"] == field]
        file = tmp_path / field
        file.write_text("".join(f"{row['uri']}\n" for row in rows), encoding="utf-8")
        capsys.readouterr()
        run(["gs1", "check", f"epcis-{field}", str(file)])
        found = [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()]
        assert found == [row["ok"] for row in rows]
