"""EPC URIs of all four forms: what they name, what is refused, and the way back."""

import string
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.gs1 import epc_uri
from adapters.gs1.charset import SET_82
from adapters.gs1.check_digit import check_digit
from adapters.gs1.epc_fields import container_check_digit, escaped, vessel_check_digit
from adapters.gs1.epc_schemes import OwnScheme, schemes, tags
from adapters.gs1.identity import Identity
from lienthong.plugs import Refusal

GTIN = ("01", "09521234000013")


@pytest.mark.parametrize(
    ("uri", "elements"),
    [
        ("urn:epc:id:sgtin:9521234.000001.A%2F1+2", (GTIN, ("21", "A/1+2"))),
        ("urn:epc:id:sgtin:9521234.000001.*", (GTIN, ("21", "*"))),
        ("urn:epc:id:sgtin:9521234.000001.a.b.c", (GTIN, ("21", "a.b.c"))),
        ("urn:epc:id:sgtin:00000952.01230.7", (("01", "00000095212302"), ("21", "7"))),
        ("urn:epc:class:lgtin:9521234.000001.L-1", (GTIN, ("10", "L-1"))),
        ("urn:epc:id:upui:9521234.000001.TPX", (GTIN, ("235", "TPX"))),
        ("urn:epc:idpat:sgtin:9521234.000001.*", (GTIN,)),
        ("urn:epc:id:sscc:9521234.3000000017", (("00", "395212340000000175"),)),
        ("urn:epc:id:sgln:952123400002..0", (("414", "9521234000020"),)),
        ("urn:epc:id:sgln:9521234.00002.KHO-2", (("414", "9521234000020"), ("254", "KHO-2"))),
        ("urn:epc:id:pgln:952123400002.", (("417", "9521234000020"),)),
        ("urn:epc:id:grai:9521234.00001.S%2F1", (("8003", "09521234000013S/1"),)),
        ("urn:epc:idpat:grai:9521234.00001.*", (("8003", "09521234000013"),)),
        ("urn:epc:id:giai:9521234.A%251", (("8004", "9521234A%1"),)),
        ("urn:epc:id:gsrn:9521234.0000000001", (("8018", "952123400000000017"),)),
        ("urn:epc:id:gsrnp:9521234.0000000001", (("8017", "952123400000000017"),)),
        ("urn:epc:id:gdti:9521234.00001.D1", (("253", "9521234000013D1"),)),
        ("urn:epc:id:sgcn:9521234.00001.0007", (("255", "95212340000130007"),)),
        ("urn:epc:id:ginc:9521234.A1", (("401", "9521234A1"),)),
        ("urn:epc:id:cpi:9521234.P-%231.7", (("8010", "9521234P-#1"), ("8011", "7"))),
        ("urn:epc:idpat:cpi:9521234.P.*", (("8010", "9521234P"),)),
        ("urn:epc:id:itip:9521234.000001.01.02.S", (("8006", "095212340000130102"), ("21", "S"))),
        ("urn:epc:idpat:itip:9521234.000001.01.02.*", (("8006", "095212340000130102"),)),
    ],
)
def test_a_uri_of_a_gs1_key_gives_its_values_and_is_written_again(uri, elements):
    found = epc_uri.read(uri)
    assert found.elements == epc_uri.elements(uri) == elements
    assert epc_uri.write(found) == uri
    assert epc_uri.write(elements, found.prefix_length) == uri


