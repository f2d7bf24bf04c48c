"""Cases: what a tag names, what is told, and what is refused with which scheme would fit."""

from pathlib import Path

import pytest

from adapters.gs1 import binary
from adapters.gs1.check_digit import check_digit
from adapters.gs1.identity import Identity
from lienthong.findings.catalogue import load
from lienthong.plugs import Refusal

GTIN, SSCC = "08935001800019", "395212340000000175"
SIZES = {"00": 18, "01": 14, "253": 13, "255": 13, "402": 17, "414": 13, "8003": 14, "8006": 14}
SGTIN_96 = "3066C4409047E140075BCD15"


def refused(call, *arguments, **words):
    with pytest.raises(Refusal) as refusal:
        call(*arguments, **words)
    return refusal.value


def told():
    heard = []
    return heard, lambda code, **facts: heard.append((code, facts))


def mended(ai, value):
    """The value with the check digit of its number computed, so that the cases stay readable."""
    size = SIZES.get(ai, 0)
    return value[: size - 1] + check_digit(value[: size - 1]) + value[size:] if size else value


def item(serial, *more):
    return Identity((("01", GTIN), ("21", serial), *more), prefix_length=8)


# --- reading ---


@pytest.mark.parametrize(
    "tag", [SGTIN_96, SGTIN_96.lower(), SGTIN_96 + "0" * 8, bytes.fromhex(SGTIN_96 + "0000"), SGTIN_96 + "0" * 9999]
)
def test_hex_and_bytes_and_zero_padding_name_one_thing(tag):
    identity = binary.decode(tag)
    assert identity.elements == (("01", "09506000134352"), ("21", "123456789"))
    assert identity.fields == ("95060001343", "05", "123456789")
    assert (identity.scheme, identity.binary, identity.prefix_length, identity.filter) == ("sgtin", "sgtin-96", 11, 3)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("", "gs1.binary-hex"),
        ("30 66C4409047E140075BCD1", "gs1.binary-hex"),
        ("0x3066C4409047E140075BCD", "gs1.binary-hex"),
        ("3066C4_09047E140075BCD15", "gs1.binary-hex"),
        ("thẻ", "gs1.binary-hex"),
        (b"", "gs1.binary-header"),
        ("00" * 12, "gs1.binary-header"),
        ("E2" + "00" * 11, "gs1.binary-header"),
        (SGTIN_96[:-2], "gs1.binary-short"),
        ("F7" + "12", "gs1.binary-short"),
        ("30" + "FF" * 63, "gs1.binary-size"),
        ("307C" + "00" * 10, "gs1.binary-field"),  # partition 7
        ("3003FFFFFFFFFF0000000000", "gs1.binary-field"),  # a company prefix of 12 digits above 999999999999
        ("311BA1B300CE0A6A83000001", "gs1.binary-field"),  # the last 24 bits of SSCC-96 are zero
        ("3F76451FD612640000000005", "gs1.binary-field"),  # a coupon serial without the digit 1 in front
        ("3666C4409047E159B2C2BF10" + "0" * 24 + "1000", "gs1.binary-field"),  # text behind its end
        ("F73A95211411234538566CB0AFC4", "gs1.binary-field"),  # A among the digits of a GTIN
        ("F73795211411234548566CB0AFC4", "gs1.check-digit"),
        ("FB394CDE795211411234538566CB0AFC4", "gs1.binary-field"),  # date type 9
        ("FB342C1E795211411234538566CB0AFC4", "gs1.binary-field"),  # month 0
        ("F7379521141123453D0F", "gs1.binary-field"),  # reserved way of writing characters
    ],
)
def test_what_no_tag_should_hold_is_refused(tag, code):
    assert refused(binary.decode, tag).code == code


@pytest.mark.parametrize("segment", ["", "eh", "xx30", "ex", "ex!!", "ex thẻ", "eh30 6", "ehXYZ"])
def test_segments_that_are_none_are_refused(segment):
    assert refused(binary.decode_segment, segment).code in {"gs1.binary-hex", "gs1.binary-header"}


def test_bits_behind_a_scheme_of_fixed_length_are_told():
    heard, notice = told()
    assert binary.decode(SGTIN_96 + "00A0", notice=notice).elements == binary.decode(SGTIN_96).elements
    assert heard == [("gs1.binary-trailing", {"scheme": "sgtin-96", "got": "A0"})]


