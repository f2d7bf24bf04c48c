"""Keys of every kind: verdicts, where they come from, and a key built from its parts taken apart again."""

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1.charset import SET_82
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.key_parts import Parts, build, take_apart
from adapters.gs1.keys import check, kinds
from adapters.gs1.layouts import layouts
from lienthong.plugs import Refusal

SIGNS = "".join(sorted(SET_82))
CPID_SIGNS = string.ascii_uppercase + string.digits + "#-/"


@pytest.mark.parametrize(
    ("kind", "text", "key", "prefix", "company", "source"),
    [
        ("gtin", "8931234567897", "08931234567897", "893", "8931234567", "snapshot 2025-10-11"),
        ("gtin", "012345600012", "00012345600012", "001", "0012345", "snapshot 2025-10-11"),
        ("gtin-12", "614141000012", "00614141000012", "061", "0614141", "snapshot 2025-10-11"),
        ("gtin-13", "8931234567897", "08931234567897", "893", "8931234567", "snapshot 2025-10-11"),
        ("gtin-14", "18931234567894", "18931234567894", "893", "8931234567", "snapshot 2025-10-11"),
        ("gtin-8", "95212302", "00000095212302", "952", "", "gtin-8"),
        ("gtin", "(01)08930000000002", "08930000000002", "893", "", ""),
        ("gln", "8935000000014", "8935000000014", "893", "89350000", "snapshot 2025-10-11"),
        ("pgln", "8935000000014", "8935000000014", "893", "89350000", "snapshot 2025-10-11"),
        ("sscc", "00395212340000000175", "395212340000000175", "952", "9521234", "snapshot 2025-10-11"),
        ("sscc", "(00)395212340000000175", "395212340000000175", "952", "9521234", "snapshot 2025-10-11"),
        ("grai", "9521234000013S1", "09521234000013S1", "952", "9521234", "snapshot 2025-10-11"),
        ("grai", "09521234000013S1", "09521234000013S1", "952", "9521234", "snapshot 2025-10-11"),
        ("giai", "9521234A/1", "9521234A/1", "952", "9521234", "snapshot 2025-10-11"),
        ("gsrn", "952123400000000017", "952123400000000017", "952", "9521234", "snapshot 2025-10-11"),
        ("gsrnp", "952123400000000017", "952123400000000017", "952", "9521234", "snapshot 2025-10-11"),
        ("gdti", "9521234000013DOC-1", "9521234000013DOC-1", "952", "9521234", "snapshot 2025-10-11"),
        ("gdti", "9521234000013", "9521234000013", "952", "9521234", "snapshot 2025-10-11"),
        ("gcn", "95212340000130007", "95212340000130007", "952", "9521234", "snapshot 2025-10-11"),
        ("ginc", "9521234A1", "9521234A1", "952", "9521234", "snapshot 2025-10-11"),
        ("cpid", "9521234PART-#1", "9521234PART-#1", "952", "9521234", "snapshot 2025-10-11"),
        ("itip", "095212340000130102", "095212340000130102", "952", "9521234", "snapshot 2025-10-11"),
        ("gmn", "1987654Ad4X4bL5ttr2310c2K", "1987654Ad4X4bL5ttr2310c2K", None, "", "snapshot 2025-10-11"),
    ],
)
def test_a_right_key_is_known_with_its_origin(kind, text, key, prefix, company, source):
    found = check(kind, text)
    assert found.key == key
    assert (found.prefix.digits if found.prefix else None) == prefix
    assert (found.company_prefix, found.source) == (company, source)


@pytest.mark.parametrize(
    ("kind", "text", "elements"),
    [
        ("sgln", "9521234000020", (("414", "9521234000020"),)),
        ("sgln", "9521234000020KHO-2", (("414", "9521234000020"), ("254", "KHO-2"))),
        ("sgln", "(414)9521234000020(254)KHO-2", (("414", "9521234000020"), ("254", "KHO-2"))),
        ("upui", "09521234000013TPX", (("01", "09521234000013"), ("235", "TPX"))),
        ("itip", "095212340000130102S1", (("8006", "095212340000130102"), ("21", "S1"))),
        ("grai", "9521234000013A()(8003)B", (("8003", "09521234000013A()(8003)B"),)),
        ("sgln", "9521234000020A(254)B", (("414", "9521234000020"), ("254", "A(254)B"))),
        ("cpid", "(8010)9521234PART(8011)12", (("8010", "9521234PART"), ("8011", "12"))),
    ],
)
def test_a_key_of_two_parts(kind, text, elements):
    assert check(kind, text).elements == elements


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("gtin", "8931234567898", "gs1.check-digit"),
        ("gtin-13", "08931234567897", "gs1.length"),
        ("gtin-8", "8931234567897", "gs1.length"),
        ("gln", "9521234000021", "gs1.check-digit"),
        ("gln", "０９５２１２３４", "gs1.digits"),
        ("sscc", "395212340000000176", "gs1.check-digit"),
        ("grai", "9521234000014", "gs1.check-digit"),
        ("gsin", "95212340000000012", "gs1.check-digit"),
        ("gmn", "1987654Ad4X4bL5ttr2310c2J", "gs1.check-pair"),
        ("upui", "09521234000013", "gs1.serial"),
        ("sgln", "9521234000020kho 2", "gs1.extension"),
        ("itip", "095212340000130301", "gs1.pieces"),
        ("itip", "095212340000130000", "gs1.pieces"),
        ("gcn", "9521234000013A", "gs1.digits"),
        ("cpid", "(8010)9521234PART(8011)012", "gs1.leading-zero"),
        ("cpid", "9521234part", "gs1.value-character"),
        ("giai", "9521234" + "1" * 24, "gs1.value-length"),
        ("gln", "", "gs1.length"),
    ],
)
def test_a_wrong_key_is_refused(kind, text, code):
    with pytest.raises(Refusal) as caught:
        check(kind, text)
    assert caught.value.code == code