@pytest.mark.parametrize(
    ("uri", "fields"),
    [
        ("urn:epc:id:gid:268435455.16777215.68719476735", ("268435455", "16777215", "68719476735")),
        ("urn:epc:id:usdod:2S194.0", ("2S194", "0")),
        ("urn:epc:id:adi:W81X9C.3KL984PX1.%23WM%2F52", ("W81X9C", "3KL984PX1", "#WM/52")),
        ("urn:epc:id:adi:2S194..1", ("2S194", "", "1")),
        ("urn:epc:id:bic:CSQU3054383", ("CSQU3054383",)),
        ("urn:epc:id:imovn:9176187", ("9176187",)),
        ("urn:epc:idpat:gid:1.2.*", ("1", "2", "*")),
        ("urn:epc:idpat:gid:*.*.*", ("*", "*", "*")),
        ("urn:epc:idpat:sgtin:9521234.*.*", ("9521234", "*", "*")),
        ("urn:epc:idpat:sgtin:*.*.*", ("*", "*", "*")),
        ("urn:epc:idpat:sgln:9521234.00002.*", ("9521234", "00002", "*")),
        ("urn:epc:idpat:upui:9521234.000001.*", ("9521234", "000001", "*")),
        ("urn:epc:idpat:itip:9521234.000001.*.*.*", ("9521234", "000001", "*", "*", "*")),
        ("urn:epc:idpat:sscc:9521234.*", ("9521234", "*")),
        ("urn:epc:idpat:giai:9521234.*", ("9521234", "*")),
    ],
)
def test_an_epc_without_a_key_keeps_its_fields(uri, fields):
    found = epc_uri.read(uri)
    assert (found.elements, found.fields) == ((), fields)
    assert epc_uri.elements(uri) == ()
    assert epc_uri.write(found) == uri


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("", "gs1.epc-uri"),
        ("urn:epc:", "gs1.epc-uri"),
        ("URN:EPC:id:sscc:9521234.3000000017", "gs1.epc-uri"),
        ("x urn:epc:id:sscc:9521234.3000000017", "gs1.epc-uri"),
        ("urn:epc:id:sgtin:9521234.000001", "gs1.epc-uri"),
        ("urn:epc:id:sgtin:9521234.000001.", "gs1.epc-uri"),
        ("urn:epc:id:giai:9521234.", "gs1.epc-uri"),
        ("urn:epc:id:bic:CSQA3054383", "gs1.epc-uri"),
        ("urn:epc:id:bic:CSQU3054384", "gs1.epc-check"),
        ("urn:epc:id:imovn:9176188", "gs1.epc-check"),
        ("urn:epc:id:imovn:917618", "gs1.epc-uri"),
        ("urn:epc:id:adi:W81I9C.1.2", "gs1.epc-uri"),
        ("urn:epc:id:adi:2S194..%23", "gs1.epc-uri"),
        ("urn:epc:id:gid:01.0.0", "gs1.epc-number"),
        ("urn:epc:id:gid:268435456.0.0", "gs1.epc-number"),
        ("urn:epc:id:usdod:2S194." + "9" * 5000, "gs1.epc-number"),
        ("urn:epc:id:lgtin:9521234.000001.L", "gs1.epc-scheme"),
        ("urn:epc:idpat:lgtin:9521234.000001.*", "gs1.epc-scheme"),
        ("urn:epc:class:sgtin:9521234.000001.1", "gs1.epc-scheme"),
        ("urn:epc:tag:sgtin-64:9521234.000001.1", "gs1.epc-scheme"),
        ("urn:epc:id:sgtin:95212.34000001.1", "gs1.epc-prefix"),
        ("urn:epc:id:sgtin:9521234000001..1", "gs1.epc-prefix"),
        ("urn:epc:id:sgtin:952123x.000001.1", "gs1.epc-prefix"),
        ("urn:epc:id:sgtin:9521234.00001.1", "gs1.epc-digits"),
        ("urn:epc:id:sgtin:9521234.٠٠٠٠٠١.1", "gs1.epc-digits"),
        ("urn:epc:id:sgtin:9521234.*.1", "gs1.epc-digits"),
        ("urn:epc:idpat:sgtin:9521234.*.1", "gs1.epc-digits"),
        ("urn:epc:idpat:sgtin:*.000001.*", "gs1.epc-prefix"),
        ("urn:epc:id:sscc:9521234.3000000017.1", "gs1.epc-digits"),
        ("urn:epc:id:sgtin:9521234.000001.A/1", "gs1.epc-escape"),
        ("urn:epc:id:sgtin:9521234.000001.A%2D1", "gs1.epc-escape"),
        ("urn:epc:id:sgtin:9521234.000001.A%", "gs1.epc-escape"),
        ("urn:epc:id:sgtin:9521234.000001.A%231", "gs1.serial"),
        ("urn:epc:id:sgtin:9521234.000001." + "1" * 21, "gs1.serial"),
        ("urn:epc:class:lgtin:9521234.000001.Lô", "gs1.lot"),
        ("urn:epc:id:cpi:9521234.P.01", "gs1.leading-zero"),
        ("urn:epc:id:itip:9521234.000001.03.02.S", "gs1.pieces"),
        ("urn:epc:id:itip:9521234.000001.1.02.S", "gs1.epc-uri"),
        ("urn:epc:idpat:itip:9521234.000001.*.02.*", "gs1.epc-uri"),
        ("urn:epc:idpat:itip:9521234.000001.ab.*.*", "gs1.epc-uri"),
        ("urn:epc:tag:sgtin-96:8.9521234.000001.1", "gs1.epc-number"),
        ("urn:epc:tag:sgtin-96:3.9521234.000001.01", "gs1.epc-tag"),
        ("urn:epc:tag:sgtin-96:3.9521234.000001.274877906944", "gs1.epc-tag"),
        ("urn:epc:tag:cpi-96:0.952123412345.1000.1", "gs1.epc-tag"),
        ("urn:epc:tag:giai-96:0.952123412345.4398046511104", "gs1.epc-tag"),
        ("urn:epc:tag:gdti-113:0.9521234.00001.A1", "gs1.epc-tag"),
    ],
)
def test_a_faulty_uri_is_refused(uri, code):
    for reader in (epc_uri.read, epc_uri.elements):
        with pytest.raises(Refusal) as caught:
            reader(uri)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("urn:epc:id:sgtin:9521234.000001.A%2f1", ["gs1.epc-case"]),
        ("urn:epc:id:sgtin:9521234.000001.A%2F1", []),
        ("urn:epc:tag:gdti-113:0.9521234.00001.007", ["gs1.epc-retired"]),
    ],
)
def test_what_is_tolerated_is_told(uri, told):
    heard = []
    epc_uri.read(uri, notice=lambda code, **facts: heard.append(code))
    assert heard == told