def test_an_extension_of_zero_is_none_and_a_prefix_of_twelve_digits_leaves_an_empty_field():
    identity = binary.decode(binary.encode(Identity((("414", "0614111234560"),)), scheme="sgln-96", prefix_length=12))
    assert identity.elements == (("414", "0614111234560"),)
    assert identity.fields == ("061411123456", "", "0")


def test_a_retired_tag_is_read_with_the_zeros_of_its_serial_and_never_written():
    # filter 3, partition 5, 0614141, 12345, serial 006847 behind a digit 1 (TDS 14.6.8.2)
    bits = f"{0x3A:08b}{3:03b}{5:03b}{614141:024b}{12345:017b}{1006847:058b}"
    identity = binary.decode(int(bits.ljust(128, "0"), 2).to_bytes(16, "big"))
    assert identity.elements == (("253", "0614141123452006847"),)
    refusal = refused(binary.encode, identity, scheme="gdti-113")
    assert (refusal.code, refusal.facts["fits"]) == ("gs1.binary-retired", "gdti-174")


# --- data behind the EPC ---

DATA = (
    ("10", "LO/26"), ("17", "260700"), ("7007", "260101260131"), ("7007", "260101"),
    ("8008", "2601012359"), ("8008", "26010123"), ("7011", "260101"), ("7003", "2601012359"), ("4307", "VN"),
    ("4321", "1"), ("4330", "001850-"), ("4330", "001850"), ("7258", "1/3"), ("3103", "000189"), ("3922", "1999"),
    ("3932", "704150000"), ("421", "70490000"), ("423", "704"), ("8019", "0012"), ("30", "00000012"),
    ("00", "089350018000000017"),
    ("8004", "8935001800ABC"), ("8004", "893500180012"), ("253", "8935001800013"), ("253", "8935001800013A1"),
    ("255", "8935001800013007"), ("8003", "08935001800013A"), ("402", "89350018000000017"), ("4309", "05"*10),
    ("7040", "1ABC"), ("20", "07"), ("7241", "07"), ("90", "!%&"), ("98", "a" * 40),
)  # fmt: skip


@pytest.mark.parametrize("element", DATA, ids=lambda element: f"({element[0]}){element[1]}")
def test_each_form_of_data_comes_back(element):
    identity = item("A-1", (element[0], mended(*element)))
    heard, notice = told()
    back = binary.decode(binary.encode(identity, scheme="sgtin+"), notice=notice)
    assert (back.elements, heard) == (identity.elements, [])


def test_data_come_in_their_order_and_the_date_of_a_dated_scheme_stands_in_front():
    more = (("10", "L1"), ("15", "261231"), ("3103", "000189"))
    identity = item("7", *more)
    plain = binary.decode(binary.encode(identity, scheme="sgtin+"))
    assert plain.elements == identity.elements
    dated = binary.encode(identity, scheme="dsgtin++", host="ma.example.com.vn")
    assert dated.startswith("FC8" + "2")
    back = binary.decode(dated)
    assert back.elements == (("01", GTIN), ("21", "7"), ("15", "261231"), ("10", "L1"), ("3103", "000189"))
    assert (back.host, back.binary, back.scheme) == ("ma.example.com.vn", "dsgtin++", "sgtin")


def test_data_that_were_not_announced_are_read_and_told():
    tag = binary.encode(item("7", ("10", "L1")), scheme="sgtin+")
    silent = tag[:2] + f"{int(tag[2], 16) & 7:X}" + tag[3:]
    heard, notice = told()
    assert binary.decode(silent, notice=notice).elements[-1] == ("10", "L1")
    assert heard == [("gs1.binary-toggle", {"scheme": "sgtin+", "got": "0"})]


def test_announced_data_that_are_not_there_are_told():
    tag = binary.encode(item("7"), scheme="sgtin+")
    heard, notice = told()
    binary.decode(tag[:2] + f"{int(tag[2], 16) | 8:X}" + tag[3:], notice=notice)
    assert heard == [("gs1.binary-toggle", {"scheme": "sgtin+", "got": "1"})]


