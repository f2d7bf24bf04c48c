"""`lienthong gs1 check`: bare keys of every kind, and links in the fields of EPCIS events."""

import io
import json
import sys

import pytest

from lienthong.cli.app import run

MEMBERS = ["input", "ok", "key", "prefix", "member", "companyPrefix", "source", "findings"]


@pytest.fixture
def check(monkeypatch, capsys):
    """Runs the command over lines and gives its objects and exit code."""

    def call(kind, lines, *options):
        data = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = run(["gs1", "check", kind, *options])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()], code

    return call


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("gtin", "8934567890120", "08934567890120"),
        ("GTIN", "(01)08934567890120", "08934567890120"),
        ("gln", "8934567000017", "8934567000017"),
        ("sscc", "189345670000000014", "189345670000000014"),
        ("giai", "8934567MAY-01", "8934567MAY-01"),
        ("grai", "8934567000017R1", "08934567000017R1"),
        ("sgln", "8934567000017KHO-2", "8934567000017"),
        ("epcis-instance", "https://truy.vn/01/08934567890120/21/7", "01/08934567890120/21/7"),
        ("epcis-class", "https://id.gs1.org/01/08934567890120/10/L%2F1", "01/08934567890120/10/L%2F1"),
        ("epcis-location", "https://id.gs1.org/414/8934567000017", "414/8934567000017"),
        ("epcis-party", "https://id.gs1.org/417/8934567000017", "417/8934567000017"),
    ],
)
def test_a_right_key_comes_with_its_member_and_company_prefix(check, kind, text, key):
    (row,), code = check(kind, [text])
    assert (code, list(row)) == (0, MEMBERS)
    assert (row["key"], row["prefix"], row["member"], row["companyPrefix"]) == (key, "893", "GS1 Vietnam", "8934567")
    assert row["source"].startswith("snapshot ")
    assert row["findings"] == []


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("gtin", "8934567890121", "gs1.check-digit"),
        ("gln", "893456700001", "gs1.length"),
        ("sscc", "", "gs1.length"),
        ("epcis-class", "https://id.gs1.org/01/08934567890120/21/7", "gs1.constrained-level"),
        ("epcis-party", "https://id.gs1.org/414/8934567000017", "gs1.constrained-level"),
        ("epcis-instance", "https://id.gs1.org/01/08934567890120/21/7?17=261130", "gs1.constrained-query"),
    ],
)
def test_a_wrong_key_says_why(check, kind, text, code):
    (row,), exit_code = check(kind, [text])
    assert (exit_code, row["ok"]) == (1, False)
    assert [finding["code"] for finding in row["findings"]] == [code]
    assert {row[name] for name in MEMBERS[2:7]} == {None}


@pytest.mark.parametrize(
    ("text", "member", "code"),
    [
        ("8937000000001", "companyPrefix", "gs1.prefix-unknown"),
        ("9521234000013", "member", "gs1.prefix-use"),
        ("1400000000007", "prefix", "gs1.prefix-none"),
    ],
)
def test_what_is_not_known_of_a_right_key_is_null_with_its_reason(check, text, member, code):
    (row,), exit_code = check("gtin", [text])
    assert (exit_code, row["ok"], row[member]) == (0, True, None)
    assert (code, f"/{member}") in {(finding["code"], finding["at"]) for finding in row["findings"]}


def test_a_length_told_by_the_user_is_named_as_its_source(check):
    (row,), _ = check("gtin", ["8937000000001"], "--company-prefix-length", "9")
    assert (row["companyPrefix"], row["source"]) == ("893700000", "override")


def test_a_kind_nobody_knows_cannot_be_done(check):
    assert check("isbn", ["1"]) == ([], 2)
