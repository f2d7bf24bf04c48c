"""Laws: what was written is read back, what was read is written back, and no bits make the reader fall."""

import string
from contextlib import suppress

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from adapters.gs1 import binary
from adapters.gs1.binary import tables
from adapters.gs1.binary.partitioned import elements_of
from adapters.gs1.charset import SET_82
from adapters.gs1.check_digit import check_digit
from adapters.gs1.identity import Identity
from lienthong.plugs import Refusal

SIGNS = "".join(sorted(SET_82))
PART_SIGNS = string.ascii_uppercase + string.digits + "#-/"
PARTITIONED = [scheme for scheme in tables.by_name().values() if isinstance(scheme, tables.Partitioned)]
# one law for each scheme: a few cases of each are many of the law
few = settings(max_examples=25)
PLUS = [scheme for scheme in tables.by_name().values() if isinstance(scheme, tables.Plus)]


PIECES = st.integers(1, 99).map("{:02}".format)


def digits(least, most=None):
    return st.text(string.digits, min_size=least, max_size=least if most is None else most)


def plain(bits):
    return st.integers(0, (1 << bits) - 1).map(str)


@st.composite
def fields(draw, scheme):
    """Fields a partitioned scheme can hold."""
    partition = draw(st.sampled_from(scheme.partitions))
    most = scheme.key.most - partition.length
    reference = {
        "padded": digits(max(partition.digits, 0)),
        "plain": plain(partition.shift),
        "text": st.text(SIGNS, min_size=1, max_size=max(most, 1)),
    }[scheme.reference]
    bits = scheme.tail - (14 if scheme.key.pieces else 0)
    serial = {
        "number": plain(bits),
        "text": st.text(SIGNS, min_size=1, max_size=bits // 7),
        "numeral": digits(1, 12),
        "unused": st.just(None),
    }[scheme.serial]
    found = [draw(digits(partition.length)), draw(reference)]
    found += sorted(draw(st.tuples(PIECES, PIECES))) if scheme.key.pieces else []
    last = draw(serial)
    return tuple(found if last is None else [*found, last])


@pytest.mark.parametrize("scheme", [one for one in PARTITIONED if not one.retired], ids=lambda one: one.name)
@few
@given(data=st.data())
def test_what_was_written_is_read_back(scheme, data):
    found = data.draw(fields(scheme))
    said = data.draw(st.integers(0, 7))
    identity = Identity(elements_of(scheme.key, found), scheme.scheme, found, len(found[0]))
    back = binary.decode(binary.encode(identity, scheme=scheme.name, filter=said))
    assert (back.elements, back.fields, back.prefix_length) == (identity.elements, found, len(found[0]))
    assert (back.binary, back.filter) == (scheme.name, said)


@given(
    st.integers(6, 12).flatmap(
        lambda length: st.tuples(digits(length), st.text(PART_SIGNS, min_size=1, max_size=30 - length))
    ),
    st.integers(0, 999_999_999_999).map(str),
)
def test_cpi_var_comes_back(key, serial):
    identity = Identity((("8010", "".join(key)), ("8011", serial)))
    back = binary.decode(binary.encode(identity, scheme="cpi-var", prefix_length=len(key[0]), filter=2))
    assert (back.elements, back.fields, back.filter) == (identity.elements, (*key, serial), 2)


_CODES = st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=5, max_size=6)
_ADI = st.text(string.ascii_uppercase + string.digits + "-/", min_size=1, max_size=29)


@given(
    st.one_of(
        st.tuples(st.just("gid-96"), st.just(-1), st.tuples(plain(28), plain(24), plain(36))),
        st.tuples(st.just("usdod-96"), st.integers(0, 15), st.tuples(_CODES, plain(36))),
        st.tuples(
            st.just("adi-var"), st.integers(0, 63), st.tuples(_CODES, st.just("") | _ADI, _ADI | _ADI.map("#{}".format))
        ),
    )
)
def test_schemes_without_a_gs1_key_come_back(case):
    name, said, found = case
    scheme = name.partition("-")[0]
    back = binary.decode(binary.encode(Identity((), scheme, found), scheme=name, filter=said))
    assert back == Identity((), scheme, found, 0, name, said)


def numbers(length, front=""):
    return digits(length - 1 - len(front)).map(lambda text: front + text + check_digit(text))