def test_old_bits_behind_a_tag_that_announces_nothing_are_left_and_told_but_refused_where_it_does():
    tag = binary.encode(item("7"), scheme="sgtin+")
    tag += "0" * (-len(tag) % 2) + "03FF"
    heard, notice = told()
    assert binary.decode(tag, notice=notice).elements == (("01", GTIN), ("21", "7"))
    assert [code for code, _ in heard] == ["gs1.binary-trailing"]
    refusal = refused(binary.decode, tag[:2] + f"{int(tag[2], 16) | 8:X}" + tag[3:])
    assert refusal.code == "gs1.binary-field"


def test_a_place_without_extension_is_written_in_the_plus_scheme_too():
    identity = Identity((("414", "9521234000020"), ("10", "L1")))
    assert binary.decode(binary.encode(identity, scheme="sgln+")).elements == identity.elements


def test_an_sscc_of_zeros_cannot_stand_last_because_it_reads_as_padding():
    zeros = ("00", "0" * 18)
    assert refused(binary.encode, item("7", zeros), scheme="sgtin+").code == "gs1.binary-value"
    identity = item("7", zeros, ("10", "L1"))
    assert binary.decode(binary.encode(identity, scheme="sgtin+")).elements == identity.elements


# --- hosts ---


@pytest.mark.parametrize(
    ("host", "codes"),
    [
        ("id.example.com", 9),
        ("example.vn", 9),
        ("truy-xuat.example.com.vn", 20),
        ("www.example.co.uk", 10),
        ("example.tech", 9),
        ("localhost:8080", 14),
    ],
)
def test_hosts_come_back_in_few_codes(host, codes):
    tag = binary.encode(Identity((("00", SSCC),)), scheme="sscc++", host=host)
    assert binary.decode(tag).host == host
    # one bit for the way of writing, six for the number of codes, right behind header, filter and key
    assert int(tag[21:23], 16) >> 1 & 63 == codes


def test_a_host_in_capitals_takes_the_shorter_way_and_stays_as_it_is():
    tag = binary.encode(Identity((("00", SSCC),)), scheme="sscc++", host="ABCDEF")
    assert (binary.decode(tag).host, int(tag[21:23], 16)) == ("ABCDEF", 6 << 1)


@pytest.mark.parametrize("host", ["", "x" * 64, "tênmiền.vn", "a b.vn"])
def test_hosts_that_cannot_be_written_are_refused(host):
    identity = Identity((("00", SSCC),))
    assert refused(binary.encode, identity, scheme="sscc++", host=host).code == "gs1.binary-host"


# --- writing ---


@pytest.mark.parametrize(
    ("scheme", "elements", "fits"),
    [
        ("sgtin-96", (("01", "95212340000131"), ("21", "0123")), "sgtin-198"),
        ("sgtin-96", (("01", "95212340000131"), ("21", "274877906944")), "sgtin-198"),
        ("sgtin-96", (("01", "95212340000131"), ("21", "A1")), "sgtin-198"),
        ("sgln-96", (("414", "9521234000020"), ("254", "01")), "sgln-195"),
        ("grai-96", (("8003", "09521234000020A"),), "grai-170"),
        ("giai-96", (("8004", "95212340012"),), "giai-202"),
        ("giai-202", (("8004", "9521234Ô"),), ""),
        ("gdti-96", (("253", "95212340000202199023255552"),), "gdti-174"),
        ("cpi-96", (("8010", "9521234A"), ("8011", "1")), "cpi-var"),
        ("cpi-96", (("8010", "95212341"), ("8011", "2147483648")), "cpi-var"),
        ("sgcn-96", (("255", "9521234000020" + "1" * 13),), ""),
        ("itip-110", (("8006", "952123400001310102"), ("21", "A")), "itip-212"),
    ],
)
def test_serials_that_do_not_fit_are_refused_with_the_scheme_that_would(scheme, elements, fits):
    elements = tuple((ai, mended(ai, value)) for ai, value in elements)
    refusal = refused(binary.encode, Identity(elements), scheme=scheme, prefix_length=7)
    assert (refusal.code, refusal.facts["fits"]) == ("gs1.binary-serial", fits)


def test_the_highest_serial_of_the_standard_fits():
    elements = (("01", GTIN), ("21", "274877906943"))
    tag = binary.encode(Identity(elements), scheme="SGTIN-96", prefix_length=8)
    assert int(tag, 16) & (1 << 38) - 1 == (1 << 38) - 1
    assert binary.decode(tag).elements == elements