@pytest.mark.parametrize(
    ("elements", "length", "code"),
    [
        ((GTIN,), 0, "gs1.prefix-unknown"),
        ((GTIN,), 5, "gs1.prefix-length"),
        ((GTIN,), 13, "gs1.prefix-length"),
        ((("01", "09521234000014"), ("21", "1")), 7, "gs1.check-digit"),
        ((GTIN, ("21", "số 1")), 7, "gs1.serial"),
        ((GTIN, ("21", "")), 7, "gs1.serial"),
        ((GTIN, ("17", "261130"), ("21", "")), 7, "gs1.serial"),
        ((("00", ""),), 7, "gs1.length"),
        ((GTIN, ("22", "V")), 7, "gs1.epc-none"),
        ((("8018", "952123400000000017"), ("8019", "1")), 7, "gs1.epc-none"),
        ((("8013", "1987654Ad4X4bL5ttr2310c2K"),), 7, "gs1.epc-none"),
        ((), 7, "gs1.epc-none"),
        ((("8004", "9521234"),), 7, "gs1.prefix-length"),
        ((("8004", "9521X34A"),), 7, "gs1.prefix-length"),
        ((("253", "9521234000014D"),), 7, "gs1.check-digit"),
    ],
)
def test_what_has_no_uri_is_refused(elements, length, code):
    with pytest.raises(Refusal) as caught:
        epc_uri.write(elements, length)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("elements", "uri"),
    [
        ((GTIN, ("17", "261130"), ("10", "L"), ("21", "S")), "urn:epc:id:sgtin:9521234.000001.S"),
        ((("17", "261130"), ("10", "L"), GTIN), "urn:epc:class:lgtin:9521234.000001.L"),
        ((GTIN, ("22", "V"), ("21", "S")), "urn:epc:id:sgtin:9521234.000001.S"),
        ((GTIN, ("15", "261130")), "urn:epc:idpat:sgtin:9521234.000001.*"),
        ((("00", "395212340000000175"), ("02", "09521234000013"), ("37", "8")), "urn:epc:id:sscc:9521234.3000000017"),
    ],
)
def test_the_uri_says_the_finest_it_can(elements, uri):
    assert epc_uri.write(elements, 7) == uri


