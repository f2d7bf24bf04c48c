"""The old compression, read only: held against an encoder written for this test from the standard's description."""

from contextlib import suppress
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1 import digital_link
from adapters.gs1.check_digit import check_digit
from adapters.gs1.link_compression import BASE64URL, codes, decompressed, fields
from lienthong.plugs import Refusal

ALPHABETS = {1: (4, "0123456789abcdef"), 2: (4, "0123456789ABCDEF"), 3: (6, BASE64URL)}
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def digits(text):
    return f"{int(text):0{ceil(len(text) * log2(10) + 0.01)}b}" if text else ""


def encoding_of(text):
    if text.isdigit():
        return 0
    return next((code for code, (_, alphabet) in ALPHABETS.items() if set(text) <= set(alphabet)), 4)


def characters(text, code):
    if code == 0:
        return digits(text)
    width, alphabet = ALPHABETS.get(code, (7, "".join(map(chr, range(128)))))
    return "".join(f"{alphabet.index(sign):0{width}b}" for sign in text)


def value_bits(ai, value):
    bits = ""
    for field in fields()[ai]:
        text, value = value[: field.length], value[field.length :]
        code = 0 if field.digits else encoding_of(text)
        bits += "" if field.digits else f"{code:03b}"
        bits += "" if field.exact else f"{len(text):0{ceil(log2(field.length) + 0.01)}b}"
        bits += characters(text, code)
    return bits


def parameter_bits(name, value):
    code = encoding_of(value)
    head = f"1111{len(name):07b}" + "".join(f"{BASE64URL.index(sign):06b}" for sign in name)
    return head + f"{code:03b}{len(value):07b}" + characters(value, code)


def segment(bits):
    bits += "0" * (-len(bits) % 6)
    return "".join(BASE64URL[int(bits[place : place + 6], 2)] for place in range(0, len(bits), 6))


def compressed(elements, parameters=(), code=""):
    """The segment for elements in their order; `code` stands for the first of them."""
    bits = f"{int(code, 16):08b}" if code else ""
    for place, (ai, value) in enumerate(elements):
        covered = code and place < len(codes()[code])
        bits += "" if covered else "".join(f"{int(digit):04b}" for digit in ai)
        bits += value_bits(ai, value)
    return segment(bits + "".join(parameter_bits(*pair) for pair in parameters))


def numbers(length):
    body = st.text("0123456789", min_size=length - 1, max_size=length - 1)
    return body.map(lambda text: text + check_digit(text))


texts = st.one_of(st.text(signs, min_size=1, max_size=20) for signs in ("01", "09af", "09AF", "aZ0-_", SET_82))
keys = st.one_of(
    st.tuples(st.just("00"), numbers(18)),
    st.tuples(st.just("01"), numbers(14)),
    st.tuples(st.just("402"), numbers(17)),
    st.tuples(st.just("414"), numbers(13)),
    st.tuples(st.just("8017"), numbers(18)),
    st.tuples(st.just("253"), st.builds(str.__add__, numbers(13), st.text(SET_82, max_size=17))),
    st.tuples(st.just("255"), st.builds(str.__add__, numbers(13), st.text("0123456789", max_size=12))),
    st.tuples(st.just("8003"), st.builds(lambda a, b: "0" + a + b, numbers(13), st.text(SET_82, max_size=16))),
)


@given(keys, st.lists(st.tuples(st.sampled_from(["10", "21", "99", "254"]), texts), max_size=3))
def test_every_digit_and_character_comes_back(key, others):
    assert decompressed(compressed((key, *others))) == ((key, *others), ())


@given(st.sampled_from([("k", "v"), ("utm_x", "00012"), ("a-b", "AF09"), ("z", "x y")]), keys)
def test_parameters_come_back(parameter, key):
    assert decompressed(compressed((key,), (parameter,))) == ((key,), (parameter,))


@given(numbers(14), texts, texts)
def test_a_code_stands_for_its_sequence(gtin, lot, serial):
    elements = (("01", gtin), ("10", lot), ("21", serial), ("17", "261130"), ("3103", "000123"))
    assert decompressed(compressed(elements, code="1A")) == (elements, ())


@pytest.mark.parametrize("sscc", ["000000000000000000", "999999999999999995", "998440410914660971"])
def test_a_key_of_eighteen_digits_loses_none(sscc):
    uri = f"https://ta.vn/{compressed((('00', sscc),))}"
    assert digital_link.read(uri, legacy=True).elements == (("00", sscc),)
    with pytest.raises(Refusal, match=r"gs1\.link-none"):
        digital_link.read(uri)


def test_the_key_may_stay_readable_before_what_is_packed():
    packed = compressed((("21", "0007"), ("10", "L1"), ("17", "261130")), (("utm", "x"),))
    found = digital_link.read(f"https://ta.vn/a/01/08934567000017/{packed}?99=B&y=z", legacy=True)
    assert found.elements == (("01", "08934567000017"), ("10", "L1"), ("21", "0007"), ("17", "261130"), ("99", "B"))
    assert (found.stem, found.parameters) == ("https://ta.vn/a", (("utm", "x"), ("y", "z")))


def test_a_readable_key_is_unescaped_like_any_other():
    packed = compressed((("8011", "12"),))
    found = digital_link.read(f"https://ta.vn/8010/8934567%23A/{packed}", legacy=True)
    assert found.elements == (("8010", "8934567#A"), ("8011", "12"))


def test_an_attribute_that_is_packed_must_not_stand_in_the_query_too():
    packed = compressed((("01", "08934567000017"), ("17", "261130")))
    with pytest.raises(Refusal, match=r"gs1\.link-repeat"):
        digital_link.read(f"https://ta.vn/{packed}?17=261130", legacy=True)


def test_a_wrong_check_digit_in_a_packed_key_is_refused():
    with pytest.raises(Refusal, match=r"gs1\.check-digit"):
        digital_link.read(f"https://ta.vn/{compressed((('01', '08934567000018'),))}", legacy=True)


@pytest.mark.parametrize("text", ["gtin", "san-pham", "AAAA", "_____", "AQ", "A" * 3000, "lô"])
def test_what_is_not_packed_is_refused(text):
    with pytest.raises(Refusal, match=r"gs1\.link-"):
        digital_link.read(f"https://ta.vn/{text}", legacy=True)


@given(st.text(BASE64URL, max_size=40))
def test_no_segment_makes_the_decoder_fall(text):
    with suppress(Refusal):
        elements, _ = decompressed(text)
        assert all(ai in fields() for ai, _ in elements)