@pytest.mark.parametrize(
    ("identity", "words", "code"),
    [
        (item("7"), {"scheme": "sgtin-97"}, "gs1.binary-scheme"),
        (item("7"), {"scheme": "sscc-96"}, "gs1.binary-key"),
        (item("7"), {"scheme": "sscc+"}, "gs1.binary-key"),
        (item("7"), {"scheme": "dsgtin+"}, "gs1.binary-key"),
        (item("7"), {"scheme": "gid-96"}, "gs1.binary-key"),
        (Identity((("01", GTIN),)), {"scheme": "sgtin-96", "prefix_length": 8}, "gs1.binary-key"),
        (Identity((("01", GTIN), ("21", "7"))), {"scheme": "sgtin-96"}, "gs1.binary-prefix"),
        (Identity((("8010", "95212341"), ("8011", "1"))), {"scheme": "cpi-var"}, "gs1.binary-prefix"),
        (item("7"), {"scheme": "sgtin-96", "prefix_length": 13}, "gs1.binary-prefix"),
        (item("7"), {"scheme": "sgtin-96", "filter": 8}, "gs1.binary-filter"),
        (
            Identity((("01", "08935001800018"), ("21", "7"))),
            {"scheme": "sgtin-96", "prefix_length": 8},
            "gs1.check-digit",
        ),
        (Identity((("01", "08935001800018"), ("21", "7"))), {"scheme": "sgtin+"}, "gs1.check-digit"),
        (
            Identity((("01", "8935001800019"), ("21", "7"))),
            {"scheme": "sgtin-96", "prefix_length": 8},
            "gs1.binary-value",
        ),
        (Identity((("253", "9521234000020"),)), {"scheme": "gdti-96", "prefix_length": 7}, "gs1.binary-key"),
        (item("7", ("21", "8")), {"scheme": "sgtin-198"}, "gs1.ai-repeats"),
        (item("7", ("03", GTIN)), {"scheme": "sgtin+"}, "gs1.binary-value"),
        (item("7", ("4324", "2601019999")), {"scheme": "sgtin+"}, "gs1.hour"),
        (item("7", *((f"9{n}", "x" * 90) for n in range(1, 4))), {"scheme": "sgtin+"}, "gs1.binary-size"),
        (Identity((), "gid", ("268435456", "1", "1")), {"scheme": "gid-96"}, "gs1.binary-value"),
        (Identity((), "gid", ("1", "1", "68719476736")), {"scheme": "gid-96"}, "gs1.binary-serial"),
        (item("1" * 5000), {"scheme": "sgtin-96"}, "gs1.binary-serial"),
        (Identity((), "gid", ("01", "1", "1")), {"scheme": "gid-96"}, "gs1.binary-value"),
        (Identity((), "gid", ("1", "1", "1")), {"scheme": "gid-96", "filter": 1}, "gs1.binary-filter"),
        (Identity((), "usdod", ("CAGIY", "1")), {"scheme": "usdod-96"}, "gs1.binary-value"),
        (Identity((), "adi", ("CAGEY", "A#", "1")), {"scheme": "adi-var"}, "gs1.binary-value"),
        (Identity((), "adi", ("CAGEY", "", "1#")), {"scheme": "adi-var"}, "gs1.binary-serial"),
    ],
)
def test_what_cannot_be_written_is_refused(identity, words, code):
    assert refused(binary.encode, identity, **words).code == code


def test_what_a_scheme_has_no_room_for_is_told_with_one_that_has():
    heard, notice = told()
    binary.encode(item("7", ("10", "L1"), ("17", "261231")), scheme="sgtin-96", notice=notice)
    assert heard == [("gs1.binary-left-out", {"scheme": "sgtin-96", "ais": "10, 17", "fits": "sgtin+"})]


def test_bytes_are_whole_words_of_memory():
    assert binary.encode_bytes(item("7"), scheme="sgtin-96").hex().upper() == binary.encode(
        item("7"), scheme="sgtin-96"
    )
    assert len(binary.encode_bytes(Identity((("00", SSCC),)), scheme="sscc+")) == 12


def test_every_code_has_its_sentences():
    catalogue = load(Path(binary.__file__).parents[1] / "catalogue.yaml")
    source = "".join(file.read_text(encoding="utf-8") for file in Path(binary.__file__).parent.glob("*.py"))
    codes = {part.split('"')[0] for part in source.split('"gs1.')[1:]}
    assert codes
    assert all(f"gs1.{code}" in catalogue for code in codes)