@pytest.mark.parametrize(
    ("identity", "length", "binary", "filter_value", "code"),
    [
        (((GTIN, ("21", "1"))), 7, "sgtin+", 0, "gs1.epc-tag-none"),
        (((GTIN, ("21", "1"))), 7, "", 0, "gs1.epc-tag-none"),
        (((GTIN, ("21", "1"))), 7, "sgtin-96", 8, "gs1.epc-filter"),
        (((GTIN, ("21", "1"))), 7, "sgtin-96", -1, "gs1.epc-filter"),
        (((GTIN, ("21", "A"))), 7, "sgtin-96", 0, "gs1.epc-tag"),
        (((GTIN, ("21", "01"))), 7, "sgtin-96", 0, "gs1.epc-tag"),
        (((GTIN, ("10", "1"))), 7, "sgtin-96", 0, "gs1.epc-tag"),
        ((GTIN,), 7, "sgtin-198", 0, "gs1.epc-tag"),
        (((GTIN, ("21", "1"))), 7, "sscc-96", 0, "gs1.epc-tag"),
        ((("253", "9521234000013007"),), 7, "gdti-113", 0, "gs1.epc-tag-none"),
        (Identity(scheme="gid", fields=("1", "2", "3")), 0, "gid-96", 1, "gs1.epc-filter"),
    ],
)
def test_a_tag_that_cannot_be_is_refused(identity, length, binary, filter_value, code):
    with pytest.raises(Refusal) as caught:
        epc_uri.write_tag(identity, length, binary, filter_value)
    assert caught.value.code == code


# --- laws -----------------------------------------------------------------------------------------------------------

SIGNS = "".join(sorted(SET_82))
CAGE = "".join(sorted((set(string.ascii_uppercase) | set(string.digits)) - {"I", "O"}))
ADI = string.ascii_uppercase + string.digits + "-/"


def digits(length):
    return st.integers(0, 10**length - 1).map(lambda number: f"{number:0{length}d}" if length else "")


@st.composite
def identities(draw):
    """An instance of any scheme, as an identity with its fields and elements."""
    scheme = schemes()[draw(st.sampled_from(sorted(schemes())))]
    if isinstance(scheme, OwnScheme):
        return Identity((), scheme.name, draw(other_fields(scheme.name)))
    layout, length = scheme.layout, draw(st.integers(6, 12))
    prefix = draw(digits(length))
    if layout.digits:
        reference = draw(digits(layout.digits - length))
    else:
        signs = string.ascii_uppercase + string.digits + "#-/" if scheme.name == "cpi" else SIGNS
        reference = draw(st.text(signs, min_size=1, max_size=layout.most - length))
    total = draw(st.integers(1, 99)) if layout.pieces else 0
    pieces = (f"{draw(st.integers(1, total)):02d}", f"{total:02d}") if total else ()
    if not scheme.tail:
        tail = ""
    elif scheme.name == "cpi":
        tail = str(draw(st.integers(0, 10**12 - 1)))
    else:
        tail = draw(st.text(string.digits if scheme.numeric else SIGNS, min_size=1, max_size=scheme.most))
    value = layout.join(prefix, reference, "".join(pieces) + (tail if scheme.inside else ""))
    apart = scheme.tail and not scheme.inside and tail != scheme.none
    elements = ((layout.ai, value), (scheme.tail, tail)) if apart else ((layout.ai, value),)
    return Identity(elements, scheme.name, (prefix, reference, *pieces, *([tail] if tail else [])), length)


