"""Laws: what is built is parsed back, one thing has one key however it is written, and no text makes a parser fall."""

import string
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from adapters.gs1 import digital_link, element_string, epc_uri
from adapters.gs1.canonical import key_of
from adapters.gs1.charset import SET_82
from adapters.gs1.check_digit import check_digit, holds
from adapters.gs1.escapes import escaped
from adapters.gs1.key_functions import FUNCTIONS as KEY_FUNCTIONS
from adapters.gs1.keys import Gln, Gtin, Sscc
from lienthong.plugs import Refusal

DIGITS = string.digits
SIGNS = "".join(sorted(SET_82))


def numbers(length):
    body = st.text(DIGITS, min_size=length - 1, max_size=length - 1)
    return body.map(lambda text: text + check_digit(text))


lots = st.text(SIGNS, min_size=1, max_size=20)


@st.composite
def identities(draw):
    """The elements of a GTIN with lot or serial, an SSCC, a place or a party."""
    kind = draw(st.sampled_from(["00", "01", "10", "21", "10+21", "22+10", "235", "414", "254", "417"]))
    if kind == "00":
        return (("00", draw(numbers(18))),)
    if kind in {"414", "417"}:
        return ((kind, draw(numbers(13))),)
    if kind == "254":
        extension = draw(lots)
        assume(extension != "0")
        return (("414", draw(numbers(13))), ("254", extension))
    qualifiers = [] if kind == "01" else kind.split("+")
    return (("01", draw(numbers(14))), *((ai, draw(lots)) for ai in qualifiers))


@given(identities())
def test_a_link_that_was_built_is_parsed_back(elements):
    link = digital_link.write(elements)
    assert digital_link.elements(link) == digital_link.read(link).elements == elements


@given(identities(), st.sampled_from(["https://id.gs1.org", "http://shop.example.vn:8080/a/01", "HTTPS://x.example"]))
def test_one_thing_has_one_key_on_every_host_and_as_element_string(elements, stem):
    link = "/".join([stem, *(f"{ai}/{quote(value, safe='')}" for ai, value in elements)])
    backwards = [(ai, value.replace("(", "\\(")) for ai, value in reversed(elements)]
    brackets = "".join(f"({ai}){value}" for ai, value in backwards)
    assert key_of(link) == key_of(brackets) == key_of(digital_link.write(elements))
    assert key_of(link).values == elements


@given(numbers(14), st.integers(6, 12), lots, st.sampled_from([("id:sgtin", "21"), ("class:lgtin", "10")]))
def test_the_urn_of_an_item_or_lot_has_the_key_of_its_link(gtin, length, tail, scheme):
    body = gtin[1:13]
    escape = "".join(f"%{ord(sign):02X}" if sign in '"%&/<>?' else sign for sign in tail)
    urn = f"urn:epc:{scheme[0]}:{body[:length]}.{gtin[0]}{body[length:]}.{escape}"
    assert key_of(urn).values == (("01", gtin), (scheme[1], tail))


@given(numbers(18), st.integers(6, 12))
def test_the_urn_of_a_pallet_has_the_key_of_its_link(sscc, length):
    assert key_of(f"urn:epc:id:sscc:{sscc[1 : length + 1]}.{sscc[0]}{sscc[length + 1 : 17]}").values == (("00", sscc),)


@given(numbers(13), st.integers(6, 12))
def test_the_urn_of_a_place_or_party_has_the_key_of_its_link(gln, length):
    fields = f"{gln[:length]}.{gln[length:12]}"
    assert key_of(f"urn:epc:id:sgln:{fields}.0").values == (("414", gln),)
    assert key_of(f"urn:epc:id:pgln:{fields}").values == (("417", gln),)


@given(st.text(DIGITS, min_size=1, max_size=30))
def test_the_check_digit_is_that_of_the_rule_written_out(body):
    total = sum(int(sign) * (3 if place % 2 == 0 else 1) for place, sign in enumerate(reversed(body)))
    assert check_digit(body) == str((10 - total % 10) % 10)
    assert holds(body + check_digit(body))
    assert check_digit("000" + body) == check_digit(body)


@given(numbers(14), st.integers(1, 9), st.integers(0, 13))
def test_one_wrong_digit_is_always_refused(gtin, add, place):
    wrong = gtin[:place] + str((int(gtin[place]) + add) % 10) + gtin[place + 1 :]
    with pytest.raises(Refusal, match=r"gs1\.check-digit"):
        Gtin.parse(wrong)
    assert key_of(f"https://id.gs1.org/01/{wrong}").scheme == "https"
    assert key_of(f"(01){wrong}") is None


@given(lots)
def test_a_value_survives_its_escapes(value):
    assert SET_82.issuperset(value)
    assert set(escaped(value)) <= set(string.ascii_letters + DIGITS + "-._~%")
    assert digital_link.elements(f"https://x.example/01/09521234000013/10/{escaped(value)}")[1] == ("10", value)