def test_a_grai_that_can_be_read_with_and_without_its_filler_is_told():
    told = []
    text = next(
        text
        for text in (f"09521234{number:05d}" for number in range(10_000))
        for text in [build("grai", Parts("0952123", text[8:13]))[0][1][1:] + "0", text]
        if _both(text)
    )
    check("grai", text, notice=lambda code, **facts: told.append(code))
    assert told == ["gs1.key-readings"]


def _both(text):
    try:
        return bool(check("grai", f"(8003){text}") and check("grai", f"(8003)0{text}"))
    except Refusal:
        return False


@st.composite
def kinds_and_parts(draw):
    """A kind of key, and parts it can be built from."""
    kind = kinds()[draw(st.sampled_from(sorted(kinds())))]
    layout = layouts()[kind.ai]
    digits = st.text(string.digits, min_size=1, max_size=1)

    def number(length):
        return draw(st.lists(digits, min_size=length, max_size=length).map("".join))

    length = draw(st.integers(6, 12)) if not kind.zeros else {"00000": 8, "0": draw(st.integers(6, 12))}[kind.zeros]
    prefix = number(length - len(kind.zeros))
    signs = CPID_SIGNS if kind.ai == "8010" else SIGNS
    room = layout.digits - layout.lead - length
    most = layout.most - length - 2 * layout.pair
    reference = number(room) if layout.digits else draw(st.text(signs, min_size=1, max_size=most))
    lead = "" if not layout.lead else "0" if kind.lengths and 14 not in kind.lengths else number(1)
    total = draw(st.integers(1, 99)) if layout.pieces else 0
    piece = f"{draw(st.integers(1, total)):02d}" if total else ""
    serials = {
        "8003": st.text(SIGNS, max_size=16),
        "253": st.text(SIGNS, max_size=17),
        "255": st.text(string.digits, max_size=12),
        "254": st.text(SIGNS, max_size=20),
        "235": st.text(SIGNS, min_size=1, max_size=28),
        "21": st.text(SIGNS, max_size=20),
        "8011": st.integers(1, 10**12 - 1).map(str),
    }
    serial = draw(serials.get(kind.further or kind.ai, st.just("")))
    return kind.name, Parts(prefix, reference, lead, piece, f"{total:02d}" if total else "", serial), length


@given(kinds_and_parts())
def test_a_key_that_was_built_is_right_and_taken_apart_again(case):
    name, parts, length = case
    elements = build(name, parts)
    assert take_apart(name, elements, length) == parts
    bracketed = "".join(f"({ai}){value}" for ai, value in elements)
    kind = kinds()[name]
    if kind.lengths and 14 not in kind.lengths:
        bracketed = elements[0][1][14 - kind.lengths[0] :]
    if f"({kind.further})" not in parts.reference:
        assert check(name, bracketed).elements == elements


@given(st.sampled_from(sorted(kinds())), st.one_of(st.text(), st.text("0123456789()AZ", max_size=40)))
def test_no_text_makes_a_verdict_fall(kind, text):
    with suppress(Refusal):
        assert check(kind, text).elements


@pytest.mark.parametrize(
    ("kind", "parts", "code", "wants"),
    [
        ("gtin", Parts("9521234", "1"), "gs1.key-parts", "5"),
        ("gtin", Parts("9521234", "00001", lead="10"), "gs1.key-parts", "1"),
        ("gln", Parts("9521234", "00001", lead="1"), "gs1.key-parts", "0"),
        ("gtin", Parts("95212", "0000001"), "gs1.prefix-length", None),
        ("gtin", Parts("952123x", "00001"), "gs1.prefix-length", None),
        ("giai", Parts("9521234", ""), "gs1.key-parts", "0"),
        ("itip", Parts("9521234", "00001", piece="1", total="02"), "gs1.key-parts", "2"),
        ("itip", Parts("9521234", "00001", piece="03", total="02"), "gs1.pieces", None),
        ("gdti", Parts("9521234", "00001", serial="lô"), "gs1.value-character", None),
        ("upui", Parts("9521234", "00001"), "gs1.serial", None),
    ],
)
def test_parts_that_make_no_key_are_refused(kind, parts, code, wants):
    with pytest.raises(Refusal) as caught:
        build(kind, parts)
    assert caught.value.code == code
    assert wants is None or caught.value.facts["wants"] == wants


@pytest.mark.parametrize(
    ("kind", "elements", "length", "code"),
    [
        ("gtin", (("01", "09521234000013"),), 0, "gs1.prefix-unknown"),
        ("gtin", (("01", "09521234000013"),), 13, "gs1.prefix-length"),
        ("giai", (("8004", "9521234"),), 7, "gs1.prefix-length"),
        ("giai", (("8004", "9521234A1"),), 8, "gs1.prefix-length"),
    ],
)
def test_a_key_is_not_taken_apart_where_it_cannot_be(kind, elements, length, code):
    with pytest.raises(Refusal) as caught:
        take_apart(kind, elements, length)
    assert caught.value.code == code


def test_a_company_prefix_longer_than_the_key_stays_unknown():
    found = check("giai", "8931A1", CompanyPrefixes(overrides={"8931": 10}))
    assert (found.company_prefix, found.source) == ("", "override")