@st.composite
def other_fields(draw, name):
    """The fields of a scheme outside the GS1 keys."""
    number = {bits: st.integers(0, 2**bits - 1).map(str) for bits in (24, 28, 36)}
    cage = st.text(CAGE, min_size=5, max_size=6)
    serial = st.tuples(st.sampled_from(["", "#"]), st.text(ADI, min_size=1, max_size=29)).map("".join)
    owner = st.text(string.ascii_uppercase, min_size=3, max_size=3)
    box = st.tuples(owner, st.sampled_from("JUZ"), digits(6)).map("".join)
    return draw(
        {
            "gid": st.tuples(number[28], number[24], number[36]),
            "usdod": st.tuples(cage, number[36]),
            "adi": st.tuples(cage, st.text(ADI, max_size=32), serial),
            "bic": st.tuples(box.map(lambda text: text + container_check_digit(text))),
            "imovn": st.tuples(digits(6).map(lambda text: text + vessel_check_digit(text))),
        }[name]
    )


@given(identities())
def test_a_uri_that_was_written_is_read_back(identity):
    uri = epc_uri.write(identity)
    assert epc_uri.read(uri) == identity
    assert epc_uri.elements(uri) == identity.elements


@given(identities(), st.data())
def test_a_tag_uri_that_was_written_is_read_back(identity, data):
    fitting = [tag for tag in tags().values() if tag.scheme.name == identity.scheme and not tag.retired]
    written = {}
    for tag in fitting:
        value = data.draw(st.integers(0, max(tag.filter, 0)))
        with suppress(Refusal):
            written[tag] = value, epc_uri.write_tag(identity, 0, tag.name, value)
    # one of the encodings holds everything, the short ones do not
    assert fitting[-1:] == list(written)[-1:]
    for tag, (value, uri) in written.items():
        found = epc_uri.read(uri)
        assert (found.elements, found.fields, found.binary) == (identity.elements, identity.fields, tag.name)
        assert found.filter == (value if tag.filter >= 0 else -1)
        assert epc_uri.write_tag(found) == uri
        assert epc_uri.write(found) == epc_uri.write(identity)


@given(identities().filter(lambda identity: identity.scheme != "lgtin"), st.integers(1, 5))
def test_a_pattern_that_was_written_is_read_back(identity, stars):
    closed = identity.fields[: max(len(identity.fields) - stars, 0)]
    fields = (*closed, *["*"] * (len(identity.fields) - len(closed)))
    uri = f"urn:epc:idpat:{identity.scheme}:" + ".".join(map(escaped, fields))
    # a literal * before an open field is one more open field
    found = epc_uri.read(uri)
    assert found.fields == fields
    assert epc_uri.write(found) == uri
    assert epc_uri.elements(uri) == found.elements


hostile = st.one_of(
    st.text(),
    st.tuples(
        st.sampled_from(["id", "class", "idpat", "tag", "raw", ""]),
        st.sampled_from([*schemes(), *tags(), "x"]),
        st.text("0123456789.*%/:abAZ2F#-\ud800٣", max_size=40),
    ).map(lambda parts: "urn:epc:" + ":".join(parts)),
)


@given(hostile)
@example("urn:epc:id:sgtin:9521234.000001.\ud800")
@example("urn:epc:idpat:gid:*.1.*")
@example("urn:epc:tag:sgtin-96:")
@example("urn:epc:tag:giai-96:0.9521234.")
def test_no_text_makes_a_reader_fall_and_both_ways_agree(uri):
    try:
        found = epc_uri.read(uri)
    except Refusal as refusal:
        with pytest.raises(Refusal, match=refusal.code.replace(".", r"\.")):
            epc_uri.elements(uri)
        return
    assert epc_uri.elements(uri) == found.elements
    assert epc_uri.write(found).startswith("urn:epc:")


@given(st.lists(st.tuples(st.sampled_from(["00", "01", "21", "253", "8004", "x"]), st.text(max_size=20)), max_size=4))
def test_no_elements_make_a_writer_fall(elements):
    with suppress(Refusal):
        assert epc_uri.write(tuple(elements), 7).startswith("urn:epc:")


@given(digits(13), st.integers(6, 12), st.text(SIGNS, min_size=1, max_size=20))
def test_the_two_ways_between_urn_and_values_are_inverse(body, length, serial):
    elements = (("01", body + check_digit(body)), ("21", serial))
    assert epc_uri.elements(epc_uri.write(elements, length)) == elements
