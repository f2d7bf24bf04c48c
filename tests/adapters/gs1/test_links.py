"""Digital Links: what is read, what is tolerated and told, what is refused, and the one form that is written."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1 import digital_link, link_heads
from adapters.gs1.adapter import ADAPTER
from adapters.gs1.canonical import key_of
from adapters.gs1.check_digit import check_digit
from adapters.gs1.link_table import short_names, table
from lienthong.plugs import Refusal

GTIN = "08934567000017"
HOME = "https://id.gs1.org"
LINK = f"{HOME}/01/{GTIN}"
NAMED = ["gs1.link-name", "gs1.link-name"]
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def told_by(uri, **options):
    """What a link names and what was told on the way; the code where it is refused."""
    told = []
    try:
        found = digital_link.read(uri, notice=lambda code, **facts: told.append(code), **options)
    except Refusal as refusal:
        return refusal.code, told
    return "".join(f"({ai}){value}" for ai, value in found.elements), told


@pytest.mark.parametrize(
    ("uri", "stem", "host", "parameters"),
    [
        (LINK, HOME, "id.gs1.org", ()),
        (f"HTTPS://ta.vn:8443/truy/xuat/01/{GTIN}", "https://ta.vn:8443/truy/xuat", "ta.vn:8443", ()),
        (f"http://[2001:db8::1]/01/9/01/{GTIN}", "http://[2001:db8::1]/01/9", "[2001:db8::1]", ()),
        (f"https://xn--bo-hja.vn/01/{GTIN}#lo", "https://xn--bo-hja.vn", "xn--bo-hja.vn", ()),
        (f"{LINK}?linkType=a:b&17=261130&a+b=%C3%B4", HOME, "id.gs1.org", (("linkType", "a:b"), ("a b", "ô"))),
        (f"{LINK}?&&x&y=", HOME, "id.gs1.org", (("x", ""), ("y", ""))),
    ],
)
def test_what_stands_around_the_key_is_kept_apart(uri, stem, host, parameters):
    found = digital_link.read(uri)
    assert (found.stem, found.host, found.parameters) == (stem, host, parameters)
    assert found.elements[0] == ("01", GTIN)
    assert digital_link.elements(uri) == (("01", GTIN),)


@pytest.mark.parametrize(
    ("uri", "strict", "lenient", "told"),
    [
        (f"https://id.gs1.org/01/{GTIN}/", "gs1.link-slash", f"(01){GTIN}", ["gs1.link-trailing-slash"]),
        (f"https://id.gs1.org/01/{GTIN[1:]}", "gs1.length", f"(01){GTIN}", ["gs1.link-gtin"]),
        ("https://id.gs1.org/01/012345600012/10/A", "gs1.length", "(01)00012345600012(10)A", ["gs1.link-gtin"]),
        ("https://id.gs1.org/01/95212302", "gs1.length", "(01)00000095212302", ["gs1.link-gtin"]),
        ("https://id.gs1.org/01/12345600012", "gs1.length", "gs1.length", []),
        (f"https://id.gs1.org/8004/893456A?01={GTIN[1:]}", "gs1.length", f"(8004)893456A(01){GTIN}", ["gs1.link-gtin"]),
        (f"https://ta.vn/gtin/{GTIN}/LOT/A", "gs1.link-none", f"(01){GTIN}(10)A", NAMED),
        (f"https://ta.vn/01/{GTIN}/ser/A?exp=261130", "gs1.link-none", f"(01){GTIN}(21)A(17)261130", NAMED),
        (f"https://ta.vn/gtin/{GTIN}/gia/A", "gs1.link-none", "gs1.link-none", []),
        (f"{LINK}?15=261130;17=261230", "gs1.digits", f"(01){GTIN}(15)261130(17)261230", ["gs1.link-semicolon"]),
        (f"{LINK}?99=A;B", f"(01){GTIN}(99)A;B", f"(01){GTIN}(99)A;B", []),
        (LINK, f"(01){GTIN}", f"(01){GTIN}", []),
        ("https://ta.vn/san-pham/", "gs1.link-none", "gs1.link-none", ["gs1.link-trailing-slash"]),
    ],
)
def test_what_others_write_is_read_with_a_notice_where_that_is_wanted(uri, strict, lenient, told):
    assert told_by(uri)[0] == strict
    assert told_by(uri, lenient=True) == (lenient, told)


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("https://a$.vn/01/08934567000017", "gs1.link-host"),
        ("https://ai@ta.vn/01/08934567000017", "gs1.link-host"),
        ("https://ta.vn/01/08934567000017/10/lô", "gs1.link-character"),
        ('https://ta.vn/01/08934567000017/10/A"B', "gs1.link-character"),
        ("https://ta.vn/01/08934567000017/10/", "gs1.link-empty"),
        ("https://ta.vn/01/08934567000017?99=", "gs1.link-empty"),
        ("https://ta.vn/01/08934567000017?99=A%2", "gs1.link-escape"),
        ("https://ta.vn/01/08934567000017?99=A&99=A", "gs1.link-repeat"),
        ("https://ta.vn/01/08934567000017?01=08934567000017", "gs1.link-repeat"),
        ("https://ta.vn/01/08934567000017?8200=http%3A%2F%2Fta.vn", "gs1.link-attribute"),
        ("https://ta.vn/01/08934567000017?254=A", "gs1.link-attribute"),
        ("https://ta.vn/01/08934567000017?21=A", "gs1.link-query"),
        ("https://ta.vn/01/08934567000017?89=A", "gs1.link-unknown"),
        ("https://ta.vn/01/08934567000017/99/A", "gs1.link-order"),
        ("https://ta.vn/01/08934567000017/89/A", "gs1.link-none"),
        ("https://ta.vn/415/8934567000017", "gs1.ai-requires"),
        ("https://ta.vn/8006/089345670000170102/22/A", "gs1.ai-requires"),
        ("https://ta.vn/01/08934567000017?37=5", "gs1.ai-excludes"),
        ("HttpS://ta.vn/01/08934567000017", "gs1.link-none"),
    ],
)
def test_what_is_wrong_is_refused_unless_its_rule_is_off(uri, code):
    assert told_by(uri)[0] == code
    if code not in {"gs1.link-none", "gs1.link-host", "gs1.link-character"}:
        relations = frozenset({code, "gs1.ai-requires", "gs1.ai-repeats", "gs1.lot", "gs1.value-length"})
        assert told_by(uri, off=relations)[0].startswith(("(01)", "(415)", "(8006)"))


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        (f"https://ta.vn/x?y=/01/{GTIN}", "gs1.link-none"),
        (f"https://ta.vn/x#/01/{GTIN}", "gs1.link-none"),
        (f"https://ta.vn/lô/01/{GTIN}", "gs1.link-character"),
        (f'https://ta.vn/01/{GTIN}/10/A"B', "gs1.link-character"),
        (f"https://ta.vn/21/A/01/{GTIN}", "gs1.link-order"),
        ("https://ta.vn/415/8934567000017", "gs1.ai-requires"),
        (f"https://ta.vn/8006/{GTIN}0102/22/A", "gs1.ai-requires"),
        (f"https://ta.vn/01/{GTIN}/22/%41/10/B/21", "gs1.link-slash"),
    ],
)
def test_the_quick_way_refuses_what_the_exact_way_refuses(uri, code):
    for way in (digital_link.read, digital_link.elements, digital_link.elements):
        with pytest.raises(Refusal) as refused:
            way(uri)
        assert refused.value.code == code


def test_a_quotation_mark_left_unescaped_in_an_event_has_the_key_of_its_lot():
    assert key_of(f'{LINK}/10/A"B') == key_of(f"{LINK}/10/A%22B")
    assert key_of(f"{LINK}/10/A%22B").scheme == "gs1"


def test_every_code_of_links_has_its_sentences():
    named = {code for code in ADAPTER.catalogue.codes() if code.startswith(("gs1.link-", "gs1.constrained-"))}
    assert len(named) >= 20


def test_a_number_with_a_wrong_check_digit_passes_only_with_its_rule_off():
    wrong = "https://id.gs1.org/01/08934567000018"
    assert told_by(wrong)[0] == "gs1.check-digit"
    assert told_by(wrong, off=frozenset({"gs1.check-digit"}))[0] == "(01)08934567000018"


@pytest.mark.parametrize(
    ("elements", "link"),
    [
        ((("01", GTIN), ("10", "A/1")), f"{LINK}/10/A%2F1"),
        ((("3103", "001250"), ("01", GTIN), ("17", "261130"), ("10", "L1")), f"{LINK}/10/L1?17=261130&3103=001250"),
        ((("21", "7"), ("01", GTIN), ("22", "B"), ("10", "L")), f"{LINK}/22/B/10/L/21/7"),
        ((("01", GTIN), ("235", "X"), ("10", "L")), f"{LINK}/235/X?10=L"),
        ((("8017", "893456700000000019"), ("01", GTIN)), f"https://id.gs1.org/8017/893456700000000019?01={GTIN}"),
        ((("01", GTIN), ("01", GTIN)), LINK),
        ((("8010", "8934#/A"),), "https://id.gs1.org/8010/8934%23%2FA"),
        ((("00", "0"), ("4300", "A%20B")), "https://id.gs1.org/00/0?4300=A%2520B"),
    ],
)
def test_the_written_link_is_the_canonical_one(elements, link):
    assert digital_link.write(elements) == link
    assert digital_link.write(elements, "http://ta.vn/x") == link.replace("https://id.gs1.org", "http://ta.vn/x")


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ((("10", "A"),), "gs1.link-keyless"),
        ((), "gs1.link-keyless"),
        ((("01", GTIN), ("01", "0")), "gs1.link-repeat"),
        ((("01", GTIN), ("8200", "http://ta.vn")), "gs1.link-attribute"),
        ((("01", GTIN), ("10", "A"), ("235", "B")), "gs1.link-attribute"),
        ((("01", GTIN), ("89", "B")), "gs1.link-unknown"),
    ],
)
def test_what_no_link_can_hold_is_refused(elements, code):
    with pytest.raises(Refusal) as refused:
        digital_link.write(elements)
    assert refused.value.code == code
    assert code in ADAPTER.catalogue


def test_an_unknown_ai_is_written_where_its_rule_is_off():
    elements = (("01", GTIN), ("89", "B"))
    off = frozenset({"gs1.link-unknown"})
    assert digital_link.read(digital_link.write(elements, off=off), off=off).elements == elements


TEXTS = {"10": 20, "21": 20, "22": 20, "235": 28, "254": 20, "401": 30, "8004": 30, "8020": 25}


def numbers(length):
    body = st.text("0123456789", min_size=length - 1, max_size=length - 1)
    return body.map(lambda text: text + check_digit(text))


@st.composite
def links(draw):
    """The elements of any path whose values are numbers with a check digit or texts of set 82."""
    whole = {"00": 18, "01": 14, "402": 17, "414": 13, "415": 13, "417": 13, "8017": 18, "8018": 18}
    able = sorted(names for names in table().sequences if all(ai in whole or ai in TEXTS for ai in names))
    names = draw(st.sampled_from([names for names in able if names != ("415",)]))
    prefixed = st.from_regex(r"\A[0-9]{6}\Z")
    rest = {ai: st.text(SET_82, min_size=1, max_size=most - 6) for ai, most in TEXTS.items()}
    begins = {"401", "8004"}
    values = [
        draw(numbers(whole[ai])) if ai in whole else (draw(prefixed) if ai in begins else "") + draw(rest[ai])
        for ai in names
    ]
    return tuple(zip(names, values, strict=True))


@given(links(), st.sampled_from(["https://id.gs1.org/", "http://ta.vn/a/01/x", "HTTP://[::1]:80/00"]))
def test_what_was_written_is_read_by_both_ways_and_on_every_host(elements, stem):
    link = digital_link.write(elements, stem)
    assert digital_link.elements(link) == digital_link.read(link).elements == elements
    again = digital_link.elements(link)
    assert again == elements, "a remembered head reads as a new one"
    assert key_of(link).text == digital_link.write(elements).removeprefix(digital_link.HOME)


@given(links(), st.integers(0, 23))
def test_the_order_of_elements_changes_no_link(elements, turn):
    orders = list(permutations(elements))
    assert digital_link.write(orders[turn % len(orders)]) == digital_link.write(elements)


@given(st.text("/01?#=&;%A12345678-.:gtin", max_size=30))
def test_the_quick_way_says_what_the_exact_way_says(tail):
    for head in (f"https://ta.vn/01/{GTIN}/10/", f"https://ta.vn/01/{GTIN}", "https://ta.vn/01/"):
        try:
            exact = digital_link.read(head + tail).elements
        except Refusal as refusal:
            exact = refusal.code
        try:
            quick = digital_link.elements(head + tail)
        except Refusal as refusal:
            quick = refusal.code
        # attributes do not change what is named, and the quick way leaves them out
        assert quick == exact or exact[: len(quick)] == quick or "?" in tail


def test_the_memory_of_heads_is_bounded(monkeypatch):
    monkeypatch.setattr(link_heads, "REMEMBERED", 8)
    for number in range(40):
        body = f"0893456{number:06d}"
        gtin = body + check_digit(body)
        assert digital_link.elements(f"https://ta.vn/01/{gtin}/10/A")[0] == ("01", gtin)
    assert len(link_heads._heads) <= 8


@pytest.mark.parametrize(
    ("segment", "elements"),
    [
        ("eh30164596f40c0e5cbe991a83", (("01", "09528765123457"), ("21", "123456789123"))),
        ("exMBZFlvQMDly-mRqD", (("01", "09528765123457"), ("21", "123456789123"))),
    ],
)
def test_an_epc_in_binary_names_its_key(segment, elements):
    uri = f"https://ta.vn/tem/{segment}?17=261130&utm=x"
    found = digital_link.read(uri)
    assert found.elements == (*elements, ("17", "261130"))
    assert (found.host, found.stem, found.parameters) == ("ta.vn", "https://ta.vn/tem", (("utm", "x"),))
    assert found.binary == "sgtin-96"
    assert digital_link.elements(uri) == elements
    assert key_of(uri).values == elements


def test_what_belongs_beside_a_packed_key_must_not_stand_in_the_query():
    uri = "https://ta.vn/eh30164596f40c0e5cbe991a83"
    assert told_by(f"{uri}?10=A")[0] == "gs1.link-query"
    assert told_by(f"{uri}?21=A")[0] == "gs1.link-attribute"
    assert told_by(f"{uri}?99=A&99=B")[0] == "gs1.link-repeat"


@pytest.mark.parametrize("word", ["exhibit", "ehx", "ex", "eh", "eh30164596F40C0E5CBE991A83", "extra-long-word-here"])
def test_a_word_that_looks_like_an_epc_is_no_link(word):
    assert told_by(f"https://ta.vn/{word}")[0] == "gs1.link-none"


def test_a_broken_epc_is_told_by_its_own_fault():
    assert told_by("https://ta.vn/eh30164596f40c0e")[0].startswith("gs1.binary-")


def test_short_names_stand_for_ais_of_the_table():
    assert set(short_names().values()) <= table().known
    assert set(table().chains) <= set(short_names().values())