hostile = st.one_of(
    st.text(),
    st.text("/%?#&;=:.()\\01234567890*+ \t", max_size=40).map(lambda tail: f"https://id.gs1.org/01/0952123{tail}"),
    st.text("0123456789.*%/:", max_size=40).map(lambda tail: f"urn:epc:id:sgtin:{tail}"),
    st.text("0123456789.*%/:abc", max_size=40).map(lambda tail: f"urn:epc:{tail}"),
    st.text("()0123456789\\", max_size=40).map(lambda tail: f"(01){tail}"),
)


def lenient(text):
    return digital_link.read(text, lenient=True)


def legacy(text):
    return digital_link.read(text, legacy=True)


@given(hostile)
@example("https://")
@example("https://x.example/01/09521234000013/" + "10/A/" * 5000)
@example("https://x.example/" + "10/A/" * 5000)
@example("https://x.example/eh" + "30" * 5000)
@example("https://x.example/ex" + "A" * 5000)
@example("https://x.example/" + "A" * 5000)
@example("https:///01/09521234000013")
@example("https://x.example/01/")
@example("https://x.example/01/09521234000013/10/%FF%FE")
@example("urn:epc:id:sgtin:")
@example("urn:epc:")
@example("(01)\ud800")
@example("https://x.example/01/09521234000013/10/\ud800")
@example("\x00")
def test_no_text_makes_a_parser_fall(text):
    links = (digital_link.read, digital_link.elements, lenient, legacy)
    for parse in (*links, epc_uri.elements, element_string.elements, Gtin.parse, Gln.parse, Sscc.parse):
        with suppress(Refusal):
            parse(text)
    key = key_of(text)
    assert key is None or key.text


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates()))
def test_no_cell_makes_a_function_fall(cell):
    for function in KEY_FUNCTIONS:
        call = function.make([], {})
        extra = {"notice": lambda code, **facts: None} if function.tells else {}
        with suppress(Refusal):
            assert call(cell, **extra).isdigit()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://id.gs1.org/01/09521234000013/21/S1/10/L1", "gs1.link-order"),
        ("https://id.gs1.org/21/S1/01/09521234000013", "gs1.link-order"),
        ("https://id.gs1.org/01/09521234000013/10/A/10/B", "gs1.link-order"),
        ("https://id.gs1.org/01/09521234000013/235/A/21/B", "gs1.link-order"),
        ("https://id.gs1.org/00/395212340000000175/10/A", "gs1.link-order"),
        ("https://id.gs1.org/01/09521234000013/10/A/B", "gs1.link-slash"),
        ("https://id.gs1.org/01/09521234000013/", "gs1.link-slash"),
        ("https://id.gs1.org/01/9521234000013", "gs1.length"),
        ("https://id.gs1.org/01/09521234000014", "gs1.check-digit"),
        ("https://id.gs1.org/01/09521234000013?10=A", "gs1.link-query"),
        ("https://id.gs1.org/01/09521234000013/10/A%2", "gs1.link-escape"),
        ("https://id.gs1.org/01/09521234000013/10/L%C3%B4", "gs1.lot"),
        ("https://id.gs1.org/8004/95A1", "gs1.prefix"),
        ("https://id.gs1.org/gtin/09521234000013", "gs1.link-none"),
        ("https://id.example.vn/lot/L1", "gs1.link-none"),
        ("ftp://id.gs1.org/01/09521234000013", "gs1.link-none"),
    ],
)
def test_a_faulty_link_is_refused_and_keeps_its_own_text_as_key(text, code):
    with pytest.raises(Refusal, match=code.replace(".", r"\.")):
        digital_link.read(text)
    with pytest.raises(Refusal, match=code.replace(".", r"\.")):
        digital_link.elements(text)
    assert key_of(text).text == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", None),
        ("L1", None),
        ("09521234000013", None),
        ("Lô 5: gạo", None),
        ("C:file", None),
        ("(00)395212340000000175(01)09521234000013", None),
        ("urn:epc:idpat:sgtin:*.*.*", "urn:epc:idpat:sgtin:*.*.*"),
        ("urn:epc:id:sgtin:9521234.000001", "urn:epc:id:sgtin:9521234.000001"),
        ("urn:epc:id:sgtin:9521234.000001.", "urn:epc:id:sgtin:9521234.000001."),
        ("urn:epc:id:sgln:952123400002..0", "414/9521234000020"),
        ("https://id.gs1.org/414/9521234000020/254/0", "414/9521234000020"),
        ("(17)261130(10)L1(01)09521234000013", "01/09521234000013/10/L1"),
        ("https://x.example/01/09521234000013?17=261130&utm=x#top", "01/09521234000013"),
        ("urn:uuid:7b1c7a3e-0000-4000-8000-000000000000", "urn:uuid:7b1c7a3e-0000-4000-8000-000000000000"),
    ],
)
def test_the_canonical_key(text, key):
    found = key_of(text)
    assert (found.text if found else None) == key