TEXTS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=12),
    *(st.text(signs, min_size=1, max_size=12) for signs in (string.digits, "01AF", "01af", "Ab-_9", "AZ-.:0")),
)
KEYS = {
    ("01", "21"): st.tuples(numbers(14), TEXTS),
    ("00",): st.tuples(numbers(18)),
    ("414", "254"): st.tuples(numbers(13), TEXTS.filter(lambda text: text != "0")),
    ("8003",): st.tuples(st.tuples(numbers(14, "0"), TEXTS).map("".join)),
    ("8004",): st.tuples(st.tuples(digits(4, 14), TEXTS).map("".join)),
    ("8018",): st.tuples(numbers(18)),
    ("8017",): st.tuples(numbers(18)),
    ("253",): st.tuples(st.tuples(numbers(13), TEXTS).map("".join)),
    ("8010", "8011"): st.tuples(
        st.tuples(digits(6, 12), st.text(PART_SIGNS, min_size=1, max_size=18)).map("".join),
        st.integers(1, 999_999_999_999).map(str),
    ),
    ("255",): st.tuples(st.tuples(numbers(13), digits(1, 12)).map("".join)),
    ("8006", "21"): st.tuples(numbers(14).map("{}0203".format), TEXTS),
}
BEHIND = st.lists(
    st.one_of(
        st.tuples(st.just("10"), TEXTS),
        st.tuples(st.just("17"), st.dates().map(lambda day: f"{day:%y%m%d}".zfill(6))),
        st.tuples(st.just("3103"), digits(6)),
        st.tuples(st.just("30"), digits(1, 8)),
        st.tuples(st.just("00"), numbers(18)),
    ),
    max_size=1,
)
HOSTS = st.lists(
    st.sampled_from(["id.", "www.", "qr.", ".com", ".vn", ".co.uk", ".tech", "example", "a-b", "X", "7", ".", ":80"]),
    min_size=1,
    max_size=5,
).map("".join)


@pytest.mark.parametrize("scheme", PLUS, ids=lambda one: one.name)
@few
@given(data=st.data())
def test_plus_schemes_come_back_with_data_and_host(scheme, data):
    key = tuple(zip(scheme.ais, data.draw(KEYS[scheme.ais]), strict=True))
    date = (("15", "261231"),) if scheme.dated else ()
    behind = tuple(data.draw(BEHIND))
    host = data.draw(HOSTS) if scheme.hosted else ""
    identity = Identity((*key, *date, *behind))
    assume(behind[-1:] != (("00", "0" * 18),) and not {ai for ai, _ in behind} & set(scheme.ais))
    tag = binary.encode(identity, scheme=scheme.name, filter=5, host=host)
    back = binary.decode(tag)
    assert (back.elements, back.host, back.filter, back.binary) == (identity.elements, host, 5, scheme.name)
    assert binary.decode(binary.encode_bytes(identity, scheme=scheme.name, filter=5, host=host)) == back


@pytest.mark.parametrize("scheme", tables.by_name().values(), ids=lambda one: one.name)
@few
@given(body=st.binary(min_size=0, max_size=60))
def test_bits_that_are_read_are_written_back(scheme, body):
    with suppress(Refusal):
        identity = binary.decode(bytes([scheme.header]) + body)
        if scheme.retired:
            return
        again = binary.decode(binary.encode(identity, scheme=scheme.name, filter=identity.filter))
        assert again == identity


@pytest.mark.parametrize("scheme", [one for one in PARTITIONED if not one.retired], ids=lambda one: one.name)
@few
@given(data=st.data())
def test_tags_of_a_fixed_length_are_written_bit_for_bit(scheme, data):
    tag = bytes([scheme.header]) + data.draw(st.binary(min_size=-(-scheme.bits // 16) * 2 - 1, max_size=28))
    with suppress(Refusal):
        identity = binary.decode(tag)
        unit = scheme.bits
        ours = int(binary.encode(identity, scheme=scheme.name, filter=identity.filter), 16) >> -unit % 16
        assert ours == int.from_bytes(tag, "big") >> 8 * len(tag) - unit


@given(st.text())
@example("3066C4409047E140075BCD1５")
@example("F")
@example("ehF")
def test_no_text_makes_the_reader_fall(text):
    for read in (binary.decode, binary.decode_segment, lambda one: binary.decode_segment("ex" + one)):
        with suppress(Refusal):
            read(text)


@given(
    st.sampled_from(binary.names()),
    st.lists(
        st.tuples(st.sampled_from(["00", "01", "10", "21", "414", "254", "253", "8004", "8010", "xx"]), st.text())
    ),
    st.lists(st.text()),
    st.integers(-3, 99),
    st.integers(-3, 99),
    st.text(),
)
def test_no_identity_makes_the_writer_fall(scheme, elements, found, said, length, host):
    identity = Identity(tuple(elements), scheme.partition("-")[0], tuple(found))
    with suppress(Refusal):
        binary.encode(identity, scheme=scheme, filter=said, prefix_length=length, host=host)
